//! Subscriptions on an account: taken, changed, renewed, ended. Rules `plan.fee`, `plan.cycle`, `plan.change`,
//! `plan.trial` and `plan.cancellation`.

use crate::account::event::{Cancellation, ChangeAt, Subscribed, SubscriptionCancelled, SubscriptionChanged};
use crate::account::posting::{Charge, give, post_fee, post_unused, renew_of, take};
use crate::account::state::ChargedFee;
use crate::account::working::{Now, Working};
use crate::catalog::{Charged, Plan};
use crate::plan::{Next, Part, Subscription, anniversary, fee, is_of_days, unused, whole};
use crate::problem::{Code, Problem};
use crate::text::Id;
use crate::time::Instant;
use alloc::format;

/// Most subscriptions of an account.
const SUBSCRIPTIONS_MAX: usize = 200;

/// A plan is taken: charged from now, or from the end of its trial.
pub(crate) fn subscribe(work: &mut Working<'_>, now: &Now<'_>, fact: &Subscribed) -> Result<(), Problem> {
    let plan = plan(work, &fact.plan)?;
    let list = &work.state.subscriptions;
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
    let (cycle_from, cycle_until) = whole(work.rulebook, plan, now.time)?;
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
        paid: work.zero()?,
        trial_until: trial.map(|days| now.time.plus_days(days)),
        committed_until: committed.map(|months| anniversary(work.rulebook, now.time, months)).transpose()?,
        ends: None,
        next: None,
    };
    work.state.subscriptions.insert(place, subscription);
    give(work, &fact.subscription, plan)?;
    if trial.is_none() { charge_ahead(work, now, place, now.time) } else { Ok(()) }
}

/// Rule `plan.change`: at once, with the old credited and the new charged for the rest of the cycle; or later.
pub(crate) fn change(work: &mut Working<'_>, now: &Now<'_>, fact: &SubscriptionChanged) -> Result<(), Problem> {
    let place = find(work, &fact.subscription)?;
    let Some(known) = work.state.subscriptions.get(place).cloned() else { return Ok(()) };
    let next = Next {
        plan: fact.plan.clone().unwrap_or_else(|| known.plan.clone()),
        quantity: fact.quantity.unwrap_or(known.quantity),
    };
    let plan = plan(work, &next.plan)?;
    if fact.at == ChangeAt::CycleEnd {
        set(work, place, |known| known.next = Some(next));
        return Ok(());
    }
    settle(work, now, place, true)?;
    let old = self::plan(work, &known.plan)?;
    let as_long = old.cadence() == plan.cadence();
    let (cycle_from, cycle_until) =
        if as_long { (known.cycle_from, known.cycle_until) } else { whole(work.rulebook, plan, now.time)? };
    set(work, place, |known| {
        (known.plan, known.quantity, known.next) = (next.plan, next.quantity, None);
        (known.cycle_from, known.cycle_until, known.charged_from) = (cycle_from, cycle_until, now.time);
    });
    give(work, &fact.subscription, plan)?;
    if known.trial_until.is_none() { charge_ahead(work, now, place, now.time) } else { Ok(()) }
}

/// Rule `plan.cancellation`.
pub(crate) fn cancel(work: &mut Working<'_>, now: &Now<'_>, fact: &SubscriptionCancelled) -> Result<(), Problem> {
    let place = find(work, &fact.subscription)?;
    let Some(known) = work.state.subscriptions.get(place).cloned() else { return Ok(()) };
    let committed = known.committed_until.filter(|until| *until > now.time);
    if let Some(until) = committed
        && (fact.how != Cancellation::CommitmentEnd)
        && (fact.how != Cancellation::CycleEnd || until > known.cycle_until)
    {
        let message = format!("the subscription is committed until {until}");
        return Err(Problem::new(Code::SubscriptionEnding, message, "end it with `commitment_end`").under("how"));
    }
    match fact.how {
        Cancellation::CycleEnd => set(work, place, |known| known.ends = Some(known.cycle_until)),
        Cancellation::CommitmentEnd => {
            set(work, place, |known| known.ends = Some(committed.unwrap_or(known.cycle_until)));
        }
        Cancellation::NowWithCredit | Cancellation::Now => {
            settle(work, now, place, fact.how == Cancellation::NowWithCredit)?;
            remove(work, place);
        }
    }
    Ok(())
}

