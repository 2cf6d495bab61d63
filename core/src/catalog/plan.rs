//! Plans: what recurs. A seat plan, an add-on and a telephone number are all a plan with a quantity.

use super::{Model, PerUnit, Weekday};
use crate::money::{NonNegative, Refusal};
use crate::text::{Id, Text};
use crate::wire::{Decode, Encode};
use alloc::borrow::Cow;
use alloc::vec::Vec;

/// Something that is paid for each cycle, whether used or not (rule `plan.fee`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Its name.
    pub id: Id,
    /// The product on lines; its tax class is that of the fee.
    pub product: Id,
    /// What it is for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    /// What a subscription has several of: `seat`, `number`.
    pub unit: Id,
    /// Price of a unit for a whole cycle. This or `model`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<NonNegative>,
    /// Another price model over the quantity: tiers of seats, a package.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<Model>,
    /// Months of a cycle; it ends with a billing period. One, where `days` are not named either.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub months: Option<u8>,
    /// A month in which cycles begin and end, from 1 to 12: years by the calendar, quarters from January. Without it the
    /// first cycle decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor_month: Option<u8>,
    /// Days of a cycle in place of months (rule `plan.cycle`): 7 are a week. It ends by itself; without an
    /// `anchor_weekday` cycles are counted from the day a subscription begins, or its trial ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// The day of the week on which cycles of whole weeks begin. A subscription that begins on another has a part of its
    /// first cycle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor_weekday: Option<Weekday>,
    /// When a cycle is charged.
    #[serde(default)]
    pub charged: Charged,
    /// What pays it.
    #[serde(default)]
    pub payer: Payer,
    /// How a part of a cycle is counted (rule `plan.proration`).
    #[serde(default)]
    pub proration: Proration,
    /// Days without a fee at the start of a subscription.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub trial_days: u32,
    /// Months for which a subscription is taken at least.
    #[serde(default, skip_serializing_if = "is_zero_months")]
    pub commitment_months: u8,
    /// Allowances that it gives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowances: Vec<Id>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
const fn is_zero(days: &u32) -> bool {
    *days == 0
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
const fn is_zero_months(months: &u8) -> bool {
    *months == 0
}

/// When a cycle is charged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Charged {
    /// When it begins.
    #[default]
    InAdvance,
    /// When it ends.
    InArrears,
}

/// What pays a fee.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Payer {
    /// The account's credit, as usage does.
    #[default]
    Credit,
    /// The next invoice; the credit is left alone.
    Invoice,
}

impl Payer {
    /// Does credit pay?
    #[must_use]
    pub fn is_credit(&self) -> bool {
        *self == Self::Credit
    }
}

/// How a part of a cycle is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Proration {
    /// Days of the part over days of the cycle; the day of a change belongs to what begins.
    #[default]
    Day,
    /// Seconds over seconds.
    Second,
    /// Days of a calendar in which every month has thirty (30E/360); not of cycles of days.
    Fixed30,
    /// A begun cycle is a whole one, and nothing is credited.
    None,
}

impl Plan {
    /// What a whole cycle of so many units costs, unrounded.
    ///
    /// # Errors
    /// `Impossible` for a plan that no rulebook accepts.
    pub fn model(&self) -> Result<Cow<'_, Model>, Refusal> {
        match (&self.model, self.price) {
            (Some(model), _) => Ok(Cow::Borrowed(model)),
            (None, Some(price)) => Ok(Cow::Owned(Model::PerUnit(PerUnit { price }))),
            (None, None) => Err(Refusal::Impossible),
        }
    }
}
