//! What the rulebook says about settlement, credit lines, holds, coupons and bank debits.

use crate::money::{NonNegative, Positive};
use crate::text::Id;
use crate::time::Instant;
use crate::wire::{Decode, Encode};

/// When usage leaves the credit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    /// As it happens.
    #[default]
    Immediate,
    /// It is held against the credit until its period is invoiced.
    OnInvoice,
}

/// Billing periods, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Billing {
    /// A period ends at 00:00 UTC of this day of a month, 1 to 31, clamped to the month's end.
    pub anchor_day: u8,
}

/// Overage protection: the credit line under a negative balance.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OveragePolicy {
    /// The line of an account that has set none.
    pub protection: NonNegative,
    /// Most that an account may set; without it `protection`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<NonNegative>,
}

/// Bounds of holds.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HoldPolicy {
    /// Most open holds of an account.
    #[serde(default = "holds_limit")]
    pub limit: u32,
    /// Longest hold in seconds.
    #[serde(default = "hold_seconds_max")]
    pub seconds_max: u32,
    /// How much more than its hold a usage may settle, in percent; without it as much as is available.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overrun_percent: Option<u32>,
}

impl Default for HoldPolicy {
    fn default() -> Self {
        Self { limit: holds_limit(), seconds_max: hold_seconds_max(), overrun_percent: None }
    }
}

const fn holds_limit() -> u32 {
    100
}

const fn hold_seconds_max() -> u32 {
    86_400
}

/// What still works without credit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ServicePolicy {
    /// Inbound usage goes ahead with no credit; outbound usage needs a positive balance all the same.
    #[serde(default)]
    pub inbound_at_zero: bool,
}

/// A coupon that can be redeemed for credit.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Coupon {
    /// What the owner types.
    pub coupon: Id,
    /// The credit it adds.
    pub amount: Positive,
    /// Redeemable from here on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Instant>,
    /// Redeemable before this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Instant>,
    /// The credit expires so many days of 24 hours after it was redeemed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_days: Option<u32>,
    /// Burned in this order, low first.
    #[serde(default = "priority")]
    pub priority: u8,
}

/// Where a grant stands in the burn order when nothing is said: the middle.
pub(crate) const fn priority() -> u8 {
    50
}

/// Scheduled bank debits, for US accounts in USD.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BankDebitPolicy {
    /// Least amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Positive>,
    /// Most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Positive>,
    /// Business days until success or failure is known.
    #[serde(default = "business_days")]
    pub business_days: u8,
    /// Attempts to verify an account.
    #[serde(default = "verification_attempts")]
    pub verification_attempts: u8,
}

const fn business_days() -> u8 {
    4
}

pub(crate) const fn verification_attempts() -> u8 {
    3
}
