//! What time alone brings about: period and cycle ends, holds and grants that end, grants that start, debits, cards.
//!
//! Everything due up to a moment happens in the order of its time, then of the kinds below, then of ids, each at its
//! own time. Only events move an account's time, so that one call and several make the same.

use super::handler::subscriptions::Cycles;
use super::handler::{bank_debits, billing_period, holds, payment_methods, subscriptions};
use super::moment::close;
use super::posting::{expire, period_name, post_given};
use super::state::Invoiced;
use super::working::{Now, Origin, Working};
use crate::plan::is_of_days;
use crate::problem::Problem;
use crate::text::Id;
use crate::time::Instant;
use crate::wallet::{Grant, remembered};
use alloc::format;

/// What is due, in the order of what is due at one moment; with its place in its list.
#[derive(Clone, Copy)]
enum Due {
    PeriodEnd,
    CycleEnd,
    HoldExpiry(usize),
    Grants,
    InvoiceOverdue(usize),
    Trial(usize),
    Ending(usize),
    Debit,
    DebitOverdue(usize),
    CardExpiry(usize),
}

/// Lets everything happen that is due up to this moment, and brings the account's clock there. What is due at the moment
/// itself is part of it, and what follows waits for its end.
pub(super) fn advance(work: &mut Working<'_>, until: Instant) -> Result<(), Problem> {
    loop {
        let due = next(work, until);
        // A grant that arrived late may have ended before the account's clock.
        let time = due.as_ref().map_or(until, |(due_at, ..)| (*due_at).max(work.state.as_of));
        if work.is_past(time) {
            // What comes of a moment may itself be due before that.
            close(work)?;
            continue;
        }
        let Some((due_at, id, due)) = due else { break };
        forget_day(work, time);
        work.state.as_of = time;
        forget(work, time);
        let id = happen(work, time, due_at, id, due)?;
        work.note(&Now { event: &id, time }, origin(due));
    }
    forget_day(work, until);
    work.state.as_of = work.state.as_of.max(until);
    forget(work, until);
    Ok(())
}

/// What subaccounts have used on a day counts until it ends.
fn forget_day(work: &mut Working<'_>, now: Instant) {
    let today = now.date();
    if work.state.as_of.date() < today {
        work.state.subaccounts.iter_mut().for_each(|part| part.forget(today));
    }
}

/// Expired credit that no late usage can burn any more leaves the state.
fn forget(work: &mut Working<'_>, now: Instant) {
    if work.state.taken_back.first().is_some_and(|oldest| oldest.until <= now) {
        work.state.taken_back.retain(|taken| taken.until > now);
    }
    let window = work.rulebook.corrections().days;
    if work.state.overage_payers.first().is_some_and(|oldest| oldest.time.plus_days(window) <= now) {
        work.state.overage_payers.retain(|payer| payer.time.plus_days(window) > now);
    }
    let old = |known: &&mut Invoiced| !known.products.is_empty() && known.until.plus_days(window) <= now;
    work.state.invoices.iter_mut().filter(old).for_each(|known| known.products.clear());
    if work.state.charged.first().is_some_and(|oldest| oldest.until.plus_days(window) <= now) {
        work.state.charged.retain(|fee| fee.until.plus_days(window) > now);
    }
    let days = work.rulebook.corrections().payment_days;
    if work.state.grants.iter().any(|grant| !remembered(grant, now, days)) {
        work.state.grants.retain(|grant| remembered(grant, now, days));
    }
}

/// When the first thing is due up to this moment, if any is.
pub(super) fn next_due(work: &Working<'_>, until: Instant) -> Option<Instant> {
    next(work, until).map(|(time, ..)| time)
}

/// When time alone next brings something about, if ever: what is due, or a charge that is held back and let through.
pub(super) fn next_wake(work: &mut Working<'_>) -> Option<Instant> {
    let far = work.state.as_of.plus_days(u32::MAX);
    let due = next(work, far).map_or(far, |(time, ..)| time);
    Some(let_through(work).map_or(due, |time| time.min(due))).filter(|time| *time < far)
}

/// When a charge that is held back is looked at again: when attempts are far enough apart, and on each day, which caps end with.
fn let_through(work: &mut Working<'_>) -> Option<Instant> {
    if work.state.open.is_some() || !work.state.waits_for_time() {
        return None;
    }
    let spacing = work.recharge().ok()??.0.spacing_s;
    let state = &work.state;
    let apart =
        state.attempts.failed_time.map(|failed| failed.plus_seconds(spacing)).filter(|time| *time > state.as_of);
    Some(apart.unwrap_or_else(|| state.as_of.date().days_after(1).midnight()))
}

