//! What the owner has set.

use super::fold::Fold;
use crate::catalog::Rulebook;
use crate::money::NonNegative;
use crate::problem::{Code, Problem};
use crate::recharge::{Attempts, RechargeSettings};
use crate::text::Address;
use alloc::format;
use alloc::vec::Vec;
use counterfoil_derive::Decode;
use serde::Serialize;

/// The owner's settings. In a change, the parts that stand there replace the old ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Own alert thresholds. Absent: never set, so the recommended ones are in force. Empty: none wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alerts: Option<Vec<NonNegative>>,
    /// Where notices go: the registered address first, then added ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addresses: Option<Vec<Address>>,
    /// Auto-recharge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recharge: Option<RechargeSettings>,
}

/// Most addresses a notice goes to.
const ADDRESSES_MAX: usize = 20;

impl Settings {
    /// Holds new settings against the rulebook.
    ///
    /// # Errors
    /// `thresholds_too_many`, `threshold_duplicate`, `amount_scale`, or what the recharge setting says.
    pub fn check(&self, rulebook: &Rulebook) -> Result<(), Problem> {
        if let Some(alerts) = &self.alerts {
            check_alerts(alerts, rulebook).map_err(|problem| problem.under("alerts"))?;
        }
        if let Some(addresses) = self.addresses.as_ref().filter(|addresses| addresses.len() > ADDRESSES_MAX) {
            let message = format!("{} addresses are more than {ADDRESSES_MAX}", addresses.len());
            return Err(Problem::new(Code::ThresholdsTooMany, message, "use a mailing list").under("addresses"));
        }
        match &self.recharge {
            Some(recharge) => recharge.check(rulebook).map_err(|problem| problem.under("recharge")),
            None => Ok(()),
        }
    }

    /// Takes over the parts that stand in the change.
    pub fn replace(&mut self, change: &Self) {
        self.alerts = change.alerts.clone().or_else(|| self.alerts.take());
        self.addresses = change.addresses.clone().or_else(|| self.addresses.take());
        self.recharge = change.recharge.clone().or_else(|| self.recharge.take());
    }
}

/// Takes over a change. Another payment method starts the ladder anew; says whether the recharge is another now.
pub(super) fn change(fold: &mut Fold<'_>, change: &Settings) -> Result<bool, Problem> {
    change.check(fold.rulebook)?;
    let old = fold.state.settings.recharge.clone();
    fold.state.settings.replace(change);
    fold.forget_thresholds();
    let new = &fold.state.settings.recharge;
    let method = |recharge: &Option<RechargeSettings>| recharge.as_ref().map(|recharge| recharge.method.clone());
    let (another_method, another) = (method(&old) != method(new), old != *new);
    if another_method {
        fold.state.attempts = Attempts::default();
    }
    if another {
        // What still holds a charge back is worth telling again.
        fold.state.held = None;
    }
    Ok(another)
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
