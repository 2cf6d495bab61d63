//! Rule `rating.increment`: begun increments of a rate are whole ones, before its model looks at the quantity.
//!
//! priced = ceiling(quantity / increment) x increment, of each usage or of the period's sum, whichever the rate looks at.
//! In increments of 1,000 a quantity of 1,500 is 2,000, and 550 in increments of 100 are 600, so that a tier to 550 does
//! not hold them. Nothing else is rounded here.
//! Source: useautumn/autumn, whose usage is rounded up to whole billing units before a tier is chosen.

use super::model::Measure;
use crate::catalog::Rate;
use crate::money::{Mode, Refusal, Rounding};

pub(super) fn whole<'m>(rate: &Rate, measure: &Measure<'m>) -> Result<Measure<'m>, Refusal> {
    let Some(increment) = rate.increment else { return Ok(*measure) };
    let begun = Rounding { scale: 0, mode: Mode::Ceiling }.quotient(measure.quantity, *increment)?;
    Ok(Measure { quantity: begun.exact().times(*increment)?, ..*measure })
}
