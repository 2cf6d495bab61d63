//! Rule `plan.change`: another plan or quantity, at once or when what is open ends.

use super::cancel::go_on;
use super::catch_up::catch_up;
use super::charge::charge_ahead;
use super::give_up::{Given, give_up};
use super::known::{find, plan, set};
use super::late::{named, not_before, not_overtaken, open_at};
use super::subscribe::note_trial;
use crate::account::event::{ChangeAt, SubscriptionChanged};
use crate::account::posting::give;
use crate::account::working::{Now, Working};
use crate::plan::{Cycle, Next, whole};
use crate::problem::Problem;

/// The old is credited and the new charged for the rest of the cycle; or the new waits for the end of the cycle, or of the
/// trial.
pub(crate) fn change(work: &mut Working<'_>, now: &Now<'_>, fact: &SubscriptionChanged) -> Result<(), Problem> {
    let at = named(work, now, fact.time)?;
    let (place, known) = find(work, &fact.subscription)?;
    not_before(&known, at)?;
    not_overtaken(&known, at)?;
    let next = Next {
        plan: fact.plan.clone().unwrap_or_else(|| known.plan.clone()),
        quantity: fact.quantity.unwrap_or(known.quantity),
    };
    let plan = plan(work, &next.plan)?;
    let old = self::plan(work, &known.plan)?;
    let open = open_at(work, old, &known, at)?;
    let trial = known.trial_at(at).filter(|until| *until > at);
    let ends_at = trial.unwrap_or(open.until);
    if trial.is_some() {
        note_trial(work, &plan.product);
    }
    if fact.at == ChangeAt::CycleEnd && ends_at > now.time {
        set(work, place, |known| (known.next, known.changed_at) = (Some(next), Some(at)));
        return Ok(());
    }
    if known.ends.is_some() && (&next.plan, next.quantity) == (&known.plan, known.quantity) {
        // It goes on as it is.
        return go_on(work, now, place);
    }
    // What waits for the end of a cycle that is over has been in force since.
    let (at, open, trial) = match fact.at {
        ChangeAt::Now => (at, open, trial),
        ChangeAt::CycleEnd => (ends_at, open_at(work, old, &known, ends_at)?, None),
    };
    give_up(work, now, &known, (at, Given::Up), Some((plan, next.quantity)))?;
    let as_long = old.cadence() == plan.cadence();
    let cycle =
        if as_long { open } else { whole(work.rulebook, plan, at).map(|(from, until)| Cycle { from, until })? };
    let trial_ended = known.trial_ended.filter(|_| trial.is_none());
    set(work, place, |known| {
        (known.plan, known.quantity, known.next) = (next.plan, next.quantity, None);
        (known.cycle_from, known.cycle_until, known.charged_from) = (cycle.from, cycle.until, at);
        (known.trial_until, known.trial_ended, known.changed_at) = (trial, trial_ended, Some(at));
    });
    give(work, &fact.subscription, plan, (at, Some((old, known.quantity))))?;
    if trial.is_none() {
        charge_ahead(work, now, place, at)?;
    }
    catch_up(work, now, &fact.subscription)
}
