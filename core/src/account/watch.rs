//! Alerts after the balance has moved: thresholds first, highest first, then running out.

use super::effect::{Alert, Effect};
use super::fold::{Fold, Now, effect_id};
use crate::alert::crossed;
use crate::money::Money;
use crate::problem::Problem;
use crate::rule::Rule;
use alloc::format;
use alloc::vec::Vec;

pub(super) fn balance(fold: &mut Fold<'_>, now: &Now<'_>, before: Money) -> Result<(), Problem> {
    let after = fold.state.balance;
    let mut below_average = fold.state.below_average;
    let fired: Vec<_> =
        crossed(fold.thresholds(now.time.date())?, before, after, &mut below_average).cloned().collect();
    fold.state.below_average = below_average;
    for threshold in fired {
        let alert = Alert {
            id: effect_id(now, &format!("alert/{}", threshold.amount)),
            event: now.event.clone(),
            time: now.time,
            threshold: threshold.amount,
            sources: threshold.sources,
            balance: after,
            rule: Rule::AlertCrossing,
            to: fold.addresses(),
        };
        fold.effects.push(Effect::Alert(alert));
    }
    if before.is_positive() && !after.is_positive() {
        fold.effects.push(Effect::RanOut(fold.notice(now, "ran_out", Rule::AlertRanOut)));
    }
    Ok(())
}