/// Rule `plan.trial`: the trial is over, and the rest of the cycle is charged.
pub(crate) fn end_trial(work: &mut Working<'_>, now: &Now<'_>, place: usize) -> Result<(), Problem> {
    count_from_here(work, now, place)?;
    set(work, place, |known| (known.trial_until, known.charged_from) = (None, now.time));
    charge_ahead(work, now, place, now.time)?;
    Ok(())
}

/// Rule `plan.cycle`: days that no weekday anchors are counted from the end of the trial; the cycle of the trial ends,
/// unless it has begun that day.
fn count_from_here(work: &mut Working<'_>, now: &Now<'_>, place: usize) -> Result<(), Problem> {
    let Some(known) = work.state.subscriptions.get(place).cloned() else { return Ok(()) };
    let plan = plan(work, &known.plan)?;
    let (from, until) = whole(work.rulebook, plan, now.time)?;
    if !plan.cadence().counts_from_start() || from == known.cycle_from {
        return Ok(());
    }
    set(work, place, |known| (known.cycle_from, known.cycle_until) = (from, until));
    Ok(renew_of(work, &known.subscription)?)
}

/// A subscription has reached its end.
pub(crate) fn end(work: &mut Working<'_>, now: &Now<'_>, place: usize) -> Result<(), Problem> {
    settle(work, now, place, false)?;
    remove(work, place);
    Ok(())
}

/// Which cycles end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cycles {
    /// Those that end with a billing period, and those of days that end at the same moment.
    All,
    /// Those of days alone (rule `plan.cycle`).
    OfDays,
}

/// Cycles end: they are charged in arrears, and the next ones in advance.
pub(crate) fn renew(work: &mut Working<'_>, now: &Now<'_>, cycles: Cycles) -> Result<(), Problem> {
    let mut place = 0;
    while let Some(known) = work.state.subscriptions.get(place).cloned() {
        let ends = cycles == Cycles::All || is_of_days(work.rulebook, &known);
        // Where it has ended, the next one has its place.
        if known.cycle_until > now.time || !ends || renew_one(work, now, place, cycles)? {
            place = place.saturating_add(1);
        }
    }
    Ok(())
}

/// One of them; answers whether the subscription goes on.
fn renew_one(work: &mut Working<'_>, now: &Now<'_>, place: usize, cycles: Cycles) -> Result<bool, Problem> {
    settle(work, now, place, false)?;
    let Some(known) = work.state.subscriptions.get(place).cloned() else { return Ok(false) };
    if known.ends.is_some_and(|ends| ends <= now.time) {
        remove(work, place);
        return Ok(false);
    }
    let next = known.next.unwrap_or(Next { plan: known.plan, quantity: known.quantity });
    let plan = plan(work, &next.plan)?;
    let (from, until) = whole(work.rulebook, plan, now.time)?;
    set(work, place, |known| {
        (known.plan, known.quantity, known.next) = (next.plan, next.quantity, None);
        (known.cycle_from, known.cycle_until, known.charged_from) = (from, until, now.time);
    });
    // What a plan of months gives is renewed with the period, whichever cycle has ended.
    if cycles == Cycles::OfDays || plan.cadence().is_of_days() {
        renew_of(work, &known.subscription)?;
    }
    give(work, &known.subscription, plan)?;
    if known.trial_until.is_none() {
        charge_ahead(work, now, place, now.time)?;
    }
    Ok(true)
}

