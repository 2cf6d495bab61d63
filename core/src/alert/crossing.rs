//! Rule `alert.crossing`: an alert fires when the balance goes from at or above its threshold to below it.
//!
//! Landing exactly on a threshold is silent (S1: "dips below"). Going back to it or above re-arms it: that the
//! balance was at or above is all there is to being armed, so nothing has to be remembered. Only the average
//! and the days left move by themselves, and so whether the balance is below them is remembered.
//! Source: Plivo help, "Does Plivo send balance notifications?".

use super::{Source, Threshold};
use crate::money::Money;
use crate::wire::{Decode, Encode};

/// Which of the alerts that move by themselves have fired and not re-armed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Below {
    /// The average daily usage.
    #[serde(default)]
    pub average: bool,
    /// So many days of it.
    #[serde(default)]
    pub days_left: bool,
}

impl Below {
    fn of(&mut self, source: Source) -> Option<&mut bool> {
        match source {
            Source::Average => Some(&mut self.average),
            Source::DaysLeft => Some(&mut self.days_left),
            Source::System | Source::Own | Source::Recommended => None,
        }
    }
}

/// The thresholds that this fall of the balance crosses, highest first. `below` is brought up to date: only a debit can
/// use up an alert that moves by itself, whatever the balance, and being at it or above re-arms it.
pub fn crossed<'t>(
    thresholds: &'t [Threshold],
    before: Money,
    after: Money,
    below: &mut Below,
) -> impl Iterator<Item = &'t Threshold> {
    let mut was = *below;
    for threshold in thresholds {
        for source in &threshold.sources {
            if let Some(flag) = below.of(*source) {
                *flag = after < threshold.amount && (*flag || after < before);
            }
        }
    }
    thresholds.iter().filter(move |threshold| {
        let fell = before >= threshold.amount && after < threshold.amount;
        let moved = |source: &Source| was.of(*source).is_some_and(|was_below| !*was_below);
        fell || after < before && after < threshold.amount && threshold.sources.iter().any(moved)
    })
}
