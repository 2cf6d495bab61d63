//! The owner's wish, as written and as accepted.

use crate::catalog::{RechargePolicy, Rulebook};
use crate::money::{Money, NonNegative, Positive};
use crate::problem::{Code, Problem};
use crate::text::Id;
use crate::wire::{Decode, Encode};
use alloc::format;

/// How much is charged when a recharge is triggered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// The fixed amount, as often as it takes to reach the threshold.
    #[default]
    Repeat,
    /// One charge up to a target balance.
    Target,
    /// One charge up to threshold plus amount.
    StepOver,
}

/// The owner's auto-recharge setting.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RechargeSettings {
    /// Switched on?
    pub enabled: bool,
    /// The balance that calls for a recharge.
    pub threshold: NonNegative,
    /// How much is charged.
    #[serde(default, skip_serializing_if = "is_repeat")]
    pub style: Style,
    /// What one charge adds, or how far `step_over` goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Positive>,
    /// The balance that `target` charges up to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Positive>,
    /// `repeat` makes one charge of the same total, as far as the rulebook's maximum allows.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub combine: bool,
    /// The payment method that is charged; without it the account's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Id>,
    /// The owner's own caps.
    #[serde(default)]
    pub limits: Limits,
}

fn is_repeat(style: &Style) -> bool {
    *style == Style::Repeat
}

/// The owner's own caps; an absent one does not bind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
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

/// What a recharge aims at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// At the threshold, in steps of this amount, each its own charge or several in one.
    Steps(Money, bool),
    /// At this balance, in one charge.
    Balance(Money),
}

/// The setting in money of the ledger.
#[derive(Clone, Debug)]
pub struct Recharge {
    /// The balance that calls for a recharge.
    pub threshold: Money,
    /// What it aims at.
    pub aim: Aim,
    /// The rulebook's least and most for one charge.
    pub bounds: (Option<Money>, Option<Money>),
    /// Places of the currency's minor unit, in which charges are made.
    pub minor_units: u8,
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
    /// `style_field`, `amount_scale` or `overflow`, at the field.
    pub fn in_money(&self, rulebook: &Rulebook) -> Result<Recharge, Problem> {
        let paid = |amount: Option<Positive>| amount.map(|amount| rulebook.payable(*amount)).transpose();
        let cap = |amount, name: &str| paid(amount).map_err(|problem| problem.under(name).under("limits"));
        let policy = rulebook.parts().recharge.as_ref();
        let threshold = rulebook.payable(*self.threshold).map_err(|p| p.under("threshold"))?;
        Ok(Recharge {
            threshold,
            aim: self.aim(rulebook, threshold)?,
            bounds: (paid(policy.and_then(|policy| policy.minimum))?, paid(policy.and_then(|policy| policy.maximum))?),
            minor_units: rulebook.parts().currency.minor_units(),
            per_trigger: cap(self.limits.per_trigger, "per_trigger")?,
            per_day: cap(self.limits.per_day, "per_day")?,
            per_month: cap(self.limits.per_month, "per_month")?,
        })
    }

    /// Each style has its own field, and no other.
    fn aim(&self, rulebook: &Rulebook, threshold: Money) -> Result<Aim, Problem> {
        let (wanted, name, other, other_name) = match self.style {
            Style::Repeat | Style::StepOver => (self.amount, "amount", self.target, "target"),
            Style::Target => (self.target, "target", self.amount, "amount"),
        };
        let wrong =
            |message: &str, help: &str, field: &str| Err(Problem::new(Code::StyleField, message, help).under(field));
        let Some(wanted) = wanted else {
            return wrong(&format!("this style needs `{name}`"), &format!("add `{name}`"), name);
        };
        if other.is_some() {
            let message = format!("this style has no `{other_name}`");
            return wrong(&message, &format!("leave `{other_name}` out"), other_name);
        }
        if self.combine && self.style != Style::Repeat {
            return wrong("only `repeat` has several charges to combine", "leave `combine` out", "combine");
        }
        let wanted = rulebook.payable(*wanted).map_err(|problem| problem.under(name))?;
        Ok(match self.style {
            Style::Repeat => Aim::Steps(wanted, self.combine),
            Style::StepOver => Aim::Balance(threshold.plus(wanted)?),
            Style::Target => Aim::Balance(wanted),
        })
    }

    /// Holds a new setting against the rulebook.
    ///
    /// # Errors
    /// `recharge_not_offered`, `recharge_below_minimum`, `recharge_above_maximum`, `target_too_near`,
    /// `limit_below_amount`, or as [`RechargeSettings::in_money`].
    pub fn check(&self, rulebook: &Rulebook) -> Result<(), Problem> {
        let Some(policy) = &rulebook.parts().recharge else {
            let message = format!("rulebook `{}` offers no auto-recharge", rulebook.parts().name);
            return Err(Problem::new(Code::RechargeNotOffered, message, "leave `recharge` out of the settings"));
        };
        let accepted = self.in_money(rulebook)?;
        match self.amount {
            Some(amount) => check_bounds(amount, policy).map_err(|problem| problem.under("amount"))?,
            None => check_target(&accepted).map_err(|problem| problem.under("target"))?,
        }
        let Some(least) = self.amount.or(policy.minimum) else { return Ok(()) };
        for (limit, name) in [
            (self.limits.per_trigger, "per_trigger"),
            (self.limits.per_day, "per_day"),
            (self.limits.per_month, "per_month"),
        ] {
            if let Some(limit) = limit.filter(|limit| *limit < least) {
                let message =
                    format!("the limit `{}` is under the amount `{}`: no charge could be made", *limit, *least);
                let help = "raise the limit, lower the amount, or switch auto-recharge off";
                return Err(Problem::new(Code::LimitBelowAmount, message, help).under(name).under("limits"));
            }
        }
        Ok(())
    }
}

fn check_bounds(amount: Positive, policy: &RechargePolicy) -> Result<(), Problem> {
    if let Some(minimum) = policy.minimum.filter(|minimum| amount < *minimum) {
        let message = format!("the amount `{}` is under the minimum `{}`", *amount, *minimum);
        return Err(Problem::new(Code::RechargeBelowMinimum, message, format!("use `{}` or more", *minimum)));
    }
    if let Some(maximum) = policy.maximum.filter(|maximum| amount > *maximum) {
        let message = format!("the amount `{}` is over the maximum `{}`", *amount, *maximum);
        let help = format!("use `{}` or less, or contact support for more", *maximum);
        return Err(Problem::new(Code::RechargeAboveMaximum, message, help));
    }
    Ok(())
}

/// The least charge that a target can call for is its distance from the threshold: so none is under the minimum.
fn check_target(recharge: &Recharge) -> Result<(), Problem> {
    let Aim::Balance(target) = recharge.aim else { return Ok(()) };
    let least = target.minus(recharge.threshold)?;
    let far = least.is_positive() && recharge.bounds.0.is_none_or(|minimum| least >= minimum);
    if far {
        return Ok(());
    }
    let message = format!("the target is {least} above the threshold");
    let help = match recharge.bounds.0 {
        Some(minimum) => format!("set it at least {minimum} above, the least that can be charged"),
        None => format!("set it above {}", recharge.threshold),
    };
    Err(Problem::new(Code::TargetTooNear, message, help))
}
