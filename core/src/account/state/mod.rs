//! The state of an account between calls: compact, versioned, no events in it.

mod accept;
mod allowances;
mod customer;
mod fees;
mod mismatch;
mod parts;
mod settings;
mod stored;
mod sums;
mod v1;
mod v2;

pub(crate) use allowances::{fresh, include, included, of_units, rolled};
pub(crate) use customer::check_customer;
pub(crate) use fees::remember_fees;
pub use parts::{
    BlockedBy, ChargedFee, CounterPayers, Due, Invoiced, InvoicedProduct, OpenCharge, OpenPeriod, OveragePayer,
    PaidPart, Taken, TakenBack,
};
pub use settings::Settings;
pub use stored::Stored;

use crate::alert::{Below, DayAmount};
use crate::catalog::Rulebook;
use crate::invoice::Item;
use crate::ledger::Period;
use crate::limit::{Hold, Notified, Subaccount};
use crate::money::{Currency, Money, Refusal};
use crate::party::Party;
use crate::payment::{Method, OpenDebit};
use crate::plan::Subscription;
use crate::problem::Problem;
use crate::rating::{Counter, Remaining};
use crate::recharge::{Attempts, Pause};
use crate::text::Id;
use crate::time::{Date, Instant};
use crate::wallet::Grant;
use crate::wire::{Decode, Encode};
use alloc::boxed::Box;
use alloc::vec::Vec;

/// The version this engine writes. Older ones are read (see `v1` and `v2`).
const VERSION: u32 = 3;

/// May the account be used?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// Yes, as far as the balance goes.
    Active,
    /// No, until the balance is above zero again.
    Suspended,
    /// No more: what is due is still paid and credited.
    Closed,
}

/// What opens an account.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// Its id.
    pub account: Id,
    /// When it opens.
    pub time: Instant,
    /// The owner's first settings.
    #[serde(default)]
    pub settings: Settings,
    /// Who is billed; where the rulebook drafts invoices it must stand here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<Box<Party>>,
}

/// The account between calls. Only the engine writes it; doors and stores keep it as it is.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Version of this shape.
    pub version: u32,
    /// Whose it is.
    pub account: Id,
    /// Its one currency.
    pub currency: Currency,
    /// When it was opened.
    pub opened_at: Instant,
    /// The latest event time seen: the account's own clock.
    pub as_of: Instant,
    /// What the customer has; negative when more was used than paid.
    pub balance: Money,
    /// May it be used?
    pub service: Service,
    /// What the owner has set.
    pub settings: Settings,
    /// Usage by UTC day: the last thirty and today.
    pub usage_by_day: Vec<DayAmount>,
    /// Which of the alerts that move by themselves have fired and not re-armed.
    #[serde(default)]
    pub below: Below,
    /// The recharge on its way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<OpenCharge>,
    /// What failed attempts left behind.
    #[serde(default)]
    pub attempts: Attempts,
    /// What the owner was told last about charges that are not made.
    #[serde(skip_serializing_if = "Option::is_none", alias = "held")]
    pub recharge_blocked: Option<BlockedBy>,
    /// Charges of this calendar month by UTC day, failed ones taken out.
    #[serde(default)]
    pub charged_by_day: Vec<DayAmount>,
    /// Credit, in burn order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grants: Vec<Grant>,
    /// All credit there ever was, purchased or given.
    pub lifetime_credits: Money,
    /// The open billing period.
    pub period: OpenPeriod,
    /// What the open period has seen of rates that look at a period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counters: Vec<Counter>,
    /// What is left of allowances.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowances: Vec<Remaining>,
    /// Plans that the account has taken, in the order of their names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subscriptions: Vec<Subscription>,
    /// Products of which it has had a trial, in the order of their names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trials: Vec<Id>,
    /// Who is billed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<Box<Party>>,
    /// Discounts taken, in the order in which they come off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<Taken>,
    /// What the next invoice will show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unbilled: Vec<Item>,
    /// Closed periods, the latest last: usage that arrives late belongs to one of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<Period>,
    /// Invoices that are not paid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub due: Vec<Due>,
    /// Open holds, in the order they were taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<Hold>,
    /// What the daily limits told last.
    #[serde(skip_serializing_if = "Option::is_none", alias = "told")]
    pub notified: Option<Notified>,
    /// Subaccounts, in the order they became known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subaccounts: Vec<Subaccount>,
    /// Payment methods, in the order they were added.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<Method>,
    /// The method that is charged where none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_method: Option<Id>,
    /// The day of the next scheduled bank debit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub debit_on: Option<Date>,
    /// Bank debits on their way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub debits: Vec<OpenDebit>,
    /// Coupons that were redeemed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coupons: Vec<Id>,
    /// The last events, so that each counts once whatever call it comes in again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recent: Vec<Id>,
    /// Fees that were charged, as long as some of them can be credited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charged: Vec<ChargedFee>,
    /// Invoices, as long as they can be credited, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invoices: Vec<Invoiced>,
    /// What has been taken back, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken_back: Vec<TakenBack>,
    /// Who paid for what the open period has counted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counter_payers: Vec<CounterPayers>,
    /// Who paid overage down, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overage_payers: Vec<OveragePayer>,
}

