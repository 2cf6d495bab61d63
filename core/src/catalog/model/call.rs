//! A telephone call: connection fee, increments, time of day.

use crate::money::{NonNegative, Positive};
use crate::text::Id;
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

/// A call. A usage of zero costs nothing, not even the connection fee.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// Due once when the call is answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection_fee: Option<NonNegative>,
    /// Prices and increments from places of the call on; the first from 0.
    pub segments: Vec<Segment>,
    /// The same at other times of day; the first band whose window holds the moment is taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<Band>,
    /// Least that a call costs, fee included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<NonNegative>,
    /// Most; what is longer is free.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<NonNegative>,
}

/// From a place of the call on: a price, and the increment that begun time is rounded up to.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// Where it begins, in the rate's unit.
    pub from: NonNegative,
    /// Price of `per` units.
    pub price: NonNegative,
    /// Begun increments are whole ones.
    pub increment: Positive,
}

/// Prices of a window of the week, such as nights and weekends.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// A window of the rulebook, in its zone's local time.
    pub window: Id,
    /// Due once when the call is answered in this window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection_fee: Option<NonNegative>,
    /// As those of the call.
    pub segments: Vec<Segment>,
}
