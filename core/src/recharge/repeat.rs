//! Rule `recharge.repeat`: how often the fixed amount is charged.
//!
//! The least n with balance + n x amount >= threshold, at least one. Threshold 100, amount 20, balance 10: five
//! charges, and 110 at the end.
//! Source: Contacto help, "How can I set auto-recharge for my account?", its own example.

use crate::money::{Money, Refusal};

/// Charges needed. The amount is above zero and all three are of one scale.
pub(super) fn repetitions(balance: Money, threshold: Money, amount: Money) -> Result<u64, Refusal> {
    let deficit = threshold.minus(balance)?.units();
    let below =
        deficit.checked_sub(1).and_then(|d| d.checked_div_euclid(amount.units())).ok_or(Refusal::DivisionByZero)?;
    let needed = below.checked_add(1).ok_or(Refusal::Overflow)?;
    u64::try_from(needed.max(1)).map_err(|_| Refusal::Overflow)
}
