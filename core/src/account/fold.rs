//! What is in the hand while events are applied: the state, what came of it so far, and the thresholds in force.

use super::effect::{Effect, Notice};
use super::event::Payments;
use super::state::State;
use crate::alert::{Threshold, average_daily_usage, in_force};
use crate::catalog::Rulebook;
use crate::ledger::Entry;
use crate::money::Money;
use crate::problem::Problem;
use crate::rule::Rule;
use crate::text::{Address, Id};
use crate::time::{Date, Instant};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

pub(super) struct Fold<'r> {
    pub(super) rulebook: &'r Rulebook<'r>,
    pub(super) payments: Payments,
    pub(super) state: State,
    pub(super) entries: Vec<Entry>,
    pub(super) effects: Vec<Effect>,
    /// Thresholds in force on a day; dropped when something they are made of changes.
    thresholds: Option<(Date, Vec<Threshold>)>,
}

/// The event at hand. Late events happen now: the account's clock does not go back.
pub(super) struct Now<'e> {
    pub(super) event: &'e Id,
    pub(super) time: Instant,
}

impl<'r> Fold<'r> {
    pub(super) const fn new(rulebook: &'r Rulebook<'r>, payments: Payments, state: State) -> Self {
        Self { rulebook, payments, state, entries: Vec::new(), effects: Vec::new(), thresholds: None }
    }

    pub(super) fn zero(&self) -> Result<Money, Problem> {
        Ok(Money::zero(self.rulebook.scale())?)
    }

    /// The thresholds of today: they change with the day's average and the owner's settings only.
    pub(super) fn thresholds(&mut self, today: Date) -> Result<&[Threshold], Problem> {
        if self.thresholds.as_ref().is_none_or(|(day, _)| *day != today) {
            let average = average(self.rulebook, &self.state, today)?;
            let made = in_force(self.rulebook, self.state.settings.alerts.as_deref(), average)?;
            self.thresholds = Some((today, made));
        }
        Ok(self.thresholds.as_ref().map_or(&[], |(_, thresholds)| thresholds))
    }

    /// What the thresholds are made of has changed.
    pub(super) fn forget_thresholds(&mut self) {
        self.thresholds = None;
    }

    pub(super) fn addresses(&self) -> Vec<Address> {
        self.state.settings.addresses.clone().unwrap_or_default()
    }

    /// A notice about the balance.
    pub(super) fn notice(&self, now: &Now<'_>, name: &str, rule: Rule) -> Notice {
        Notice {
            id: effect_id(now, name),
            event: now.event.clone(),
            time: now.time,
            balance: self.state.balance,
            rule,
            to: self.addresses(),
        }
    }
}

pub(super) fn effect_id(now: &Now<'_>, name: &str) -> String {
    format!("{}/{name}", now.event)
}

/// Rule `alert.recommendation` on a state.
pub(super) fn average(rulebook: &Rulebook, state: &State, today: Date) -> Result<Money, Problem> {
    let opened = state.opened_at.date();
    Ok(average_daily_usage(&state.usage_by_day, opened, today, rulebook.parts().currency, rulebook.scale())?)
}
