//! What an assessment is made of and says.

use super::{Category, Levy, Place, Reason, Treatment};
use crate::money::Money;
use crate::rule::Rule;
use crate::text::Id;
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

/// What is taxed: an amount of a product, in minor units.
#[derive(Clone, Debug)]
pub struct TaxLine {
    /// The product.
    pub product: Id,
    /// Net or gross, as the policy's prices are; a discount is under zero.
    pub amount: Money,
}

/// A line and its tax.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AssessedLine {
    /// The product's tax class.
    pub class: Id,
    /// How it is taxed.
    pub treatment: Treatment,
    /// Its group, from 0.
    pub group: u32,
    /// Before tax.
    pub net: Money,
    /// Its tax, where tax is rounded per line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax: Option<Money>,
}

/// Lines of one treatment (BG-23).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TaxGroup {
    /// The category (BT-118).
    pub category: Category,
    /// Where the supplies are.
    pub place: Place,
    /// Why no tax is charged (BT-120, BT-121).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The taxes with their amounts.
    pub taxes: Vec<TaxPart>,
    /// Taxable sum (BT-116).
    pub net: Money,
    /// Sum of the taxes (BT-117).
    pub tax: Money,
    /// Both.
    pub gross: Money,
}

/// A tax and its amount.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TaxPart {
    /// Which.
    pub levy: Levy,
    /// How much.
    pub amount: Money,
}

/// The taxes of some lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// One a line, in their order.
    pub lines: Vec<AssessedLine>,
    /// In the order of their first lines.
    pub groups: Vec<TaxGroup>,
    /// Sum before tax (BT-109).
    pub net: Money,
    /// Sum of taxes (BT-110).
    pub tax: Money,
    /// Sum with tax (BT-112).
    pub gross: Money,
    /// The rules that made it, in the registry's order.
    pub rules: Vec<Rule>,
}
