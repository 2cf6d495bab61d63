//! Rule `alert.usage_threshold`: rising thresholds on the usage of the open period.
//!
//! A fixed threshold fires when usage goes from under it to it or above. Beyond the highest fixed one every further
//! multiple of `every` counts, and of those that one usage reaches the highest is told: one notice, however small the
//! step. Source: getlago/lago-api, usage thresholds (`spec/services/usage_monitoring`); product: interim invoices.

use crate::catalog::{Rulebook, UsageAlerts};
use crate::money::Money;
use crate::problem::Problem;
use crate::sorting::Sorting as _;
use alloc::vec::Vec;

/// The thresholds reached between `before` and `after`, lowest first.
///
/// # Errors
/// `overflow` beyond exact money.
pub fn reached(alerts: &UsageAlerts, rulebook: &Rulebook, before: Money, after: Money) -> Result<Vec<Money>, Problem> {
    let mut fired = Vec::new();
    let mut last = before.minus(before)?;
    for threshold in &alerts.fixed {
        let threshold = rulebook.money(**threshold)?;
        last = last.max(threshold);
        if before < threshold && threshold <= after {
            fired.push(threshold);
        }
    }
    fired.order();
    let Some(every) = alerts.every else { return Ok(fired) };
    let every = rulebook.money(*every)?;
    let multiple = |usage: Money| usage.minus(last).map(|beyond| beyond.units().max(0).checked_div(every.units()));
    if let (Some(was), Some(is)) = (multiple(before)?, multiple(after)?)
        && is > was
    {
        let beyond = is.checked_mul(every.units()).ok_or(crate::money::Refusal::Overflow)?;
        fired.push(last.plus(Money::new(beyond, last.scale())?)?);
    }
    Ok(fired)
}
