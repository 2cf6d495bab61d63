//! Models of tiers: each covers (from, to], given by upper bounds only, so that no gap can be written.

use crate::money::{Exact, NonNegative, Positive};
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

/// A tier: from the one before it, exclusive, to `up_to`, inclusive.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// Its upper bound; only the last has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub up_to: Option<Positive>,
    /// Price of a unit, or of a block where the tier has blocks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<NonNegative>,
    /// Due once when the tier is entered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flat: Option<NonNegative>,
    /// Units come in whole blocks of this size, a begun one is a whole one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block: Option<Positive>,
}

/// Each tier's part at its own price.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Graduated {
    /// The tiers, rising.
    pub tiers: Vec<Tier>,
    /// The first tier's flat amount is due even when nothing is used.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub flat_at_zero: bool,
}

/// All of it at the price of the tier it falls in.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Volume {
    /// The tiers, rising.
    pub tiers: Vec<Tier>,
    /// The first tier's flat amount is due even when nothing is used.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub flat_at_zero: bool,
}

impl Volume {
    /// Tiers whose prices and flat amounts never fall make a total that never falls.
    pub(super) fn can_fall(&self) -> bool {
        let value = |number: Option<NonNegative>| number.map_or(Exact::ZERO, |number| *number);
        let falls = |pair: &[Tier]| {
            let [one, two] = pair else { return false };
            value(one.price) > value(two.price) || value(one.flat) > value(two.flat) || one.block != two.block
        };
        self.tiers.windows(2).any(falls)
    }
}

/// A step: an amount for everything up to a bound.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Stair"))]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its upper bound, inclusive; only the last has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub up_to: Option<Positive>,
    /// What it costs in all.
    pub amount: NonNegative,
}

/// The amount of the step it falls in.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Stairstep {
    /// The steps, rising.
    pub steps: Vec<Step>,
}

impl Stairstep {
    pub(super) fn can_fall(&self) -> bool {
        self.steps.windows(2).any(|pair| matches!(pair, [one, two] if one.amount > two.amount))
    }
}

/// What becomes of a package that is only begun.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Partial {
    /// It is a whole one.
    #[default]
    Up,
    /// It is free.
    Down,
}

/// Whole packages.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// Units in a package.
    pub size: Positive,
    /// Price of a package.
    pub price: NonNegative,
    /// Units that are free before the first package.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free: Option<NonNegative>,
    /// What becomes of a package that is only begun.
    #[serde(default)]
    pub partial: Partial,
}
