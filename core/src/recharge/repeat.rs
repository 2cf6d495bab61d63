//! Rules `recharge.repeat` and `recharge.combine`: how often the fixed amount is charged.
//!
//! The least n with balance + n x amount >= threshold, at least one. Threshold 100, amount 20, balance 10: five
//! charges, and 110 at the end. Combined it is one charge of 100, or several where the rulebook's maximum for a
//! charge is smaller.
//! Source: Contacto help, "How can I set auto-recharge for my account?", its own example; combining: product.

use super::Plan;
use super::limits::{Limit, Spent, rooms};
use super::settings::Recharge;
use crate::money::{Money, Refusal};

/// Plans n charges of the amount, or fewer larger ones of the same total.
pub(super) fn plan(
    recharge: &Recharge,
    (amount, combine): (Money, bool),
    balance: Money,
    spent: &Spent,
    charges_limit: u32,
) -> Result<Plan, Refusal> {
    let needed = repetitions(balance, recharge.threshold, amount)?;
    let count = |money: Money| {
        let fits = money.units().max(0).checked_div(amount.units()).ok_or(Refusal::DivisionByZero)?;
        u64::try_from(fits).map_err(|_| Refusal::Overflow)
    };
    let in_one = match (combine, recharge.bounds.1) {
        (true, Some(maximum)) => count(maximum)?.max(1),
        (true, None) => needed,
        (false, _) => 1,
    };
    let charges_left = u64::from(charges_limit.saturating_sub(spent.charges));
    let (mut allowed, mut cut_by) = (needed, None);
    let mut cut = |most: u64, limit| {
        if most < allowed {
            (allowed, cut_by) = (most, Some(limit));
        }
    };
    cut(charges_left.saturating_mul(in_one), Limit::ChargesLimit);
    for (room, limit) in rooms(recharge, spent)? {
        if let Some(room) = room {
            cut(count(room)?, limit);
        }
    }
    Ok(Plan {
        needed,
        charges: allowed.div_ceil(in_one.max(1)),
        next: many(amount, allowed.min(in_one))?,
        total: many(amount, allowed)?,
        cut_by,
    })
}

fn many(amount: Money, count: u64) -> Result<Money, Refusal> {
    Money::new(amount.units().checked_mul(i128::from(count)).ok_or(Refusal::Overflow)?, amount.scale())
}

/// Charges needed. The amount is above zero and all three are of one scale.
fn repetitions(balance: Money, threshold: Money, amount: Money) -> Result<u64, Refusal> {
    let deficit = threshold.minus(balance)?.units();
    let below =
        deficit.checked_sub(1).and_then(|d| d.checked_div_euclid(amount.units())).ok_or(Refusal::DivisionByZero)?;
    let needed = below.checked_add(1).ok_or(Refusal::Overflow)?;
    u64::try_from(needed.max(1)).map_err(|_| Refusal::Overflow)
}
