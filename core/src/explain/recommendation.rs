//! How a recommendation came: the days and their average, the thresholds in force, and how long the balance lasts.

use super::entry::word;
use super::step::{Explained, Step};
use crate::alert::{DayAmount, Threshold, window};
use crate::catalog::Rulebook;
use crate::money::{Exact, Money};
use crate::problem::Problem;
use crate::rule::Rule;
use crate::time::Date;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

/// A recommendation and what it was made from.
pub(crate) struct Recommendation<'a> {
    pub(crate) days: &'a [DayAmount],
    pub(crate) opened: Date,
    pub(crate) today: Date,
    pub(crate) average: Money,
    pub(crate) recommended: &'a [Money],
    pub(crate) thresholds: &'a [Threshold],
    pub(crate) balance: Option<Exact>,
    pub(crate) runway_days: Option<Exact>,
}

/// Average, recommended amounts, thresholds, runway.
///
/// # Errors
/// `overflow` beyond exact money.
pub(crate) fn recommendation(rulebook: &Rulebook<'_>, of: &Recommendation<'_>) -> Result<Explained, Problem> {
    let (first, days) = window(of.opened, of.today);
    let counted = || of.days.iter().filter(|day| (first..of.today).contains(&day.date));
    let sum = counted().map(|day| day.amount.exact()).try_fold(Exact::ZERO, Exact::plus)?;
    let average = Step::of(Rule::AlertRecommendation, of.average).with("from", first).with("until", of.today);
    let average =
        average.with("days", days).with("sum", sum).with("minor_units", rulebook.parts().currency.minor_units());
    let average = counted().fold(average, |step, day| step.with(&day.date.to_string(), day.amount));
    let told: Vec<String> = of.recommended.iter().map(Money::to_string).collect();
    let mut amounts = Step::of(Rule::AlertRecommendation, told.join(", ")).with("average_daily_usage", of.average);
    for amount in rulebook.parts().alerts.iter().flat_map(|alerts| &alerts.recommended) {
        amounts = amounts.with("recommended", **amount);
    }
    let mut steps = Vec::from([average, amounts]);
    for threshold in of.thresholds {
        let step = Step::of(Rule::AlertCrossing, threshold.amount);
        steps.push(threshold.sources.iter().fold(step, |step, source| step.with("source", word(source))));
    }
    if let Some(balance) = of.balance {
        let lasts = of.runway_days.map_or_else(|| String::from("no end"), |days| days.to_string());
        let step = Step::of(Rule::AlertRecommendation, lasts).with("balance", balance);
        steps.push(step.with("average_daily_usage", of.average));
    }
    Ok(Explained { subject: String::from("recommendation"), result: of.average.to_string(), steps, events: Vec::new() })
}
