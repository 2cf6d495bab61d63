//! The decision: trigger, amount or repetitions, limits, in this order.

use super::settings::Aim;
use super::{Plan, Recharge, Spent, repeat, target, triggered};
use crate::catalog::RechargePolicy;
use crate::money::{Money, Refusal};

/// Plans for a balance in which money on its way is counted.
///
/// # Errors
/// `Overflow` beyond exact money.
pub fn plan(policy: &RechargePolicy, recharge: &Recharge, balance: Money, spent: &Spent) -> Result<Plan, Refusal> {
    if !wanted(policy, recharge, balance, spent.charges) {
        let zero = balance.minus(balance)?;
        return Ok(Plan { needed: 0, charges: 0, next: zero, total: zero, cut_by: None });
    }
    match recharge.aim {
        Aim::Steps(amount, combine) => repeat::plan(recharge, (amount, combine), balance, spent, policy.charges_limit),
        Aim::Balance(aim) => target::plan(recharge, aim, balance, spent, policy.charges_limit),
    }
}

/// Does the balance call for a charge? A burst under way aims at the threshold; only its first charge asks the
/// trigger.
#[must_use]
pub fn wanted(policy: &RechargePolicy, recharge: &Recharge, balance: Money, charges: u32) -> bool {
    if charges == 0 { triggered(policy.trigger, balance, recharge.threshold) } else { balance < recharge.threshold }
}
