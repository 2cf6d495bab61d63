//! Rule `tax.inclusive`: how much tax is in a price that holds it?
//!
//! Net is the amount over 1 and all shares, rounded once; tax is the amount less net, so that both add up to the amount
//! exactly. Of several taxes each but the last is rounded from its share, and the last is what is left. Example: of
//! 119.00 at 19 %, 100.00 and 19.00. Source: Directive 2006/112/EC, article 78; EN 16931 has net prices only.

use super::Split;
use crate::money::{Exact, Money, Refusal, Rounding};
use alloc::vec::Vec;

pub(super) fn split(gross: Money, shares: &[Exact], rounding: Rounding) -> Result<Split, Refusal> {
    let whole = shares.iter().try_fold(Exact::whole(1), |sum, share| sum.plus(*share))?;
    let net = rounding.quotient(gross.exact(), whole)?;
    let (mut left, mut taxes) = (gross.minus(net)?, Vec::with_capacity(shares.len()));
    for (place, share) in shares.iter().enumerate() {
        let last = place.saturating_add(1) == shares.len();
        let tax = if last { left } else { rounding.quotient(gross.exact().times(*share)?, whole)? };
        left = left.minus(tax)?;
        taxes.push(tax);
    }
    Ok(Split { net, taxes })
}
