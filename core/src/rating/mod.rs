//! What a usage costs. The steps, in this order: find the rate, let allowances cover what they can, price the rest by
//! its model, hold it within the rate's commitments, round once when it is posted.

mod allowance;
mod closing;
pub mod columns;
mod commitment;
mod counter;
mod dimension;
mod discount;
mod increment;
mod line;
mod lookup;
mod model;
mod period;
mod prorated;
mod reversal;
mod size;
mod slice;
mod usage;
mod usages;

pub use allowance::{Remaining, cover, reach};
pub use closing::{Ending, close};
pub use counter::{Counter, Level};
pub use line::{Covered, Line};
pub use model::Part;
pub use usage::{Direction, Usage};
pub use usages::{Columns, Usages};

use crate::catalog::{Meter, Model, PerUnit, Rate, Rulebook, Wanted};
use crate::money::{Exact, Money, NonNegative, Ratio, Refusal};
use crate::problem::Problem;
use crate::rule::Rule;
use crate::text::Id;
use alloc::vec::Vec;
use model::{Before, Measure, Priced};

/// The rules an amount comes from, in the order they apply: of a usage that allowances have covered at least in part, of
/// one that is a part of a call, of one that takes another back.
#[must_use]
pub fn rules(rate: &Rate, covered: bool, sliced: bool, reversed: bool) -> Vec<Rule> {
    let mut rules = Vec::from([Rule::RatingLookup]);
    let mut apply = |rule, applies: bool| rules.extend(Some(rule).filter(|_| applies));
    apply(Rule::RatingAllowance, covered);
    apply(Rule::RatingMeter, rate.meter != Meter::Sum);
    apply(Rule::RatingIncrement, rate.increment.is_some());
    apply(Rule::RatingDimension, rate.count_by.is_some());
    apply(model::rule(rate.model.as_ref()), true);
    apply(Rule::RatingSlice, sliced);
    apply(Rule::RatingReversal, reversed);
    apply(Rule::RatingDiscount, rate.discount_percent.is_some());
    apply(Rule::RatingPeriod, !rate.is_of_one_usage() && !rate.is_deferred());
    apply(Rule::RatingProrated, prorated::is(rate));
    apply(Rule::RatingPeriodEnd, rate.is_deferred());
    apply(Rule::RatingCommitment, rate.minimum.is_some() || rate.maximum.is_some());
    apply(Rule::MoneyLedgerRounding, true);
    rules
}

/// The rule of the rate's model.
#[must_use]
pub const fn model_rule(rate: &Rate) -> Rule {
    model::rule(rate.model.as_ref())
}

/// Rates one usage, of which allowances have covered a part, and counts it. Answers its rate, too.
///
/// # Errors
/// `rate_missing`, `unit_mismatch`, `key_missing`, or `overflow` and `inexact` where exact money ends.
pub fn rate<'r>(
    rulebook: &Rulebook<'r>,
    usage: &Usage,
    covered: Vec<Covered>,
    counters: &mut Vec<Counter>,
) -> Result<(Line, &'r Rate), Problem> {
    let rate = rate_for(rulebook, &usage.wanted(), Some(&usage.unit))?;
    let (exact, amount, parts) = if usage.reverses.is_some() {
        reversal::taken_back(rulebook, rate, usage, counters)?
    } else {
        added(rulebook, rate, usage, rest(rulebook, usage, &covered)?, counters)?
    };
    let quantity = if usage.reverses.is_some() { usage.quantity.negated() } else { *usage.quantity };
    let line = Line {
        usage: usage.id.clone(),
        subaccount: usage.subaccount.clone(),
        product: usage.product.clone(),
        rate: rate.id.clone(),
        value: dimension::value(rate, usage)?.cloned(),
        reverses: usage.reverses.clone(),
        offset: usage.offset,
        quantity: quantity.into(),
        unit: rate.unit.clone(),
        price: rate.price,
        per: rate.per,
        covered,
        parts,
        deferred: rate.is_deferred(),
        exact,
        amount,
    };
    Ok((line, rate))
}

/// The rate that prices what is wanted, in this unit where one is named.
///
/// # Errors
/// `rate_missing`, `unit_mismatch`.
pub fn rate_for<'r>(rulebook: &Rulebook<'r>, wanted: &Wanted<'_>, unit: Option<&Id>) -> Result<&'r Rate, Problem> {
    let rate = lookup::find(rulebook.rates(), wanted)?;
    unit.map_or(Ok(()), |unit| lookup::in_unit(rate, unit))?;
    Ok(rate)
}