/// The first thing that is due up to this moment, and the id of what it is about, where it has one.
// Asked for in two places, and half a kilobyte of the file.
#[inline(never)]
fn next(work: &Working<'_>, until: Instant) -> Option<(Instant, Option<Id>, Due)> {
    let state = &work.state;
    let mut first: Option<(Instant, u8, Option<&Id>, Due)> = None;
    let mut note = |time: Instant, rank: u8, id, due| {
        if time <= until && first.is_none_or(|known| (time, rank, id) < (known.0, known.1, known.2)) {
            first = Some((time, rank, id, due));
        }
    };
    work.period_end.into_iter().for_each(|end| note(end, 0, None, Due::PeriodEnd));
    for plan in state.subscriptions.iter().filter(|plan| plan.cycle_until <= until) {
        if is_of_days(work.rulebook, plan) {
            note(plan.cycle_until, 1, None, Due::CycleEnd);
        }
    }
    for (place, hold) in state.holds.iter().enumerate() {
        note(hold.until, 2, Some(&hold.hold), Due::HoldExpiry(place));
    }
    for grant in &state.grants {
        match (grant.scheduled, grant.until) {
            (true, _) => note(grant.from, 4, Some(&grant.grant), Due::Grants),
            (false, Some(until)) if grant.expired.is_none() => note(until, 3, Some(&grant.grant), Due::Grants),
            _ => {}
        }
    }
    state.debit_on.into_iter().for_each(|day| note(day.midnight(), 5, None, Due::Debit));
    for (place, debit) in state.debits.iter().enumerate().filter(|(_, debit)| !debit.overdue) {
        note(debit.expected_by.days_after(1).midnight(), 6, Some(&debit.charge), Due::DebitOverdue(place));
    }
    for (place, method) in state.methods.iter().enumerate() {
        method.expires_at().into_iter().for_each(|time| note(time, 7, Some(method.id()), Due::CardExpiry(place)));
    }
    for (place, plan) in state.subscriptions.iter().enumerate() {
        plan.trial_until.into_iter().for_each(|time| note(time, 8, Some(&plan.subscription), Due::Trial(place)));
        plan.ends.into_iter().for_each(|time| note(time, 9, Some(&plan.subscription), Due::Ending(place)));
    }
    for (place, due) in state.due.iter().enumerate().filter(|(_, due)| !due.overdue) {
        if let Some(day) = due.due_on {
            note(day.days_after(1).midnight(), 10, Some(&due.invoice), Due::InvoiceOverdue(place));
        }
    }
    first.map(|(time, _, id, due)| (time, id.cloned(), due))
}

/// One of them happens; answers what it is about.
fn happen(work: &mut Working<'_>, time: Instant, due_at: Instant, id: Option<Id>, due: Due) -> Result<Id, Problem> {
    // Cycles of days end at local midnights, of which one UTC day can have two.
    let day = if matches!(due, Due::CycleEnd) { work.rulebook.day(time)? } else { time.date() };
    let id = id.unwrap_or_else(|| match due {
        Due::Debit => Id::made(format!("debit.{day}")),
        Due::CycleEnd => Id::made(format!("cycle.{day}")),
        _ => period_name(time),
    });
    // A name can be used for another subscription later: what its time brings about is named with the day.
    let id = match due {
        Due::Trial(_) | Due::Ending(_) => Id::derived("sub_", &[&id, &Id::made(format!("{}", time.date()))], 1),
        _ => id,
    };
    let now = Now { event: &id, time };
    match due {
        Due::PeriodEnd => billing_period::close(work, &now)?,
        Due::CycleEnd => subscriptions::renew(work, &now, Cycles::OfDays)?,
        Due::HoldExpiry(place) => holds::expire(work, &now, place)?,
        Due::Grants => return turn(work, time, due_at),
        Due::InvoiceOverdue(place) => billing_period::overdue(work, &now, place),
        Due::Trial(place) => subscriptions::end_trial(work, &now, place)?,
        Due::Ending(place) => subscriptions::end(work, &now, place)?,
        Due::Debit => bank_debits::ask(work, &now)?,
        Due::DebitOverdue(place) => bank_debits::overdue(work, &now, place),
        Due::CardExpiry(place) => payment_methods::expire(work, &now, place),
    }
    Ok(id)
}

/// Is it called as something that an event of another time has made?
const fn origin(due: Due) -> Origin {
    match due {
        Due::PeriodEnd | Due::CycleEnd | Due::Trial(_) | Due::Ending(_) | Due::Debit => Origin::Event,
        Due::HoldExpiry(_) | Due::Grants | Due::InvoiceOverdue(_) | Due::DebitOverdue(_) | Due::CardExpiry(_) => {
            Origin::Due
        }
    }
}

/// Grants end, then others begin, at one moment, so that an allowance that is renewed does not run out in between; what
/// follows is told of the first.
fn turn(work: &mut Working<'_>, time: Instant, due_at: Instant) -> Result<Id, Problem> {
    let mut first: Option<Id> = None;
    loop {
        let ends = |grant: &Grant| !grant.scheduled && grant.expired.is_none() && grant.until == Some(due_at);
        let begins = |grant: &Grant| grant.scheduled && grant.from == due_at;
        let next = place(&work.state.grants, ends).map(|place| (place, true));
        let Some((place, ends)) = next.or_else(|| place(&work.state.grants, begins).map(|place| (place, false))) else {
            break;
        };
        let Some(id) = work.state.grants.get(place).map(|grant| grant.grant.clone()) else { break };
        let now = Now { event: &id, time };
        if ends {
            expire(work, &now, place)?;
        } else {
            let grant = work.state.grants.remove(place);
            post_given(work, &now, grant)?;
        }
        first.get_or_insert(id);
    }
    Ok(first.unwrap_or_else(|| work.state.account.clone()))
}

/// The first such grant by its id.
fn place(grants: &[Grant], such: impl Fn(&Grant) -> bool) -> Option<usize> {
    let found = grants.iter().enumerate().filter(|(_, grant)| such(grant));
    found.min_by(|one, other| one.1.grant.cmp(&other.1.grant)).map(|(place, _)| place)
}
