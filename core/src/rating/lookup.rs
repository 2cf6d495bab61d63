//! Rule `rating.lookup`: which rate prices a usage.
//!
//! The product's rate with the longest prefix that the destination begins with; without one, the product's
//! default. No rate is a refusal, never a zero, and so is a rate in another unit: 60 seconds are not 60 minutes.
//! Source: ITU-T E.164 number analysis; longest match is how every telecom rate deck is read.

use super::Usage;
use crate::catalog::{Rate, RateCard};
use crate::problem::{Code, Problem};
use alloc::format;

pub(super) fn find<'c>(rates: &'c RateCard, usage: &Usage) -> Result<&'c Rate, Problem> {
    let Some(rate) = rates.find(&usage.product, usage.destination.as_deref()) else {
        return Err(missing(usage));
    };
    if rate.unit != usage.unit {
        let message = format!("the usage is in `{}`, rate `{}` in `{}`", usage.unit, rate.id, rate.unit);
        return Err(Problem::new(Code::UnitMismatch, message, "count in the rate's unit").under("unit"));
    }
    Ok(rate)
}

fn missing(usage: &Usage) -> Problem {
    let product = &usage.product;
    let (message, field) = match &usage.destination {
        Some(number) => (format!("no rate of `{product}` answers for destination `{number}`"), "destination"),
        None => (format!("no rate answers for `{product}` without a destination"), "product"),
    };
    let help = format!("add a rate for `{product}` to the rulebook: one without a prefix is its default");
    Problem::new(Code::RateMissing, message, help).under(field)
}
