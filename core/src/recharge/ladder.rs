//! Rule `recharge.ladder`: when a failed recharge is tried again.
//!
//! Rungs are 75, 50, 25 and 0 % of the threshold. The next attempt comes when the balance falls to the next rung
//! strictly under the balance at which the last one failed. A drop past several rungs makes one attempt; where no
//! rung is left only the owner's action helps.
//! Source: Contacto help, "How can I set auto-recharge for my account?".

use crate::money::{Exact, Mode, Money, Refusal, Rounding};

/// The next rung, or `None` when all are above the balance at which it failed.
///
/// # Errors
/// `Overflow` beyond exact money.
pub fn next_rung(ladder_percent: &[u8], threshold: Money, failed_at: Money) -> Result<Option<Money>, Refusal> {
    // A rung is an amount of the ledger: a threshold of 0.01 has its 75 % at 0.00, since a balance at or under
    // 0.0075 is one at or under 0.00.
    let rounding = Rounding { scale: threshold.scale(), mode: Mode::Floor };
    for percent in ladder_percent {
        let rung = rounding.quotient(threshold.exact().times(Exact::whole(u32::from(*percent)))?, Exact::whole(100))?;
        if rung < failed_at {
            return Ok(Some(rung));
        }
    }
    Ok(None)
}
