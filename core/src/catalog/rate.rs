//! What a product costs, for whom, where and when.

use super::Model;
use crate::dimensions::Dimensions;
use crate::money::{NonNegative, Positive};
use crate::party::Country;
use crate::text::{Digits, Id};
use crate::time::Instant;
use crate::wire::{Decode, Encode};

/// What a unit of a product costs.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Its name in lines and entries.
    pub id: Id,
    /// The product it prices.
    pub product: Id,
    /// Destinations that begin so (E.164). Without it and `country` the rate is its product's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<Digits>,
    /// Usage of this country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// Usage with these dimensions, such as `{"tokens": "input"}`; of several rates the one with most is taken.
    #[serde(default, skip_serializing_if = "Dimensions::is_empty")]
    pub when: Dimensions,
    /// In force from here on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Instant>,
    /// In force before this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// What is counted: `minute`, `message`, `token`. A usage must name the same.
    pub unit: Id,
    /// Prices are for so many units; without it for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per: Option<Positive>,
    /// Price of `per` units, unrounded. This or `model`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<NonNegative>,
    /// Another price model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<Model>,
    /// Begun increments are whole ones before anything is priced (rule `rating.increment`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub increment: Option<Positive>,
    /// So many hundredths less, before the minimum and maximum (rule `rating.discount`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_percent: Option<NonNegative>,
    /// What is made of a period's usages.
    #[serde(default, skip_serializing_if = "Meter::is_sum")]
    pub meter: Meter,
    /// Tiers and packages look at the period or at each usage.
    #[serde(default, skip_serializing_if = "Scope::is_period")]
    pub scope: Scope,
    /// Rates of one group count together and have one model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<Id>,
    /// Each value of this dimension counts by itself: tiers, packages, meters and the maximum are a region's, a
    /// model's, a disk's own (rule `rating.dimension`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count_by: Option<Id>,
    /// Least that a period costs, used or not (rule `rating.commitment`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Positive>,
    /// Most that a period costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<NonNegative>,
}

/// What is made of a period's usages (rule `rating.meter`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Meter {
    /// Their quantities are added.
    #[default]
    Sum,
    /// They are counted, whatever their quantity.
    Count,
    /// The largest quantity.
    Maximum,
    /// The quantity of the latest.
    Latest,
    /// How many different keys they name.
    Unique,
    /// Quantity times the seconds it lasted, until the next usage or the period's end.
    TimeWeighted,
    /// A level that lasts until the next usage, priced for its share of the period (rule `rating.prorated`).
    Prorated,
}

impl Meter {
    fn is_sum(&self) -> bool {
        *self == Self::Sum
    }
}

/// Over what tiers and packages look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The billing period's usage so far.
    #[default]
    Period,
    /// The usage by itself, as token prices do.
    Usage,
}

impl Scope {
    fn is_period(&self) -> bool {
        *self == Self::Period
    }
}

impl Rate {
    /// Is it nothing but a price for each unit?
    #[must_use]
    pub fn is_plain(&self) -> bool {
        let priced_as_it_is = self.increment.is_none() && self.discount_percent.is_none();
        self.model.is_none() && priced_as_it_is && self.meter == Meter::Sum && self.is_of_one_usage()
    }

    /// Is a usage priced by itself, whatever else was used?
    #[must_use]
    pub fn is_of_one_usage(&self) -> bool {
        let bounded = self.minimum.is_some() || self.maximum.is_some();
        let alone = self.scope == Scope::Usage || self.model.as_ref().is_none_or(Model::is_of_one_usage);
        alone && !bounded && matches!(self.meter, Meter::Sum | Meter::Count)
    }

    /// Is the amount known only when the period ends? Then usage posts nothing before (rule `rating.period_end`).
    #[must_use]
    pub fn is_deferred(&self) -> bool {
        let falls = self.scope == Scope::Period && self.model.as_ref().is_some_and(Model::can_fall);
        falls || !matches!(self.meter, Meter::Sum | Meter::Count | Meter::Unique)
    }

    /// The name that the rate counts under.
    #[must_use]
    pub fn counter(&self) -> &Id {
        self.group.as_ref().unwrap_or(&self.id)
    }

    /// Is something due of it where nothing was used? Prices of single usages owe nothing for none.
    #[must_use]
    pub fn is_due_at_zero(&self) -> bool {
        self.scope == Scope::Period && self.model.as_ref().is_some_and(Model::is_due_at_zero)
    }

    /// Can a period's end add something to what its usages have posted?
    #[must_use]
    pub fn adds_at_the_end(&self) -> bool {
        self.is_deferred() || self.minimum.is_some() || self.is_due_at_zero()
    }
}
