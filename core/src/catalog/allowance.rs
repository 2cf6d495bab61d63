//! Allowances and calling packages: what a period includes before anything is charged.

use super::Wanted;
use crate::dimensions::Dimensions;
use crate::money::{Exact, Positive};
use crate::party::Country;
use crate::text::{Digits, Id};
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

/// A quantity of some products that each billing period includes, or each cycle of days of the plan that gives it (rules
/// `rating.allowance` and `plan.cycle`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
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
    /// What a part of a cycle gives of it, and what of a fee is credited when it was used.
    #[serde(default, skip_serializing_if = "Prorated::is_credit")]
    pub prorated: Prorated,
    /// What it covers goes ahead without credit.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub without_credit: bool,
    /// A covered call pays its connection fee all the same.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub connection_fee: bool,
}

/// How an allowance goes with the fee of a part of a cycle (rule `plan.unused`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Prorated {
    /// A part of a cycle gives all of it. Of a fee that is given up no more is credited than the share of it that is not used.
    #[default]
    Credit,
    /// A part of a cycle gives its part of it, and more units their part. What is used beyond the part that is kept is not
    /// credited.
    Quantity,
    /// A part of a cycle gives all of it, and the fee is credited by time alone.
    None,
}

impl Prorated {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
    const fn is_credit(&self) -> bool {
        matches!(self, Self::Credit)
    }
}

/// How what is left goes on.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
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
