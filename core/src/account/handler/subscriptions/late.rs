//! Rule `plan.late`: from when on an event applies that names a time before the account's clock.

use crate::account::working::{Now, Working};
use crate::catalog::{LatePlans, Plan};
use crate::plan::{Cycle, Subscription, cycle_after, cycle_at};
use crate::problem::{Code, Problem};
use crate::time::Instant;
use alloc::format;

/// The time that an event names, where it can be applied from there.
pub(super) fn named(work: &Working<'_>, now: &Now<'_>, time: Instant) -> Result<Instant, Problem> {
    let corrections = work.rulebook.corrections();
    if time >= now.time {
        return Ok(now.time);
    }
    if corrections.late_plans == LatePlans::Refuse {
        let message = format!("it names {time}, and the account's clock is at {}", now.time);
        return Err(
            Problem::new(Code::PlanEventLate, message, "send it as of now, and adjust what came before").under("time")
        );
    }
    if time.plus_days(corrections.days) <= now.time {
        let days = corrections.days;
        let message = format!("it names {time}, and plan events apply for {days} days back from {}", now.time);
        return Err(Problem::new(Code::CorrectionWindow, message, "send it as of now, and adjust what came before")
            .under("time"));
    }
    Ok(time)
}

/// Nothing is said of a subscription before it began.
pub(super) fn not_before(known: &Subscription, time: Instant) -> Result<(), Problem> {
    if time >= known.from {
        return Ok(());
    }
    let message = format!("the subscription began at {}", known.from);
    Err(Problem::new(Code::PlanEventLate, message, "name a time from then on").under("time"))
}

/// What was said later stands.
pub(super) fn not_overtaken(known: &Subscription, time: Instant) -> Result<(), Problem> {
    let Some(later) = known.changed_at.filter(|later| time < *later) else { return Ok(()) };
    let message = format!("of {later} something else is known of the subscription");
    let help = "send what is to hold from now on, as of now";
    Err(Problem::new(Code::PlanEventLate, message, help).under("time"))
}

/// The cycle that was open at this moment.
pub(super) fn open_at(work: &Working<'_>, plan: &Plan, known: &Subscription, at: Instant) -> Result<Cycle, Problem> {
    let is_trial = known.trial_at(at).is_some_and(|until| at < until);
    if is_trial && at < known.cycle_from && plan.cadence().counts_from_start() {
        // Its end has begun them anew.
        return cycle_after(work.rulebook, plan, known.changed_at.unwrap_or(known.from), at);
    }
    cycle_at(work.rulebook, plan, known.cycle(), at)
}
