//! The owner's wish, as written and as accepted.

use crate::catalog::{RechargePolicy, Rulebook};
use crate::money::{Money, NonNegative, Positive};
use crate::problem::{Code, Problem};
use crate::text::Id;
use alloc::format;
use counterfoil_derive::Decode;
use serde::Serialize;

/// The owner's auto-recharge setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RechargeSettings {
    /// Switched on?
    pub enabled: bool,
    /// The balance that calls for a recharge.
    pub threshold: NonNegative,
    /// What one charge adds.
    pub amount: Positive,
    /// The payment method that is charged.
    pub method: Id,
    /// The owner's own caps.
    #[serde(default)]
    pub limits: Limits,
}

/// The owner's own caps; an absent one does not bind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Most that one triggering event may charge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_trigger: Option<Positive>,
    /// Most in a UTC day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_day: Option<Positive>,
    /// Most in a calendar month (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_month: Option<Positive>,
}

/// The setting in money of the ledger.
#[derive(Clone, Debug)]
pub struct Recharge {
    /// The balance that calls for a recharge.
    pub threshold: Money,
    /// What one charge adds.
    pub amount: Money,
    /// See [`Limits::per_trigger`].
    pub per_trigger: Option<Money>,
    /// See [`Limits::per_day`].
    pub per_day: Option<Money>,
    /// See [`Limits::per_month`].
    pub per_month: Option<Money>,
}

impl RechargeSettings {
    /// The setting in money of the ledger.
    ///
    /// # Errors
    /// `amount_scale` or `overflow`, at the field.
    pub fn in_money(&self, rulebook: &Rulebook) -> Result<Recharge, Problem> {
        let cap = |amount: Option<Positive>, name: &str| {
            amount.map(|amount| rulebook.payable(*amount).map_err(|p| p.under(name).under("limits"))).transpose()
        };
        Ok(Recharge {
            threshold: rulebook.payable(*self.threshold).map_err(|p| p.under("threshold"))?,
            amount: rulebook.payable(*self.amount).map_err(|p| p.under("amount"))?,
            per_trigger: cap(self.limits.per_trigger, "per_trigger")?,
            per_day: cap(self.limits.per_day, "per_day")?,
            per_month: cap(self.limits.per_month, "per_month")?,
        })
    }

    /// Holds a new setting against the rulebook.
    ///
    /// # Errors
    /// `recharge_not_offered`, `recharge_below_minimum`, `recharge_above_maximum`, `limit_below_amount`, or as
    /// [`RechargeSettings::in_money`].
    pub fn check(&self, rulebook: &Rulebook) -> Result<(), Problem> {
        let Some(policy) = &rulebook.parts().recharge else {
            let message = format!("rulebook `{}` offers no auto-recharge", rulebook.parts().name);
            return Err(Problem::new(Code::RechargeNotOffered, message, "leave `recharge` out of the settings"));
        };
        self.in_money(rulebook)?;
        self.check_bounds(policy)?;
        for (limit, name) in [
            (self.limits.per_trigger, "per_trigger"),
            (self.limits.per_day, "per_day"),
            (self.limits.per_month, "per_month"),
        ] {
            if let Some(limit) = limit.filter(|limit| *limit < self.amount) {
                let message =
                    format!("the limit `{}` is under the amount `{}`: no charge could be made", *limit, *self.amount);
                return Err(Problem::new(
                    Code::LimitBelowAmount,
                    message,
                    "raise the limit, lower the amount, or switch auto-recharge off",
                )
                .under(name)
                .under("limits"));
            }
        }
        Ok(())
    }

    fn check_bounds(&self, policy: &RechargePolicy) -> Result<(), Problem> {
        if let Some(minimum) = policy.minimum.filter(|minimum| self.amount < *minimum) {
            let message = format!("the amount `{}` is under the minimum `{}`", *self.amount, *minimum);
            return Err(Problem::new(Code::RechargeBelowMinimum, message, format!("use `{}` or more", *minimum))
                .under("amount"));
        }
        if let Some(maximum) = policy.maximum.filter(|maximum| self.amount > *maximum) {
            let message = format!("the amount `{}` is over the maximum `{}`", *self.amount, *maximum);
            let help = format!("use `{}` or less, or contact support for more", *maximum);
            return Err(Problem::new(Code::RechargeAboveMaximum, message, help).under("amount"));
        }
        Ok(())
    }
}