/// What a usage would cost now; nothing is counted and nothing taken.
///
/// # Errors
/// As [`rate`].
pub fn estimate(
    rulebook: &Rulebook,
    rate: &Rate,
    usage: &Usage,
    counters: &[Counter],
    left: &[Remaining],
) -> Result<Money, Problem> {
    let covered = if left.is_empty() { Vec::new() } else { cover(rulebook, &mut left.to_vec(), usage)? };
    let rest = rest(rulebook, usage, &covered)?;
    let mut counters: Vec<Counter> = counters.iter().filter(|one| one.counter == *rate.counter()).cloned().collect();
    Ok(added(rulebook, rate, usage, rest, &mut counters)?.1)
}

/// What is left of a usage when allowances have covered what they can.
#[derive(Clone, Copy, Debug)]
struct Rest {
    quantity: Exact,
    /// A call that is covered, even in part, pays no connection fee unless an allowance says so.
    fee: model::Fee,
}

fn rest(rulebook: &Rulebook, usage: &Usage, covered: &[Covered]) -> Result<Rest, Refusal> {
    let quantity = covered.iter().try_fold(*usage.quantity, |rest, part| rest.minus(*part.quantity))?;
    let says_so = |part: &Covered| rulebook.allowance(&part.allowance).is_some_and(|one| one.connection_fee);
    let fee = match covered {
        [] => model::Fee::WithUsage,
        covered if covered.iter().any(says_so) => model::Fee::Always,
        _ => model::Fee::Never,
    };
    Ok(Rest { quantity, fee })
}

/// What a usage adds: exact, as posted, and its parts.
fn added(
    rulebook: &Rulebook,
    rate: &Rate,
    usage: &Usage,
    rest: Rest,
    counters: &mut Vec<Counter>,
) -> Result<(Ratio, Money, Vec<Part>), Problem> {
    if !rate.is_of_one_usage() {
        return period::count(rulebook, rate, usage, rest, counters);
    }
    let quantity = if rate.meter == Meter::Count { Exact::ONE } else { rest.quantity };
    let before = Before { quantity: Exact::ZERO, usages: 0 };
    let rounding = rulebook.parts().rounding;
    let of = |quantity| priced(rulebook, rate, usage, Rest { quantity, ..rest }, before).map_err(at_quantity);
    let Some(offset) = slice::offset(rulebook, rate, usage)? else {
        let priced = of(quantity)?;
        return Ok((priced.amount, priced.amount.round(rounding).map_err(at_quantity)?, priced.parts));
    };
    let (earlier, whole) = (of(offset)?, of(offset.plus(quantity).map_err(at_quantity)?)?);
    let amount = whole.amount.round(rounding).map_err(at_quantity)?.minus(earlier.amount.round(rounding)?)?;
    let priced = slice::between(earlier, whole).map_err(at_quantity)?;
    Ok((priced.amount, amount, priced.parts))
}

fn at_quantity(refusal: Refusal) -> Problem {
    Problem::from(refusal).under("quantity")
}

fn priced(rulebook: &Rulebook, rate: &Rate, usage: &Usage, rest: Rest, before: Before) -> Result<Priced, Refusal> {
    let windows = &rulebook.parts().windows;
    let clock = if windows.is_empty() { None } else { Some(rulebook.weekly(usage.time)) };
    let per = rate.per.map_or(Exact::ONE, |per| *per);
    let Rest { quantity, fee } = rest;
    let measure = Measure { quantity, size: usage.size.map(|size| *size), before, per, clock, fee };
    by_model(rate, &measure)
}

fn by_model(rate: &Rate, measure: &Measure<'_>) -> Result<Priced, Refusal> {
    let measure = &increment::whole(rate, measure)?;
    let priced = match (&rate.model, rate.price) {
        (Some(model), _) => model::price(model, measure)?,
        (None, price) => {
            let price = price.or_else(|| NonNegative::new(Exact::ZERO)).ok_or(Refusal::Overflow)?;
            model::price(&Model::PerUnit(PerUnit { price }), measure)?
        }
    };
    discount::off(rate, measure, priced)
}

/// What so many units cost by a model alone.
///
/// # Errors
/// `Overflow` and `Inexact` where exact money ends.
pub fn of_quantity(model: &Model, quantity: Exact) -> Result<Ratio, Refusal> {
    let before = Before { quantity: Exact::ZERO, usages: 0 };
    let measure = Measure { quantity, size: None, before, per: Exact::ONE, clock: None, fee: model::Fee::WithUsage };
    Ok(model::price(model, &measure)?.amount)
}
