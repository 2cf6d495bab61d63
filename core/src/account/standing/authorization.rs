//! Rules `authorize.decision` and `authorize.affordable` on an account.

use super::figures::{bound_credit, budget_left, held, spendable};
use crate::account::state::{Service, State};
use crate::account::working::Working;
use crate::catalog::{Rate, Wanted};
use crate::dimensions::Dimensions;
use crate::limit::{Decision, Facts, Hold, Part, decide};
use crate::money::{Exact, Mode, Money, NonNegative, Refusal, Rounding};
use crate::party::Country;
use crate::problem::Problem;
use crate::rating::{self, Counter, Direction, Remaining, Usage};
use crate::text::{Digits, Id};
use crate::time::{Date, Instant};
use alloc::vec::Vec;
use core::cmp::Ordering;

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
    /// The hold that it settles: that one does not stand in its way.
    pub(crate) hold: Option<&'a Id>,
}

/// What open holds have left.
struct Ahead {
    left: Vec<Remaining>,
    counters: Vec<Counter>,
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
            hold: Some(&hold.hold),
        }
    }

    fn wanted(&self) -> Wanted<'_> {
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
    fn ahead(&self, work: &Working<'_>, rate: &Rate) -> Result<Ahead, Problem> {
        let mut ahead = Ahead { left: work.state.allowances.clone(), counters: work.state.counters.clone() };
        if ahead.left.is_empty() && rate.is_of_one_usage() {
            return Ok(ahead);
        }
        for hold in work.state.holds.iter().take_while(|hold| Some(&hold.hold) != self.hold) {
            // A count of different keys may see a new one for each hold.
            let usage = Usage { key: Some(hold.hold.clone()), ..hold.usage(&hold.hold, self.time, hold.quantity) };
            let covered = rating::cover(work.rulebook, &mut ahead.left, &usage)?;
            // What the rulebook does not price any more counts with nothing.
            let theirs = rating::rate_for(work.rulebook, &usage.wanted(), Some(&usage.unit)).ok();
            if !rate.is_of_one_usage() && theirs.is_some_and(|theirs| theirs.counter() == rate.counter()) {
                rating::rate(work.rulebook, &usage, covered, &mut ahead.counters)?;
            }
        }
        Ok(ahead)
    }

    /// What so much of it would cost: allowances first, then the rate on what the period has seen.
    fn cost(&self, work: &Working<'_>, rate: &Rate, quantity: NonNegative, ahead: &Ahead) -> Result<Money, Problem> {
        let usage = Usage {
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
            size: None,
            offset: None,
            reverses: None,
            // A count of different keys may see a new one.
            key: Some(self.product.clone()),
        };
        let of = |counters: &[Counter]| rating::estimate(work.rulebook, rate, &usage, counters, &ahead.left);
        // A hold before it may end unused: the dearer of the two is what it can cost.
        let counted = of(&ahead.counters)?;
        if ahead.counters == work.state.counters { Ok(counted) } else { Ok(counted.max(of(&work.state.counters)?)) }
    }
}

/// May it go ahead? Answers the rate and the estimate, too.
pub(crate) fn ask<'r>(
    work: &Working<'r>,
    asked: &Asked<'_>,
    today: Date,
    holds_full: bool,
) -> Result<(Decision, &'r Rate, Option<Money>), Problem> {
    let rate = rating::rate_for(work.rulebook, &asked.wanted(), asked.unit)?;
    let ahead = asked.ahead(work, rate)?;
    let estimate = asked.quantity.map(|quantity| asked.cost(work, rate, quantity, &ahead)).transpose()?;
    let facts = Facts {
        suspended: work.state.service != Service::Active,
        spendable: spendable(work)?,
        bound: bound_credit(work, |grant| grant.pays_for(Some(asked.product)))?,
        budget_left: budget_left(work, today)?,
        held: held(work)?,
        part: part(work, asked.subaccount, today)?,
        holds_full,
        without_credit: needs_no_credit(work, asked, &ahead.left)?,
    };
    // Without a quantity the question is whether anything may be used at all: what costs nothing may.
    let free = rate.price.is_some_and(|price| price.is_zero());
    let least = if free { Some(work.zero()?) } else { None };
    Ok((decide(&facts, estimate.or(least))?, rate, estimate))
}

