//! What is in the hand while events are applied: the state, what came of it so far, and the thresholds in force.

use super::effect::{Effect, Notice};
use super::event::Payments;
use super::state::{Service, State, include};
use crate::alert::{Threshold, average_daily_usage, in_force};
use crate::catalog::{RechargePolicy, Rulebook, Settlement};
use crate::ledger::{Entry, Kind, Posting, Rules};
use crate::money::{Money, Refusal};
use crate::plan::period_end;
use crate::problem::Problem;
use crate::recharge::Recharge;
use crate::rule::Rule;
use crate::text::{Address, Id};
use crate::time::{Date, Instant};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

pub(crate) struct Working<'r> {
    pub(crate) rulebook: &'r Rulebook<'r>,
    pub(crate) payments: Payments,
    pub(crate) state: State,
    pub(crate) entries: Vec<Entry>,
    pub(crate) effects: Vec<Effect>,
    /// How many entries there were when each invoice was drafted: one sums up those since the one before it.
    pub(crate) drafts: Vec<usize>,
    /// Nobody reads what usages post and tell: they make no entries and no notices, and the same state but for what the
    /// owner was told last.
    pub(crate) quiet: bool,
    /// What the call brings along of what its events take back.
    originals: &'r [Entry],
    /// What has happened in the moment at hand.
    pub(crate) moment: Moment,
    /// What the moment that ends is told of comes from there; outside of its end from an event.
    pub(crate) origin: Origin,
    /// The end of the open period, where the rulebook has any.
    pub(crate) period_end: Option<Instant>,
    /// Auto-recharge in money, where it is offered and switched on; dropped with the thresholds.
    recharge: Option<Option<Recharge>>,
    /// Thresholds in force on a day; dropped when something they are made of changes.
    thresholds: Option<(Date, Vec<Threshold>)>,
}

/// A row of charges for one triggering event.
#[derive(Clone, Debug)]
pub(crate) struct Burst {
    pub(crate) event: Id,
    pub(crate) charges: u32,
    pub(crate) sum: Money,
}

/// Where what a moment is told of comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Origin {
    /// An event, or a period's or cycle's end, whose name no other moment has.
    Event,
    /// A hold, grant, invoice, debit or method whose time has come: it is called as the event that once made it.
    Due,
}

/// The moment at hand: all that happens at one time.
#[derive(Clone, Debug)]
pub(crate) struct Moment {
    /// Its time and what it is told of: the first of its facts that moved the balance, else its first. None: not begun.
    head: Option<(Instant, Id, Origin)>,
    moved: bool,
    /// What the next invoice asked for before it.
    to_invoice: Money,
    /// A billing period has ended.
    pub(crate) period_ended: bool,
    /// What reacts to it looks at this.
    pub(crate) seen: Seen,
}

/// What has happened since anybody looked.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// The balance before it.
    pub(crate) balance: Money,
    /// Usage of the open period before it.
    pub(crate) used: Money,
    /// What of it went back to who paid: no reason to charge.
    pub(crate) paid_back: Money,
    /// Something was used, or its limits have changed.
    pub(crate) usage: bool,
    /// Credit was bought.
    pub(crate) purchase: bool,
    /// A charge that was held back is worth another look, whatever the balance did.
    pub(crate) retry: bool,
    /// A charge has failed, or may be the last of its row.
    pub(crate) unpaid: bool,
    /// A charge was paid: its row goes on.
    pub(crate) burst: Option<Burst>,
}

impl Seen {
    const fn nothing(state: &State, zero: Money) -> Self {
        let (balance, used) = (state.balance, state.period.used);
        let paid_back = zero;
        Self { balance, used, paid_back, usage: false, purchase: false, retry: false, unpaid: false, burst: None }
    }
}

impl Moment {
    fn new(state: &State, zero: Money) -> Self {
        let (to_invoice, seen) = (state.period.to_invoice.unwrap_or(zero), Seen::nothing(state, zero));
        Self { head: None, moved: false, to_invoice, period_ended: false, seen }
    }

    /// Begins anew in its place, and answers what it has seen. Nearly every event ends a moment.
    #[inline]
    fn begin(&mut self, state: &State, zero: Money) -> Seen {
        (self.head, self.moved, self.period_ended) = (None, false, false);
        self.to_invoice = state.period.to_invoice.unwrap_or(zero);
        core::mem::replace(&mut self.seen, Seen::nothing(state, zero))
    }
}

/// The event at hand. Late events happen now: the account's clock does not go back.
pub(crate) struct Now<'e> {
    pub(crate) event: &'e Id,
    pub(crate) time: Instant,
}

