//! Rule `plan.used`: which share of what a subscription gave is used when it gives time back.
//!
//! An allowance is given whole and its fee is credited by time, so that a plan that is taken, used up and given up on one
//! day would have given its allowance for nothing. So the share of the allowance that is used is kept of the fee, as that
//! of the time is: the larger of both. What the next plan or quantity gives as well is not used up.

use super::allowances::{rest, window};
use crate::account::state::of_units;
use crate::account::working::Working;
use crate::catalog::{Allowance, Plan, Prorated};
use crate::money::{Exact, NonNegative};
use crate::plan::Subscription;
use crate::problem::Problem;
use crate::rating::Remaining;
use crate::time::Instant;

/// A share, above and below the line.
type Share = (Exact, Exact);

/// What is used of allowances that are given up, in their period or cycle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GivenUp {
    /// Start of that.
    pub(crate) from: Instant,
    /// Its end, outside.
    pub(crate) until: Instant,
    /// The share of what a fee gives that is used, the largest.
    pub(crate) of_window: Option<Share>,
    /// The share of what is given for the rest of the time that is used, the largest.
    pub(crate) of_rest: Option<Share>,
    /// Something without a bound was used.
    pub(crate) unlimited: bool,
}

impl GivenUp {
    /// Nothing of it is used.
    pub(crate) const fn nothing(at: Instant) -> Self {
        Self { from: at, until: at, of_window: None, of_rest: None, unlimited: false }
    }

    pub(crate) const fn is_nothing(&self) -> bool {
        self.of_window.is_none() && self.of_rest.is_none() && !self.unlimited
    }
}

/// What is used beyond what is kept with the next plan. It is paid with what is not credited, and so is not used any more
/// of what comes.
pub(crate) fn given_up(
    work: &mut Working<'_>,
    (known, plan): (&Subscription, &Plan),
    (at, next): (Instant, Option<(&Plan, NonNegative)>),
) -> Result<GivenUp, Problem> {
    let (from, cycle) = window(work, known, plan)?;
    let mut given = GivenUp { from, until: cycle.until, ..GivenUp::nothing(at) };
    for place in 0..work.state.allowances.len() {
        let Some(kept) = work.state.allowances.get(place) else { continue };
        let allowance = work.rulebook.allowance(&kept.allowance).filter(|_| is_of(kept, known));
        let Some(allowance) = allowance.filter(|allowance| allowance.prorated != Prorated::None) else { continue };
        let next = next.filter(|(next, _)| next.allowances.contains(&allowance.id)).map(|(_, units)| *units);
        if kept.left.is_none() {
            given.unlimited |= !kept.used.is_zero() && next.is_none();
            continue;
        }
        let of = |units| match allowance.prorated {
            Prorated::Quantity => rest(work, (known, plan), allowance, units, at),
            _ => Ok(of_units(allowance, units)?),
        };
        let (had, has) = (of(*known.quantity)?, next.map_or(Ok(Exact::ZERO), of)?);
        let over = beyond(allowance, kept, (had, has))?.min(had);
        if over.is_negative() || over.is_zero() {
            continue;
        }
        let share = if allowance.prorated == Prorated::Quantity { &mut given.of_rest } else { &mut given.of_window };
        *share = Some(larger(*share, (over, had))?);
        if let Some(kept) = work.state.allowances.get_mut(place) {
            kept.used = kept.used.minus(over)?.into();
            kept.left = kept.left.map(|left| left.plus(over)).transpose()?.map(Into::into);
        }
    }
    Ok(given)
}

fn is_of(kept: &Remaining, known: &Subscription) -> bool {
    kept.subscription.as_ref() == Some(&known.subscription)
}

/// How much is used beyond what stays. What came over was paid before, and is used first.
fn beyond(allowance: &Allowance, kept: &Remaining, (had, has): (Exact, Exact)) -> Result<Exact, Problem> {
    let left = kept.left.map_or(Exact::ZERO, |left| *left);
    Ok(match allowance.prorated {
        Prorated::Quantity => had.minus(has)?.minus(left)?,
        _ => kept.used.minus(*kept.rolled)?.minus(has)?,
    })
}

/// The larger of two shares.
fn larger(one: Option<Share>, other: Share) -> Result<Share, Problem> {
    let Some(one) = one else { return Ok(other) };
    Ok(if one.0.times(other.1)? >= other.0.times(one.1)? { one } else { other })
}