/// Inbound usage where the rulebook says so, and what is within an allowance that says so.
fn needs_no_credit(work: &Working<'_>, asked: &Asked<'_>, left: &[Remaining]) -> Result<bool, Refusal> {
    if work.rulebook.parts().service.is_some_and(|service| service.inbound_at_zero)
        && asked.direction == Direction::Inbound
    {
        return Ok(true);
    }
    for remaining in left {
        let Some(allowance) = work.rulebook.allowance(&remaining.allowance) else { continue };
        let enough = match (remaining.left, asked.quantity) {
            (None, _) => true,
            (Some(left), Some(quantity)) => *quantity <= rating::reach(allowance, *left)?,
            (Some(left), None) => rating::reach(allowance, *left)?.signum() == Ordering::Greater,
        };
        if enough && allowance.without_credit && allowance.covers(&asked.wanted()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The most that `available` pays for, rounded down to so many places. None: nothing bounds it.
pub(crate) fn affordable(
    work: &Working<'_>,
    asked: &Asked<'_>,
    rate: &Rate,
    available: Money,
    places: u8,
) -> Result<Option<Exact>, Problem> {
    let floor = Rounding { scale: places, mode: Mode::Floor };
    if let (Some(price), true, true) = (rate.price, rate.is_plain(), work.state.allowances.is_empty()) {
        let per = rate.per.map_or(Exact::ONE, |per| *per);
        let most = available.exact().times(per).and_then(|most| floor.quotient(most, *price));
        return Ok(most.ok().map(Money::exact));
    }
    let ahead = asked.ahead(work, rate)?;
    most(&|quantity| Ok(asked.cost(work, rate, quantity, &ahead)? <= available), places)
}

/// The largest quantity of so many places that is within reach: costs never fall with the quantity, so that halving
/// finds it.
fn most(fits: &dyn Fn(NonNegative) -> Result<bool, Problem>, places: u8) -> Result<Option<Exact>, Problem> {
    let quantity = |units: i128| Exact::new(units, u32::from(places)).ok().and_then(NonNegative::new);
    let (mut low, mut high) = (0_i128, MOST_UNITS);
    if quantity(high).is_none_or(|most| fits(most).unwrap_or(false)) {
        return Ok(None);
    }
    while high.saturating_sub(low) > 1 {
        let middle = low.saturating_add(high).div_euclid(2);
        // Beyond exact money nothing fits.
        if quantity(middle).is_some_and(|middle| fits(middle).unwrap_or(false)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(quantity(low).map(|most| *most))
}

/// Quantities from here on have no bound.
const MOST_UNITS: i128 = 1_000_000_000_000;

/// What a request of this part has to be held against.
fn part(work: &Working<'_>, subaccount: Option<&Id>, today: Date) -> Result<Part, Problem> {
    let Some(subaccount) = subaccount else { return Ok(Part::Main) };
    let Some(known) = work.state.subaccounts.iter().find(|known| known.subaccount == *subaccount) else {
        return Ok(Part::Unknown);
    };
    let held = held_by(&work.state, subaccount, work.zero()?)?;
    let left = |limit: Option<NonNegative>, used: Money| -> Result<Option<Money>, Problem> {
        let Some(limit) = limit else { return Ok(None) };
        Ok(Some(work.rulebook.money(*limit)?.minus(used)?.minus(held)?))
    };
    let day = left(known.limits.per_day, known.used_on(today, work.zero()?))?;
    let period = left(known.limits.per_period, known.used_this_period)?;
    let least = [day, period].into_iter().flatten().min();
    Ok(Part::Known(known.enabled, least))
}

fn held_by(state: &State, subaccount: &Id, zero: Money) -> Result<Money, Problem> {
    let holds = state.holds.iter().filter(|hold| hold.subaccount.as_ref() == Some(subaccount));
    let mut sum = zero;
    for hold in holds {
        sum = sum.plus(hold.amount)?;
    }
    Ok(sum)
}
