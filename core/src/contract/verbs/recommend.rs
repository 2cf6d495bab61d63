//! `recommend`: which alerts does this usage call for?

use crate::account::{Settings, runway_days};
use crate::alert::{DayAmount, Threshold, average_daily_usage, in_force, recommended};
use crate::catalog::{Rulebook, RulebookParts};
use crate::contract::Outcome;
use crate::money::{Exact, Money, NonNegative};
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::sorting::Sorting as _;
use crate::time::{Date, Instant};
use crate::wire::{Apart, Decode, Encode};
use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

/// Recommends alerts from daily usage, without an account state.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RecommendCall"))]
#[serde(deny_unknown_fields)]
pub struct Recommend {
    /// The rulebook.
    pub rulebook: Apart<RulebookParts>,
    /// When the account was opened.
    pub opened_at: Instant,
    /// Now.
    pub as_of: Instant,
    /// Usage by UTC day, each day once, in any order.
    pub daily_usage: Vec<DayUsage>,
    /// The owner's own alerts; absent when never set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alerts: Option<Vec<NonNegative>>,
    /// The balance, for the runway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance: Option<Exact>,
}

/// What was used on a day.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DayUsage {
    /// The UTC day.
    pub date: Date,
    /// Sum of that day.
    pub amount: NonNegative,
}

/// The recommendation, always there, never overriding.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Recommended {
    /// Average daily usage, rounded up to a minor unit.
    pub average_daily_usage: Money,
    /// The recommended own alerts: the average, then the rulebook's.
    pub recommended: Vec<Money>,
    /// The thresholds in force, highest first: the system's, and the owner's or, where never set, these.
    pub thresholds: Vec<Threshold>,
    /// Whole days the balance lasts at the average.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runway_days: Option<Exact>,
    /// The rule.
    pub rule: Rule,
}

pub(in crate::contract) fn recommend(rulebook: &Rulebook<'_>, call: &Recommend) -> Outcome<Recommended> {
    let Recommend { opened_at, as_of, daily_usage, alerts, balance, .. } = call;
    let usage =
        Usage { opened_at: *opened_at, as_of: *as_of, daily_usage, alerts: alerts.as_deref(), balance: *balance };
    decide(rulebook, &usage).map_err(|problem| vec![problem])
}

/// What a recommendation is made from.
pub(super) struct Usage<'a> {
    pub(super) opened_at: Instant,
    pub(super) as_of: Instant,
    pub(super) daily_usage: &'a [DayUsage],
    pub(super) alerts: Option<&'a [NonNegative]>,
    pub(super) balance: Option<Exact>,
}

pub(super) fn decide(rulebook: &Rulebook<'_>, call: &Usage<'_>) -> Result<Recommended, Problem> {
    let days = in_order(rulebook, call.daily_usage)?;
    let settings = Settings { alerts: call.alerts.map(<[_]>::to_vec), ..Settings::default() };
    settings.check(rulebook, &[])?;
    let (opened, today) = (call.opened_at.date(), call.as_of.date());
    let average = average_daily_usage(&days, opened, today, rulebook.parts().currency, rulebook.scale())?;
    let balance = call.balance.map(|balance| rulebook.money(balance).map_err(|p| p.under("balance"))).transpose()?;
    Ok(Recommended {
        average_daily_usage: average,
        recommended: recommended(rulebook, average)?,
        thresholds: in_force(rulebook, settings.alerts.as_deref(), None, average)?,
        runway_days: balance.map(|balance| runway_days(balance, average)).transpose()?.flatten(),
        rule: Rule::AlertRecommendation,
    })
}

pub(super) fn in_order(rulebook: &Rulebook, usage: &[DayUsage]) -> Result<Vec<DayAmount>, Problem> {
    let mut days = Vec::with_capacity(usage.len());
    for (place, day) in usage.iter().enumerate() {
        let at = |problem: Problem, field| problem.under(field).item(place).under("daily_usage");
        let amount = rulebook.money(*day.amount).map_err(|problem| at(problem, "amount"))?;
        days.push((place, DayAmount { date: day.date, amount }));
    }
    days.order_by_key(|(place, day)| (day.date, *place));
    for ((_, one), (place, other)) in days.iter().zip(days.iter().skip(1)) {
        if one.date == other.date {
            let message = format!("the day {} stands twice", other.date);
            return Err(Problem::new(Code::DateDuplicate, message, "add up a day's usage first")
                .under("date")
                .item(*place)
                .under("daily_usage"));
        }
    }
    Ok(days.into_iter().map(|(_, day)| day).collect())
}
