//! A usage.

use crate::catalog::Wanted;
use crate::dimensions::Dimensions;
use crate::money::NonNegative;
use crate::party::Country;
use crate::text::{Digits, Id};
use crate::time::Instant;
use crate::wire::{Decode, Encode};
use core::cmp::Ordering;

/// Which way a usage goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
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
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
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
    /// The country, for products priced by country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// Other properties that prices hang on.
    #[serde(default, skip_serializing_if = "Dimensions::is_empty")]
    pub dimensions: Dimensions,
    /// Which way it went.
    #[serde(default, skip_serializing_if = "Direction::is_outbound")]
    pub direction: Direction,
    /// How much.
    pub quantity: NonNegative,
    /// In which unit; the rate's must be the same.
    pub unit: Id,
    /// The size that picks the tier where a usage is priced by itself and its quantity does not: output tokens are priced
    /// by the size of the input.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<NonNegative>,
    /// How much of the same call was reported before; the time is then the start of the call (rule `rating.slice`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<NonNegative>,
    /// The usage that it takes back, with that one's time, product and dimensions (rule `rating.reversal`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reverses: Option<Id>,
    /// Who or what was seen, for meters that count what is different.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Id>,
}

impl Usage {
    /// What a rate is asked for.
    #[must_use]
    pub const fn wanted(&self) -> Wanted<'_> {
        Wanted {
            product: &self.product,
            destination: self.destination.as_ref(),
            country: self.country,
            dimensions: &self.dimensions,
            time: self.time,
        }
    }

    /// Compares what two usages of one time say with these quantities, whatever they are called (rule `account.order`).
    #[must_use]
    pub fn says(&self, other: &Self, quantities: (NonNegative, NonNegative)) -> Ordering {
        let what = |usage: &Self, quantity: NonNegative| {
            (quantity, usage.size, usage.offset, usage.country, usage.direction == Direction::Inbound)
        };
        (&self.product, what(self, quantities.0), &self.destination, &self.dimensions, &self.unit)
            .cmp(&(&other.product, what(other, quantities.1), &other.destination, &other.dimensions, &other.unit))
            .then_with(|| (&self.subaccount, &self.key).cmp(&(&other.subaccount, &other.key)))
            .then_with(|| self.reverses.cmp(&other.reverses))
    }
}
