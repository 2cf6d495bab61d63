//! Rule `rating.commitment`: not under what a period costs at least, when it ends, and never over what it costs at most.
//!
//! What a bound takes off or puts on is a part of its own, so that the parts add up to the amount: 150 at 1 under a
//! maximum of 100 are 150 of `price` and -50 of `maximum`.

use super::Part;
use super::model::{Priced, only};
use crate::catalog::Rate;
use crate::money::{Exact, Ratio, Refusal};
use crate::text::Text;
use alloc::vec::Vec;
use core::cmp::Ordering;

/// Never over what the period costs at most.
pub(super) fn at_most(rate: &Rate, total: Ratio) -> Result<Ratio, Refusal> {
    match rate.maximum {
        Some(most) if total.against(*most)? == Ordering::Greater => Ok(Ratio::of(*most)),
        _ => Ok(total),
    }
}

/// The parts of what is priced, where a maximum has left another amount of it.
pub(super) fn cut(rate: &Rate, quantity: Exact, priced: Priced, left: Ratio) -> Result<Vec<Part>, Refusal> {
    let Some(most) = rate.maximum else { return Ok(priced.parts) };
    let off = left.minus(priced.amount)?;
    if off.is_zero() {
        return Ok(priced.parts);
    }
    let mut parts = told(rate, quantity, priced).parts;
    parts.push(bound("maximum", *most, off));
    Ok(parts)
}

/// With a part of its own where the price alone makes the amount, so that others can stand beside it.
pub(super) fn told(rate: &Rate, quantity: Exact, mut priced: Priced) -> Priced {
    if priced.parts.is_empty() {
        let price = rate.price.map(|price| *price);
        priced.parts.extend(only(rate.model.as_ref(), price, quantity, priced.amount));
    }
    priced
}

/// What a bound takes off or puts on.
pub(super) fn bound(what: &'static str, bound: Exact, amount: Ratio) -> Part {
    Part { what: Text::made(what), quantity: Exact::ONE.into(), price: bound.into(), amount }
}
