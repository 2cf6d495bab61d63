//! Subscriptions on an account: taken, changed, renewed, ended. Rules `plan.fee`, `plan.cycle`, `plan.change`,
//! `plan.trial` and `plan.cancellation`.

use super::event::{Cancellation, ChangeAt, Subscribed, SubscriptionCancelled, SubscriptionChanged};
use super::fees::{Charge, post};
use super::fold::{Fold, Now};
use super::{allowances, apply, cycle};
use crate::catalog::{Charged, Plan};
use crate::plan::{Next, Part, Subscription, fee, unused};
use crate::problem::{Code, Problem};
use crate::text::Id;
use crate::time::Instant;
use alloc::format;

/// Most subscriptions of an account.
const SUBSCRIPTIONS_MAX: usize = 200;

/// A plan is taken: charged from now, or from the end of its trial.
pub(super) fn subscribe(fold: &mut Fold<'_>, now: &Now<'_>, fact: &Subscribed) -> Result<(), Problem> {
    let plan = plan(fold, &fact.plan)?;
    let list = &fold.state.subscriptions;
    let Err(place) = list.binary_search_by(|known| known.subscription.cmp(&fact.subscription)) else {
        let message = format!("the account has a subscription `{}`", fact.subscription);
        let help = "give each subscription a name of its own, or change the one there is";
        return Err(Problem::new(Code::SubscriptionDuplicate, message, help).under("subscription"));
    };
    if list.len() >= SUBSCRIPTIONS_MAX {
        let message = format!("the account has {SUBSCRIPTIONS_MAX} subscriptions");
        let help = "take several units of a plan in one subscription";
        return Err(Problem::new(Code::SubscriptionsTooMany, message, help).under("subscription"));
    }
    let (cycle_from, cycle_until) = cycle::whole(fold, plan, now.time)?;
    let trial = Some(fact.trial_days.unwrap_or(plan.trial_days)).filter(|days| *days > 0);
    let committed = Some(plan.commitment_months).filter(|months| *months > 0);
    let subscription = Subscription {
        subscription: fact.subscription.clone(),
        plan: fact.plan.clone(),
        quantity: fact.quantity,
        subaccount: fact.subaccount.clone(),
        from: now.time,
        cycle_from,
        cycle_until,
        charged_from: now.time,
        paid: fold.zero()?,
        trial_until: trial.map(|days| now.time.plus_days(days)),
        committed_until: committed.map(|months| cycle::anniversary(fold, now.time, months)).transpose()?,
        ends: None,
        next: None,
    };
    fold.state.subscriptions.insert(place, subscription);
    allowances::give(fold, &fact.subscription, plan)?;
    if trial.is_none() { charge_ahead(fold, now, place, now.time) } else { Ok(()) }
}

/// Rule `plan.change`: at once, with the old credited and the new charged for the rest of the cycle; or later.
pub(super) fn change(fold: &mut Fold<'_>, now: &Now<'_>, fact: &SubscriptionChanged) -> Result<(), Problem> {
    let place = find(fold, &fact.subscription)?;
    let Some(known) = fold.state.subscriptions.get(place).cloned() else { return Ok(()) };
    let next = Next {
        plan: fact.plan.clone().unwrap_or_else(|| known.plan.clone()),
        quantity: fact.quantity.unwrap_or(known.quantity),
    };
    let plan = plan(fold, &next.plan)?;
    if fact.at == ChangeAt::CycleEnd {
        set(fold, place, |known| known.next = Some(next));
        return Ok(());
    }
    settle(fold, now, place, true)?;
    let old = self::plan(fold, &known.plan)?;
    let as_long = old.cadence() == plan.cadence();
    let (cycle_from, cycle_until) =
        if as_long { (known.cycle_from, known.cycle_until) } else { cycle::whole(fold, plan, now.time)? };
    set(fold, place, |known| {
        (known.plan, known.quantity, known.next) = (next.plan, next.quantity, None);
        (known.cycle_from, known.cycle_until, known.charged_from) = (cycle_from, cycle_until, now.time);
    });
    allowances::give(fold, &fact.subscription, plan)?;
    if known.trial_until.is_none() { charge_ahead(fold, now, place, now.time) } else { Ok(()) }
}

