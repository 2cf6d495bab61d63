//! What the rulebook says about alerts, top-ups and auto-recharge.

use crate::money::{NonNegative, Positive};
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

/// System alerts, the owner's, and the recommendation.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AlertPolicy {
    /// Thresholds that every account has, each once, such as 250, 100 and 10.
    pub system: Vec<NonNegative>,
    /// Most thresholds of the owner's own.
    #[serde(default = "own_limit")]
    pub own_limit: u8,
    /// What stands beside the average daily usage in the recommendation, such as 100 and 10.
    #[serde(default)]
    pub recommended: Vec<Positive>,
    /// Rising thresholds on usage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage: Option<UsageAlerts>,
}

/// Rising thresholds on the usage of the open period.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UsageAlerts {
    /// Amounts, rising.
    #[serde(default)]
    pub fixed: Vec<Positive>,
    /// And every so much beyond the highest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<Positive>,
}

const fn own_limit() -> u8 {
    3
}

/// Bounds of a manual top-up.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TopUpPolicy {
    /// Least amount, such as 25.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Positive>,
    /// Most; above it the owner asks support.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Positive>,
    /// Purchased credit expires so many days of 24 hours after it arrived; without it never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_days: Option<u32>,
}

/// When a balance calls for a recharge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// Under the threshold; exactly at it nothing happens.
    Below,
    /// At the threshold or under it.
    AtOrBelow,
}

/// Bounds and temper of auto-recharge.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RechargePolicy {
    /// When a balance calls for a recharge.
    pub trigger: Trigger,
    /// Least recharge amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Positive>,
    /// Most; above it the owner asks support.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Positive>,
    /// Rungs of the retry ladder in percent of the threshold, strictly falling, such as 75, 50, 25, 0.
    pub ladder_percent: Vec<u8>,
    /// Least seconds between a failed attempt and the next on the same method.
    #[serde(default)]
    pub spacing_s: u32,
    /// So many failures in a row stop all attempts until a success or another method. Zero: never.
    #[serde(default = "breaker_failures")]
    pub breaker_failures: u32,
    /// Most charges that one triggering event can make.
    #[serde(default = "charges_limit")]
    pub charges_limit: u32,
}

const fn breaker_failures() -> u32 {
    10
}

const fn charges_limit() -> u32 {
    100
}
