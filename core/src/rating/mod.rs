//! What a usage costs. The steps, in this order: find the rate, multiply, round once when it is posted.

mod lookup;
mod per_unit;
mod usage;

pub use usage::{Line, Usage};

use crate::catalog::Rulebook;
use crate::problem::Problem;
use crate::rule::Rule;

/// The rules a line comes from, in the order they apply.
pub const RULES: [Rule; 3] = [Rule::RatingLookup, Rule::RatingPerUnit, Rule::MoneyLedgerRounding];

/// Rates one usage.
///
/// # Errors
/// `rate_missing`, `unit_mismatch`, or `overflow` and `inexact` where exact money ends.
pub fn rate(rulebook: &Rulebook, usage: &Usage) -> Result<Line, Problem> {
    let rate = lookup::find(rulebook.rates(), usage)?;
    let exact =
        per_unit::amount(usage.quantity, rate.price).map_err(|refusal| Problem::from(refusal).under("quantity"))?;
    let amount = rulebook.parts().rounding.round(exact).map_err(|refusal| Problem::from(refusal).under("quantity"))?;
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
