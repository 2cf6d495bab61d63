//! The state of an account between calls: compact, versioned, no events in it.

use super::Settings;
use crate::alert::DayAmount;
use crate::catalog::Rulebook;
use crate::money::{Currency, Money};
use crate::problem::{Code, Problem};
use crate::recharge::{Attempts, Limit, Pause};
use crate::text::Id;
use crate::time::Instant;
use alloc::format;
use alloc::vec::Vec;
use counterfoil_derive::Decode;
use serde::Serialize;

/// The version this engine writes.
const VERSION: u32 = 1;

/// May the account be used?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// Yes, as far as the balance goes.
    Active,
    /// No, until the balance is above zero again.
    Suspended,
}

/// What opens an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
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
}

/// A charge on its way; never more than one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenCharge {
    /// Its id, and the idempotency key at the gateway.
    pub charge: Id,
    /// How much.
    pub amount: Money,
    /// The method it was asked of.
    pub method: Id,
    /// The event that triggered its burst.
    pub event: Id,
    /// Its place in the burst, from one.
    pub sequence: u32,
    /// What the burst has charged, this one included.
    pub burst: Money,
    /// When it was asked for.
    pub time: Instant,
}

/// What the owner was told last about charges that are not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// A limit cut the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// Failures pause it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pause: Option<Pause>,
}

/// The account between calls. Only the engine writes it; doors and stores keep it as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
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
    pub held: Option<Held>,
    /// Charges of this calendar month by UTC day, failed ones taken out.
    #[serde(default)]
    pub charged_by_day: Vec<DayAmount>,
}

impl State {
    /// A new account: nothing on it.
    ///
    /// # Errors
    /// What is wrong with its settings.
    pub fn open(rulebook: &Rulebook, opening: &Opening) -> Result<Self, Problem> {
        opening.settings.check(rulebook).map_err(|problem| problem.under("settings"))?;
        Ok(Self {
            version: VERSION,
            account: opening.account.clone(),
            currency: rulebook.parts().currency,
            opened_at: opening.time,
            as_of: opening.time,
            balance: Money::zero(rulebook.scale())?,
            service: Service::Active,
            settings: opening.settings.clone(),
            usage_by_day: Vec::new(),
            below_average: false,
            open: None,
            attempts: Attempts::default(),
            held: None,
            charged_by_day: Vec::new(),
        })
    }

    /// A state as a former answer gave it, held against the rulebook and itself.
    ///
    /// # Errors
    /// `state_version`, or `state_mismatch` at the field.
    pub fn accept(self, rulebook: &Rulebook) -> Result<Self, Problem> {
        if self.version != VERSION {
            let message = format!("the state is of version {}, this engine writes {VERSION}", self.version);
            return Err(Problem::new(Code::StateVersion, message, "use an engine that reads it").under("version"));
        }
        let mismatch = |field: &str, message: &str| {
            let help = "pass the state as an answer gave it, with the rulebook it was made with";
            Err(Problem::new(Code::StateMismatch, message, help).under(field))
        };
        if self.currency != rulebook.parts().currency {
            return mismatch("currency", "the state is in another currency than the rulebook");
        }
        if self.as_of < self.opened_at {
            return mismatch("as_of", "the state is older than its opening");
        }
        let scale = rulebook.scale();
        if self.balance.scale() != scale {
            return mismatch("balance", "the balance is not at the ledger's scale");
        }
        for (field, days) in [("usage_by_day", &self.usage_by_day), ("charged_by_day", &self.charged_by_day)] {
            let rising = days.windows(2).all(|pair| matches!(pair, [one, two] if one.date < two.date));
            if !rising || days.iter().any(|day| day.amount.scale() != scale) {
                return mismatch(field, "the days do not rise, or an amount is not at the ledger's scale");
            }
        }
        if self.open.as_ref().is_some_and(|open| open.amount.scale() != scale || open.burst.scale() != scale) {
            return mismatch("open", "the open charge is not at the ledger's scale");
        }
        if self.attempts.failed_at.is_some_and(|failed_at| failed_at.scale() != scale) {
            return mismatch("attempts", "the ladder's place is not at the ledger's scale");
        }
        if let Some(recharge) = &self.settings.recharge {
            recharge.in_money(rulebook).map_err(|problem| problem.under("recharge").under("settings"))?;
        }
        Ok(self)
    }
}
