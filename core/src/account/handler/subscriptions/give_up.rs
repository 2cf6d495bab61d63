//! Rules `plan.unused` and `plan.used`: what was charged is credited as far as it is given up.

use super::charge::charge_arrears;
use super::known::plan;
use super::used::used;
use crate::account::posting::{Charge, GivenUp, given_up, post_unused};
use crate::account::state::ChargedFee;
use crate::account::working::{Now, Working};
use crate::catalog::{Charged, Plan, Proration};
use crate::money::{NonNegative, Ratio};
use crate::plan::{Cycle, Part, Subscription, fee, part_of};
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

/// Fees from here on are given up. `next`: what is taken in place.
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
    post_unused(
        work,
        now,
        &Charge { plan, subscription, fee, from, until, credited: None, used, late: at < now.time },
        place,
    )
}
