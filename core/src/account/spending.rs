//! Rules `spend.daily_notification`, `spend.daily_budget` and `alert.usage_threshold` on an account.

use super::effect::{DailyLimit, Effect, UsageAlert};
use super::fold::{Fold, Now, effect_id};
use super::state::State;
use crate::alert::reached;
use crate::limit::Told;
use crate::money::{Money, NonNegative, Refusal};
use crate::problem::Problem;
use crate::rule::Rule;
use crate::time::Date;
use alloc::format;

/// Usage of a UTC day.
pub(super) fn used_on(state: &State, day: Date, zero: Money) -> Money {
    let found = state.usage_by_day.binary_search_by_key(&day, |kept| kept.date).ok();
    found.and_then(|place| state.usage_by_day.get(place)).map_or(zero, |kept| kept.amount)
}

/// The daily limits that the day's usage has reached, each once a day.
pub(super) fn tell_daily(fold: &mut Fold<'_>, now: &Now<'_>) -> Result<(), Problem> {
    let Some(spend) = fold.state.settings.spend.as_ref().filter(|spend| spend.enabled) else { return Ok(()) };
    let today = now.time.date();
    let used = used_on(&fold.state, today, fold.zero()?);
    let told = fold.state.told.filter(|told| told.date == today);
    let mut told = told.unwrap_or(Told { date: today, notification: false, budget: false });
    let over = |limit: Option<NonNegative>| -> Result<Option<Money>, Problem> {
        let limit = limit.map(|limit| fold.rulebook.money(*limit)).transpose()?;
        Ok(limit.filter(|limit| used >= *limit))
    };
    let (notification, budget) = (over(spend.daily_notification)?, over(spend.daily_budget)?);
    let webhook = spend.webhook.clone();
    let notice = |fold: &Fold<'_>, name: &str, rule, limit| DailyLimit {
        id: effect_id(now, name),
        event: now.event.clone(),
        time: now.time,
        limit,
        used,
        webhook: webhook.clone(),
        balance: fold.state.balance,
        rule,
        to: fold.addresses(),
    };
    if let Some(limit) = notification.filter(|_| !told.notification) {
        told.notification = true;
        let effect = notice(fold, "daily_notification", Rule::SpendDailyNotification, limit);
        fold.effects.push(Effect::DailyNotification(effect));
    }
    if let Some(limit) = budget.filter(|_| !told.budget) {
        told.budget = true;
        let effect = notice(fold, "daily_budget_reached", Rule::SpendDailyBudget, limit);
        fold.effects.push(Effect::DailyBudgetReached(effect));
    }
    if told.notification || told.budget {
        fold.state.told = Some(told);
    }
    Ok(())
}

/// What is left of the day's budget, where one is set; below zero when more was used.
pub(super) fn budget_left(fold: &Fold<'_>, day: Date) -> Result<Option<Money>, Problem> {
    let spend = fold.state.settings.spend.as_ref().filter(|spend| spend.enabled);
    let Some(budget) = spend.and_then(|spend| spend.daily_budget) else { return Ok(None) };
    let used = used_on(&fold.state, day, fold.zero()?);
    Ok(Some(fold.rulebook.money(*budget)?.minus(used)?))
}

/// The rising thresholds that the period's usage has reached.
pub(super) fn tell_thresholds(fold: &mut Fold<'_>, now: &Now<'_>, before: Money) -> Result<(), Problem> {
    let alerts = fold.rulebook.parts().alerts.as_ref();
    let Some(alerts) = alerts.and_then(|alerts| alerts.usage.as_ref()) else { return Ok(()) };
    let used = fold.state.period.used;
    for threshold in reached(alerts, fold.rulebook, before, used)? {
        fold.effects.push(Effect::UsageAlert(UsageAlert {
            id: effect_id(now, &format!("usage_alert/{threshold}")),
            event: now.event.clone(),
            time: now.time,
            threshold,
            used,
            balance: fold.state.balance,
            rule: Rule::AlertUsageThreshold,
            to: fold.addresses(),
        }));
    }
    Ok(())
}

/// The credit line: the account's own, else the rulebook's, else none.
pub(crate) fn line(fold: &Fold<'_>) -> Result<Money, Problem> {
    let policy = fold.rulebook.parts().overage.as_ref();
    match fold.state.settings.overage_protection.or(policy.map(|policy| policy.protection)) {
        Some(line) => fold.rulebook.money(*line),
        None => Ok(fold.zero()?),
    }
}

/// What is billed and not paid.
pub(crate) fn owed(fold: &Fold<'_>) -> Result<Money, Refusal> {
    fold.state.due.iter().try_fold(fold.zero()?, |sum, due| sum.plus(due.amount))
}

/// What open holds reserve.
pub(super) fn held(fold: &Fold<'_>) -> Result<Money, Refusal> {
    fold.state.holds.iter().try_fold(fold.zero()?, |sum, hold| sum.plus(hold.amount))
}

/// Rule `overage.protection`: the balance, and what is left of the credit line. What is billed and not paid uses the
/// line, but never credit that is paid for.
pub(crate) fn spendable(fold: &Fold<'_>) -> Result<Money, Problem> {
    spendable_of(fold, fold.state.balance)
}

/// The same of another balance than the present one.
pub(crate) fn spendable_of(fold: &Fold<'_>, balance: Money) -> Result<Money, Problem> {
    let line_left = line(fold)?.minus(owed(fold)?)?.max(fold.zero()?);
    Ok(balance.plus(line_left)?)
}
