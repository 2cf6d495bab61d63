//! What a cycle comes to: charged ahead or when it ends, credited as far as it is given up.

use super::known::{plan, set};
use crate::account::posting::{Charge, GivenUp, given_up, post_fee, post_unused};
use crate::account::state::ChargedFee;
use crate::account::working::{Now, Working};
use crate::catalog::{Charged, Plan, Proration};
use crate::money::{Money, NonNegative, Ratio};
use crate::plan::{Cycle, Fee, Part, Subscription, fee, part_of, payable};
use crate::problem::Problem;
use crate::time::Instant;
use alloc::vec::Vec;

/// Which fees are credited from a moment on.
#[derive(Clone, Copy)]
pub(super) enum Given {
    /// All of them.
    Up,
    /// Those that began then by time alone, or later: the cycle that was open is not credited.
    Begun,
    /// Those that began after this moment, since then it was known.
    After(Instant),
}

/// Charges the open cycle from here to its end, where the plan is paid in advance.
pub(super) fn charge_ahead(work: &mut Working<'_>, now: &Now<'_>, place: usize, from: Instant) -> Result<(), Problem> {
    let zero = work.zero()?;
    set(work, place, |known| known.paid = zero);
    let Some(known) = work.state.subscriptions.get(place).cloned() else { return Ok(()) };
    if plan(work, &known.plan)?.charged == Charged::InArrears { Ok(()) } else { charge_part(work, now, place, from) }
}

/// Charges from here to where the open cycle or the subscription ends.
pub(super) fn charge_part(work: &mut Working<'_>, now: &Now<'_>, place: usize, from: Instant) -> Result<(), Problem> {
    let Some(known) = work.state.subscriptions.get(place).cloned() else { return Ok(()) };
    let (plan, until) = (plan(work, &known.plan)?, known.paid_until());
    let fee = fee(work.rulebook, &Part { plan, quantity: known.quantity, from, until, cycle: known.cycle() })?;
    let paid = known.paid.plus(fee.amount)?;
    set(work, place, |known| known.paid = paid);
    post_fee(work, now, &Charge { plan, subscription: &known, fee, from, until, credited: None, used: None })
}

/// In arrears: what the open cycle has come to until here.
pub(super) fn charge_used(work: &mut Working<'_>, now: &Now<'_>, place: usize, at: Instant) -> Result<(), Problem> {
    let Some(known) = work.state.subscriptions.get(place).cloned() else { return Ok(()) };
    let plan = plan(work, &known.plan)?;
    if known.trial_until.is_some() || plan.charged == Charged::InAdvance {
        return Ok(());
    }
    charge_arrears(work, now, (&known, plan), at, None)
}

fn charge_arrears(
    work: &mut Working<'_>,
    now: &Now<'_>,
    (known, plan): (&Subscription, &Plan),
    at: Instant,
    given: Option<&GivenUp>,
) -> Result<(), Problem> {
    let (from, until) = (known.charged_from, at.min(known.cycle_until));
    let of =
        |from, until| fee(work.rulebook, &Part { plan, quantity: known.quantity, from, until, cycle: known.cycle() });
    let mut fee = of(from, until)?;
    let used = given.map(|given| used(work, given, plan, (from, known.paid_until(), at), &of)).transpose()?;
    let used = used.filter(|used| used.is_positive());
    if let Some(used) = used {
        (fee.amount, fee.exact) = (fee.amount.plus(used)?, fee.exact.plus(Ratio::of(used.exact()))?);
    }
    post_fee(work, now, &Charge { plan, subscription: known, fee, from, until, credited: None, used })
}

/// Rules `plan.unused` and `plan.used`: fees from here on are given up. `next`: what is taken in place.
pub(super) fn give_up(
    work: &mut Working<'_>,
    now: &Now<'_>,
    known: &Subscription,
    (at, given): (Instant, Given),
    next: Option<(&Plan, NonNegative)>,
) -> Result<(), Problem> {
    if known.trial_until.is_some() {
        return Ok(());
    }
    let plan = plan(work, &known.plan)?;
    // What was used in a trial is free, if that ends as the subscription does.
    let trial = known.trial_ended == Some(at) && at == now.time;
    let used = if trial { GivenUp::nothing(at) } else { given_up(work, (known, plan), (at, next))? };
    let begun = known.charged_from < at
        || known.charged_from == at && (plan.proration != Proration::None || !known.began_by_time(at));
    if plan.charged == Charged::InArrears && begun && at <= now.time {
        charge_arrears(work, now, (known, plan), at, Some(&used))?;
    }
    for place in credited(work, known, at, given) {
        credit(work, now, known, (place, at), &used)?;
    }
    Ok(())
}

