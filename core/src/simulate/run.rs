//! Rule `simulate.day`: day by day to a horizon.
//!
//! The first simulated day is the one after `as_of`. Each day's usage happens in one piece at noon UTC; charges are
//! answered at once. Everything else is the account's own fold, so a simulation cannot say what the bill would not.

use super::Pattern;
use crate::account::{Effect, Payments, Settings, State, Working, simulated_day, spendable};
use crate::catalog::Rulebook;
use crate::ledger::Kind;
use crate::money::{Money, Refusal};
use crate::problem::{Code, Problem};
use crate::text::Id;
use crate::time::{Date, Instant};
use crate::wire::{Decode, Encode};
use alloc::format;
use alloc::vec::Vec;

/// Longest horizon: ten years.
const DAYS_MAX: u32 = 3_660;
/// Most that can happen in one run: nobody reads more, and an answer has an end.
const EFFECTS_MAX: usize = 50_000;

/// Days on which charges are declined, softly.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Declines {
    /// From this day on.
    pub from: Date,
    /// Before this day; without it to the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// What is simulated.
pub struct Scenario<'a> {
    /// Now.
    pub as_of: Instant,
    /// How many days.
    pub days: u32,
    /// How much is used.
    pub usage: &'a Pattern,
    /// Of which product, for credit that is bound to some.
    pub product: &'a Id,
    /// When charges fail.
    pub declines: Option<&'a Declines>,
    /// Other settings than the account has.
    pub settings: Option<&'a Settings>,
}

/// A simulated day.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Day {
    /// Which.
    pub date: Date,
    /// Usage of the day.
    pub used: Money,
    /// Usage that was denied: service suspended, or the day's budget used up.
    pub denied: Money,
    /// Recharges and debits of the day that were paid.
    pub charged: Money,
    /// The balance when it ends.
    pub balance: Money,
}

/// The whole run in numbers.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Totals {
    /// Usage.
    pub used: Money,
    /// Recharges and debits that were paid.
    pub charged: Money,
    /// How many these are.
    pub charges: u32,
    /// Charges that failed.
    pub failures: u32,
    /// Alerts on the balance.
    pub alerts: u32,
    /// The lowest balance at the end of a day.
    pub lowest_balance: Money,
}

/// What comes.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Simulated {
    /// The first day at whose end the balance is zero or below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance_ends_on: Option<Date>,
    /// The first day at whose end nothing is left to spend, credit line included: the money ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub money_ends_on: Option<Date>,
    /// The first day on which service is suspended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suspended_on: Option<Date>,
    /// The run in numbers.
    pub totals: Totals,
    /// Day by day.
    pub days: Vec<Day>,
    /// What happens, in order: alerts, charges, failures, suspension, invoices.
    pub effects: Vec<Effect>,
}

/// Simulates. Nothing is kept.
///
/// # Errors
/// `horizon_range`, `pattern_empty`, `time_range` beyond the calendar, what is wrong with the settings, or `overflow`.
pub fn simulate(rulebook: &Rulebook, mut state: State, scenario: &Scenario<'_>) -> Result<Simulated, Problem> {
    let today = scenario.as_of.date();
    check(scenario, today)?;
    if let Some(settings) = scenario.settings {
        state.try_settings(rulebook, settings).map_err(|problem| problem.under("settings"))?;
    }
    let pattern = scenario.usage.accept(rulebook, &state, today).map_err(|problem| problem.under("usage"))?;
    let zero = Money::zero(rulebook.scale())?;
    let totals =
        Totals { used: zero, charged: zero, charges: 0, failures: 0, alerts: 0, lowest_balance: state.balance };
    let mut run = Simulated {
        balance_ends_on: None,
        money_ends_on: None,
        suspended_on: None,
        totals,
        days: Vec::with_capacity(usize::try_from(scenario.days).unwrap_or(0)),
        effects: Vec::new(),
    };
    let mut work = Working::new(rulebook, Payments::Succeed, state)?;
    for number in 0..scenario.days {
        let day = today.days_after(number.saturating_add(1));
        work.payments = if declined(scenario.declines, day) { Payments::Decline } else { Payments::Succeed };
        let wanted = pattern.of(day, usize::try_from(number).unwrap_or(usize::MAX), zero);
        let used = simulated_day(&mut work, day, scenario.product, wanted)?;
        run.note(&mut work, day, used, wanted.minus(used)?)?;
        if run.effects.len() > EFFECTS_MAX {
            let message = format!("more than {EFFECTS_MAX} effects within {} days", number.saturating_add(1));
            return Err(Problem::new(Code::HorizonRange, message, "simulate fewer days, or less usage").under("days"));
        }
    }
    Ok(run)
}

fn check(scenario: &Scenario<'_>, today: Date) -> Result<(), Problem> {
    if !(1..=DAYS_MAX).contains(&scenario.days) {
        let message = format!("{} days are not from 1 to {DAYS_MAX}", scenario.days);
        return Err(Problem::new(Code::HorizonRange, message, "simulate fewer days").under("days"));
    }
    // One day to spare, for what is due at the end of the last.
    if today.days_after(scenario.days.saturating_add(1)).in_bounds() {
        return Ok(());
    }
    let message = format!("{} days from {today} end after 2199", scenario.days);
    Err(Problem::new(Code::TimeRange, message, "simulate fewer days").under("days"))
}

fn declined(declines: Option<&Declines>, day: Date) -> bool {
    declines.is_some_and(|declines| declines.from <= day && declines.until.is_none_or(|until| day < until))
}

impl Simulated {
    /// Adds a day that has been run.
    fn note(&mut self, work: &mut Working<'_>, date: Date, used: Money, denied: Money) -> Result<(), Problem> {
        let (balance, zero) = (work.state.balance, used.minus(used)?);
        let mut charged = zero;
        for entry in work.entries.drain(..).filter(|entry| matches!(entry.kind, Kind::Recharge | Kind::BankDebit)) {
            let amount = entry.postings.first().map_or(zero, |posting| posting.amount);
            charged = charged.plus(amount)?;
            self.totals.charges = self.totals.charges.saturating_add(1);
        }
        for effect in &work.effects {
            let count = match effect {
                Effect::Alert(_) => &mut self.totals.alerts,
                Effect::RechargeFailed(_) | Effect::DebitFailed(_) => &mut self.totals.failures,
                Effect::Suspended(notice) => {
                    self.suspended_on.get_or_insert(notice.time.date());
                    continue;
                }
                _ => continue,
            };
            *count = count.saturating_add(1);
        }
        self.effects.append(&mut work.effects);
        if !balance.is_positive() {
            self.balance_ends_on.get_or_insert(date);
        }
        if !spendable(work)?.is_positive() {
            self.money_ends_on.get_or_insert(date);
        }
        self.sum(used, charged, balance)?;
        self.days.push(Day { date, used, denied, charged, balance });
        Ok(())
    }

    fn sum(&mut self, used: Money, charged: Money, balance: Money) -> Result<(), Refusal> {
        self.totals.used = self.totals.used.plus(used)?;
        self.totals.charged = self.totals.charged.plus(charged)?;
        self.totals.lowest_balance = self.totals.lowest_balance.min(balance);
        Ok(())
    }
}
