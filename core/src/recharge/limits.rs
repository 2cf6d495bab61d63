//! Rule `recharge.limits`: how many of the needed charges may be made, and what cuts the rest.
//!
//! The owner's caps count what was charged or is on its way; a charge that failed does not count. A plan beyond
//! them is cut and says by which limit: nothing is dropped in silence, and nothing loops.

use super::Recharge;
use crate::money::{Money, Refusal};
use crate::wire::{Decode, Encode};

/// What cut a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// The rulebook's most for one charge.
    Maximum,
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

impl Spent {
    /// And one more charge of this amount.
    ///
    /// # Errors
    /// `Overflow` beyond exact money.
    pub fn and(self, amount: Money) -> Result<Self, Refusal> {
        Ok(Self {
            charges: self.charges.saturating_add(1),
            trigger: self.trigger.plus(amount)?,
            day: self.day.plus(amount)?,
            month: self.month.plus(amount)?,
        })
    }
}

/// What is left under each of the owner's caps that there are, in the order of [`Limit`]; never under zero.
pub(super) fn rooms(recharge: &Recharge, spent: &Spent) -> Result<[(Option<Money>, Limit); 3], Refusal> {
    let room = |cap: Option<Money>, spent: Money| match cap {
        Some(cap) => cap.minus(spent).map(|left| Some(left.max(cap.minus(cap).unwrap_or(left)))),
        None => Ok(None),
    };
    Ok([
        (room(recharge.per_trigger, spent.trigger)?, Limit::PerTrigger),
        (room(recharge.per_day, spent.day)?, Limit::PerDay),
        (room(recharge.per_month, spent.month)?, Limit::PerMonth),
    ])
}
