//! What the rulebook says about tax.

use super::class::{STANDARD, standard};
use super::{Class, Place, SupplyKind, TaxClass, Untaxed};
use crate::money::{Mode, NonNegative};
use crate::text::{Id, Text};
use crate::time::Date;
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

/// How supplies are taxed: by which law, at which rates, rounded where.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TaxPolicy {
    /// Whose rules decide place and category.
    pub regime: Regime,
    /// Do prices hold their tax?
    pub prices: Prices,
    /// Where tax is rounded; without it per category, as EN 16931 has it.
    #[serde(default, skip_serializing_if = "is_per_category")]
    pub rounding: RoundBy,
    /// How tax is rounded to a minor unit. Tax practice is `half_up`.
    pub mode: Mode,
    /// The seller declares sales to consumers of the EU in one place (One Stop Shop; Directive 2006/112/EC, 358 to
    /// 369). Without it a seller of the EU is below the threshold of article 59c and charges its own rate.
    #[serde(default)]
    pub one_stop_shop: bool,
    /// Products that are not taxed as `standard`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<TaxClass>,
    /// The rates. One that is missing is an error, never zero.
    pub rates: Vec<TaxRate>,
}

impl TaxPolicy {
    /// The class of a product: the one that names it, else `standard`.
    #[must_use]
    pub fn class_of(&self, product: &Id) -> Class<'_> {
        let naming = self.classes.iter().find(|class| class.products.contains(product));
        match naming.or_else(|| self.classes.iter().find(|class| &*class.class == STANDARD)) {
            Some(class) => Class { id: class.class.clone(), supply: class.supply, untaxed: class.untaxed.as_ref() },
            None => Class { id: standard(), supply: SupplyKind::Services, untaxed: None },
        }
    }
}

fn is_per_category(rounding: &RoundBy) -> bool {
    *rounding == RoundBy::PerCategory
}

/// Which rules decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    /// Value added tax: the rates of one place, the most specific that has any.
    Vat,
    /// Sales tax: the rates of every place that holds the customer, one on another.
    SalesTax,
}

/// Whether prices hold their tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Prices {
    /// Tax comes on top.
    Exclusive,
    /// Tax is inside.
    Inclusive,
}

/// What tax is rounded on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RoundBy {
    /// Once a category and rate, on the sum of its lines (EN 16931, BR-CO-17).
    #[default]
    PerCategory,
    /// Once a line, allowance or charge.
    PerLine,
}

/// A rate, in force from a day on until the next one of its place, class and jurisdiction.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TaxRate {
    /// Where.
    pub place: Place,
    /// Its name for people: `VAT`, `GST`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// The class it is for; without it `standard`.
    #[serde(default = "standard")]
    pub class: Id,
    /// Whose tax it is, where a place has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jurisdiction: Option<Id>,
    /// First day of supply.
    pub from: Date,
    /// Percent, 0 to 100.
    pub percent: NonNegative,
    /// Is on the amount and the taxes before it.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub compound: bool,
    /// How a rate of zero is told, and only that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zero: Option<Untaxed>,
}
