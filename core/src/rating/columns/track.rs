//! A rate in whole numbers: what so many units cost is `base + (units - from) * price` of their tier, over one divisor.
//!
//! Prices, flat amounts and the maximum are brought to one scale, and with it the ledger's scale and `per`:
//! `amount in units of the ledger = number / divisor`, rounded by the rulebook's mode. `most` bounds the units of all rows,
//! so that no number of theirs leaves 62 bits; a rate whose numbers would is none of these.

use super::measure::{Measure, Nearest, Tier, tiers, units};
use crate::catalog::{Meter, Model, Rate, Rulebook};
use crate::money::{Exact, Money, Ratio};
use crate::problem::Problem;
use crate::rating::Counter;
use crate::rating::period::{counter, looks_at_each_usage};
use alloc::vec::Vec;

/// No number of a track reaches this.
pub(super) const BOUND: i128 = 1 << 62;

/// How rows make amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Law {
    /// Each usage is priced and rounded by itself.
    Each,
    /// Amounts of usages add up; the sum is rounded (rule `rating.period`).
    Sum,
    /// The period's units are priced; that is rounded (rule `rating.period`).
    Curve,
    /// The units are counted; the period's end prices them (rule `rating.period_end`).
    Later,
}

/// A tier in whole numbers.
#[derive(Clone, Copy, Debug)]
struct Step {
    up_to: i64,
    from: i64,
    base: i64,
    price: i64,
}

/// The law of a rate that is so many units times a price.
fn law(rate: &Rate) -> Option<Law> {
    let as_it_is = rate.increment.is_none() && rate.discount_percent.is_none() && rate.count_by.is_none();
    if !as_it_is || !matches!(rate.meter, Meter::Sum | Meter::Count) {
        return None;
    }
    Some(match rate {
        rate if rate.is_deferred() => Law::Later,
        rate if rate.is_of_one_usage() => Law::Each,
        rate if looks_at_each_usage(rate) => Law::Sum,
        _ => Law::Curve,
    })
}

fn steps(tiers: &[Tier], measure: &Measure, scale: u32) -> Option<Vec<Step>> {
    // What is beyond 64 bits is beyond every row.
    let within = |number: i128| i64::try_from(number).unwrap_or(i64::MAX);
    let (mut steps, mut from, mut base) = (Vec::with_capacity(tiers.len()), 0_i128, 0_i128);
    for tier in tiers {
        let price = measure.price(tier.price)?;
        base = base.checked_add(measure.amount(tier.flat)?)?;
        let up_to = tier.up_to.map_or(Some(i128::from(i64::MAX)), |up_to| units(up_to, scale))?;
        steps.push(Step {
            up_to: within(up_to),
            from: within(from),
            base: within(base),
            price: i64::try_from(price).ok()?,
        });
        base = base.saturating_add(up_to.saturating_sub(from).saturating_mul(price));
        from = up_to;
    }
    Some(steps)
}

/// A rate in whole numbers, and what it has counted.
pub(super) struct Track<'r> {
    rate: &'r Rate,
    law: Law,
    /// A usage counts as one, whatever its quantity.
    one: Option<i64>,
    steps: Vec<Step>,
    at_zero: i64,
    cap: i64,
    measure: Measure,
    rounding: Nearest,
    /// What is counted so far, its price, and what of it is posted.
    units: i64,
    number: i64,
    posted: i64,
    usages: u32,
    /// The step that the units stand in, the price before the first row, and the sum of the rows' amounts.
    step: usize,
    before: (i64, u32),
    amount: i64,
}