impl<'r> Working<'r> {
    pub(crate) fn new(rulebook: &'r Rulebook<'r>, payments: Payments, mut state: State) -> Result<Self, Problem> {
        let (entries, effects) = (Vec::new(), Vec::new());
        include(rulebook, &mut state)?;
        let open = state.service != Service::Closed;
        let period_end = if open { period_end(rulebook, state.period.from)? } else { None };
        let moment = Moment::new(&state, Money::zero(rulebook.scale())?);
        Ok(Self {
            rulebook,
            payments,
            state,
            entries,
            effects,
            drafts: Vec::new(),
            originals: &[],
            quiet: false,
            moment,
            origin: Origin::Event,
            period_end,
            recharge: None,
            thresholds: None,
        })
    }

    /// With entries that its events take back.
    pub(crate) fn with(mut self, originals: &'r [Entry]) -> Self {
        self.originals = originals;
        self
    }

    /// The entry that is taken back: one that this call has made, or one that it brings along.
    pub(crate) fn original(&self, such: impl Fn(&Entry) -> bool) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| such(entry)).or_else(|| self.originals.iter().find(|entry| such(entry)))
    }

    pub(crate) fn zero(&self) -> Result<Money, Refusal> {
        Money::zero(self.rulebook.scale())
    }

    /// Is usage held until it is invoiced?
    pub(crate) fn on_invoice(&self) -> bool {
        self.rulebook.parts().settlement == Settlement::OnInvoice
    }

    /// Is a moment of another time open?
    pub(crate) fn is_past(&self, time: Instant) -> bool {
        self.moment.head.as_ref().is_some_and(|(at, ..)| *at != time)
    }

    /// A fact of the moment has been taken in.
    pub(crate) fn note(&mut self, now: &Now<'_>, origin: Origin) {
        let to_invoice = self.state.period.to_invoice.map_or(0, Money::units);
        let moved = self.state.balance.units() != self.moment.seen.balance.units()
            || to_invoice != self.moment.to_invoice.units();
        if self.moment.head.is_none() || moved && !self.moment.moved {
            self.moment.head = Some((now.time, now.event.clone(), origin));
            self.moment.moved = moved;
        }
    }

    /// The moment at hand ends: its time and what it is told of, where one has begun.
    pub(crate) fn end(&mut self) -> Option<(Instant, Id)> {
        self.moment.moved = false;
        let (time, event, origin) = self.moment.head.take()?;
        self.origin = origin;
        Some((time, event))
    }

    /// What charges and invoices of the moment are named after, so that no other moment names any so.
    pub(crate) fn named(&self, now: &Now<'_>) -> Id {
        match self.origin {
            Origin::Event => now.event.clone(),
            Origin::Due => Id::derived("due_", &[now.event, &Id::made(format!("{}", now.time.date()))], 1),
        }
    }

    /// What the next invoice asks for, whatever credit there is; below zero what it takes off.
    pub(crate) fn to_invoice(&self) -> Result<Money, Refusal> {
        self.state.period.to_invoice.map_or_else(|| self.zero(), Ok)
    }

    /// The next invoice asks for so much more.
    pub(crate) fn add_to_invoice(&mut self, amount: Money) -> Result<(), Refusal> {
        let all = self.to_invoice()?.plus(amount)?;
        self.state.period.to_invoice = Some(all).filter(|all| !all.is_zero());
        Ok(())
    }

    /// Can nothing come of the moment? Then nobody has to look: of rows of usage that nobody reads, while credit lasts and
    /// nothing charges or invoices in between.
    pub(crate) fn is_calm(&self) -> bool {
        let Seen { purchase, retry, unpaid, burst, .. } = &self.moment.seen;
        let flagged = *purchase || *retry || *unpaid || self.moment.period_ended || burst.is_some();
        if !self.quiet || flagged || self.state.service != Service::Active || self.state.open.is_some() {
            return false;
        }
        let parts = self.rulebook.parts();
        let charges = parts.recharge.is_some() && self.state.settings.recharge.is_some();
        let invoices = parts.invoice.as_ref().is_some_and(|policy| policy.interim.is_some());
        !charges && !invoices && self.state.balance.units() > 0
    }

    /// What has happened since the last look; the next begins here.
    pub(crate) fn look(&mut self) -> Result<Seen, Refusal> {
        let zero = self.zero()?;
        Ok(self.moment.begin(&self.state, zero))
    }

    /// From when on nothing of the open period is invoiced.
    pub(crate) fn invoiced_until(&self) -> Instant {
        self.state.period.invoiced_until.unwrap_or(self.state.period.from)
    }

    /// Does an invoice show what was used at this time?
    pub(crate) fn is_invoiced(&self, time: Instant) -> bool {
        match self.state.period.invoiced_until {
            // What happened as it was drafted is on it.
            Some(drafted) => time <= drafted,
            None => time < self.state.period.from,
        }
    }

    /// What no credit has paid. Credit that has ended and that a hold keeps stands in the balance beside it.
    pub(crate) fn overage(&self) -> Result<Money, Refusal> {
        let (zero, balance) = (self.zero()?, self.state.balance);
        let grants = || self.state.grants.iter().filter(|grant| !grant.is_bound() && !grant.scheduled);
        if !grants().any(|grant| grant.expired.is_some() && grant.left.is_positive()) {
            return Ok(balance.negated().max(zero));
        }
        let left = grants().map(|grant| grant.left).try_fold(zero, Money::plus)?;
        Ok(left.minus(balance)?.max(zero))
    }

    /// The customer's book: the balance, and where usage is settled on invoice what is only held against it.
    pub(crate) fn booked(&self) -> Result<Money, Refusal> {
        let period = &self.state.period;
        if self.on_invoice() {
            self.state.balance.plus(period.used)?.minus(period.bound)
        } else {
            Ok(self.state.balance)
        }
    }

    /// An entry about the state as it is now; whoever posts it adds what it has beside.
    pub(crate) fn entry(
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
            posted: None,
            kind,
            description,
            postings,
            balance: self.booked()?,
            line: None,
            hold: None,
            burned: Vec::new(),
            overage: None,
            period: None,
            product: None,
            corrects: None,
            invoice: None,
            rules: rules.into(),
        })
    }

    /// The thresholds of today: they change with the day's average and the owner's settings only.
    pub(crate) fn thresholds(&mut self, today: Date) -> Result<&[Threshold], Problem> {
        if self.thresholds.as_ref().is_none_or(|(day, _)| *day != today) {
            self.thresholds = Some((today, thresholds(self.rulebook, &self.state, today)?));
        }
        Ok(self.thresholds.as_ref().map_or(&[], |(_, thresholds)| thresholds))
    }

    /// What the thresholds are made of has changed.
    pub(crate) fn forget_thresholds(&mut self) {
        self.thresholds = None;
    }

    /// The owner's settings have changed.
    pub(crate) fn forget_settings(&mut self) {
        self.thresholds = None;
        self.recharge = None;
    }

    /// Policy and setting of auto-recharge, where it is offered and switched on. It stays with the work: almost
    /// every event asks for it.
    pub(crate) fn recharge(&mut self) -> Result<Option<(&'r RechargePolicy, &Recharge)>, Problem> {
        let Some(policy) = self.rulebook.parts().recharge.as_ref() else { return Ok(None) };
        if self.recharge.is_none() {
            let on = self.state.settings.recharge.as_ref().filter(|settings| settings.enabled);
            self.recharge = Some(on.map(|settings| settings.in_money(self.rulebook)).transpose()?);
        }
        Ok(self.recharge.as_ref().and_then(Option::as_ref).map(|recharge| (policy, recharge)))
    }

    pub(crate) fn addresses(&self) -> Vec<Address> {
        self.state.settings.addresses.clone().unwrap_or_default()
    }

    /// The same for the doors alone: nobody is written to.
    pub(crate) fn signal(&self, now: &Now<'_>, name: &str, rule: Rule) -> Notice {
        Notice { to: Vec::new(), ..self.notice(now, name, rule) }
    }

    /// A notice about the balance, or what an effect says beside its own (`told`).
    pub(crate) fn notice(&self, now: &Now<'_>, name: &str, rule: Rule) -> Notice {
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

pub(crate) fn effect_id(now: &Now<'_>, name: &str) -> String {
    format!("{}/{name}", now.event)
}

/// Rule `alert.recommendation` on a state.
pub(crate) fn average(rulebook: &Rulebook, state: &State, today: Date) -> Result<Money, Problem> {
    let opened = state.opened_at.date();
    Ok(average_daily_usage(&state.usage_by_day, opened, today, rulebook.parts().currency, rulebook.scale())?)
}

/// The thresholds in force on a day.
pub(crate) fn thresholds(rulebook: &Rulebook, state: &State, today: Date) -> Result<Vec<Threshold>, Problem> {
    let settings = &state.settings;
    in_force(rulebook, settings.alerts.as_deref(), settings.alert_days, average(rulebook, state, today)?)
}
