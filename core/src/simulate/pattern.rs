//! How much is used on a simulated day.

use crate::account::State;
use crate::catalog::Rulebook;
use crate::money::{Exact, Money, NonNegative, Refusal};
use crate::problem::{Code, Problem};
use crate::time::Date;
use crate::wire::{Decode, Encode};
use alloc::format;
use alloc::vec::Vec;

/// Whole weeks of history that make a pattern.
const HISTORY_DAYS: u32 = 28;

/// A pattern of usage.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Pattern {
    /// The account's own: for each weekday its average in the last 28 whole days.
    History(History),
    /// The same every day.
    Daily(Daily),
    /// By weekday.
    Weekdays(Weekdays),
    /// Day by day; nothing after the last.
    Days(Days),
}

/// No more to say.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct History {}

/// One amount.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Daily {
    /// What a day's usage costs.
    pub amount: NonNegative,
}

/// Seven amounts.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Weekdays {
    /// From Monday to Sunday.
    pub amounts: Vec<NonNegative>,
}

/// Any number of amounts.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// From the first simulated day on.
    pub amounts: Vec<NonNegative>,
}

/// A pattern in money of the ledger.
pub(super) enum Accepted {
    Weekdays(Vec<Money>),
    Days(Vec<Money>),
}

impl Accepted {
    pub(super) fn of(&self, day: Date, number: usize, zero: Money) -> Money {
        match self {
            Self::Weekdays(amounts) => amounts.get(usize::from(day.weekday())).copied().unwrap_or(zero),
            Self::Days(amounts) => amounts.get(number).copied().unwrap_or(zero),
        }
    }
}

impl Pattern {
    pub(super) fn accept(&self, rulebook: &Rulebook, state: &State, today: Date) -> Result<Accepted, Problem> {
        let money = |amounts: &[NonNegative]| -> Result<Vec<Money>, Problem> {
            let amounts = amounts.iter().enumerate();
            amounts
                .map(|(place, amount)| rulebook.money(**amount).map_err(|problem| problem.item(place).under("amounts")))
                .collect()
        };
        match self {
            Self::Daily(daily) => {
                let amount = rulebook.money(*daily.amount).map_err(|problem| problem.under("amount"))?;
                Ok(Accepted::Weekdays(alloc::vec![amount; 7]))
            }
            Self::Weekdays(weekdays) if weekdays.amounts.len() != 7 => {
                let message = format!("a week has 7 days, got {} amounts", weekdays.amounts.len());
                let help = "write seven amounts, Monday first";
                Err(Problem::new(Code::NumberRange, message, help).under("amounts"))
            }
            Self::Weekdays(weekdays) => Ok(Accepted::Weekdays(money(&weekdays.amounts)?)),
            Self::Days(days) => Ok(Accepted::Days(money(&days.amounts)?)),
            Self::History(_) => history(rulebook, state, today),
        }
    }
}

/// Each weekday's average in the whole days before today, at most 28 and none before the account was opened; a
/// weekday that the account has not seen has the average of all days.
fn history(rulebook: &Rulebook, state: &State, today: Date) -> Result<Accepted, Problem> {
    let age = u32::try_from(today.days_since(state.opened_at.date())).unwrap_or(0);
    let window = age.min(HISTORY_DAYS);
    if window == 0 {
        let message = "the account has no whole day of usage yet";
        let help = "give a pattern of its own, such as {\"type\":\"daily\",\"amount\":\"5\"}";
        return Err(Problem::new(Code::PatternEmpty, message, help));
    }
    let days: Vec<Date> = (1..=window).map(|back| today.days_before(back)).collect();
    let average = |seen: &[Date]| -> Result<Money, Refusal> {
        let mut sum = Exact::ZERO;
        for day in state.usage_by_day.iter().filter(|day| seen.contains(&day.date)) {
            sum = sum.plus(day.amount.exact())?;
        }
        let count = u32::try_from(seen.len()).unwrap_or(u32::MAX);
        rulebook.parts().rounding.quotient(sum, Exact::whole(count))
    };
    let mut amounts = Vec::with_capacity(7);
    for weekday in 0..7_u8 {
        let seen: Vec<Date> = days.iter().copied().filter(|day| day.weekday() == weekday).collect();
        amounts.push(average(if seen.is_empty() { &days } else { &seen })?);
    }
    Ok(Accepted::Weekdays(amounts))
}
