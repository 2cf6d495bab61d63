//! What a usage adds to what is posted: by itself, as a part of a call, or as one of a period.

use super::model::Before;
use super::price::{Rest, at_quantity, priced};
use super::{Counter, Part, Usage, period, slice};
use crate::catalog::{Meter, Rate, Rulebook};
use crate::money::{Exact, Money, Ratio};
use crate::problem::Problem;
use alloc::vec::Vec;

/// What a usage adds: exact, as posted, and its parts.
pub(super) fn added(
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
