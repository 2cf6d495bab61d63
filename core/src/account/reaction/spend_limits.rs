//! Rules `spend.daily_notification`, `spend.daily_budget` and `alert.usage_threshold` on an account.

use crate::account::effect::{DailyLimit, Effect, UsageAlert, told};
use crate::account::standing::used_on;
use crate::account::working::{Now, Working};
use crate::alert::reached;
use crate::limit::Notified;
use crate::money::{Money, NonNegative};
use crate::problem::Problem;
use crate::rule::Rule;
use alloc::format;

/// The daily limits that the day's usage has reached, each once a day.
pub(crate) fn tell_daily(work: &mut Working<'_>, now: &Now<'_>) -> Result<(), Problem> {
    let Some(spend) = work.state.settings.spend.as_ref().filter(|spend| spend.enabled) else { return Ok(()) };
    let today = now.time.date();
    let used = used_on(&work.state, today, work.zero()?);
    let told = work.state.notified.filter(|told| told.date == today);
    let mut told = told.unwrap_or(Notified { date: today, notification: false, budget: false });
    let over = |limit: Option<NonNegative>| -> Result<Option<Money>, Problem> {
        let limit = limit.map(|limit| work.rulebook.money(*limit)).transpose()?;
        Ok(limit.filter(|limit| used >= *limit))
    };
    let (notification, budget) = (over(spend.daily_notification)?, over(spend.daily_budget)?);
    let webhook = spend.webhook.clone();
    let notice = |work: &Working<'_>, name: &str, rule, limit| {
        told!(work.notice(now, name, rule), DailyLimit { limit, used, webhook: webhook.clone() })
    };
    if let Some(limit) = notification.filter(|_| !told.notification) {
        told.notification = true;
        let effect = notice(work, "daily_notification", Rule::SpendDailyNotification, limit);
        work.effects.push(Effect::DailyNotification(effect));
    }
    if let Some(limit) = budget.filter(|_| !told.budget) {
        told.budget = true;
        let effect = notice(work, "daily_budget_reached", Rule::SpendDailyBudget, limit);
        work.effects.push(Effect::DailyBudgetReached(effect));
    }
    if told.notification || told.budget {
        work.state.notified = Some(told);
    }
    Ok(())
}

/// The rising thresholds that the period's usage has reached.
pub(crate) fn tell_thresholds(work: &mut Working<'_>, now: &Now<'_>, before: Money) -> Result<(), Problem> {
    let alerts = work.rulebook.parts().alerts.as_ref();
    let Some(alerts) = alerts.and_then(|alerts| alerts.usage.as_ref()) else { return Ok(()) };
    let used = work.state.period.used;
    for threshold in reached(alerts, work.rulebook, before, used)? {
        work.effects.push(Effect::UsageAlert(told!(
            work.notice(now, &format!("usage_alert/{threshold}"), Rule::AlertUsageThreshold),
            UsageAlert { threshold, used }
        )));
    }
    Ok(())
}
