//! Rule `rating.allowance`: what is included covers a usage before any price is looked at.
//!
//! Allowances that cover the usage are used by priority, then by name. A usage that straddles the end of one is split:
//! what is left of it covers the beginning, the next one or the overage rate has the rest. Of an unlimited allowance
//! fair use is the bound. Where there are increments it gives whole ones only: of 70 seconds by the minute a call of 80
//! takes 60 and leaves 10 (cgrates/cgrates engine/account_test.go).
//! Source: S2 calling packages; product "Allowances and calling packages".

use super::{Covered, Usage};
use crate::catalog::{Allowance, Rulebook};
use crate::money::{Exact, Figure, Mode, NonNegative, Refusal, Rounding};
use crate::sorting::Sorting as _;
use crate::text::Id;
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;
use core::cmp::Ordering;

/// What is left of an allowance in the open period; of one that a plan of days gives, in its open cycle.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Remaining {
    /// Which.
    pub allowance: Id,
    /// The subscription that gives it; without it every account has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription: Option<Id>,
    /// How much is left; absent where there is no bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<Figure>,
    /// How much was used in it.
    pub used: Figure,
    /// What of `left` came over from the one before, at its start.
    pub rolled: Figure,
}

/// What allowances cover of a usage, and takes it from them.
///
/// # Errors
/// `Overflow` and `Inexact` where exact numbers end.
pub fn cover(rulebook: &Rulebook, left: &mut [Remaining], usage: &Usage) -> Result<Vec<Covered>, Refusal> {
    let (mut rest, mut covered) = (*usage.quantity, Vec::<Covered>::new());
    let wanted = usage.wanted();
    let mut order: Vec<(&Allowance, &mut Remaining)> = left
        .iter_mut()
        .filter_map(|remaining| Some((rulebook.allowance(&remaining.allowance)?, remaining)))
        .filter(|(allowance, _)| allowance.covers(&wanted))
        .collect();
    order.order_by(|(one, mine), (other, theirs)| {
        (one.priority, &one.id, &mine.subscription).cmp(&(other.priority, &other.id, &theirs.subscription))
    });
    for (allowance, remaining) in order {
        let taken = taken(allowance, remaining, rest)?;
        let part = taken.min(rest);
        if part.signum() != Ordering::Greater {
            continue;
        }
        remaining.used = remaining.used.plus(taken)?.into();
        remaining.left = remaining.left.map(|left| left.minus(taken)).transpose()?.map(Figure::from);
        rest = rest.minus(part)?;
        let quantity = NonNegative::new(part).ok_or(Refusal::Impossible)?;
        match covered.iter_mut().find(|known| known.allowance == allowance.id) {
            Some(known) => known.quantity = NonNegative::new(known.quantity.plus(part)?).ok_or(Refusal::Impossible)?,
            None => covered.push(Covered { allowance: allowance.id.clone(), quantity }),
        }
    }
    Ok(covered)
}

/// What the usage takes of it: begun increments, as many whole ones as are left.
fn taken(allowance: &Allowance, remaining: &Remaining, rest: Exact) -> Result<Exact, Refusal> {
    let wanted = allowance.increment.map_or(Ok(rest), |increment| whole(rest, *increment, Mode::Ceiling))?;
    let left = remaining.left.map(|left| reach(allowance, *left)).transpose()?;
    Ok(left.map_or(wanted, |left| left.min(wanted)))
}

/// How far what is left reaches: to the last whole increment.
///
/// # Errors
/// `Overflow` and `Inexact` where exact numbers end.
pub fn reach(allowance: &Allowance, left: Exact) -> Result<Exact, Refusal> {
    allowance.increment.map_or(Ok(left), |increment| whole(left, *increment, Mode::Floor))
}

fn whole(quantity: Exact, increment: Exact, mode: Mode) -> Result<Exact, Refusal> {
    Rounding { scale: 0, mode }.quotient(quantity, increment)?.exact().times(increment)
}

/// What was covered of a usage that is taken back goes back, as far as it came from this period: of what was given with
/// several subscriptions, to the first that has used as much.
///
/// # Errors
/// `Overflow` where exact numbers end.
pub fn uncover(left: &mut [Remaining], covered: &[Covered]) -> Result<(), Refusal> {
    for part in covered {
        let mut rest = *part.quantity;
        for remaining in left.iter_mut().filter(|remaining| remaining.allowance == part.allowance) {
            let share = rest.min(*remaining.used);
            rest = rest.minus(share)?;
            remaining.used = remaining.used.minus(share)?.into();
            remaining.left = remaining.left.map(|left| left.plus(share)).transpose()?.map(Figure::from);
        }
    }
    Ok(())
}
