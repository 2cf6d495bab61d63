//! What was decided about a supply.

use crate::money::NonNegative;
use crate::party::{Country, Party};
use crate::registry::registry;
use crate::rule::Rule;
use crate::text::{Id, Text};
use crate::wire::{Decode, Encode, listed};
use alloc::string::String;
use alloc::vec::Vec;

registry! {
    /// Category of EN 16931 (BT-118, BT-151; UNTDID 5305).
    Category {
        S = "S": "Taxed.",
        Z = "Z": "Zero rated.",
        E = "E": "Exempt.",
        AE = "AE": "Reverse charge.",
        K = "K": "Goods to another member state.",
        G = "G": "Export of goods.",
        O = "O": "Outside the scope.",
    }
}

listed!(Category, S);

/// A country, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The country.
    pub country: Country,
    /// The part, a point before each smaller one: `CA`, `CA.LOS_ANGELES`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<Id>,
}

impl Place {
    /// Where a party is.
    #[must_use]
    pub fn of(party: &Party) -> Self {
        Self { country: party.country, region: party.region.clone() }
    }

    /// For messages: `US, CA.LOS_ANGELES`.
    pub(super) fn shown(&self) -> String {
        match &self.region {
            Some(region) => [self.country.code(), ", ", region].concat(),
            None => self.country.code().into(),
        }
    }
}

/// Why no tax is charged.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "TaxReason"))]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Code of the list VATEX, such as `VATEX-EU-132` (BT-121).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Id>,
    /// In words (BT-120).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
}

impl Reason {
    /// In words only.
    #[must_use]
    pub const fn of(text: Text) -> Self {
        Self { code: None, text: Some(text) }
    }
}

/// How a supply is taxed.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Treatment {
    /// The category; taxes are charged in `S` only.
    pub category: Category,
    /// Where the supply is.
    pub place: Place,
    /// The taxes, in the order in which they come on one another.
    pub levies: Vec<Levy>,
    /// Why none is charged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The customer's number that decided it, in its canonical form (BT-48).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vat_number: Option<String>,
    /// The rules that decided it, in the order they apply.
    pub rules: Vec<Rule>,
}

/// One of several taxes on an amount, from the widest jurisdiction to the narrowest.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Levy {
    /// Its name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jurisdiction: Option<Id>,
    /// Percent.
    pub percent: NonNegative,
    /// Is on the amount and the taxes before it.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub compound: bool,
}

impl Levy {
    /// Its name on a document, where a row without one is VAT.
    #[must_use]
    pub fn told(&self) -> Text {
        self.name.clone().unwrap_or_else(|| Text::made("tax"))
    }
}

impl Treatment {
    /// A supply that bears no tax.
    pub(super) fn untaxed(category: Category, place: Place, reason: Option<Reason>, rules: &[Rule]) -> Self {
        Self { category, place, levies: Vec::new(), reason, vat_number: None, rules: rules.to_vec() }
    }

    /// The same, decided by this rule too.
    pub(super) fn by(mut self, rule: Rule) -> Self {
        self.rules.push(rule);
        self
    }
}

/// A reason of the list VATEX (CEF, code list of EN 16931).
pub(super) fn vatex(code: &str, text: &'static str) -> Option<Reason> {
    Some(Reason { code: Id::new(code), text: Some(Text::made(text)) })
}