impl State {
    /// A new account: nothing on it.
    ///
    /// # Errors
    /// What is wrong with its settings.
    pub fn open(rulebook: &Rulebook, opening: &Opening) -> Result<Self, Problem> {
        opening.settings.check(rulebook, &[]).map_err(|problem| problem.under("settings"))?;
        let customer = opening.customer.as_deref();
        check_customer(rulebook, customer, opening.time).map_err(|problem| problem.under("customer"))?;
        let mut state = Self::blank(rulebook, opening)?;
        state.schedule_debit();
        Ok(state)
    }

    /// An account on which nothing has happened.
    fn blank(rulebook: &Rulebook, opening: &Opening) -> Result<Self, Problem> {
        let zero = Money::zero(rulebook.scale())?;
        Ok(Self {
            version: VERSION,
            account: opening.account.clone(),
            currency: rulebook.parts().currency,
            opened_at: opening.time,
            as_of: opening.time,
            balance: zero,
            service: Service::Active,
            settings: opening.settings.clone(),
            usage_by_day: Vec::new(),
            below: Below::default(),
            open: None,
            attempts: Attempts::default(),
            recharge_blocked: None,
            charged_by_day: Vec::new(),
            grants: Vec::new(),
            lifetime_credits: zero,
            period: OpenPeriod {
                from: opening.time,
                used: zero,
                late: zero,
                bound: zero,
                to_invoice: None,
                given_back: None,
                paid_by: Vec::new(),
                carried: None,
                invoiced_until: None,
                interim: None,
            },
            counters: Vec::new(),
            allowances: Vec::new(),
            subscriptions: Vec::new(),
            trials: Vec::new(),
            customer: opening.customer.clone(),
            discounts: Vec::new(),
            unbilled: Vec::new(),
            closed: Vec::new(),
            due: Vec::new(),
            holds: Vec::new(),
            notified: None,
            subaccounts: Vec::new(),
            methods: Vec::new(),
            default_method: None,
            debit_on: None,
            debits: Vec::new(),
            coupons: Vec::new(),
            recent: Vec::new(),
            charged: Vec::new(),
            invoices: Vec::new(),
            taken_back: Vec::new(),
            counter_payers: Vec::new(),
            overage_payers: Vec::new(),
        })
    }

    /// Other settings, for a what-if: the parts that stand there replace the account's.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(crate) fn try_settings(&mut self, rulebook: &Rulebook, settings: &Settings) -> Result<(), Problem> {
        settings.check(rulebook, &self.methods)?;
        self.settings.replace(settings);
        Ok(())
    }

    /// The next scheduled debit is on the first such day after today.
    pub(super) fn schedule_debit(&mut self) {
        let schedule = self.settings.bank_debit.as_ref().filter(|debit| debit.enabled);
        self.debit_on = schedule.map(|debit| self.as_of.date().next_monthly(debit.day_of_month));
    }

    /// The method that a recharge charges: the setting's own, else the account's default.
    pub(crate) fn method_in_force(&self) -> Option<&Id> {
        let own = self.settings.recharge.as_ref().and_then(|recharge| recharge.method.as_ref());
        own.or(self.default_method.as_ref())
    }

    /// Money on its way from banks.
    pub(crate) fn on_its_way(&self) -> Result<Money, Refusal> {
        self.debits.iter().try_fold(self.balance.minus(self.balance)?, |sum, debit| sum.plus(debit.amount))
    }

    /// Is a charge held back by what time lets through: a limit, or spacing? The ladder waits for a debit.
    pub(crate) fn waits_for_time(&self) -> bool {
        self.recharge_blocked.is_some_and(|by| by.limit.is_some() || by.pause == Some(Pause::Spacing))
    }

    /// Is this charge on its way?
    pub(crate) fn is_asked_for(&self, charge: &Id) -> bool {
        self.open.as_ref().is_some_and(|open| open.charge == *charge)
            || self.debits.iter().any(|debit| debit.charge == *charge)
    }
}
