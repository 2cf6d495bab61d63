//! Rules `credit.refund` and `credit.reversal`: what goes back to the payer, and which credit it is taken from.
//!
//! A refund takes purchased credit only, in the reverse of the burn order: first what would have been used last. A
//! payment that the bank takes back (chargeback, returned debit) takes the credit it made, that which has ended included, then
//! other purchased credit, then the rest in burn order; what is missing was used and is owed. Source: product: "Ledger, credits, balance".

use super::{Burned, Grant};
use crate::money::{Money, Refusal};
use crate::text::Id;
use alloc::vec::Vec;

/// Purchased credit that is left, of one grant or of all.
///
/// # Errors
/// `Overflow` beyond exact money.
pub fn purchased_left(grants: &[Grant], only: Option<&Id>, zero: Money) -> Result<Money, Refusal> {
    let mut sum = zero;
    for grant in grants.iter().filter(|grant| grant.is_refundable()) {
        if only.is_none_or(|only| grant.grant == *only) {
            sum = sum.plus(grant.left)?;
        }
    }
    Ok(sum)
}

/// Takes purchased credit, the last to be burned first. The amount is at most [`purchased_left`].
///
/// # Errors
/// `Overflow` beyond exact money.
pub fn unpurchase(grants: &mut Vec<Grant>, amount: Money, only: Option<&Id>) -> Result<Vec<Burned>, Refusal> {
    let mut left = amount;
    let mut parts = Vec::new();
    for grant in grants.iter_mut().rev().filter(|grant| grant.is_refundable()) {
        if only.is_none_or(|only| grant.grant == *only) {
            take(grant, &mut left, &mut parts)?;
        }
    }
    grants.retain(|grant| !grant.is_used_up());
    Ok(parts)
}

/// What a payment that was taken back takes.
#[derive(Clone, Debug)]
pub struct TakenFrom {
    /// Credit that was there.
    pub parts: Vec<Burned>,
    /// What of it is bound to products.
    pub bound: Money,
    /// Credit of the payment that had ended: nobody had it any more.
    pub expired: Money,
    /// What no credit covers.
    pub overage: Money,
}

/// Takes credit of a payment or grant that was taken back: what is left of it, for whatever products, what of it has ended, other purchased credit, and
/// the rest in burn order; what no credit covers was used.
///
/// # Errors
/// `Overflow` beyond exact money.
pub fn take_back(grants: &mut Vec<Grant>, amount: Money, charge: &Id) -> Result<TakenFrom, Refusal> {
    let zero = amount.minus(amount)?;
    let mut taken = TakenFrom { parts: Vec::new(), bound: zero, expired: zero, overage: amount };
    let own = |grant: &Grant| grant.grant == *charge;
    let unbound = |grant: &Grant| !grant.is_bound() && !grant.scheduled;
    for grant in grants.iter_mut().filter(|grant| !grant.scheduled && own(grant)) {
        let before = taken.overage;
        take(grant, &mut taken.overage, &mut taken.parts)?;
        if grant.is_bound() {
            taken.bound = taken.bound.plus(before.minus(taken.overage)?)?;
        }
        if let Some(expired) = &mut grant.expired {
            let part = (*expired).min(taken.overage);
            *expired = expired.minus(part)?;
            taken.overage = taken.overage.minus(part)?;
            taken.expired = taken.expired.plus(part)?;
        }
    }
    for purchased in [true, false] {
        let of_round = |grant: &Grant| unbound(grant) && (grant.is_refundable() || !purchased);
        for grant in grants.iter_mut().filter(|grant| of_round(grant)) {
            take(grant, &mut taken.overage, &mut taken.parts)?;
        }
    }
    grants.retain(|grant| !grant.is_used_up());
    Ok(taken)
}

fn take(grant: &mut Grant, wanted: &mut Money, parts: &mut Vec<Burned>) -> Result<(), Refusal> {
    let part = grant.left.min(*wanted);
    if part.is_positive() {
        grant.left = grant.left.minus(part)?;
        *wanted = wanted.minus(part)?;
        parts.push(Burned::of(grant, part));
    }
    Ok(())
}
