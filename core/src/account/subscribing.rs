//! Subscriptions on an account: taken, changed, renewed, ended. Rules `plan.fee`, `plan.change`, `plan.trial` and
//! `plan.cancellation`.

use super::event::{Cancellation, ChangeAt, Subscribed, SubscriptionCancelled, SubscriptionChanged};
use super::fees::{Charge, post};
use super::fold::{Fold, Now, period_end};
use super::{allowances, apply};
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
    let (cycle_from, cycle_until) = cycle(fold, plan, now.time)?;
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
        committed_until: committed.map(|months| anniversary(fold, now.time, months)).transpose()?,
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
    let as_long = (old.months, old.anchor_month) == (plan.months, plan.anchor_month);
    let (cycle_from, cycle_until) =
        if as_long { (known.cycle_from, known.cycle_until) } else { cycle(fold, plan, now.time)? };
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
    set(fold, place, |known| (known.trial_until, known.charged_from) = (None, now.time));
    charge_ahead(fold, now, place, now.time)?;
    apply::after_debit(fold, now, before)
}

/// A subscription has reached its end.
pub(super) fn end(fold: &mut Fold<'_>, now: &Now<'_>, place: usize) -> Result<(), Problem> {
    let before = fold.state.balance;
    settle(fold, now, place, false)?;
    remove(fold, place);
    apply::after_debit(fold, now, before)
}

/// A billing period ends: cycles that end with it are charged in arrears, and the next ones in advance.
pub(super) fn renew(fold: &mut Fold<'_>, now: &Now<'_>) -> Result<(), Problem> {
    let before = fold.state.balance;
    let mut place = 0;
    while let Some(known) = fold.state.subscriptions.get(place).cloned() {
        if known.cycle_until > now.time {
            place = place.saturating_add(1);
            continue;
        }
        settle(fold, now, place, false)?;
        if known.ends.is_some_and(|ends| ends <= now.time) {
            remove(fold, place);
            continue;
        }
        if let Some(next) = known.next.clone() {
            set(fold, place, |known| (known.plan, known.quantity, known.next) = (next.plan, next.quantity, None));
        }
        let Some(id) = fold.state.subscriptions.get(place).map(|known| known.plan.clone()) else { break };
        let plan = plan(fold, &id)?;
        let (from, until) = cycle(fold, plan, now.time)?;
        set(fold, place, |known| {
            (known.cycle_from, known.cycle_until, known.charged_from) = (from, until, now.time);
        });
        allowances::give(fold, &known.subscription, plan)?;
        if known.trial_until.is_none() {
            charge_ahead(fold, now, place, now.time)?;
        }
        place = place.saturating_add(1);
    }
    apply::after_debit(fold, now, before)
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

/// The whole cycle that holds a moment: it ends with a billing period, so many months after the next one begins or in
/// the plan's anchor month.
fn cycle(fold: &Fold<'_>, plan: &Plan, time: Instant) -> Result<(Instant, Instant), Problem> {
    let end = period_end(fold.rulebook, time)?.unwrap_or(time);
    let (_, month, _) = fold.rulebook.day(end)?.year_month_day();
    let until = shifted(fold, end, i32::from(plan.months_to_end(month)))?;
    Ok((shifted(fold, until, i32::from(plan.months).saturating_neg())?, until))
}

/// The same day of the month so many months later, when it begins.
fn anniversary(fold: &Fold<'_>, time: Instant, months: u8) -> Result<Instant, Problem> {
    let day = fold.rulebook.day(time)?;
    let (_, _, anchor) = day.year_month_day();
    fold.rulebook.midnight(day.months_on(i32::from(months), u8::try_from(anchor).unwrap_or(1)))
}

/// A moment of a billing day, so many months on.
fn shifted(fold: &Fold<'_>, time: Instant, months: i32) -> Result<Instant, Problem> {
    let anchor = fold.rulebook.parts().billing.map_or(1, |billing| billing.anchor_day);
    fold.rulebook.midnight(fold.rulebook.day(time)?.months_on(months, anchor))
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
