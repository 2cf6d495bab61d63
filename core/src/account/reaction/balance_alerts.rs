//! Alerts after the balance has moved: thresholds first, highest first, then running out.

use crate::account::effect::{Alert, Effect, told};
use crate::account::working::{Now, Working};
use crate::alert::{Source, crossed};
use crate::money::Money;
use crate::problem::Problem;
use crate::rule::Rule;
use alloc::format;
use alloc::vec::Vec;

pub(crate) fn balance(work: &mut Working<'_>, now: &Now<'_>, before: Money) -> Result<(), Problem> {
    let after = work.state.balance;
    let mut below = work.state.below;
    let fired: Vec<_> = crossed(work.thresholds(now.time.date())?, before, after, &mut below).cloned().collect();
    work.state.below = below;
    for threshold in fired {
        // Days left have a rule of their own, where nothing else watches the same amount.
        let rule = if threshold.sources == [Source::DaysLeft] { Rule::AlertDaysLeft } else { Rule::AlertCrossing };
        let alert = told!(
            work.notice(now, &format!("alert/{}", threshold.amount), rule),
            Alert { threshold: threshold.amount, sources: threshold.sources }
        );
        work.effects.push(Effect::Alert(alert));
    }
    if before.is_positive() && !after.is_positive() {
        work.effects.push(Effect::RanOut(work.notice(now, "ran_out", Rule::AlertRanOut)));
    }
    Ok(())
}
