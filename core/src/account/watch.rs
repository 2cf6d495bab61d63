//! Alerts after the balance has moved: thresholds first, highest first, then running out.

use super::effect::{Alert, Effect};
use super::fold::{Fold, Now, effect_id};
use crate::alert::{Source, crossed};
use crate::money::Money;
use crate::problem::Problem;
use crate::rule::Rule;
use alloc::format;
use alloc::vec::Vec;

pub(super) fn balance(fold: &mut Fold<'_>, now: &Now<'_>, before: Money) -> Result<(), Problem> {
    let after = fold.state.balance;
    let mut below = fold.state.below;
    let fired: Vec<_> = crossed(fold.thresholds(now.time.date())?, before, after, &mut below).cloned().collect();
    fold.state.below = below;
    for threshold in fired {
        // Days left have a rule of their own, where nothing else watches the same amount.
        let rule = if threshold.sources == [Source::DaysLeft] { Rule::AlertDaysLeft } else { Rule::AlertCrossing };
        let alert = Alert {
            id: effect_id(now, &format!("alert/{}", threshold.amount)),
            event: now.event.clone(),
            time: now.time,
            threshold: threshold.amount,
            sources: threshold.sources,
            balance: after,
            rule,
            to: fold.addresses(),
        };
        fold.effects.push(Effect::Alert(alert));
    }
    if before.is_positive() && !after.is_positive() {
        fold.effects.push(Effect::RanOut(fold.notice(now, "ran_out", Rule::AlertRanOut)));
    }
    Ok(())
}
