//! `check`: is this rulebook sound?

use crate::catalog::{Rulebook, RulebookParts};
use crate::money::Currency;
use crate::text::Id;
use crate::wire::{Apart, Decode, Encode};
use alloc::vec::Vec;

/// Checks a rulebook whole.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "CheckCall"))]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The rulebook.
    pub rulebook: Apart<RulebookParts>,
}

/// A sound rulebook in numbers. An unsound one is answered by its problems.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Checked {
    /// Its name.
    pub name: Id,
    /// Its currency.
    pub currency: Currency,
    /// The currency's minor units.
    pub minor_units: u8,
    /// How many rates it has.
    pub rates: u32,
    /// The products they price, in order.
    pub products: Vec<Id>,
}

pub(in crate::contract) fn check(rulebook: &Rulebook) -> Checked {
    let parts = rulebook.parts();
    Checked {
        name: parts.name.clone(),
        currency: parts.currency,
        minor_units: parts.currency.minor_units(),
        rates: u32::try_from(rulebook.rates().len()).unwrap_or(u32::MAX),
        products: rulebook.rates().products().cloned().collect(),
    }
}
