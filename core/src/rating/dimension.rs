//! Rule `rating.dimension`: each value of the dimension that a rate counts by has a count, tiers and a total of its own.
//!
//! 5 units of one region and 15 of another, in a volume price of 0.10 to 10 and 0.05 to 20, are 0.50 and 0.75. A usage
//! must name the dimension: what cannot be told apart is not put together. A rate that counts so has no minimum, since
//! nobody knows the values that were not used.
//! Source: flexprice/flexprice price_test.go: each group picks its own tier.

use super::{Counter, Usage};
use crate::catalog::Rate;
use crate::problem::{Code, Problem};
use crate::text::Id;
use alloc::format;

/// Most values of one rate or group that a period counts.
const VALUES_MAX: usize = 1_000;

/// The value that the usage counts under, where the rate counts by a dimension.
pub(super) fn value<'u>(rate: &Rate, usage: &'u Usage) -> Result<Option<&'u Id>, Problem> {
    let Some(name) = &rate.count_by else { return Ok(None) };
    let value = usage.dimensions.value(name);
    if value.is_none() {
        let message = format!("rate `{}` counts by `{name}`, and the usage has no such dimension", rate.id);
        return Err(Problem::new(Code::KeyMissing, message, "name it among the usage's dimensions").under("dimensions"));
    }
    Ok(value)
}

/// One more value must not be one too many.
pub(super) fn note_most(counters: &[Counter], rate: &Rate) -> Result<(), Problem> {
    if rate.count_by.is_none() {
        return Ok(());
    }
    if counters.iter().filter(|known| known.counter == *rate.counter()).count() >= VALUES_MAX {
        let message = format!("rate `{}` has seen {VALUES_MAX} different values in the period", rate.id);
        let help = "count by a dimension of fewer values";
        return Err(Problem::new(Code::KeysTooMany, message, help).under("dimensions"));
    }
    Ok(())
}
