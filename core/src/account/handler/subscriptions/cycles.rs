//! What time brings about: cycles, trials and subscriptions end.

use super::charge::{charge_ahead, charge_used};
use super::known::{plan, remove, set};
use crate::account::posting::{give, renew_of};
use crate::account::working::{Now, Working};
use crate::plan::{Next, is_of_days, whole};
use crate::problem::Problem;
use crate::time::Instant;

/// Rule `plan.trial`: the trial is over, and the rest of the cycle is charged, unless it was to end with it.
pub(crate) fn end_trial(work: &mut Working<'_>, now: &Now<'_>, place: usize) -> Result<(), Problem> {
    end_trial_at(work, now, place, now.time)
}

pub(super) fn end_trial_at(work: &mut Working<'_>, now: &Now<'_>, place: usize, at: Instant) -> Result<(), Problem> {
    let Some(known) = work.state.subscriptions.get(place).cloned() else { return Ok(()) };
    if known.ends.is_some_and(|ends| ends <= at) {
        remove(work, place);
        return Ok(());
    }
    if let Some(next) = known.next.clone() {
        become_next(work, place, next, at)?;
    }
    count_from_here(work, place, at)?;
    set(work, place, |known| {
        (known.trial_until, known.trial_ended, known.charged_from) = (None, Some(at), at);
    });
    charge_ahead(work, now, place, at)
}

/// What was to come with the end of the trial comes.
fn become_next(work: &mut Working<'_>, place: usize, next: Next, at: Instant) -> Result<(), Problem> {
    let Some(known) = work.state.subscriptions.get(place).cloned() else { return Ok(()) };
    let (old, plan) = (plan(work, &known.plan)?, plan(work, &next.plan)?);
    let cycle = if old.cadence() == plan.cadence() {
        (known.cycle_from, known.cycle_until)
    } else {
        whole(work.rulebook, plan, at)?
    };
    set(work, place, |known| {
        (known.plan, known.quantity, known.next) = (next.plan, next.quantity, None);
        ((known.cycle_from, known.cycle_until), known.changed_at) = (cycle, Some(at));
    });
    give(work, &known.subscription, plan, (at, Some((old, known.quantity))))
}

/// Rule `plan.cycle`: days that no weekday anchors are counted from the end of the trial; the cycle of the trial ends,
/// unless it has begun that day.
fn count_from_here(work: &mut Working<'_>, place: usize, at: Instant) -> Result<(), Problem> {
    let Some(known) = work.state.subscriptions.get(place).cloned() else { return Ok(()) };
    let plan = plan(work, &known.plan)?;
    let (from, until) = whole(work.rulebook, plan, at)?;
    if !plan.cadence().counts_from_start() || from == known.cycle_from {
        return Ok(());
    }
    set(work, place, |known| (known.cycle_from, known.cycle_until) = (from, until));
    Ok(renew_of(work, &known.subscription)?)
}

/// A subscription has reached its end.
pub(crate) fn end(work: &mut Working<'_>, now: &Now<'_>, place: usize) -> Result<(), Problem> {
    end_at(work, now, place, now.time)
}

pub(super) fn end_at(work: &mut Working<'_>, now: &Now<'_>, place: usize, at: Instant) -> Result<(), Problem> {
    charge_used(work, now, place, at)?;
    remove(work, place);
    Ok(())
}

/// Which cycles end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cycles {
    /// Those that end with a billing period, and those of days that end at the same moment.
    All,
    /// Those of days alone (rule `plan.cycle`).
    OfDays,
}

/// Cycles end: they are charged in arrears, and the next ones in advance.
pub(crate) fn renew(work: &mut Working<'_>, now: &Now<'_>, cycles: Cycles) -> Result<(), Problem> {
    let mut place = 0;
    while let Some(known) = work.state.subscriptions.get(place).cloned() {
        let ends = cycles == Cycles::All || is_of_days(work.rulebook, &known);
        // Where it has ended, the next one has its place.
        if known.cycle_until > now.time || !ends || renew_one(work, now, place, (now.time, cycles))? {
            place = place.saturating_add(1);
        }
    }
    Ok(())
}

/// One of them; answers whether the subscription goes on.
pub(super) fn renew_one(
    work: &mut Working<'_>,
    now: &Now<'_>,
    place: usize,
    (at, cycles): (Instant, Cycles),
) -> Result<bool, Problem> {
    charge_used(work, now, place, at)?;
    let Some(known) = work.state.subscriptions.get(place).cloned() else { return Ok(false) };
    if known.ends.is_some_and(|ends| ends <= at) {
        remove(work, place);
        return Ok(false);
    }
    let (waits, old) = (known.next.is_some() && known.trial_until.is_none(), plan(work, &known.plan)?);
    let next = known.next.clone().filter(|_| waits);
    let next = next.unwrap_or_else(|| Next { plan: known.plan.clone(), quantity: known.quantity });
    let plan = plan(work, &next.plan)?;
    let (from, until) = whole(work.rulebook, plan, at)?;
    set(work, place, |known| {
        (known.plan, known.quantity) = (next.plan, next.quantity);
        (known.cycle_from, known.cycle_until, known.charged_from) = (from, until, at);
        if waits {
            (known.next, known.changed_at) = (None, Some(at));
        }
    });
    // What a plan of months gives is renewed with the period, whichever cycle has ended.
    if cycles == Cycles::OfDays || plan.cadence().is_of_days() {
        renew_of(work, &known.subscription)?;
    }
    give(work, &known.subscription, plan, (at, Some((old, known.quantity))))?;
    if known.trial_until.is_none() {
        charge_ahead(work, now, place, at)?;
    }
    Ok(true)
}
