//! A usage that has not happened: what it would cost beside everything that is promised already.

use crate::account::working::Working;
use crate::catalog::{Rate, Wanted};
use crate::dimensions::Dimensions;
use crate::limit::Hold;
use crate::money::{Money, NonNegative};
use crate::party::Country;
use crate::problem::Problem;
use crate::rating::{self, Counter, Direction, Remaining, Usage};
use crate::text::{Digits, Id};
use crate::time::Instant;
use alloc::vec::Vec;

/// A usage that is about to happen.
pub(crate) struct Asked<'a> {
    pub(crate) subaccount: Option<&'a Id>,
    pub(crate) product: &'a Id,
    pub(crate) destination: Option<&'a Digits>,
    pub(crate) country: Option<Country>,
    pub(crate) dimensions: &'a Dimensions,
    pub(crate) time: Instant,
    pub(crate) direction: Direction,
    pub(crate) quantity: Option<NonNegative>,
    pub(crate) unit: Option<&'a Id>,
    /// The size that picks the tier.
    pub(crate) size: Option<NonNegative>,
    /// How much of the same call came before.
    pub(crate) offset: Option<NonNegative>,
    /// What is seen, where different ones are counted.
    pub(crate) key: Option<&'a Id>,
    /// The hold that it settles: that one does not stand in its way.
    pub(crate) hold: Option<&'a Id>,
}

/// What open holds have left.
pub(super) struct Ahead {
    pub(super) left: Vec<Remaining>,
    pub(super) counters: Vec<Counter>,
}

impl<'a> Asked<'a> {
    /// So much of what a hold was taken for.
    pub(crate) fn of(hold: &'a Hold, time: Instant, quantity: NonNegative) -> Self {
        Self {
            subaccount: hold.subaccount.as_ref(),
            product: &hold.product,
            destination: hold.destination.as_ref(),
            country: hold.country,
            dimensions: &hold.dimensions,
            time,
            direction: hold.direction,
            quantity: Some(quantity),
            unit: Some(&hold.unit),
            size: hold.size,
            offset: hold.offset,
            key: hold.key.as_ref(),
            hold: Some(&hold.hold),
        }
    }

    /// Is it neither a part of a call nor of a size?
    const fn is_by_itself(&self) -> bool {
        self.offset.is_none() && self.size.is_none()
    }

    pub(super) fn wanted(&self) -> Wanted<'_> {
        let Self { product, destination, country, dimensions, time, .. } = *self;
        Wanted { product, destination, country, dimensions, time }
    }

    /// What it would cost.
    pub(crate) fn estimate(&self, work: &Working<'_>) -> Result<Money, Problem> {
        let rate = rating::rate_for(work.rulebook, &self.wanted(), self.unit)?;
        self.quantity.map_or(Ok(work.zero()?), |quantity| self.cost(work, rate, quantity, &self.ahead(work, rate)?))
    }

    /// What the open holds leave of allowances and tiers, so that no two are promised the same minutes or the same
    /// package. Those taken before the one that is settled came first.
    pub(super) fn ahead(&self, work: &Working<'_>, rate: &Rate) -> Result<Ahead, Problem> {
        let mut ahead = Ahead { left: work.state.allowances.clone(), counters: work.state.counters.clone() };
        if ahead.left.is_empty() && rate.is_of_one_usage() {
            return Ok(ahead);
        }
        for hold in work.state.holds.iter().take_while(|hold| Some(&hold.hold) != self.hold) {
            // A count of different keys may see a new one for each hold.
            let usage = hold.usage(&hold.hold, self.time, hold.quantity);
            let key = usage.key.clone().or_else(|| Some(hold.hold.clone()));
            let usage = Usage { key, ..usage };
            let covered = rating::cover(work.rulebook, &mut ahead.left, &usage)?;
            // What the rulebook does not price any more counts with nothing.
            let theirs = rating::rate_for(work.rulebook, &usage.wanted(), Some(&usage.unit)).ok();
            if !rate.is_of_one_usage() && theirs.is_some_and(|theirs| theirs.counter() == rate.counter()) {
                rating::rate(work.rulebook, &usage, covered, &mut ahead.counters)?;
            }
        }
        Ok(ahead)
    }

    /// So much of it.
    pub(super) fn usage(&self, rate: &Rate, quantity: NonNegative) -> Usage {
        Usage {
            id: self.product.clone(),
            time: self.time,
            account: None,
            subaccount: None,
            product: self.product.clone(),
            destination: self.destination.cloned(),
            country: self.country,
            dimensions: self.dimensions.clone(),
            direction: self.direction,
            quantity,
            unit: rate.unit.clone(),
            size: self.size,
            offset: self.offset,
            reverses: None,
            // A count of different keys may see a new one.
            key: Some(self.key.unwrap_or(self.product).clone()),
        }
    }

    /// What so much of it would cost: allowances first, then the rate on what the period has seen.
    pub(super) fn cost(
        &self,
        work: &Working<'_>,
        rate: &Rate,
        quantity: NonNegative,
        ahead: &Ahead,
    ) -> Result<Money, Problem> {
        if ahead.left.is_empty()
            && self.is_by_itself()
            && let Some(cost) = rating::plain_cost(work.rulebook, rate, quantity)
        {
            return Ok(cost);
        }
        let usage = self.usage(rate, quantity);
        let of = |counters: &[Counter]| rating::estimate(work.rulebook, rate, &usage, counters, &ahead.left);
        // A hold before it may end unused: the dearer of the two is what it can cost.
        let counted = of(&ahead.counters)?;
        if ahead.counters == work.state.counters { Ok(counted) } else { Ok(counted.max(of(&work.state.counters)?)) }
    }
}
