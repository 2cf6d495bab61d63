//! The decision: trigger, repetitions, limits, in this order.

use super::limits::allowed;
use super::repeat::repetitions;
use super::{Limit, Recharge, Spent, triggered};
use crate::catalog::RechargePolicy;
use crate::money::{Money, Refusal};

/// What a balance calls for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Charges needed to reach the threshold; zero when not triggered.
    pub needed: u64,
    /// Charges that may be made.
    pub allowed: u64,
    /// What cut the rest.
    pub cut_by: Option<Limit>,
}

/// Plans for a balance in which money on its way is counted.
///
/// # Errors
/// `Overflow` beyond exact money.
pub fn plan(policy: &RechargePolicy, recharge: &Recharge, balance: Money, spent: &Spent) -> Result<Plan, Refusal> {
    // A burst under way aims at the threshold; only its first charge asks the trigger.
    let wanted = if spent.charges == 0 {
        triggered(policy.trigger, balance, recharge.threshold)
    } else {
        balance < recharge.threshold
    };
    if !wanted {
        return Ok(Plan { needed: 0, allowed: 0, cut_by: None });
    }
    let needed = repetitions(balance, recharge.threshold, recharge.amount)?;
    let (allowed, cut_by) = allowed(needed, recharge, spent, policy.charges_limit);
    Ok(Plan { needed, allowed, cut_by })
}
