//! What rows are usages of.

use crate::dimensions::Dimensions;
use crate::money::NonNegative;
use crate::party::Country;
use crate::rating::{Direction, Usage};
use crate::text::{Digits, Id};
use crate::time::Instant;
use crate::wire::{Decode, Encode};

/// What rows of a kind have in common: everything of a usage but its time and quantity.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RowKind"))]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// The subaccount that used it.
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
    /// In which unit; the rate's must be the same.
    pub unit: Id,
    /// The size that picks the tier where a usage is priced by itself and its quantity does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<NonNegative>,
}

impl Kind {
    /// A usage of the kind; its id, time and quantity are those of no row.
    #[must_use]
    pub fn usage(&self, time: Instant) -> Usage {
        Usage {
            id: Id::made("row".into()),
            time,
            account: None,
            subaccount: self.subaccount.clone(),
            product: self.product.clone(),
            destination: self.destination.clone(),
            country: self.country,
            dimensions: self.dimensions.clone(),
            direction: Direction::Outbound,
            quantity: NonNegative::ZERO,
            unit: self.unit.clone(),
            reverses: None,
            offset: None,
            size: self.size,
            key: None,
        }
    }
}
