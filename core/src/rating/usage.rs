//! A usage, and the line it becomes.

use crate::money::{Exact, Money, NonNegative};
use crate::text::{Digits, Id};
use crate::time::Instant;
use counterfoil_derive::Decode;
use serde::Serialize;

/// Which way a usage goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From the customer: it needs credit.
    #[default]
    Outbound,
    /// To the customer.
    Inbound,
}

impl Direction {
    /// Is it the usual one?
    #[must_use]
    pub fn is_outbound(&self) -> bool {
        *self == Self::Outbound
    }
}

/// Something that was used. Its id makes it count once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Usage {
    /// Made by whoever saw the usage; the same id is the same usage.
    pub id: Id,
    /// When it happened.
    pub time: Instant,
    /// Whose it is; where it stands it must be the account the call is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<Id>,
    /// The subaccount that used it. It draws on the main balance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subaccount: Option<Id>,
    /// What was used.
    pub product: Id,
    /// The number dialled, for products priced by destination.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<Digits>,
    /// Which way it went.
    #[serde(default, skip_serializing_if = "Direction::is_outbound")]
    pub direction: Direction,
    /// How much.
    pub quantity: NonNegative,
    /// In which unit; the rate's must be the same.
    pub unit: Id,
}

/// A rated usage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The usage's id.
    pub usage: Id,
    /// The subaccount that used it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subaccount: Option<Id>,
    /// What was used.
    pub product: Id,
    /// The rate that priced it (rule `rating.lookup`).
    pub rate: Id,
    /// How much.
    pub quantity: NonNegative,
    /// In which unit.
    pub unit: Id,
    /// Price of a unit.
    pub price: NonNegative,
    /// Quantity times price, unrounded (rule `rating.per_unit`).
    pub exact: Exact,
    /// The same at the ledger's scale (rule `money.ledger_rounding`).
    pub amount: Money,
}
