//! What is in the hand while events are applied: the state, what came of it so far, and the thresholds in force.

use super::allowances;
use super::effect::{Effect, Notice};
use super::event::Payments;
use super::state::State;
use crate::alert::{Threshold, average_daily_usage, in_force};
use crate::catalog::{RechargePolicy, Rulebook, Settlement};
use crate::ledger::{Entry, Kind, Posting, Rules};
use crate::money::{Money, Refusal};
use crate::problem::Problem;
use crate::recharge::Recharge;
use crate::rule::Rule;
use crate::text::{Address, Id};
use crate::time::{Date, Instant};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

pub(crate) struct Fold<'r> {
    pub(crate) rulebook: &'r Rulebook<'r>,
    pub(crate) payments: Payments,
    pub(crate) state: State,
    pub(crate) entries: Vec<Entry>,
    pub(crate) effects: Vec<Effect>,
    /// How many entries there were when each invoice was drafted: one sums up those since the one before it.
    pub(crate) drafts: Vec<usize>,
    /// Nobody reads what usages post and tell: they make no entries and no notices, and the same state but for what the
    /// owner was told last.
    pub(super) quiet: bool,
    /// The end of the open period, where the rulebook has any.
    pub(super) period_end: Option<Instant>,
    /// Auto-recharge in money, where it is offered and switched on; dropped with the thresholds.
    recharge: Option<Option<Recharge>>,
    /// Thresholds in force on a day; dropped when something they are made of changes.
    thresholds: Option<(Date, Vec<Threshold>)>,
}

/// The event at hand. Late events happen now: the account's clock does not go back.
pub(super) struct Now<'e> {
    pub(super) event: &'e Id,
    pub(super) time: Instant,
}

impl<'r> Fold<'r> {
    pub(crate) fn new(rulebook: &'r Rulebook<'r>, payments: Payments, mut state: State) -> Result<Self, Problem> {
        let (entries, effects) = (Vec::new(), Vec::new());
        allowances::include(rulebook, &mut state)?;
        let period_end = period_end(rulebook, state.period.from)?;
        Ok(Self {
            rulebook,
            payments,
            state,
            entries,
            effects,
            drafts: Vec::new(),
            quiet: false,
            period_end,
            recharge: None,
            thresholds: None,
        })
    }

    pub(super) fn zero(&self) -> Result<Money, Refusal> {
        Money::zero(self.rulebook.scale())
    }

    /// Is usage held until it is invoiced?
    pub(super) fn on_invoice(&self) -> bool {
        self.rulebook.parts().settlement == Settlement::OnInvoice
    }

    /// The customer's book: the balance, and where usage is settled on invoice what is only held against it.
    pub(super) fn booked(&self) -> Result<Money, Refusal> {
        let period = &self.state.period;
        if self.on_invoice() {
            self.state.balance.plus(period.used)?.minus(period.bound)
        } else {
            Ok(self.state.balance)
        }
    }

    /// An entry about the state as it is now; whoever posts it adds what it has beside.
    pub(super) fn entry(
        &self,
        id: String,
        now: &Now<'_>,
        kind: Kind,
        description: String,
        postings: Vec<Posting>,
        rules: impl Into<Rules>,
    ) -> Result<Entry, Refusal> {
        Ok(Entry {
            id,
            event: now.event.clone(),
            time: now.time,
            kind,
            description,
            postings,
            balance: self.booked()?,
            line: None,
            hold: None,
            burned: Vec::new(),
            overage: None,
            period: None,
            corrects: None,
            rules: rules.into(),
        })
    }

    /// The thresholds of today: they change with the day's average and the owner's settings only.
    pub(super) fn thresholds(&mut self, today: Date) -> Result<&[Threshold], Problem> {
        if self.thresholds.as_ref().is_none_or(|(day, _)| *day != today) {
            self.thresholds = Some((today, thresholds(self.rulebook, &self.state, today)?));
        }
        Ok(self.thresholds.as_ref().map_or(&[], |(_, thresholds)| thresholds))
    }

    /// What the thresholds are made of has changed.
    pub(super) fn forget_thresholds(&mut self) {
        self.thresholds = None;
    }

    /// The owner's settings have changed.
    pub(super) fn forget_settings(&mut self) {
        self.thresholds = None;
        self.recharge = None;
    }

    /// Policy and setting of auto-recharge, where it is offered and switched on. It stays with the fold: almost
    /// every event asks for it.
    pub(super) fn recharge(&mut self) -> Result<Option<(&'r RechargePolicy, &Recharge)>, Problem> {
        let Some(policy) = self.rulebook.parts().recharge.as_ref() else { return Ok(None) };
        if self.recharge.is_none() {
            let on = self.state.settings.recharge.as_ref().filter(|settings| settings.enabled);
            self.recharge = Some(on.map(|settings| settings.in_money(self.rulebook)).transpose()?);
        }
        Ok(self.recharge.as_ref().and_then(Option::as_ref).map(|recharge| (policy, recharge)))
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

/// Rule `billing.period`: when a period that began here ends.
pub(super) fn period_end(rulebook: &Rulebook<'_>, from: Instant) -> Result<Option<Instant>, Problem> {
    let Some(billing) = rulebook.parts().billing else { return Ok(None) };
    let day = rulebook.day(from)?.next_monthly(billing.anchor_day);
    let end = rulebook.midnight(day)?;
    // Where clocks go back over midnight a day has begun, and a moment after that is of the day before once more.
    Ok(Some(if end > from { end } else { rulebook.midnight(day.next_monthly(billing.anchor_day))? }))
}

/// Rule `alert.recommendation` on a state.
pub(super) fn average(rulebook: &Rulebook, state: &State, today: Date) -> Result<Money, Problem> {
    let opened = state.opened_at.date();
    Ok(average_daily_usage(&state.usage_by_day, opened, today, rulebook.parts().currency, rulebook.scale())?)
}

/// The thresholds in force on a day.
pub(super) fn thresholds(rulebook: &Rulebook, state: &State, today: Date) -> Result<Vec<Threshold>, Problem> {
    let settings = &state.settings;
    in_force(rulebook, settings.alerts.as_deref(), settings.alert_days, average(rulebook, state, today)?)
}
