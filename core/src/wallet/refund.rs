//! Rules `credit.refund` and `credit.reversal`: what goes back to the payer, and which credit it is taken from.
//!
//! A refund takes purchased credit only, in the reverse of the burn order: first what would have been used last. A
//! payment that the bank takes back (chargeback, returned debit) takes the credit it made, then other purchased
//! credit, then the rest in burn order; what is missing is owed. Source: product: "Ledger, credits, balance".

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

/// Takes credit of a payment that was taken back; answers the parts and what no credit covers.
///
/// # Errors
/// `Overflow` beyond exact money.
pub fn take_back(grants: &mut Vec<Grant>, amount: Money, charge: &Id) -> Result<(Vec<Burned>, Money), Refusal> {
    let mut left = amount;
    let mut parts = Vec::new();
    let rounds: [fn(&Grant, &Id) -> bool; 3] =
        [|grant, charge| grant.grant == *charge, |grant, _| grant.is_refundable(), |_, _| true];
    for of_round in rounds {
        for grant in grants.iter_mut().filter(|grant| !grant.is_bound() && !grant.scheduled && of_round(grant, charge))
        {
            take(grant, &mut left, &mut parts)?;
        }
    }
    grants.retain(|grant| !grant.is_used_up());
    Ok((parts, left))
}

fn take(grant: &mut Grant, wanted: &mut Money, parts: &mut Vec<Burned>) -> Result<(), Refusal> {
    let part = grant.left.min(*wanted);
    if part.is_positive() {
        grant.left = grant.left.minus(part)?;
        *wanted = wanted.minus(part)?;
        parts.push(Burned { grant: grant.grant.clone(), amount: part });
    }
    Ok(())
}
