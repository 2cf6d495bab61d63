//! The account at a glance, for whoever asks at `as_of`.

use crate::account::event::Payments;
use crate::account::moment::close;
use crate::account::schedule;
use crate::account::standing::{bound_credit, budget_left, held, line, owed, pending, spendable, used_on};
use crate::account::state::{Due, Service, State};
use crate::account::working::{Working, average, thresholds};
use crate::alert::Threshold;
use crate::catalog::Rulebook;
use crate::money::{Exact, Mode, Money, Refusal, Rounding};
use crate::plan::{Subscription, period_end};
use crate::problem::Problem;
use crate::rating::Remaining;
use crate::text::Id;
use crate::time::{Date, Instant};
use crate::wallet::Grant;
use crate::wire::Encode;
use alloc::vec::Vec;

/// What an owner wants to see first.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Overview {
    /// Whose it is.
    pub account: Id,
    /// The moment this was asked for.
    pub as_of: Instant,
    /// What is left for any usage; negative when more was used than paid.
    pub balance: Money,
    /// Credit that is left and bound to products.
    pub bound_credits: Money,
    /// All credit on the account before usage that is not invoiced: remaining credits plus usage this period.
    pub total_credits: Money,
    /// What is left after it: balance and bound credit.
    pub remaining_credits: Money,
    /// All credit there ever was, purchased or given.
    pub lifetime_credits: Money,
    /// Usage that is not invoiced, late usage included.
    pub usage_this_period: Money,
    /// The part of it that belongs to earlier periods.
    pub late_usage_this_period: Money,
    /// When the open period began.
    pub period_from: Instant,
    /// When it ends, where the rulebook has periods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period_until: Option<Instant>,
    /// The credit line on a negative balance.
    pub overage_protection: Money,
    /// What is billed and not paid; it uses the line.
    pub owed: Money,
    /// The invoices of it.
    pub due: Vec<Due>,
    /// Money on its way.
    pub pending: Money,
    /// What open holds reserve.
    pub held: Money,
    /// The day's budget, where one is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub daily_budget: Option<Money>,
    /// Usage of this UTC day.
    pub used_today: Money,
    /// Usage of the UTC day before.
    pub used_yesterday: Money,
    /// What may be used now (rule `balance.available`).
    pub available: Money,
    /// May the account be used?
    pub service: Service,
    /// Average daily usage (rule `alert.recommendation`).
    pub average_daily_usage: Money,
    /// Whole days the balance lasts at the average; absent when nothing is used, zero when nothing is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runway_days: Option<Exact>,
    /// Thresholds in force, highest first.
    pub thresholds: Vec<Threshold>,
    /// Credit, in the order it is burned.
    pub grants: Vec<Grant>,
    /// What is left of allowances.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowances: Vec<Remaining>,
    /// Plans that are taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subscriptions: Vec<Subscription>,
    /// Subaccounts and their parts of the usage.
    pub subaccounts: Vec<PartUsed>,
    /// Payment methods that have expired or do so within thirty days.
    pub expiring_methods: Vec<ExpiringMethod>,
}

/// A subaccount's part.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PartUsed {
    /// Which.
    pub subaccount: Id,
    /// May it be used?
    pub enabled: bool,
    /// Usage of this UTC day.
    pub used_today: Money,
    /// Usage of the open period.
    pub used_this_period: Money,
}

/// A card that cannot be charged for long.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExpiringMethod {
    /// Which.
    pub method: Id,
    /// Is it what is charged where nothing else is named?
    pub default: bool,
    /// Has it expired?
    pub expired: bool,
}

/// Days before the end of a card at which it is worth a warning.
const WARNING_DAYS: u32 = 30;

/// Reads a state at a moment, what was due since its last event included; changes nothing.
///
/// # Errors
/// `overflow` beyond exact money.
pub fn overview(rulebook: &Rulebook, state: &State, as_of: Instant) -> Result<Overview, Problem> {
    figures(&at(rulebook, state.clone(), as_of)?, as_of)
}

