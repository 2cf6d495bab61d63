//! Rule `rating.allowance` on an account: what is left, and how it is renewed with the period.

use crate::account::state::{fresh, rolled};
use crate::account::working::Working;
use crate::catalog::Plan;
use crate::money::{Exact, Figure, Refusal};
use crate::plan::is_of_days;
use crate::rating::{Covered, Remaining, Usage, cover as cover_usage, uncover};
use crate::text::Id;
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

/// What a subscription gives is there from its first moment, whole.
pub(crate) fn give(work: &mut Working<'_>, subscription: &Id, plan: &Plan) -> Result<(), Refusal> {
    let units = units(work, Some(subscription));
    for id in &plan.allowances {
        let Some(allowance) = work.rulebook.allowance(id) else { continue };
        let whole = fresh(allowance, Some(subscription), units, Exact::ZERO)?;
        let known = |kept: &&mut Remaining| kept.allowance == *id && kept.subscription.as_ref() == Some(subscription);
        match work.state.allowances.iter_mut().find(known) {
            // Another quantity gives the difference; what was used stays used.
            Some(kept) => {
                kept.left =
                    whole.left.map(|left| left.plus(*kept.rolled)?.minus(*kept.used)).transpose()?.map(Figure::from)
            }
            None => work.state.allowances.push(whole),
        }
    }
    let keeps = |kept: &Remaining| {
        kept.subscription.as_ref() != Some(subscription) || plan.allowances.contains(&kept.allowance)
    };
    work.state.allowances.retain(keeps);
    Ok(())
}

/// What a subscription gave goes with it.
pub(crate) fn take(work: &mut Working<'_>, subscription: &Id) {
    work.state.allowances.retain(|kept| kept.subscription.as_ref() != Some(subscription));
}

/// What was covered of a usage of the open period is there again.
pub(crate) fn give_back(work: &mut Working<'_>, covered: &[Covered]) -> Result<(), Refusal> {
    uncover(&mut work.state.allowances, covered)
}
