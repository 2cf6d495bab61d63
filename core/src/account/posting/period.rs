//! Billing periods: what belongs to which.

use crate::account::working::Working;
use crate::ledger::Period;
use crate::money::Money;
use crate::problem::Problem;
use crate::text::Id;
use crate::time::Instant;
use alloc::format;

/// Counts a usage into the open period. Answers the closed one it belongs to, if it is late for it (rule
/// `billing.late_usage`).
pub(crate) fn add_usage(
    work: &mut Working<'_>,
    time: Instant,
    amount: Money,
    bound: Money,
) -> Result<Option<Period>, Problem> {
    let period = &mut work.state.period;
    period.used = period.used.plus(amount)?;
    period.bound = period.bound.plus(bound)?;
    if time >= period.from {
        return Ok(None);
    }
    period.late = period.late.plus(amount)?;
    Ok(closed_at(work, time))
}

/// Usage of this time that was posted then costs so much less. What is held for the invoice stays so, and what comes back is
/// credit beside it.
pub(super) fn take_off(
    work: &mut Working<'_>,
    (time, posted): (Instant, Instant),
    amount: Money,
    bound: Money,
) -> Result<(), Problem> {
    let zero = work.zero()?;
    if !work.on_invoice() {
        let bound = if closed_at(work, time).is_none() { bound.negated() } else { zero };
        return add_usage(work, time, amount.negated(), bound).map(|_| ());
    }
    if work.is_invoiced(posted) { Ok(()) } else { beside(work, amount) }
}

/// So much of the period's usage came back beside it: what is invoiced of it is no credit again.
pub(super) fn beside(work: &mut Working<'_>, amount: Money) -> Result<(), Problem> {
    let all = work.state.period.given_back.map_or(Ok(amount), |back| back.plus(amount))?;
    work.state.period.given_back = Some(all).filter(|all| !all.is_zero());
    Ok(())
}

/// The closed period of a moment; of one older than those that are known the time before them.
pub(crate) fn closed_at(work: &Working<'_>, time: Instant) -> Option<Period> {
    let closed = &work.state.closed;
    if time >= work.state.period.from {
        return None;
    }
    let known = closed.iter().rev().find(|closed| closed.from <= time && time < closed.until).copied();
    let oldest = closed.first().map_or(work.state.period.from, |oldest| oldest.from);
    Some(known.unwrap_or(Period { from: work.state.opened_at, until: oldest }))
}

/// The name of the period that ends here, and of its invoice.
pub(crate) fn name(end: Instant) -> Id {
    Id::made(format!("period.{}", end.date()))
}

/// When the whole of the period began that ends at this moment: an account's first one is a part of it.
pub(crate) fn whole_from(work: &Working<'_>, until: Instant) -> Result<Option<Instant>, Problem> {
    let Some(billing) = work.rulebook.parts().billing else { return Ok(None) };
    Ok(Some(work.rulebook.midnight(work.rulebook.day(until)?.months_on(-1, billing.anchor_day))?))
}
