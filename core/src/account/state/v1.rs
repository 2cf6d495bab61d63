//! Version 1 of the state, from when credit was one number: read, and brought forward.

use super::{BlockedBy, OpenCharge, OpenPeriod, Opening, Service, Settings};
use crate::alert::{Below, DayAmount};
use crate::catalog::{Rulebook, priority};
use crate::money::{Currency, Money};
use crate::problem::Problem;
use crate::recharge::Attempts;
use crate::text::Id;
use crate::time::Instant;
use crate::wallet::{Grant, Source};
use crate::wire::{Decode, Encode};
use alloc::string::String;
use alloc::vec::Vec;

/// The account state of version 1.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "StateV1"))]
#[serde(deny_unknown_fields)]
pub struct State {
    /// 1.
    pub version: u32,
    /// Whose it is.
    pub account: Id,
    /// Its one currency.
    pub currency: Currency,
    /// When it was opened.
    pub opened_at: Instant,
    /// The latest event time seen.
    pub as_of: Instant,
    /// What the customer has.
    pub balance: Money,
    /// May it be used?
    pub service: Service,
    /// What the owner has set.
    pub settings: Settings,
    /// Usage by UTC day.
    pub usage_by_day: Vec<DayAmount>,
    /// The average alert has fired and not re-armed.
    #[serde(default)]
    pub below_average: bool,
    /// The charge on its way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<OpenCharge>,
    /// What failed attempts left behind.
    #[serde(default)]
    pub attempts: Attempts,
    /// What the owner was told last about charges that are not made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<BlockedBy>,
    /// Charges of this calendar month by UTC day.
    #[serde(default)]
    pub charged_by_day: Vec<DayAmount>,
}

impl State {
    /// The same account in the present shape. Its credit becomes one purchased grant, as all credit was then; what
    /// came in before is not known, so the lifetime's credit starts with it. Its billing period begins at its clock.
    ///
    /// # Errors
    /// `overflow`: never for a state of a former answer.
    pub(super) fn forward(self, rulebook: &Rulebook) -> Result<super::State, Problem> {
        let credit = self.balance.max(Money::zero(self.balance.scale())?);
        let grant = Grant {
            grant: Id::made(String::from("balance.v1")),
            source: Source::Purchased,
            amount: credit,
            left: credit,
            from: self.opened_at,
            until: None,
            priority: priority(),
            products: Vec::new(),
            scheduled: false,
            reason: None,
            expired: None,
        };
        let opening = Opening { account: self.account, time: self.opened_at, settings: self.settings, customer: None };
        let blank = super::State::blank(rulebook, &opening)?;
        Ok(super::State {
            as_of: self.as_of,
            balance: self.balance,
            service: self.service,
            usage_by_day: self.usage_by_day,
            below: Below { average: self.below_average, days_left: false },
            open: self.open,
            attempts: self.attempts,
            recharge_blocked: self.held,
            charged_by_day: self.charged_by_day,
            grants: if credit.is_positive() { Vec::from([grant]) } else { Vec::new() },
            lifetime_credits: credit,
            period: OpenPeriod { from: self.as_of, ..blank.period },
            currency: self.currency,
            ..blank
        })
    }
}