/// The fees of which something is credited, by their places.
fn credited(work: &Working<'_>, known: &Subscription, at: Instant, given: Given) -> Vec<usize> {
    let fees = work.state.charged.iter().enumerate();
    let such = |fee: &ChargedFee| {
        let arrears = work.rulebook.plan(&fee.plan).is_some_and(|plan| plan.charged == Charged::InArrears);
        let begun = fee.from > at || fee.from == at && known.began_by_time(at);
        let given = match given {
            Given::Up => true,
            Given::Begun => begun,
            Given::After(time) => fee.from > time,
        };
        fee.subscription == known.subscription && fee.from >= known.from && fee.kept_until() > at && (given || arrears)
    };
    fees.filter(|(_, fee)| such(fee)).map(|(place, _)| place).collect()
}

/// Credits what of a fee is given up from here on, never more than is left of it.
fn credit(
    work: &mut Working<'_>,
    now: &Now<'_>,
    known: &Subscription,
    (place, at): (usize, Instant),
    given: &GivenUp,
) -> Result<(), Problem> {
    let Some(charged) = work.state.charged.get(place).cloned() else { return Ok(()) };
    let plan = plan(work, &charged.plan)?;
    let (from, until, left) = (at.max(charged.from), charged.kept_until(), charged.left()?);
    let begun = charged.from > at || charged.from == at && known.began_by_time(at);
    if plan.proration == Proration::None && !begun {
        return Ok(());
    }
    let quantity = charged.quantity.unwrap_or(known.quantity);
    let cycle = known.cycle();
    let is_open = charged.plan == known.plan && charged.from >= cycle.from && charged.until <= cycle.until;
    let all = Cycle { from: charged.from, until };
    let of = |from, until| {
        let part = Part { plan, quantity, from, until, cycle: if is_open { cycle } else { all } };
        if is_open { fee(work.rulebook, &part) } else { part_of(work.rulebook, &part, left) }
    };
    let mut fee = of(from, until)?;
    if fee.amount > left {
        (fee.amount, fee.exact) = (left, Ratio::of(left.exact()));
    }
    let used = used(work, given, plan, (charged.from, until, at), &of)?.min(fee.amount);
    let used = Some(used).filter(|used| used.is_positive());
    if let Some(used) = used {
        (fee.amount, fee.exact) = (fee.amount.minus(used)?, fee.exact.minus(Ratio::of(used.exact()))?);
    }
    if let Some(charged) = work.state.charged.get_mut(place) {
        charged.ended = Some(from);
    }
    if !fee.amount.is_positive() {
        return Ok(());
    }
    let subscription = &Subscription { quantity, ..known.clone() };
    post_unused(work, now, &Charge { plan, subscription, fee, from, until, credited: None, used }, place)
}

/// Rule `plan.used`: by how much the share of allowances that was used is more than the share of time, of a fee `from` to
/// `until` that is given up at a moment.
fn used(
    work: &Working<'_>,
    given: &GivenUp,
    plan: &Plan,
    (from, until, at): (Instant, Instant, Instant),
    of: &dyn Fn(Instant, Instant) -> Result<Fee, Problem>,
) -> Result<Money, Problem> {
    let zero = work.zero()?;
    let (from, until) = (from.max(given.from), until.min(given.until));
    let at = at.max(from);
    if at >= until || plan.proration == Proration::None || given.is_nothing() {
        return Ok(zero);
    }
    let rest = of(at, until)?.amount;
    let mut most = rest;
    for (used, whole) in [(given.of_window, of(from, until)?.exact), (given.of_rest, of(at, until)?.exact)] {
        if let Some((above, below)) = used {
            let unused = whole.times(below.minus(above)?)?.divided(below)?;
            most = most.min(payable(work.rulebook, unused)?);
        }
    }
    if given.unlimited && plan.proration != Proration::Second {
        // What has no bound has no share that is used: a day is, at least.
        let second = work.rulebook.midnight(work.rulebook.day(from)?.days_after(1))?;
        let kept = if second < until { of(second.max(at), until)?.amount } else { zero };
        most = most.min(kept);
    }
    Ok(rest.minus(most)?)
}
