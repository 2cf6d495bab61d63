//! The account at a glance, for whoever asks at `as_of`.

use super::fold::average;
use super::state::{Service, State};
use crate::alert::{Threshold, in_force};
use crate::catalog::Rulebook;
use crate::money::{Exact, Mode, Money, Rounding};
use crate::problem::Problem;
use crate::text::Id;
use crate::time::{Date, Instant};
use serde::Serialize;

/// What an owner wants to see first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Overview {
    /// Whose it is.
    pub account: Id,
    /// The moment this was asked for.
    pub as_of: Instant,
    /// What the customer has; negative when more was used than paid.
    pub balance: Money,
    /// Money on its way.
    pub pending: Money,
    /// What may be used now: the balance, never under zero, and zero while suspended (rule `balance.available`).
    pub available: Money,
    /// May the account be used?
    pub service: Service,
    /// Usage of this UTC day.
    pub used_today: Money,
    /// Usage of the UTC day before.
    pub used_yesterday: Money,
    /// Average daily usage (rule `alert.recommendation`).
    pub average_daily_usage: Money,
    /// Whole days the balance lasts at the average; absent when nothing is used, zero when nothing is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runway_days: Option<Exact>,
    /// Thresholds in force, highest first.
    pub thresholds: alloc::vec::Vec<Threshold>,
}

/// Reads a state; changes nothing.
///
/// # Errors
/// `overflow` beyond exact money.
pub fn overview(rulebook: &Rulebook, state: &State, as_of: Instant) -> Result<Overview, Problem> {
    let zero = Money::zero(rulebook.scale())?;
    let today = as_of.date();
    let used = |date: Date| state.usage_by_day.iter().find(|day| day.date == date).map_or(zero, |day| day.amount);
    let average = average(rulebook, state, today)?;
    let usable = state.service == Service::Active && state.balance.is_positive();
    Ok(Overview {
        account: state.account.clone(),
        as_of,
        balance: state.balance,
        pending: state.open.as_ref().map_or(zero, |open| open.amount),
        available: if usable { state.balance } else { zero },
        service: state.service,
        used_today: used(today),
        used_yesterday: used(today.days_before(1)),
        average_daily_usage: average,
        runway_days: runway_days(state.balance, average)?,
        thresholds: in_force(rulebook, state.settings.alerts.as_deref(), average)?,
    })
}

/// Balance over average daily usage, whole days; none without usage.
pub(crate) fn runway_days(balance: Money, average: Money) -> Result<Option<Exact>, Problem> {
    if !average.is_positive() {
        return Ok(None);
    }
    if !balance.is_positive() {
        return Ok(Some(Exact::ZERO));
    }
    let whole_days = Rounding { scale: 0, mode: Mode::Floor };
    Ok(Some(whole_days.quotient(balance.exact(), average.exact())?.exact()))
}
