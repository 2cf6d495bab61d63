//! Rule `recharge.limits`: how many of the needed charges may be made, and what cuts the rest.
//!
//! The owner's caps count what was charged or is on its way; a charge that failed does not count. A plan beyond
//! them is cut and says by which limit: nothing is dropped in silence, and nothing loops.

use super::Recharge;
use crate::money::Money;
use counterfoil_derive::Decode;
use serde::Serialize;

/// What cut a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// The rulebook's bound on charges for one trigger.
    ChargesLimit,
    /// The owner's cap for one trigger.
    PerTrigger,
    /// The owner's cap for a UTC day.
    PerDay,
    /// The owner's cap for a calendar month.
    PerMonth,
}

/// What has been charged already, pending charges included.
#[derive(Clone, Copy, Debug)]
pub struct Spent {
    /// Charges for this trigger.
    pub charges: u32,
    /// Sum for this trigger.
    pub trigger: Money,
    /// Sum of this UTC day.
    pub day: Money,
    /// Sum of this calendar month.
    pub month: Money,
}

/// How many charges may be made, and the limit that cut them, the first in the order of [`Limit`] where several do.
pub(super) fn allowed(needed: u64, recharge: &Recharge, spent: &Spent, charges_limit: u32) -> (u64, Option<Limit>) {
    let room = |cap: Option<Money>, spent: Money| {
        let left = cap?.units().checked_sub(spent.units())?.max(0);
        u64::try_from(left.checked_div(recharge.amount.units())?).ok()
    };
    let mut result = (needed, None);
    for (most, limit) in [
        (Some(u64::from(charges_limit.saturating_sub(spent.charges))), Limit::ChargesLimit),
        (room(recharge.per_trigger, spent.trigger), Limit::PerTrigger),
        (room(recharge.per_day, spent.day), Limit::PerDay),
        (room(recharge.per_month, spent.month), Limit::PerMonth),
    ] {
        if let Some(most) = most.filter(|most| *most < result.0) {
            result = (most, Some(limit));
        }
    }
    result
}
