//! Models of an amount of money: the usage's quantity is the amount.

use crate::money::{NonNegative, Positive};
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

/// A part of each amount, with a fixed part and bounds; the first amounts may be free.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Percentage {
    /// So many hundredths of it.
    pub percent: NonNegative,
    /// Added for each usage that is not wholly free.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed: Option<NonNegative>,
    /// Least that such a usage costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<NonNegative>,
    /// Most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<NonNegative>,
    /// So many first usages of a period are free, as far as `free_amount` reaches where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free_usages: Option<u32>,
    /// The first usages of a period are free up to this sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free_amount: Option<NonNegative>,
}

/// A tier of percentages: from the one before it, exclusive, to `up_to`, inclusive.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PercentTier {
    /// Its upper bound; only the last has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub up_to: Option<Positive>,
    /// So many hundredths of the amount that falls in the tier.
    pub percent: NonNegative,
    /// Due once when the tier is entered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flat: Option<NonNegative>,
}

/// Each tier's part of the sum at its own percentage.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GraduatedPercentage {
    /// The tiers, rising.
    pub tiers: Vec<PercentTier>,
    /// The first tier's flat amount is due even when nothing is used.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub flat_at_zero: bool,
}