/// Charges the open cycle from here to its end, where the plan is paid in advance.
fn charge_ahead(work: &mut Working<'_>, now: &Now<'_>, place: usize, from: Instant) -> Result<(), Problem> {
    let Some(known) = work.state.subscriptions.get(place).cloned() else { return Ok(()) };
    let plan = plan(work, &known.plan)?;
    if plan.charged == Charged::InArrears {
        let zero = work.zero()?;
        set(work, place, |known| known.paid = zero);
        return Ok(());
    }
    let until = known.paid_until();
    let part = Part { plan, quantity: known.quantity, from, until, cycle: known.cycle() };
    let fee = fee(work.rulebook, &part)?;
    set(work, place, |known| known.paid = fee.amount);
    post_fee(work, now, &Charge { plan, subscription: &known, fee, from, until, credited: None })
}

/// What the open cycle has come to until now: in advance what is not used is credited, in arrears what was used is
/// charged.
fn settle(work: &mut Working<'_>, now: &Now<'_>, place: usize, credit: bool) -> Result<(), Problem> {
    let Some(known) = work.state.subscriptions.get(place).cloned() else { return Ok(()) };
    if known.trial_until.is_some() {
        return Ok(());
    }
    let plan = plan(work, &known.plan)?;
    match plan.charged {
        Charged::InAdvance if credit => credit_unused(work, now, &known, plan),
        Charged::InAdvance => Ok(()),
        Charged::InArrears => {
            let (from, until) = (known.charged_from, now.time.min(known.cycle_until));
            let part = Part { plan, quantity: known.quantity, from, until, cycle: known.cycle() };
            let fee = fee(work.rulebook, &part)?;
            post_fee(work, now, &Charge { plan, subscription: &known, fee, from, until, credited: None })
        }
    }
}

/// Rule `plan.unused`: of the fee of the open cycle, never more than is left of it.
fn credit_unused(work: &mut Working<'_>, now: &Now<'_>, known: &Subscription, plan: &Plan) -> Result<(), Problem> {
    let (from, until) = (now.time.max(known.charged_from), known.paid_until());
    let of_it = |fee: &ChargedFee| fee.subscription == known.subscription && fee.from == known.charged_from;
    let Some(place) = work.state.charged.iter().rposition(of_it) else { return Ok(()) };
    let Some(charged) = work.state.charged.get(place) else { return Ok(()) };
    let left = charged.credited.map_or(Ok(charged.amount), |credited| charged.amount.minus(credited))?;
    let part = Part { plan, quantity: known.quantity, from, until, cycle: known.cycle() };
    let Some(fee) = unused(work.rulebook, &part, left)? else { return Ok(()) };
    post_unused(work, now, &Charge { plan, subscription: known, fee, from, until, credited: None }, place)
}

fn set(work: &mut Working<'_>, place: usize, change: impl FnOnce(&mut Subscription)) {
    if let Some(known) = work.state.subscriptions.get_mut(place) {
        change(known);
    }
}

fn remove(work: &mut Working<'_>, place: usize) {
    let gone = work.state.subscriptions.remove(place);
    take(work, &gone.subscription);
}

fn plan<'r>(work: &Working<'r>, id: &Id) -> Result<&'r Plan, Problem> {
    work.rulebook.plan(id).ok_or_else(|| {
        let message = format!("the rulebook has no plan `{id}`");
        Problem::new(Code::PlanUnknown, message, "name a plan of the rulebook").under("plan")
    })
}

fn find(work: &Working<'_>, id: &Id) -> Result<usize, Problem> {
    let list = &work.state.subscriptions;
    list.binary_search_by(|known| known.subscription.cmp(id)).map_err(|_| {
        let message = format!("the account has no subscription `{id}`");
        Problem::new(Code::SubscriptionUnknown, message, "name one that is taken and has not ended")
            .under("subscription")
    })
}
