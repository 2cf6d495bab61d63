//! The line that a usage becomes.

use super::Part;
use crate::money::{Figure, Money, NonNegative, Positive, Ratio};
use crate::text::Id;
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

/// A rated usage.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The usage's id; of a line at a period's end the period's.
    pub usage: Id,
    /// The subaccount that used it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subaccount: Option<Id>,
    /// What was used.
    pub product: Id,
    /// The rate that priced it (rule `rating.lookup`).
    pub rate: Id,
    /// The value of the dimension that the rate counts by (rule `rating.dimension`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Id>,
    /// The usage that it takes back (rule `rating.reversal`); quantity and amounts are below zero then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reverses: Option<Id>,
    /// Where in its call it begins (rule `rating.slice`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<NonNegative>,
    /// How much.
    pub quantity: Figure,
    /// In which unit.
    pub unit: Id,
    /// Price of a unit, or of `per` units; other models have parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<NonNegative>,
    /// The price is for so many units; without it for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per: Option<Positive>,
    /// What allowances have covered of it (rule `rating.allowance`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covered: Vec<Covered>,
    /// What the amount is made of: tiers, segments, fees.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// The amount is known when the period ends (rule `rating.period_end`); nothing is posted before.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub deferred: bool,
    /// The unrounded amount.
    pub exact: Ratio,
    /// The same at the ledger's scale (rule `money.ledger_rounding`).
    pub amount: Money,
}

impl Line {
    /// Is it of a part of a call that is not the first?
    #[must_use]
    pub fn is_sliced(&self) -> bool {
        self.offset.is_some_and(|offset| !offset.is_zero())
    }
}

/// What an allowance has covered.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Covered {
    /// Which.
    pub allowance: Id,
    /// How much of the usage.
    pub quantity: NonNegative,
}
