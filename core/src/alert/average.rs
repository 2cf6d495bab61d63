//! Rule `alert.recommendation`: the average daily usage.
//!
//! The sum of the last 30 whole UTC days before `as_of`, divided by 30; where the account is younger, by its age
//! in whole days, at least one. Today is not whole and does not count; an account opened today has an average of
//! zero. Rounded up to a minor unit, so that an alert at it never comes later than a day's usage before zero.
//! Source: Plivo help, "Balance alerts recommendations" (the average); the window and the rounding are ours.

use crate::money::{Currency, Exact, Mode, Money, Refusal, Rounding};
use crate::time::Date;
use crate::wire::{Decode, Encode};

/// Whole days that are averaged.
const WINDOW_DAYS: u32 = 30;

/// What was used on a UTC day.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DayAmount {
    /// The UTC day.
    pub date: Date,
    /// Sum of that day.
    pub amount: Money,
}

/// The whole days that are averaged: the first of them, and how many there are up to the day before `as_of`.
pub(crate) fn window(opened: Date, as_of: Date) -> (Date, u32) {
    let age = u32::try_from(as_of.days_since(opened)).unwrap_or(0).max(1);
    let days = age.min(WINDOW_DAYS);
    (as_of.days_before(days), days)
}

/// The average, in minor units of the currency and at the ledger's scale.
///
/// # Errors
/// `Overflow` beyond exact money.
pub fn average_daily_usage(
    days: &[DayAmount],
    opened: Date,
    as_of: Date,
    currency: Currency,
    scale: u8,
) -> Result<Money, Refusal> {
    let (first, window) = window(opened, as_of);
    let mut sum = Exact::ZERO;
    for day in days.iter().filter(|day| (first..as_of).contains(&day.date)) {
        sum = sum.plus(day.amount.exact())?;
    }
    let minor = Rounding { scale: currency.minor_units(), mode: Mode::Ceiling };
    Money::fit(minor.quotient(sum, Exact::whole(window))?.exact(), scale)
}
