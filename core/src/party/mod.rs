//! Who sells and who buys: names, addresses and tax registrations. Facts; the decisions are in `tax` and `invoice`.

mod country;
mod iban;
mod means;

pub use country::Country;
pub use iban::Iban;
pub use means::{Card, CreditTransfer, Means};

use crate::text::{Address, Id, Text};
use crate::time::Date;
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

/// A seller or a customer.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Legal name (EN 16931 BT-27, BT-44).
    pub name: Text,
    /// Acts as a business. A consumer never gets reverse charge.
    #[serde(default)]
    pub business: bool,
    /// Street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<Text>,
    /// Town.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<Text>,
    /// Postcode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postcode: Option<Text>,
    /// Subdivision as the tax rules name it: a state, county or town, such as `CA` or `CA.LOS_ANGELES`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<Id>,
    /// Country of establishment.
    pub country: Country,
    /// Where invoices go; the electronic address of EN 16931 (BT-34, BT-49) where no other is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<Address>,
    /// Buyer reference (BT-10), as the buyer asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<Text>,
    /// Tax registrations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub registrations: Vec<Registration>,
    /// Exempt from tax, and why; the evidence is outside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exemption: Option<Text>,
}

/// A tax registration: country, kind and value, and when an authority confirmed it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// The country that gave it.
    pub country: Country,
    /// Which.
    pub kind: RegistrationKind,
    /// The number, as written by its holder.
    pub value: Text,
    /// For people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// The day an authority confirmed it (VIES, HMRC): a fact from outside. Without it the number is unverified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified_on: Option<Date>,
}

/// What kind of registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RegistrationKind {
    /// A VAT number, with or without its country prefix.
    Vat,
    /// A sales tax permit or another local number.
    Local,
}
