//! Rule `plan.late`: from when on an event applies that names a time before the account's clock.

use crate::account::working::{Now, Working};
use crate::catalog::LatePlans;
use crate::plan::Subscription;
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
