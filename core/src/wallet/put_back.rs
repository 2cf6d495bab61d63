//! Rule `credit.put_back`: what is taken back goes back into the credit that paid it.
//!
//! The last credit that paid comes back first: what no grant paid, then the grants from the last that was burned. Each part
//! has the source, end, priority and products of its grant, whether that is still there or used up; credit whose end has
//! passed stays ended. Source: killbill/killbill#1464, getlago/lago-api#4977, flexprice/flexprice#2818: credit that came
//! back without its end, or as credit that could not be refunded.

use super::{Burned, Grant};
use crate::money::{Money, Refusal};
use crate::time::Instant;
use alloc::vec::Vec;

/// What goes back, and where.
#[derive(Clone, Debug)]
pub struct Return {
    /// What no grant had paid.
    pub overage: Money,
    /// Into grants, the last that was burned first.
    pub parts: Vec<Burned>,
}

/// Which parts of a debit an amount of it comes from, when so much of it came back before.
///
/// # Errors
/// `Overflow` beyond exact money.
pub fn last_paid(burned: &[Burned], overage: Money, before: Money, amount: Money) -> Result<Return, Refusal> {
    let (mut skip, mut rest) = (before, amount);
    let mut take = |paid: Money| -> Result<Money, Refusal> {
        let skipped = skip.min(paid);
        skip = skip.minus(skipped)?;
        let part = rest.min(paid.minus(skipped)?);
        rest = rest.minus(part)?;
        Ok(part)
    };
    let overage = take(overage)?;
    let mut parts = Vec::new();
    for burned in burned.iter().rev() {
        let amount = take(burned.amount)?;
        if amount.is_positive() {
            parts.push(Burned { amount, ..burned.clone() });
        }
    }
    Ok(Return { overage, parts })
}

/// Puts one part back. `from`: when it was usable for sure. Answers whether its end has passed, so that it is ended.
///
/// # Errors
/// `Overflow` beyond exact money.
pub fn put_back(grants: &mut Vec<Grant>, part: &Burned, from: Instant, now: Instant) -> Result<bool, Refusal> {
    let zero = part.amount.minus(part.amount)?;
    let ended = part.until.is_some_and(|until| until <= now);
    if let Some(grant) = grants.iter_mut().find(|grant| grant.grant == part.grant && !grant.scheduled) {
        let has = if ended { grant.expired.get_or_insert(zero) } else { &mut grant.left };
        *has = has.plus(part.amount)?;
        let whole = grant.left.plus(grant.expired.unwrap_or(zero))?;
        if whole > grant.amount {
            grant.amount = whole;
            Grant::sort(grants);
        }
        return Ok(ended);
    }
    let Burned { grant, amount, source, until, priority, products } = part.clone();
    // What falls due at a moment is paid by credit that ends then.
    let from = until.map_or(from, |until| from.min(until.just_before()));
    let (left, expired) = if ended { (zero, Some(amount)) } else { (amount, None) };
    let made =
        Grant { grant, source, amount, left, from, until, priority, products, scheduled: false, reason: None, expired };
    let place = grants.partition_point(|earlier| earlier.burns_before(&made));
    grants.insert(place, made);
    Ok(ended)
}
