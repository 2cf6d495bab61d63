//! What a period has seen of a rate or group.

use crate::catalog::{Meter, Rate};
use crate::money::{Figure, Money, Ratio};
use crate::rating::Part;
use crate::text::Id;
use crate::time::Instant;
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

/// What the open period has seen of a rate or group.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Counter {
    /// The rate or group.
    pub counter: Id,
    /// The value of the dimension that it counts by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Id>,
    /// The rate that counted last.
    pub rate: Id,
    /// What the meter has made of the usages.
    pub quantity: Figure,
    /// How many usages there were.
    pub usages: u32,
    /// What they cost, unrounded.
    pub total: Ratio,
    /// What of it is posted.
    pub posted: Money,
    /// Keys seen, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<Id>,
    /// The level that lasts, and since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// The highest level, where levels are prorated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peak: Option<Figure>,
    /// What prorated levels have come to in each tier, in units and amounts times seconds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

/// A quantity that lasts until the next usage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// How much.
    pub quantity: Figure,
    /// Since when.
    pub since: Instant,
}

impl Counter {
    pub(super) fn new(rate: &Rate, value: Option<Id>, zero: Money) -> Self {
        Self {
            counter: rate.counter().clone(),
            value,
            rate: rate.id.clone(),
            quantity: Figure::ZERO,
            usages: 0,
            total: Ratio::ZERO,
            posted: zero,
            keys: Vec::new(),
            level: None,
            peak: None,
            parts: Vec::new(),
        }
    }

    /// What goes on in the next period, if anything does.
    pub(super) fn carried(&self, rate: &Rate, now: Instant, zero: Money) -> Option<Self> {
        let lasts = matches!(rate.meter, Meter::TimeWeighted | Meter::Prorated);
        let level = self.level.filter(|level| lasts && !level.quantity.is_zero())?;
        Some(Self { level: Some(Level { since: now, ..level }), ..Self::new(rate, self.value.clone(), zero) })
    }
}
