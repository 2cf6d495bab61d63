//! What a usage costs. The steps, in this order: find the rate, multiply, round once when it is posted.

mod lookup;
mod per_unit;
mod usage;

pub use usage::{Direction, Line, Usage};

use crate::catalog::{Rate, Rulebook};
use crate::money::{Exact, Money, NonNegative};
use crate::problem::Problem;
use crate::rule::Rule;
use crate::text::{Digits, Id};

/// The rules a line comes from, in the order they apply.
pub const RULES: [Rule; 3] = [Rule::RatingLookup, Rule::RatingPerUnit, Rule::MoneyLedgerRounding];

/// Rates one usage.
///
/// # Errors
/// `rate_missing`, `unit_mismatch`, or `overflow` and `inexact` where exact money ends.
pub fn rate(rulebook: &Rulebook, usage: &Usage) -> Result<Line, Problem> {
    let rate = rate_for(rulebook, &usage.product, usage.destination.as_ref(), Some(&usage.unit))?;
    let (exact, amount) = amount(rulebook, rate, usage.quantity)?;
    Ok(Line {
        usage: usage.id.clone(),
        subaccount: usage.subaccount.clone(),
        product: usage.product.clone(),
        rate: rate.id.clone(),
        quantity: usage.quantity,
        unit: rate.unit.clone(),
        price: rate.price,
        exact,
        amount,
    })
}

/// The rate that prices a product and destination, in this unit where one is named.
///
/// # Errors
/// `rate_missing`, `unit_mismatch`.
pub fn rate_for<'r>(
    rulebook: &Rulebook<'r>,
    product: &Id,
    destination: Option<&Digits>,
    unit: Option<&Id>,
) -> Result<&'r Rate, Problem> {
    let rate = lookup::find(rulebook.rates(), product, destination)?;
    unit.map_or(Ok(()), |unit| lookup::in_unit(rate, unit))?;
    Ok(rate)
}

/// What so much costs: exact, and as it is posted.
///
/// # Errors
/// `overflow` and `inexact` where exact money ends.
pub fn amount(rulebook: &Rulebook, rate: &Rate, quantity: NonNegative) -> Result<(Exact, Money), Problem> {
    let exact = per_unit::amount(quantity, rate.price).map_err(|refusal| Problem::from(refusal).under("quantity"))?;
    let rounding = rulebook.parts().rounding;
    let amount = rounding.round(exact).map_err(|refusal| Problem::from(refusal).under("quantity"))?;
    Ok((exact, amount))
}
