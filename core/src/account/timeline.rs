//! What time alone brings about: period and cycle ends, holds and grants that end, grants that start, debits, cards.
//!
//! Everything due up to a moment happens in the order of its time, then of the kinds below, then of ids, each at its
//! own time. Only events move an account's time, so that one call and several make the same.

use super::apply::after_debit;
use super::fold::{Fold, Now};
use super::subscribing::Cycles;
use super::{cycle, debiting, giving, holding, methods, period, recharging, service, subscribing, watch};
use crate::ledger::{Book, Entry, Kind, Side};
use crate::problem::Problem;
use crate::rule::Rule;
use crate::text::Id;
use crate::time::Instant;
use crate::wallet::{Burned, Grant, remembered};
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

/// Lets everything happen that is due up to this moment, and brings the account's clock there.
pub(super) fn advance(fold: &mut Fold<'_>, until: Instant) -> Result<(), Problem> {
    while let Some((due_at, id, due)) = next(fold, until) {
        // A grant that arrived late may have ended before the account's clock.
        let time = due_at.max(fold.state.as_of);
        fold.state.as_of = time;
        forget(fold, time);
        let id = happen(fold, time, due_at, id, due)?;
        recharging::answer_charges(fold, &Now { event: &id, time })?;
    }
    fold.state.as_of = fold.state.as_of.max(until);
    forget(fold, until);
    Ok(())
}

/// Expired credit that no late usage can burn any more leaves the state.
fn forget(fold: &mut Fold<'_>, now: Instant) {
    if fold.state.grants.iter().any(|grant| !remembered(grant, now)) {
        fold.state.grants.retain(|grant| remembered(grant, now));
    }
}

/// When the first thing is due up to this moment, if any is.
pub(super) fn next_due(fold: &Fold<'_>, until: Instant) -> Option<Instant> {
    next(fold, until).map(|(time, ..)| time)
}

