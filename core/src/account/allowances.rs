//! Rule `rating.allowance` on an account: what is left, and how it is renewed with the period.

use super::cycle;
use super::fold::Fold;
use super::state::State;
use crate::catalog::{Allowance, Plan, Rulebook};
use crate::money::{Exact, Figure, Refusal};
use crate::rating::{Covered, Remaining, Usage, cover as cover_usage};
use crate::text::Id;
use alloc::vec::Vec;

/// What allowances cover of a usage, and takes it from them.
pub(super) fn cover(fold: &mut Fold<'_>, usage: &Usage) -> Result<Vec<Covered>, Refusal> {
    if fold.state.allowances.is_empty() {
        return Ok(Vec::new());
    }
    cover_usage(fold.rulebook, &mut fold.state.allowances, usage)
}

/// Allowances that every account has, as far as the account does not know them yet.
pub(super) fn include(rulebook: &Rulebook<'_>, state: &mut State) -> Result<(), Refusal> {
    for allowance in rulebook.parts().allowances.iter().filter(|allowance| allowance.included) {
        let known = |kept: &Remaining| kept.allowance == allowance.id && kept.subscription.is_none();
        if !state.allowances.iter().any(known) {
            state.allowances.push(fresh(allowance, None, Exact::ONE, Exact::ZERO)?);
        }
    }
    Ok(())
}

/// What a new account has.
///
/// # Errors
/// `Overflow` where exact numbers end.
pub(crate) fn included(rulebook: &Rulebook<'_>) -> Result<Vec<Remaining>, Refusal> {
    let allowances = rulebook.parts().allowances.iter().filter(|allowance| allowance.included);
    allowances.map(|allowance| fresh(allowance, None, Exact::ONE, Exact::ZERO)).collect()
}

/// A period begins: what is left goes on as far as it may, and what is included is there again. What plans of days give
/// is renewed with their cycles.
pub(super) fn renew(fold: &mut Fold<'_>) -> Result<(), Refusal> {
    let of_days = |subscription: &Id| {
        let known = fold.state.subscriptions.iter().find(|known| known.subscription == *subscription);
        known.is_some_and(|known| cycle::is_of_days(fold, known))
    };
    fold.state.allowances = renewed(fold, |kept| !kept.subscription.as_ref().is_some_and(of_days))?;
    Ok(())
}

/// Rule `plan.cycle`: a cycle of a subscription begins, as periods do.
pub(super) fn renew_of(fold: &mut Fold<'_>, subscription: &Id) -> Result<(), Refusal> {
    fold.state.allowances = renewed(fold, |kept| kept.subscription.as_ref() == Some(subscription))?;
    Ok(())
}

/// All of them, such as these renewed.
fn renewed(fold: &Fold<'_>, such: impl Fn(&Remaining) -> bool) -> Result<Vec<Remaining>, Refusal> {
    let mut all = Vec::with_capacity(fold.state.allowances.len());
    for remaining in &fold.state.allowances {
        if !such(remaining) {
            all.push(remaining.clone());
            continue;
        }
        let Some(allowance) = fold.rulebook.allowance(&remaining.allowance) else { continue };
        let subscription = remaining.subscription.as_ref();
        all.push(fresh(allowance, subscription, units(fold, subscription), rolled(allowance, remaining))?);
    }
    Ok(all)
}

fn units(fold: &Fold<'_>, subscription: Option<&Id>) -> Exact {
    let known = fold.state.subscriptions.iter().find(|known| Some(&known.subscription) == subscription);
    known.map_or(Exact::ONE, |known| *known.quantity)
}

/// What a subscription gives is there from its first moment, whole.
pub(super) fn give(fold: &mut Fold<'_>, subscription: &Id, plan: &Plan) -> Result<(), Refusal> {
    let units = units(fold, Some(subscription));
    for id in &plan.allowances {
        let Some(allowance) = fold.rulebook.allowance(id) else { continue };
        let whole = fresh(allowance, Some(subscription), units, Exact::ZERO)?;
        let known = |kept: &&mut Remaining| kept.allowance == *id && kept.subscription.as_ref() == Some(subscription);
        match fold.state.allowances.iter_mut().find(known) {
            // Another quantity gives the difference; what was used stays used.
            Some(kept) => {
                kept.left =
                    whole.left.map(|left| left.plus(*kept.rolled)?.minus(*kept.used)).transpose()?.map(Figure::from)
            }
            None => fold.state.allowances.push(whole),
        }
    }
    let keeps = |kept: &Remaining| {
        kept.subscription.as_ref() != Some(subscription) || plan.allowances.contains(&kept.allowance)
    };
    fold.state.allowances.retain(keeps);
    Ok(())
}

/// What a subscription gave goes with it.
pub(super) fn take(fold: &mut Fold<'_>, subscription: &Id) {
    fold.state.allowances.retain(|kept| kept.subscription.as_ref() != Some(subscription));
}

/// An allowance as a period begins: what it includes, and what came over.
pub(super) fn fresh(
    allowance: &Allowance,
    subscription: Option<&Id>,
    units: Exact,
    rolled: Exact,
) -> Result<Remaining, Refusal> {
    let units = if allowance.each { units } else { Exact::ONE };
    let left = allowance.bound().map(|bound| bound.times(units)?.plus(rolled)).transpose()?.map(Figure::from);
    let allowance = allowance.id.clone();
    Ok(Remaining { allowance, subscription: subscription.cloned(), left, used: Figure::ZERO, rolled: rolled.into() })
}

/// What goes on into the next period.
pub(super) fn rolled(allowance: &Allowance, remaining: &Remaining) -> Exact {
    let Some(rollover) = &allowance.rollover else { return Exact::ZERO };
    let left = remaining.left.map_or(Exact::ZERO, |left| (*left).max(Exact::ZERO));
    rollover.maximum.map_or(left, |most| left.min(*most))
}
