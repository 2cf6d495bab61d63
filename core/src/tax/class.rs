//! Tax classes: which products are taxed alike.

use super::{Category, Reason};
use crate::text::Id;
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

/// Products that are taxed alike. Products that no class names are of class `standard`.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TaxClass {
    /// Its name in the rates.
    pub class: Id,
    /// Its products.
    pub products: Vec<Id>,
    /// What is supplied; without it services.
    #[serde(default)]
    pub supply: SupplyKind,
    /// Where the whole class bears no tax: how that is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub untaxed: Option<Untaxed>,
}

/// What is supplied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SupplyKind {
    /// Telecommunication and electronic services: taxed where the customer is.
    #[default]
    Services,
    /// Goods that are sent from the seller's country.
    Goods,
}

/// A supply that bears no tax, in the terms of EN 16931.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Untaxed {
    /// `Z` (zero rated), `E` (exempt) or `O` (outside the scope).
    pub category: Category,
    /// Why; `E` and `O` need it, `Z` has none (BR-E-10, BR-O-10, BR-Z-10).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

/// The name of the class of products that no class names.
pub(super) const STANDARD: &str = "standard";

pub(super) fn standard() -> Id {
    Id::made(STANDARD.into())
}

/// The class of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class<'p> {
    /// Its name.
    pub id: Id,
    /// What is supplied.
    pub supply: SupplyKind,
    /// How it is told that it bears no tax, if so.
    pub untaxed: Option<&'p Untaxed>,
}
