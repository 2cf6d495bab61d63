//! Rule `rating.allowance` on an account: what is left, and how it is renewed with the period.

use super::period::whole_from;
use crate::account::state::{fresh, of_units, rolled};
use crate::account::working::Working;
use crate::catalog::{Allowance, Plan, Prorated};
use crate::money::{Exact, Figure, Mode, NonNegative, Ratio, Refusal, Rounding};
use crate::plan::{Cycle, Subscription, is_of_days, share};
use crate::problem::Problem;
use crate::rating::{Covered, Remaining, Usage, cover as cover_usage, uncover};
use crate::text::Id;
use crate::time::Instant;
use alloc::vec::Vec;

/// What allowances cover of a usage, and takes it from them.
pub(crate) fn cover(work: &mut Working<'_>, usage: &Usage) -> Result<Vec<Covered>, Refusal> {
    if work.state.allowances.is_empty() {
        return Ok(Vec::new());
    }
    cover_usage(work.rulebook, &mut work.state.allowances, usage)
}

/// A period begins: what is left goes on as far as it may, and what is included is there again. What plans of days give
/// is renewed with their cycles.
pub(crate) fn renew(work: &mut Working<'_>) -> Result<(), Refusal> {
    let of_days = |subscription: &Id| {
        let known = work.state.subscriptions.iter().find(|known| known.subscription == *subscription);
        known.is_some_and(|known| is_of_days(work.rulebook, known))
    };
    work.state.allowances = renewed(work, |kept| !kept.subscription.as_ref().is_some_and(of_days))?;
    Ok(())
}

/// Rule `plan.cycle`: a cycle of a subscription begins, as periods do.
pub(crate) fn renew_of(work: &mut Working<'_>, subscription: &Id) -> Result<(), Refusal> {
    work.state.allowances = renewed(work, |kept| kept.subscription.as_ref() == Some(subscription))?;
    Ok(())
}

/// All of them, such as these renewed.
fn renewed(work: &Working<'_>, such: impl Fn(&Remaining) -> bool) -> Result<Vec<Remaining>, Refusal> {
    let mut all = Vec::with_capacity(work.state.allowances.len());
    for remaining in &work.state.allowances {
        if !such(remaining) {
            all.push(remaining.clone());
            continue;
        }
        let Some(allowance) = work.rulebook.allowance(&remaining.allowance) else { continue };
        let subscription = remaining.subscription.as_ref();
        all.push(fresh(allowance, subscription, units(work, subscription), rolled(allowance, remaining))?);
    }
    Ok(all)
}

fn units(work: &Working<'_>, subscription: Option<&Id>) -> Exact {
    let known = work.state.subscriptions.iter().find(|known| Some(&known.subscription) == subscription);
    known.map_or(Exact::ONE, |known| *known.quantity)
}

/// What a subscription gives is there from its first moment: whole, or the part that is left of the period or cycle.
/// `before`: what it was until then.
pub(crate) fn give(
    work: &mut Working<'_>,
    subscription: &Id,
    plan: &Plan,
    (at, before): (Instant, Option<(&Plan, NonNegative)>),
) -> Result<(), Problem> {
    let known = work.state.subscriptions.iter().find(|known| known.subscription == *subscription).cloned();
    let Some(known) = known else { return Ok(()) };
    let units = *known.quantity;
    for id in &plan.allowances {
        let Some(allowance) = work.rulebook.allowance(id) else { continue };
        let mut whole = fresh(allowance, Some(subscription), units, Exact::ZERO)?;
        let of_rest = |units| rest(work, (&known, plan), allowance, units, at);
        let more = if allowance.prorated == Prorated::Quantity { Some(of_rest(units)?) } else { None };
        let had = before.filter(|(before, _)| before.allowances.contains(id)).map(|(_, units)| of_rest(*units));
        let had = had.transpose()?.unwrap_or(Exact::ZERO);
        let is_it = |kept: &&mut Remaining| kept.allowance == *id && kept.subscription.as_ref() == Some(subscription);
        match (work.state.allowances.iter_mut().find(is_it), more) {
            (Some(Remaining { left: Some(left), .. }), Some(more)) => *left = left.plus(more.minus(had)?)?.into(),
            // Another quantity gives the difference; what was used stays used.
            (Some(kept), _) => {
                kept.left =
                    whole.left.map(|left| left.plus(*kept.rolled)?.minus(*kept.used)).transpose()?.map(Figure::from);
            }
            (None, more) => {
                whole.left = whole.left.map(|left| more.map_or(left, Figure::from));
                work.state.allowances.push(whole);
            }
        }
    }
    let keeps = |kept: &Remaining| {
        kept.subscription.as_ref() != Some(subscription) || plan.allowances.contains(&kept.allowance)
    };
    work.state.allowances.retain(keeps);
    Ok(())
}

/// The period or cycle in which an allowance of this plan is given: what of it there is, and where the whole began.
pub(super) fn window(work: &Working<'_>, known: &Subscription, plan: &Plan) -> Result<(Instant, Cycle), Problem> {
    if plan.cadence().is_of_days() {
        return Ok((known.cycle_from, known.cycle()));
    }
    let (from, until) = (work.state.period.from, work.period_end.unwrap_or(known.cycle_until));
    Ok((from, Cycle { from: whole_from(work, until)?.unwrap_or(from).min(from), until }))
}

/// What so many units are given of an allowance for the rest of its period or cycle, to a millionth.
pub(super) fn rest(
    work: &Working<'_>,
    (known, plan): (&Subscription, &Plan),
    allowance: &Allowance,
    units: Exact,
    at: Instant,
) -> Result<Exact, Problem> {
    let (_, cycle) = window(work, known, plan)?;
    let from = at.max(cycle.from).min(cycle.until);
    let (above, below) = share(plan.proration, (from, cycle.until), cycle, |time| work.rulebook.day(time))?;
    let exact = Ratio::of(of_units(allowance, units)?).times(above)?.divided(below)?;
    Ok(exact.round(Rounding { scale: 6, mode: Mode::Down })?.exact())
}

/// What a subscription gave goes with it.
pub(crate) fn take(work: &mut Working<'_>, subscription: &Id) {
    work.state.allowances.retain(|kept| kept.subscription.as_ref() != Some(subscription));
}

/// What was covered of a usage of the open period is there again.
pub(crate) fn give_back(work: &mut Working<'_>, covered: &[Covered]) -> Result<(), Refusal> {
    uncover(&mut work.state.allowances, covered)
}
