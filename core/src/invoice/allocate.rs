//! Rule `invoice.allocation`.

use crate::money::{Money, Refusal};
use crate::sorting::Sorting as _;
use alloc::vec::Vec;
use core::cmp::Reverse;

/// Rule `invoice.allocation`: hands an amount out over parts in proportion to them, every cent once.
///
/// Each part gets its share rounded down; the cents that are left go to the largest remainders, the first of equal
/// ones first. No part gets more than it is; a part that is negative gets nothing. 10 over 6, 6 and 3 is 4, 4 and 2.
///
/// Largest remainder method (Hamilton).
///
/// # Errors
/// `Inexact` when the amount is negative or above the sum of the parts, `Overflow` above the bound of money.
pub fn allocate(amount: Money, parts: &[Money]) -> Result<Vec<Money>, Refusal> {
    let weight = |part: &Money| u128::try_from(part.units()).unwrap_or(0);
    let whole = parts.iter().map(weight).try_fold(0_u128, u128::checked_add).ok_or(Refusal::Overflow)?;
    let wanted = u128::try_from(amount.units()).map_err(|_| Refusal::Inexact)?;
    if wanted > whole {
        return Err(Refusal::Inexact);
    }
    let (mut shares, mut rests, mut left) = (Vec::with_capacity(parts.len()), Vec::new(), wanted);
    for (place, part) in parts.iter().enumerate() {
        let product = wanted.checked_mul(weight(part)).ok_or(Refusal::Overflow)?;
        // A whole of zero has an amount of zero to hand out.
        let (share, rest) = (product.checked_div(whole).unwrap_or(0), product.checked_rem(whole).unwrap_or(0));
        left = left.saturating_sub(share);
        shares.push(share);
        rests.push((Reverse(rest), place));
    }
    rests.order();
    // Fewer cents are left than there are remainders above zero.
    for (_, place) in rests {
        if let Some(share) = shares.get_mut(place).filter(|_| left > 0) {
            *share = share.saturating_add(1);
            left = left.saturating_sub(1);
        }
    }
    let money = |share: u128| Money::new(i128::try_from(share).map_err(|_| Refusal::Overflow)?, amount.scale());
    shares.into_iter().map(money).collect()
}
