//! Rules `spend.daily_budget` and `spend.daily_notification`: limits in UTC days.
//!
//! Both are told once a UTC day, whatever is switched in between, when the day's usage reaches them. From the budget
//! on new usage is denied until the day ends; usage that happens all the same is posted.
//! Source: S4, "Spend Management".

use crate::catalog::Rulebook;
use crate::money::NonNegative;
use crate::payment::WebhookUrl;
use crate::problem::Problem;
use crate::time::Date;
use crate::wire::{Decode, Encode};

/// The owner's daily limits.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SpendSettings {
    /// Switched on?
    pub enabled: bool,
    /// New usage is denied when the day's usage reaches this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub daily_budget: Option<NonNegative>,
    /// The owner is told when the day's usage reaches this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub daily_notification: Option<NonNegative>,
    /// Both are also posted there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook: Option<WebhookUrl>,
}

/// What was told on a UTC day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Notified {
    /// The day.
    pub date: Date,
    /// The notification threshold.
    pub notification: bool,
    /// The budget.
    pub budget: bool,
}

impl SpendSettings {
    /// Holds the limits against the rulebook.
    ///
    /// # Errors
    /// `amount_scale`, at the field.
    pub fn check(&self, rulebook: &Rulebook) -> Result<(), Problem> {
        for (limit, name) in [(self.daily_budget, "daily_budget"), (self.daily_notification, "daily_notification")] {
            if let Some(limit) = limit {
                rulebook.payable(*limit).map_err(|problem| problem.under(name))?;
            }
        }
        Ok(())
    }
}
