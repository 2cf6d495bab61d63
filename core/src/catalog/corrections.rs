//! How long things can be taken back, and how many events are kept in mind.

use crate::wire::{Decode, Encode};

/// Bounds of what takes back, and of the memory of an account. Past them a document or an adjustment corrects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CorrectionPolicy {
    /// A usage or an entry can be taken back so many days of 24 hours after its time.
    #[serde(default = "days")]
    pub days: u32,
    /// A payment can be taken back by the bank so many days after it.
    #[serde(default = "payment_days")]
    pub payment_days: u32,
    /// Plan events that name a time before the account's clock.
    #[serde(default)]
    pub late_plans: LatePlans,
    /// The last events of an account that count once whatever call they come in again.
    #[serde(default = "events")]
    pub events: u8,
}

/// What becomes of a plan event that arrives late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LatePlans {
    /// It applies from the time it names, within `days`: what was charged since is credited, what was not is charged.
    #[default]
    Apply,
    /// It is refused.
    Refuse,
}

impl Default for CorrectionPolicy {
    fn default() -> Self {
        Self { days: days(), payment_days: payment_days(), late_plans: LatePlans::Apply, events: events() }
    }
}

/// A month, and the days that records take to arrive; as late usage can burn credit that has expired.
const fn days() -> u32 {
    35
}

/// Card schemes let a payment be disputed for up to 540 days.
const fn payment_days() -> u32 {
    540
}

const fn events() -> u8 {
    16
}