/// The same of an account that is at that moment already.
///
/// # Errors
/// `overflow` beyond exact money.
pub(crate) fn figures(work: &Working<'_>, as_of: Instant) -> Result<Overview, Problem> {
    let rulebook = work.rulebook;
    let (state, zero, today) = (&work.state, work.zero()?, as_of.date());
    let (held, spendable, left) = (held(work)?, spendable(work)?, budget_left(work, today)?);
    let average = average(rulebook, state, today)?;
    let bound = bound_credit(work, |grant| grant.is_bound())?;
    let remaining = state.balance.plus(bound)?;
    let available = left.map_or(spendable, |left| left.min(spendable)).minus(held)?.max(zero);
    let used_today = used_on(state, today, zero);
    Ok(Overview {
        account: state.account.clone(),
        as_of,
        balance: state.balance,
        bound_credits: bound,
        total_credits: remaining.plus(state.period.used)?,
        remaining_credits: remaining,
        lifetime_credits: state.lifetime_credits,
        usage_this_period: state.period.used,
        late_usage_this_period: state.period.late,
        period_from: state.period.from,
        period_until: period_end(rulebook, state.period.from)?,
        overage_protection: line(work)?,
        owed: owed(work)?,
        due: state.due.clone(),
        pending: pending(work)?,
        held,
        daily_budget: left.map(|left| left.plus(used_today)).transpose()?,
        used_today,
        used_yesterday: used_on(state, today.days_before(1), zero),
        available: if state.service == Service::Active { available } else { zero },
        service: state.service,
        average_daily_usage: average,
        runway_days: runway_days(state.balance, average)?,
        thresholds: thresholds(rulebook, state, today)?,
        grants: state.grants.clone(),
        allowances: state.allowances.clone(),
        subscriptions: state.subscriptions.clone(),
        subaccounts: parts(work, today)?,
        expiring_methods: expiring(state, as_of),
    })
}

/// The account as it is at this moment, what was due since its last event included.
///
/// # Errors
/// As applying `time_passed`.
pub(crate) fn at<'r>(rulebook: &'r Rulebook<'r>, state: State, as_of: Instant) -> Result<Working<'r>, Problem> {
    let mut work = Working::new(rulebook, Payments::Report, state)?;
    schedule::advance(&mut work, as_of)?;
    close(&mut work)?;
    Ok(work)
}

/// The account at a later moment than it was looked at before, where nothing has become due in between.
///
/// # Errors
/// As applying `time_passed`.
pub(crate) fn still<'r>(
    rulebook: &'r Rulebook<'r>,
    seen: State,
    as_of: Instant,
) -> Result<Option<Working<'r>>, Problem> {
    let mut work = Working::new(rulebook, Payments::Report, seen)?;
    if schedule::next_due(&work, as_of).is_some() {
        return Ok(None);
    }
    schedule::advance(&mut work, as_of)?;
    Ok(Some(work))
}

fn parts(work: &Working<'_>, today: Date) -> Result<Vec<PartUsed>, Refusal> {
    let zero = work.zero()?;
    let part = |known: &crate::limit::Subaccount| PartUsed {
        subaccount: known.subaccount.clone(),
        enabled: known.enabled,
        used_today: known.used_on(today, zero),
        used_this_period: known.used_this_period,
    };
    Ok(work.state.subaccounts.iter().map(part).collect())
}

fn expiring(state: &State, as_of: Instant) -> Vec<ExpiringMethod> {
    let soon = as_of.plus_days(WARNING_DAYS);
    let cards = state.methods.iter().filter_map(|method| match method {
        crate::payment::Method::Card(card) => Some((method.id(), card.expires.last_day().days_after(1).midnight())),
        _ => None,
    });
    cards
        .filter(|(_, end)| *end <= soon)
        .map(|(method, end)| ExpiringMethod {
            method: method.clone(),
            default: state.default_method.as_ref() == Some(method),
            expired: end <= as_of,
        })
        .collect()
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
