//! Rule `plan.late`: cycles, trials and ends up to the account's clock, for what is said of a time before it.

use super::cycles::{Cycles, end_at, end_trial_at, renew_one};
use crate::account::working::{Now, Working};
use crate::plan::Subscription;
use crate::problem::Problem;
use crate::text::Id;
use crate::time::Instant;

/// What time has brought about since a moment before the account's clock happens again.
pub(super) fn catch_up(work: &mut Working<'_>, now: &Now<'_>, subscription: &Id) -> Result<(), Problem> {
    let find = |work: &Working<'_>| {
        let list = &work.state.subscriptions;
        let place = list.binary_search_by(|known| known.subscription.cmp(subscription)).ok()?;
        list.get(place).map(|known| (place, due(known)))
    };
    while let Some((place, (at, what))) = find(work) {
        if at > now.time {
            break;
        }
        match what {
            Due::Cycle => drop(renew_one(work, now, place, (at, Cycles::All))?),
            Due::Trial => end_trial_at(work, now, place, at)?,
            Due::Ending => end_at(work, now, place, at)?,
        }
    }
    Ok(())
}

/// What ends, in the order of what ends at one moment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Cycle,
    Trial,
    Ending,
}

fn due(known: &Subscription) -> (Instant, Due) {
    let trial = known.trial_until.map(|time| (time, Due::Trial));
    let ending = known.ends.map(|time| (time, Due::Ending));
    trial.into_iter().chain(ending).fold((known.cycle_until, Due::Cycle), Ord::min)
}
