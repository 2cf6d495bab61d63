//! Who sells and who buys, and how money is sent.

use super::Day;
use serde::Deserialize;

/// A seller or a customer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Legal name.
    pub name: String,
    /// Acts as a business.
    #[serde(default)]
    pub business: bool,
    /// Street and number.
    pub street: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Postcode.
    pub postcode: Option<String>,
    /// Subdivision as the tax rules name it: `CA`, `CA.LOS_ANGELES`.
    pub region: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Where invoices go.
    pub email: Option<String>,
    /// Buyer reference.
    pub reference: Option<String>,
    /// Tax registrations.
    #[serde(default)]
    pub registrations: Vec<Registration>,
    /// Exempt from tax, and why.
    pub exemption: Option<String>,
}

/// A tax registration.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// The country that gave it.
    pub country: String,
    /// Which.
    pub kind: RegistrationKind,
    /// The number, as written by its holder.
    pub value: String,
    /// For people.
    pub description: Option<String>,
    /// The day an authority confirmed it.
    pub verified_on: Option<Day>,
}

/// What kind of registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationKind {
    /// A VAT number, with or without its country prefix.
    Vat,
    /// Another tax number.
    Local,
}

/// How money reaches the seller.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Means {
    /// To a bank account.
    CreditTransfer {
        /// The account.
        iban: String,
        /// Whose it is.
        holder: Option<String>,
        /// What the payer writes.
        reference: Option<String>,
    },
    /// With a card.
    Card {
        /// The last four to six digits.
        last_digits: String,
        /// Its network.
        network: String,
    },
}
