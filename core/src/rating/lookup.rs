//! Rule `rating.lookup`: which rate prices a usage.
//!
//! The product's rate with the longest prefix that the destination begins with; else that of the country; else the
//! product's default. Of several at one place the one with most dimensions, of those that are in force at the usage's
//! time. No rate is a refusal, never a zero, and so is a rate in another unit: 60 seconds are not 60 minutes.
//! Source: ITU-T E.164 number analysis; longest match is how every telecom rate deck is read.

use crate::catalog::{Rate, RateCard, Wanted};
use crate::problem::{Code, Problem};
use crate::text::Id;
use alloc::format;

pub(super) fn find<'c>(rates: &RateCard<'c>, wanted: &Wanted<'_>) -> Result<&'c Rate, Problem> {
    rates.find(wanted).ok_or_else(|| missing(wanted))
}

pub(super) fn in_unit(rate: &Rate, unit: &Id) -> Result<(), Problem> {
    if rate.unit == *unit {
        return Ok(());
    }
    let message = format!("the usage is in `{unit}`, rate `{}` in `{}`", rate.id, rate.unit);
    Err(Problem::new(Code::UnitMismatch, message, "count in the rate's unit").under("unit"))
}

fn missing(wanted: &Wanted<'_>) -> Problem {
    let product = wanted.product;
    let (message, field) = match (wanted.destination, wanted.country) {
        (Some(number), _) => (format!("no rate of `{product}` answers for destination `{number}`"), "destination"),
        (None, Some(country)) => {
            (format!("no rate of `{product}` answers for country `{}`", country.code()), "country")
        }
        (None, None) => (format!("no rate answers for `{product}` without a destination"), "product"),
    };
    let help = format!("add a rate for `{product}` to the rulebook: one without a prefix is its default");
    Problem::new(Code::RateMissing, message, help).under(field)
}
