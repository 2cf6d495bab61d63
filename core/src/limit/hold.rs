//! Rules `hold.take`, `hold.settle` and `hold.expiry`: a reservation, so that two calls never spend the same credit.

use crate::dimensions::Dimensions;
use crate::money::{Money, NonNegative};
use crate::party::Country;
use crate::rating::{Direction, Usage};
use crate::text::{Digits, Id};
use crate::time::Instant;
use crate::wire::{Decode, Encode};

/// An open hold.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Hold {
    /// The event that took it.
    pub hold: Id,
    /// Whose usage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subaccount: Option<Id>,
    /// Of what.
    pub product: Id,
    /// Where to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<Digits>,
    /// The country, for products priced by country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// Other properties that prices hang on.
    #[serde(default, skip_serializing_if = "Dimensions::is_empty")]
    pub dimensions: Dimensions,
    /// Which way.
    #[serde(default, skip_serializing_if = "Direction::is_outbound")]
    pub direction: Direction,
    /// The estimate.
    pub quantity: NonNegative,
    /// In which unit.
    pub unit: Id,
    /// The size that picks the tier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<NonNegative>,
    /// How much of the same call came before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<NonNegative>,
    /// Who or what is seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Id>,
    /// What the estimate costs, and what is held.
    pub amount: Money,
    /// When it was taken: its usage is paid by what was there then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Instant>,
    /// It ends here by itself.
    pub until: Instant,
}

impl Hold {
    /// So much of what it was taken for, as a usage of this name and time.
    #[must_use]
    pub fn usage(&self, id: &Id, time: Instant, quantity: NonNegative) -> Usage {
        Usage {
            id: id.clone(),
            time,
            account: None,
            subaccount: self.subaccount.clone(),
            product: self.product.clone(),
            destination: self.destination.clone(),
            country: self.country,
            dimensions: self.dimensions.clone(),
            direction: self.direction,
            quantity,
            unit: self.unit.clone(),
            size: self.size,
            offset: self.offset,
            reverses: None,
            key: self.key.clone(),
        }
    }
}