/// Rule `plan.cancellation`.
pub(super) fn cancel(fold: &mut Fold<'_>, now: &Now<'_>, fact: &SubscriptionCancelled) -> Result<(), Problem> {
    let place = find(fold, &fact.subscription)?;
    let Some(known) = fold.state.subscriptions.get(place).cloned() else { return Ok(()) };
    let committed = known.committed_until.filter(|until| *until > now.time);
    if let Some(until) = committed
        && (fact.how != Cancellation::CommitmentEnd)
        && (fact.how != Cancellation::CycleEnd || until > known.cycle_until)
    {
        let message = format!("the subscription is committed until {until}");
        return Err(Problem::new(Code::SubscriptionEnding, message, "end it with `commitment_end`").under("how"));
    }
    match fact.how {
        Cancellation::CycleEnd => set(fold, place, |known| known.ends = Some(known.cycle_until)),
        Cancellation::CommitmentEnd => {
            set(fold, place, |known| known.ends = Some(committed.unwrap_or(known.cycle_until)));
        }
        Cancellation::NowWithCredit | Cancellation::Now => {
            settle(fold, now, place, fact.how == Cancellation::NowWithCredit)?;
            remove(fold, place);
        }
    }
    Ok(())
}

/// Rule `plan.trial`: the trial is over, and the rest of the cycle is charged.
pub(super) fn end_trial(fold: &mut Fold<'_>, now: &Now<'_>, place: usize) -> Result<(), Problem> {
    let before = fold.state.balance;
    count_from_here(fold, now, place)?;
    set(fold, place, |known| (known.trial_until, known.charged_from) = (None, now.time));
    charge_ahead(fold, now, place, now.time)?;
    apply::after_debit(fold, now, before)
}

/// Rule `plan.cycle`: days that no weekday anchors are counted from the end of the trial; the cycle of the trial ends,
/// unless it has begun that day.
fn count_from_here(fold: &mut Fold<'_>, now: &Now<'_>, place: usize) -> Result<(), Problem> {
    let Some(known) = fold.state.subscriptions.get(place).cloned() else { return Ok(()) };
    let plan = plan(fold, &known.plan)?;
    let (from, until) = cycle::whole(fold, plan, now.time)?;
    if !plan.cadence().counts_from_start() || from == known.cycle_from {
        return Ok(());
    }
    set(fold, place, |known| (known.cycle_from, known.cycle_until) = (from, until));
    Ok(allowances::renew_of(fold, &known.subscription)?)
}

/// A subscription has reached its end.
pub(super) fn end(fold: &mut Fold<'_>, now: &Now<'_>, place: usize) -> Result<(), Problem> {
    let before = fold.state.balance;
    settle(fold, now, place, false)?;
    remove(fold, place);
    apply::after_debit(fold, now, before)
}

/// Which cycles end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cycles {
    /// Those that end with a billing period, and those of days that end at the same moment.
    All,
    /// Those of days alone (rule `plan.cycle`).
    OfDays,
}

/// Cycles end: they are charged in arrears, and the next ones in advance.
pub(super) fn renew(fold: &mut Fold<'_>, now: &Now<'_>, cycles: Cycles) -> Result<(), Problem> {
    let before = fold.state.balance;
    let mut place = 0;
    while let Some(known) = fold.state.subscriptions.get(place).cloned() {
        let ends = cycles == Cycles::All || cycle::is_of_days(fold, &known);
        // Where it has ended, the next one has its place.
        if known.cycle_until > now.time || !ends || renew_one(fold, now, place, cycles)? {
            place = place.saturating_add(1);
        }
    }
    apply::after_debit(fold, now, before)
}

