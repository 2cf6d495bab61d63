//! What allowances begin with, and what of them goes on.

use super::State;
use crate::catalog::{Allowance, Rulebook};
use crate::money::{Exact, Figure, Refusal};
use crate::rating::Remaining;
use crate::text::Id;
use alloc::vec::Vec;

/// Allowances that every account has, as far as the account does not know them yet.
pub(crate) fn include(rulebook: &Rulebook<'_>, state: &mut State) -> Result<(), Refusal> {
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

/// An allowance as a period begins: what it includes, and what came over.
pub(crate) fn fresh(
    allowance: &Allowance,
    subscription: Option<&Id>,
    units: Exact,
    rolled: Exact,
) -> Result<Remaining, Refusal> {
    let left = match allowance.bound() {
        Some(_) => Some(of_units(allowance, units)?.plus(rolled)?.into()),
        // Of what is unlimited no unit has nothing.
        None => Some(Figure::ZERO).filter(|_| units.is_zero()),
    };
    let allowance = allowance.id.clone();
    Ok(Remaining { allowance, subscription: subscription.cloned(), left, used: Figure::ZERO, rolled: rolled.into() })
}

/// What so many units of a subscription are given of it; nothing of what has no bound.
pub(crate) fn of_units(allowance: &Allowance, units: Exact) -> Result<Exact, Refusal> {
    // Less than one unit has its part of what is given once.
    let units = if allowance.each { units } else { units.min(Exact::ONE) };
    allowance.bound().unwrap_or(Exact::ZERO).times(units)
}

/// What goes on into the next period.
pub(crate) fn rolled(allowance: &Allowance, remaining: &Remaining) -> Exact {
    let Some(rollover) = &allowance.rollover else { return Exact::ZERO };
    let left = remaining.left.map_or(Exact::ZERO, |left| (*left).max(Exact::ZERO));
    rollover.maximum.map_or(left, |most| left.min(*most))
}
