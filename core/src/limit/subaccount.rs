//! Rule `subaccount.limits`: a subaccount draws on the main balance, while it is enabled and within its own limits.
//!
//! It has no credit of its own and is not recharged; its part of the usage is reported. Usage of one that is not
//! known makes it known: it happened. Source: Plivo help, "What is a subaccount?"; own limits: product.

use crate::money::{Money, NonNegative};
use crate::text::Id;
use crate::time::Date;
use crate::wire::{Decode, Encode};

/// The own limits of a subaccount; an absent one does not bind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SubaccountLimits {
    /// Most in a UTC day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_day: Option<NonNegative>,
    /// Most in a billing period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_period: Option<NonNegative>,
}

/// A subaccount and its part of the usage.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Subaccount {
    /// Which.
    pub subaccount: Id,
    /// May it be used?
    pub enabled: bool,
    /// Its own limits.
    #[serde(default)]
    pub limits: SubaccountLimits,
    /// The day that `used_today` is about, as long as that is today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<Date>,
    /// Usage of that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used_today: Option<Money>,
    /// Usage of the open billing period.
    pub used_this_period: Money,
}

impl Subaccount {
    /// Usage of this day.
    #[must_use]
    pub fn used_on(&self, day: Date, zero: Money) -> Money {
        self.used_today.filter(|_| self.day == Some(day)).unwrap_or(zero)
    }

    /// Another day has begun: what was used on this one counts no more.
    pub fn forget(&mut self, today: Date) {
        if self.day.is_some_and(|day| day < today) {
            (self.day, self.used_today) = (None, None);
        }
    }
}