impl<'r> Track<'r> {
    /// The rate in whole numbers, where it is such a one and they stay within their bound.
    pub(super) fn new(
        rulebook: &Rulebook<'r>,
        rate: &'r Rate,
        counters: &[Counter],
        scale: u32,
        (most, rows): (i128, usize),
    ) -> Option<Self> {
        let law = law(rate)?;
        let tiers = if law == Law::Later { Vec::new() } else { tiers(rate)? };
        let measure = Measure::new(rulebook, rate, &tiers, scale)?;
        let known = counters.iter().find(|known| known.counter == *rate.counter()).filter(|_| law != Law::Each);
        let one = if rate.meter == Meter::Count { Some(10_i128.checked_pow(scale)?) } else { None };
        let rows = i128::try_from(rows).ok()?;
        let start = known.map_or(Some(0), |known| units(*known.quantity, scale))?;
        let number = match known.filter(|_| law == Law::Sum) {
            Some(known) => measure.number(known.total)?,
            None => 0,
        };
        let posted = known.map_or(Some(0), |known| i64::try_from(known.posted.units()).ok())?;
        let units_end = start.checked_add(most.max(one.unwrap_or(0).checked_mul(rows)?))?;
        let steps = steps(&tiers, &measure, scale)?;
        let flat: i128 = tiers.iter().try_fold(0_i128, |sum, tier| sum.checked_add(measure.amount(tier.flat)?))?;
        let dearest = steps.iter().map(|step| i128::from(step.price)).max().unwrap_or(0);
        let largest = flat.checked_mul(rows.checked_add(1)?)?.checked_add(units_end.checked_mul(dearest)?)?;
        let largest = largest.checked_add(number)?;
        let money = 10_i128.checked_pow(u32::from(rulebook.scale()).checked_add(15)?)?;
        let cap = rate.maximum.map_or(Some(i128::from(i64::MAX)), |most| measure.amount(*most))?;
        if units_end >= BOUND
            || largest >= BOUND
            || measure.divisor >= BOUND
            || largest.checked_div(measure.divisor)? >= money
        {
            return None;
        }
        let at_zero =
            if rate.model.as_ref().is_some_and(Model::is_due_at_zero) { tiers.first()?.flat } else { Exact::ZERO };
        Some(Self {
            rate,
            law,
            one: one.map(i64::try_from).transpose().ok()?,
            at_zero: i64::try_from(measure.amount(at_zero)?).ok()?,
            steps,
            cap: i64::try_from(cap).unwrap_or(i64::MAX),
            measure,
            rounding: Nearest::new(rulebook.parts().rounding.mode, measure.divisor)?,
            units: i64::try_from(start).ok()?,
            number: i64::try_from(number).ok()?,
            posted,
            usages: 0,
            step: 0,
            before: (i64::try_from(number).ok()?, known.map_or(0, |known| known.usages)),
            amount: 0,
        })
    }

    pub(super) const fn rate(&self) -> &'r Rate {
        self.rate
    }

    /// What so many units more add, in units of the ledger's scale. Nothing wraps: `new` has bounded every number.
    pub(super) fn add(&mut self, rest: i64) -> i64 {
        let quantity = self.one.unwrap_or(rest);
        self.usages = self.usages.saturating_add(1);
        if self.law == Law::Each {
            let number = self.cost(quantity, 0).0;
            let amount = self.rounding.round(number);
            self.number = self.number.wrapping_add(number);
            self.amount = self.amount.wrapping_add(amount);
            return amount;
        }
        self.units = self.units.wrapping_add(quantity);
        self.number = match self.law {
            Law::Later => return 0,
            Law::Sum => self.number.wrapping_add(self.cost(quantity, 0).0).min(self.cap),
            Law::Curve | Law::Each => {
                let (number, step) = self.cost(self.units, self.step);
                self.step = step;
                number.min(self.cap)
            }
        };
        let posted = self.rounding.round(self.number);
        let amount = posted.wrapping_sub(self.posted);
        self.posted = posted;
        self.amount = self.amount.wrapping_add(amount);
        amount
    }

    /// What units cost, and the step that holds them; none before `step` does.
    fn cost(&self, units: i64, mut step: usize) -> (i64, usize) {
        if units == 0 {
            return (self.at_zero, step);
        }
        while let Some(found) = self.steps.get(step) {
            if units <= found.up_to {
                return (found.base.wrapping_add(units.wrapping_sub(found.from).wrapping_mul(found.price)), step);
            }
            step = step.saturating_add(1);
        }
        (0, step)
    }

    /// Counts what the rows have counted; answers the sum of their amounts, and the same unrounded.
    pub(super) fn settle(
        self,
        rulebook: &Rulebook<'_>,
        counters: &mut Vec<Counter>,
    ) -> Result<(Money, Ratio), Problem> {
        let total = Money::new(i128::from(self.amount), rulebook.scale())?;
        let before = i128::from(self.before.0);
        let exact = self.measure.ratio(i128::from(self.number).saturating_sub(before))?;
        if self.law == Law::Each || self.usages == 0 {
            return Ok((total, exact));
        }
        let counter = counter(counters, self.rate, None, Money::zero(rulebook.scale())?)?;
        counter.rate = self.rate.id.clone();
        counter.quantity = Exact::new(i128::from(self.units), self.measure.scale())?.into();
        counter.usages = self.before.1.saturating_add(self.usages);
        if self.law == Law::Later {
            return Ok((total, Ratio::ZERO));
        }
        let price = self.measure.ratio(i128::from(self.number))?;
        let exact = if self.law == Law::Curve { price.minus(counter.total)? } else { exact };
        counter.total = price;
        counter.posted = Money::new(i128::from(self.posted), rulebook.scale())?;
        Ok((total, exact))
    }
}
