//! Rule `alert.crossing`: an alert fires when the balance goes from at or above its threshold to below it.
//!
//! Landing exactly on a threshold is silent (S1: "dips below"). Going back to it or above re-arms it: that the
//! balance was at or above is all there is to being armed, so nothing has to be remembered. Only the average
//! moves by itself, and so whether the balance is below it is remembered.
//! Source: Plivo help, "Does Plivo send balance notifications?".

use super::{Source, Threshold};
use crate::money::Money;

/// The thresholds that this fall of the balance crosses, highest first. `below_average` says whether the average
/// alert has fired and not re-armed yet; it is brought up to date.
pub fn crossed<'t>(
    thresholds: &'t [Threshold],
    before: Money,
    after: Money,
    below_average: &mut bool,
) -> impl Iterator<Item = &'t Threshold> {
    let was_below = *below_average;
    if let Some(average) = thresholds.iter().find(|threshold| threshold.sources.contains(&Source::Average)) {
        *below_average = after < average.amount;
    }
    thresholds.iter().filter(move |threshold| {
        let fell = before >= threshold.amount && after < threshold.amount;
        let average = threshold.sources.contains(&Source::Average) && after < threshold.amount && !was_below;
        fell || average && after < before
    })
}