/// The first thing that is due up to this moment, and the id of what it is about, where it has one.
fn next(fold: &Fold<'_>, until: Instant) -> Option<(Instant, Option<Id>, Due)> {
    let state = &fold.state;
    let mut first: Option<(Instant, u8, Option<&Id>, Due)> = None;
    let mut note = |time: Instant, rank: u8, id, due| {
        if time <= until && first.is_none_or(|known| (time, rank, id) < (known.0, known.1, known.2)) {
            first = Some((time, rank, id, due));
        }
    };
    fold.period_end.into_iter().for_each(|end| note(end, 0, None, Due::PeriodEnd));
    for plan in state.subscriptions.iter().filter(|plan| plan.cycle_until <= until) {
        if cycle::is_of_days(fold, plan) {
            note(plan.cycle_until, 1, None, Due::CycleEnd);
        }
    }
    for (place, hold) in state.holds.iter().enumerate() {
        note(hold.until, 2, Some(&hold.hold), Due::HoldExpiry(place));
    }
    for grant in &state.grants {
        match (grant.scheduled, grant.until) {
            (true, _) => note(grant.from, 4, Some(&grant.grant), Due::Grants),
            (false, Some(until)) if grant.lapsed.is_none() => note(until, 3, Some(&grant.grant), Due::Grants),
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
fn happen(fold: &mut Fold<'_>, time: Instant, due_at: Instant, id: Option<Id>, due: Due) -> Result<Id, Problem> {
    // Cycles of days end at local midnights, of which one UTC day can have two.
    let day = if matches!(due, Due::CycleEnd) { fold.rulebook.day(time)? } else { time.date() };
    let id = id.unwrap_or_else(|| match due {
        Due::Debit => Id::made(format!("debit.{day}")),
        Due::CycleEnd => Id::made(format!("cycle.{day}")),
        _ => period::name(time),
    });
    // A name can be used for another subscription later: what its time brings about is named with the day.
    let id = match due {
        Due::Trial(_) | Due::Ending(_) => Id::derived("sub_", &[&id, &Id::made(format!("{}", time.date()))], 1),
        _ => id,
    };
    let now = Now { event: &id, time };
    match due {
        Due::PeriodEnd => period::close(fold, &now)?,
        Due::CycleEnd => {
            subscribing::renew(fold, &now, Cycles::OfDays)?;
            period::interim(fold, &now)?;
        }
        Due::HoldExpiry(place) => holding::expire(fold, &now, place),
        Due::Grants => return turn(fold, time, due_at),
        Due::InvoiceOverdue(place) => period::overdue(fold, &now, place),
        Due::Trial(place) => subscribing::end_trial(fold, &now, place)?,
        Due::Ending(place) => subscribing::end(fold, &now, place)?,
        Due::Debit => debiting::ask(fold, &now)?,
        Due::DebitOverdue(place) => debiting::overdue(fold, &now, place),
        Due::CardExpiry(place) => methods::expire(fold, &now, place),
    }
    Ok(id)
}

/// Grants end, then others begin, at one moment. What follows looks at the balance before the first and after the
/// last, so that an allowance that is renewed does not run out in between; it is told of the first.
fn turn(fold: &mut Fold<'_>, time: Instant, due_at: Instant) -> Result<Id, Problem> {
    let before = fold.state.balance;
    let mut first: Option<Id> = None;
    loop {
        let ends = |grant: &Grant| !grant.scheduled && grant.lapsed.is_none() && grant.until == Some(due_at);
        let begins = |grant: &Grant| grant.scheduled && grant.from == due_at;
        let next = place(&fold.state.grants, ends).map(|place| (place, true));
        let Some((place, ends)) = next.or_else(|| place(&fold.state.grants, begins).map(|place| (place, false))) else {
            break;
        };
        let Some(id) = fold.state.grants.get(place).map(|grant| grant.grant.clone()) else { break };
        let now = Now { event: &id, time };
        if ends {
            expire(fold, &now, place)?;
        } else {
            let grant = fold.state.grants.remove(place);
            giving::post_given(fold, &now, grant)?;
        }
        first.get_or_insert(id);
    }
    let id = first.unwrap_or_else(|| fold.state.account.clone());
    let now = Now { event: &id, time };
    watch::balance(fold, &now, before)?;
    recharging::after_credit(fold)?;
    service::after_credit(fold, &now)?;
    after_debit(fold, &now, before)?;
    Ok(id)
}

/// The first such grant by its id.
fn place(grants: &[Grant], such: impl Fn(&Grant) -> bool) -> Option<usize> {
    let found = grants.iter().enumerate().filter(|(_, grant)| such(grant));
    found.min_by(|one, other| one.1.grant.cmp(&other.1.grant)).map(|(place, _)| place)
}

/// Rule `credit.expiry`: what is left of a grant goes, by an entry. It is a debit like any other. The amount is
/// kept aside for usage of the grant's time that arrives late.
pub(super) fn expire(fold: &mut Fold<'_>, now: &Now<'_>, place: usize) -> Result<(), Problem> {
    let zero = fold.zero()?;
    let Some(grant) = fold.state.grants.get_mut(place) else { return Ok(()) };
    let (amount, bound) = (grant.left, grant.is_bound());
    grant.left = zero;
    grant.lapsed = Some(amount);
    let burned = Burned { grant: grant.grant.clone(), amount };
    let book = if bound { Book::Scoped } else { Book::Customer };
    if !bound {
        fold.state.balance = fold.state.balance.minus(amount)?;
    }
    let postings = Side::of(&[(book, amount.negated())]).against(Book::Expired, book, zero)?;
    let description = format!("expiry of {}", now.event);
    let id = format!("{}/expiry", now.event);
    let entry = fold.entry(id, now, Kind::Expiry, description, postings, &[Rule::CreditExpiry])?;
    fold.entries.push(Entry { burned: alloc::vec![burned], ..entry });
    Ok(())
}