/// One of them; answers whether the subscription goes on.
fn renew_one(fold: &mut Fold<'_>, now: &Now<'_>, place: usize, cycles: Cycles) -> Result<bool, Problem> {
    settle(fold, now, place, false)?;
    let Some(known) = fold.state.subscriptions.get(place).cloned() else { return Ok(false) };
    if known.ends.is_some_and(|ends| ends <= now.time) {
        remove(fold, place);
        return Ok(false);
    }
    let next = known.next.unwrap_or(Next { plan: known.plan, quantity: known.quantity });
    let plan = plan(fold, &next.plan)?;
    let (from, until) = cycle::whole(fold, plan, now.time)?;
    set(fold, place, |known| {
        (known.plan, known.quantity, known.next) = (next.plan, next.quantity, None);
        (known.cycle_from, known.cycle_until, known.charged_from) = (from, until, now.time);
    });
    // What a plan of months gives is renewed with the period, whichever cycle has ended.
    if cycles == Cycles::OfDays || plan.cadence().is_of_days() {
        allowances::renew_of(fold, &known.subscription)?;
    }
    allowances::give(fold, &known.subscription, plan)?;
    if known.trial_until.is_none() {
        charge_ahead(fold, now, place, now.time)?;
    }
    Ok(true)
}

/// Charges the open cycle from here to its end, where the plan is paid in advance.
fn charge_ahead(fold: &mut Fold<'_>, now: &Now<'_>, place: usize, from: Instant) -> Result<(), Problem> {
    let Some(known) = fold.state.subscriptions.get(place).cloned() else { return Ok(()) };
    let plan = plan(fold, &known.plan)?;
    if plan.charged == Charged::InArrears {
        let zero = fold.zero()?;
        set(fold, place, |known| known.paid = zero);
        return Ok(());
    }
    let until = known.paid_until();
    let part = Part { plan, quantity: known.quantity, from, until, cycle: known.cycle() };
    let fee = fee(fold.rulebook, &part)?;
    set(fold, place, |known| known.paid = fee.amount);
    post(fold, now, &Charge { plan, subscription: &known, fee, from, until, credited: false })
}

/// What the open cycle has come to until now: in advance what is not used is credited, in arrears what was used is
/// charged.
fn settle(fold: &mut Fold<'_>, now: &Now<'_>, place: usize, credit: bool) -> Result<(), Problem> {
    let Some(known) = fold.state.subscriptions.get(place).cloned() else { return Ok(()) };
    if known.trial_until.is_some() {
        return Ok(());
    }
    let plan = plan(fold, &known.plan)?;
    let (cycle, quantity) = (known.cycle(), known.quantity);
    let (from, until, fee, credited) = match plan.charged {
        Charged::InAdvance if credit => {
            let (from, until) = (now.time.max(known.charged_from), known.paid_until());
            let part = Part { plan, quantity, from, until, cycle };
            (from, until, unused(fold.rulebook, &part, known.paid)?, true)
        }
        Charged::InAdvance => return Ok(()),
        Charged::InArrears => {
            let (from, until) = (known.charged_from, now.time.min(known.cycle_until));
            let part = Part { plan, quantity, from, until, cycle };
            (from, until, Some(fee(fold.rulebook, &part)?), false)
        }
    };
    let Some(fee) = fee else { return Ok(()) };
    post(fold, now, &Charge { plan, subscription: &known, fee, from, until, credited })
}

fn set(fold: &mut Fold<'_>, place: usize, change: impl FnOnce(&mut Subscription)) {
    if let Some(known) = fold.state.subscriptions.get_mut(place) {
        change(known);
    }
}

fn remove(fold: &mut Fold<'_>, place: usize) {
    let gone = fold.state.subscriptions.remove(place);
    allowances::take(fold, &gone.subscription);
}

fn plan<'r>(fold: &Fold<'r>, id: &Id) -> Result<&'r Plan, Problem> {
    fold.rulebook.plan(id).ok_or_else(|| {
        let message = format!("the rulebook has no plan `{id}`");
        Problem::new(Code::PlanUnknown, message, "name a plan of the rulebook").under("plan")
    })
}

fn find(fold: &Fold<'_>, id: &Id) -> Result<usize, Problem> {
    let list = &fold.state.subscriptions;
    list.binary_search_by(|known| known.subscription.cmp(id)).map_err(|_| {
        let message = format!("the account has no subscription `{id}`");
        Problem::new(Code::SubscriptionUnknown, message, "name one that is taken and has not ended")
            .under("subscription")
    })
}
