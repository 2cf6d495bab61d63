//! Allowances and calling packages: what a period includes before anything is charged.

use super::Wanted;
use crate::dimensions::Dimensions;
use crate::money::{Exact, Positive};
use crate::party::Country;
use crate::text::{Digits, Id};
use alloc::vec::Vec;
use counterfoil_derive::Decode;
use serde::Serialize;

/// A quantity of some products that each billing period includes, or each cycle of days of the plan that gives it (rules
/// `rating.allowance` and `plan.cycle`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Allowance {
    /// Its name.
    pub id: Id,
    /// The products it covers.
    pub products: Vec<Id>,
    /// What is counted; that of the products' rates.
    pub unit: Id,
    /// How much of it; without it unlimited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Positive>,
    /// Where it is unlimited, what fair use is: beyond it usage is charged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fair_use: Option<Positive>,
    /// Destinations that it covers, by prefix; with `countries` either is enough. Without both all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prefixes: Vec<Digits>,
    /// Countries that it covers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<Country>,
    /// Dimensions that it covers.
    #[serde(default, skip_serializing_if = "Dimensions::is_empty")]
    pub when: Dimensions,
    /// Begun increments are taken whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub increment: Option<Positive>,
    /// Low is used first.
    #[serde(default = "super::priority")]
    pub priority: u8,
    /// What is left goes on into the next period, or cycle of days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rollover: Option<Rollover>,
    /// Every account has it; otherwise a plan gives it.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub included: bool,
    /// A subscription of several units gives it as often.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub each: bool,
    /// What it covers goes ahead without credit.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub without_credit: bool,
    /// A covered call pays its connection fee all the same.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub connection_fee: bool,
}

/// How what is left goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rollover {
    /// Most that goes on; without it all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Positive>,
}

impl Allowance {
    /// Does it cover such a usage?
    #[must_use]
    pub fn covers(&self, wanted: &Wanted<'_>) -> bool {
        let by_number = || {
            wanted.destination.is_some_and(|number| self.prefixes.iter().any(|prefix| number.starts_with(&**prefix)))
        };
        let by_country = || wanted.country.is_some_and(|country| self.countries.contains(&country));
        let anywhere = self.prefixes.is_empty() && self.countries.is_empty();
        self.products.contains(wanted.product)
            && (anywhere || by_number() || by_country())
            && wanted.dimensions.hold(&self.when)
    }

    /// What a period includes, for so many units of a subscription; nothing where it is unlimited.
    #[must_use]
    pub fn bound(&self) -> Option<Exact> {
        self.quantity.or(self.fair_use).map(|bound| *bound)
    }
}
