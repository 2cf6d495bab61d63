//! What the owner has set.

use crate::catalog::Rulebook;
use crate::limit::SpendSettings;
use crate::money::NonNegative;
use crate::payment::{BankDebit, Method};
use crate::problem::{Code, Problem};
use crate::recharge::RechargeSettings;
use crate::text::Address;
use crate::wire::{Decode, Encode};
use alloc::format;
use alloc::vec::Vec;

/// The owner's settings. In a change, the parts that stand there replace the old ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Own alert thresholds. Absent: never set, so the recommended ones are in force. Empty: none wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alerts: Option<Vec<NonNegative>>,
    /// Alert also when the balance lasts fewer days than this at the average; zero: no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert_days: Option<u32>,
    /// Where notices go: the registered address first, then added ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addresses: Option<Vec<Address>>,
    /// Daily limits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spend: Option<SpendSettings>,
    /// The credit line, where the rulebook offers one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overage_protection: Option<NonNegative>,
    /// Auto-recharge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recharge: Option<RechargeSettings>,
    /// The scheduled bank debit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_debit: Option<BankDebit>,
}

/// Most addresses a notice goes to.
const ADDRESSES_MAX: usize = 20;

impl Settings {
    /// Holds new settings against the rulebook and the account's payment methods.
    ///
    /// # Errors
    /// `thresholds_too_many`, `threshold_duplicate`, `amount_scale`, `overage_above_maximum`, or what the daily
    /// limits, the recharge and the debit say.
    pub fn check(&self, rulebook: &Rulebook, methods: &[Method]) -> Result<(), Problem> {
        if let Some(alerts) = &self.alerts {
            check_alerts(alerts, rulebook).map_err(|problem| problem.under("alerts"))?;
        }
        if let Some(addresses) = self.addresses.as_ref().filter(|addresses| addresses.len() > ADDRESSES_MAX) {
            let message = format!("{} addresses are more than {ADDRESSES_MAX}", addresses.len());
            return Err(Problem::new(Code::ThresholdsTooMany, message, "use a mailing list").under("addresses"));
        }
        if let Some(spend) = &self.spend {
            spend.check(rulebook).map_err(|problem| problem.under("spend"))?;
        }
        if let Some(line) = self.overage_protection {
            check_line(line, rulebook).map_err(|problem| problem.under("overage_protection"))?;
        }
        if let Some(recharge) = &self.recharge {
            recharge.check(rulebook).map_err(|problem| problem.under("recharge"))?;
        }
        match &self.bank_debit {
            Some(debit) => debit.check(rulebook, methods).map_err(|problem| problem.under("bank_debit")),
            None => Ok(()),
        }
    }

    /// Takes over the parts that stand in the change.
    pub fn replace(&mut self, change: &Self) {
        self.alerts = change.alerts.clone().or_else(|| self.alerts.take());
        self.alert_days = change.alert_days.or(self.alert_days);
        self.addresses = change.addresses.clone().or_else(|| self.addresses.take());
        self.spend = change.spend.clone().or_else(|| self.spend.take());
        self.overage_protection = change.overage_protection.or(self.overage_protection);
        self.recharge = change.recharge.clone().or_else(|| self.recharge.take());
        self.bank_debit = change.bank_debit.clone().or_else(|| self.bank_debit.take());
    }
}

fn check_line(line: NonNegative, rulebook: &Rulebook) -> Result<(), Problem> {
    rulebook.payable(*line)?;
    let policy = rulebook.parts().overage.as_ref();
    let most = policy.map(|policy| policy.maximum.unwrap_or(policy.protection));
    if most.is_some_and(|most| line <= most) || policy.is_none() && line.is_zero() {
        return Ok(());
    }
    let (message, help) = match most {
        Some(most) => (format!("the credit line `{}` is above the maximum `{}`", *line, *most), "lower it"),
        None => (format!("rulebook `{}` has no credit line", rulebook.parts().name), "leave it out"),
    };
    Err(Problem::new(Code::OverageAboveMaximum, message, help))
}

fn check_alerts(alerts: &[NonNegative], rulebook: &Rulebook) -> Result<(), Problem> {
    let most = rulebook.parts().alerts.as_ref().map_or(0, |policy| policy.own_limit);
    if alerts.len() > usize::from(most) {
        let message = format!("{} own alerts are more than {most}", alerts.len());
        return Err(Problem::new(Code::ThresholdsTooMany, message, format!("keep at most {most}")));
    }
    for (place, amount) in alerts.iter().enumerate() {
        rulebook.payable(**amount).map_err(|problem| problem.item(place))?;
        if alerts.iter().take(place).any(|earlier| earlier == amount) {
            let message = format!("the alert `{}` stands twice", **amount);
            return Err(Problem::new(Code::ThresholdDuplicate, message, "name each threshold once").item(place));
        }
    }
    Ok(())
}
