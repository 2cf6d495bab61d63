//! Rule `recharge.target`: one charge up to a balance.
//!
//! The charge is target less balance, rounded up to a minor unit, since no finer amount can be charged. Above the
//! rulebook's maximum it is the maximum; beyond an owner's limit it is the room that is left, rounded down. Where
//! that is under the rulebook's minimum, nothing is charged. Source: product: "Auto-recharge and top-ups", styles.

use super::Plan;
use super::limits::{Limit, Spent, rooms};
use super::settings::Recharge;
use crate::money::{Mode, Money, Refusal, Rounding};

/// Plans the one charge.
pub(super) fn plan(
    recharge: &Recharge,
    target: Money,
    balance: Money,
    spent: &Spent,
    charges_limit: u32,
) -> Result<Plan, Refusal> {
    let zero = target.minus(target)?;
    let minor = |amount: Money, mode| {
        let rounded = Rounding { scale: recharge.minor_units, mode }.round(amount.exact())?;
        Money::fit(rounded.exact(), amount.scale())
    };
    let wanted = minor(target.minus(balance)?, Mode::Ceiling)?;
    let (mut charge, mut cut_by) = (wanted, None);
    let mut cut = |most: Money, limit| {
        if most < charge {
            (charge, cut_by) = (most, Some(limit));
        }
    };
    if let Some(maximum) = recharge.bounds.1 {
        cut(maximum, Limit::Maximum);
    }
    if spent.charges >= charges_limit {
        cut(zero, Limit::ChargesLimit);
    }
    for (room, limit) in rooms(recharge, spent)? {
        if let Some(room) = room {
            cut(minor(room, Mode::Floor)?, limit);
        }
    }
    if recharge.bounds.0.is_some_and(|minimum| charge < minimum) {
        charge = zero;
    }
    Ok(Plan { needed: 1, charges: u64::from(charge.is_positive()), next: charge, total: charge, cut_by })
}
