//! The order of steps, in one place.

use super::effect::Effect;
use super::event::{Event, Facts, PaymentFailed, PaymentSucceeded, Payments};
use super::event_order;
use super::handler::{
    charge_results, closing, customer, grants, holds, payment_methods, settings, subaccounts, subscriptions, top_ups,
};
use super::moment::close;
use super::posting;
use super::schedule;
use super::state::State;
use super::working::{Now, Origin, Working};
use crate::catalog::Rulebook;
use crate::ledger::Entry;
use crate::problem::Problem;
use crate::text::Id;
use crate::time::Instant;
use crate::wire::Encode;
use alloc::vec::Vec;

/// What came of the events.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Applied {
    /// The account now.
    pub state: State,
    /// New ledger entries, in order.
    pub entries: Vec<Entry>,
    /// What the doors have to carry out, in order.
    pub effects: Vec<Effect>,
    /// Events that stood in the call more than once.
    pub duplicates: Vec<Id>,
    /// When time alone next brings something about: apply `time_passed` then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_due: Option<Instant>,
}

/// Applies events to an account. Everything or nothing: the first refusal is the whole answer.
///
/// # Errors
/// A refusal at the event it is about (`/events/3/…`).
pub fn apply(
    rulebook: &Rulebook,
    state: State,
    facts: Facts<'_>,
    payments: Payments,
    as_of: Instant,
) -> Result<Applied, Problem> {
    let (ordered, duplicates) = event_order::by_time(facts.events, &state, as_of)?;
    let mut work = Working::new(rulebook, payments, state)?.with(facts.originals);
    // Most events make one entry, and entries are large to move.
    work.entries.reserve(ordered.len());
    let ids = event_order::last(&ordered, rulebook);
    for (place, event) in ordered {
        step(&mut work, event).map_err(|problem| problem.item(place).under("events"))?;
    }
    close(&mut work)?;
    event_order::remember(&mut work.state, rulebook, &ids);
    let next_due = schedule::next_wake(&mut work);
    Ok(Applied { state: work.state, entries: work.entries, effects: work.effects, duplicates, next_due })
}

/// Applies events one after the other until `enough` says so, and keeps what is in the hand then.
///
/// # Errors
/// As [`apply`].
pub(crate) fn apply_until<'r>(
    rulebook: &'r Rulebook<'r>,
    state: State,
    facts: Facts<'r>,
    payments: Payments,
    as_of: Instant,
    enough: impl Fn(&Working<'r>) -> bool,
) -> Result<Working<'r>, Problem> {
    let (ordered, _) = event_order::by_time(facts.events, &state, as_of)?;
    let mut work = Working::new(rulebook, payments, state)?.with(facts.originals);
    for (place, event) in ordered {
        let at = |problem: Problem| problem.item(place).under("events");
        let time = time_of(&work, event);
        schedule::advance(&mut work, time).map_err(at)?;
        if enough(&work) {
            return Ok(work);
        }
        step(&mut work, event).map_err(at)?;
        if enough(&work) {
            return Ok(work);
        }
    }
    close(&mut work)?;
    Ok(work)
}

/// When an event happens: late ones now, since the account's clock does not go back.
fn time_of(work: &Working<'_>, event: &Event) -> Instant {
    work.state.as_of.max(event.head().1)
}

/// One event: what was due before it, then its own step. What follows from all of its time is looked at when that ends.
pub(super) fn step(work: &mut Working<'_>, event: &Event) -> Result<(), Problem> {
    let (id, time) = (event.head().0, time_of(work, event));
    schedule::advance(work, time)?;
    let now = Now { event: id, time };
    if let Event::PaymentSucceeded(PaymentSucceeded { charge, .. }) | Event::PaymentFailed(PaymentFailed { charge, .. }) =
        event
        && !work.state.is_asked_for(charge)
    {
        // It may be asked for by what happened at the same time.
        close(work)?;
    }
    handle(work, &now, event)?;
    work.note(&now, Origin::Event);
    Ok(())
}

fn handle(work: &mut Working<'_>, now: &Now<'_>, event: &Event) -> Result<(), Problem> {
    closing::check_open(work, event)?;
    match event {
        Event::Usage(fact) => posting::post_usage(work, now, fact, None),
        Event::HoldSettled(fact) => holds::settle(work, now, fact),
        Event::HoldRequested(fact) => holds::request(work, now, fact),
        Event::HoldReleased(fact) => holds::release(work, now, &fact.hold),
        Event::TopUp(fact) => top_ups::top_up(work, now, fact),
        Event::CreditGranted(fact) => grants::granted(work, now, fact),
        Event::CouponRedeemed(fact) => grants::redeem(work, now, fact),
        Event::Adjustment(fact) => posting::adjust(work, now, fact),
        Event::Refund(fact) => posting::refund(work, now, fact),
        Event::PaymentReversed(fact) => posting::reverse(work, now, fact),
        Event::InvoicePaid(fact) => posting::invoice_paid(work, now, fact),
        Event::PaymentSucceeded(fact) => charge_results::paid(work, now, &fact.charge),
        Event::PaymentFailed(fact) => charge_results::failed(work, now, &fact.charge, fact.decline),
        Event::SettingsChanged(fact) => settings::change(work, &fact.settings),
        Event::MethodAdded(fact) => payment_methods::add(work, now, fact),
        Event::MethodRemoved(fact) => payment_methods::remove(work, fact),
        Event::MethodDefault(fact) => payment_methods::choose(work, fact),
        Event::BankVerification(fact) => payment_methods::verify(work, now, fact),
        Event::SubaccountChanged(fact) => subaccounts::change(work, fact),
        Event::Subscribed(fact) => subscriptions::subscribe(work, now, fact),
        Event::SubscriptionChanged(fact) => subscriptions::change(work, now, fact),
        Event::SubscriptionCancelled(fact) => subscriptions::cancel(work, now, fact),
        Event::SubscriptionResumed(fact) => subscriptions::resume(work, now, fact),
        Event::CustomerChanged(fact) => customer::customer(work, now, fact),
        Event::DiscountTaken(fact) => customer::discount(work, now, fact),
        Event::InvoiceCredited(fact) => posting::credited(work, now, fact),
        Event::AccountClosed(fact) => closing::close(work, now, fact),
        Event::TimePassed(_) => {
            work.moment.seen.retry |= work.state.waits_for_time();
            Ok(())
        }
    }
}
