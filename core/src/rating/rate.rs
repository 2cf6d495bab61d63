//! One usage after another: its rate, what it costs, its line, and the rules behind it.

use super::added::added;
use super::price::rest;
use super::{
    Counter, Covered, Line, Original, Part, Remaining, Usage, cover, dimension, lookup, model, prorated, reversal,
};
use crate::catalog::{Meter, Rate, Rulebook, Wanted};
use crate::money::{Exact, Money, NonNegative, Ratio};
use crate::problem::Problem;
use crate::rule::Rule;
use crate::text::Id;
use alloc::boxed::Box;
use alloc::vec::Vec;

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
) -> Result<(Box<Line>, &'r Rate), Problem> {
    let rate = rate_for(rulebook, &usage.wanted(), Some(&usage.unit))?;
    let added = added(rulebook, rate, usage, rest(rulebook, usage, &covered)?, counters)?;
    Ok((line(rate, usage, covered, added)?, rate))
}

/// Rule `rating.reversal`: takes a usage back, whole or in part, and counts it back. Of a usage that was rated in an
/// earlier call and is not at hand only the period's count is known.
///
/// # Errors
/// `usage_reversal`, and as [`rate`].
pub fn take_back<'r>(
    rulebook: &Rulebook<'r>,
    usage: &Usage,
    original: Option<&Original<'_>>,
    counters: &mut Vec<Counter>,
) -> Result<(Box<Line>, &'r Rate), Problem> {
    let rate = rate_for(rulebook, &usage.wanted(), Some(&usage.unit))?;
    let (added, covered) = reversal::taken_back(rulebook, rate, usage, original, counters)?;
    Ok((line(rate, usage, covered, added)?, rate))
}

fn line(
    rate: &Rate,
    usage: &Usage,
    covered: Vec<Covered>,
    (exact, amount, parts): (Ratio, Money, Vec<Part>),
) -> Result<Box<Line>, Problem> {
    let quantity = if usage.reverses.is_some() { usage.quantity.negated() } else { *usage.quantity };
    // Behind a pointer from here on: it is handed on several times, and large.
    Ok(Box::new(Line {
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
    }))
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

/// What a quantity costs where a rate is nothing but a price for each unit: the same as [`estimate`], which tells what this
/// cannot hold. Whoever looks for an affordable quantity asks several times.
#[must_use]
pub fn plain_cost(rulebook: &Rulebook, rate: &Rate, quantity: NonNegative) -> Option<Money> {
    let price = rate.price.filter(|_| rate.is_plain())?;
    let per = rate.per.map_or(Exact::ONE, |per| *per);
    let rounding = rulebook.parts().rounding;
    quantity.times(*price).and_then(|whole| rounding.quotient(whole, per)).ok()
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
