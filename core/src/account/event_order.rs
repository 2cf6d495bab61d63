//! Rule `account.order`: events are applied by time, then by kind, then by content, each id once.
//!
//! The order in which they stand in the call does not matter, nor what they are called: facts of one time have an order
//! by kind (`rank`), those of one kind by what they say, and ids decide only between events that say the same. A repeated
//! id with the same content is listed and left out; with other content it is refused. So is one that an earlier call has
//! applied, as far as the rulebook keeps events in mind (`corrections.events`); beyond that a store's unique index does the
//! same, since entry ids derive from event ids.

use super::event::Event;
use super::state::State;
use crate::catalog::Rulebook;
use crate::problem::{Code, Problem};
use crate::sorting::Sorting as _;
use crate::text::Id;
use crate::time::Instant;
use crate::wire::to_bytes;
use alloc::format;
use alloc::vec::Vec;
use core::cmp::Ordering;

type Placed<'e> = (usize, &'e Event);

pub(super) fn by_time<'e>(
    events: &'e [Event],
    state: &State,
    as_of: Instant,
) -> Result<(Vec<Placed<'e>>, Vec<Id>), Problem> {
    for (place, event) in events.iter().enumerate() {
        admit(event, state, as_of).map_err(|problem| problem.item(place).under("events"))?;
    }
    let mut placed: Vec<Placed<'e>> = events.iter().enumerate().collect();
    let mut duplicates = known(&mut placed, state);
    let rises =
        |pair: &[Event]| matches!(pair, [one, other] if one.head().0 < other.head().0 && one.head().1 < other.head().1);
    if events.windows(2).all(rises) {
        // In order as they stand, and so each id once: what a meter that numbers its events sends.
        return Ok((placed, duplicates));
    }
    placed.order_by(|a, b| (a.1.head().0, a.0).cmp(&(b.1.head().0, b.0)));
    for ((_, one), (place, other)) in placed.iter().zip(placed.iter().skip(1)) {
        let id = other.head().0;
        if one.head().0 != id {
            continue;
        }
        // As they are written: 1.5 is 1.50.
        if to_bytes(*one) != to_bytes(*other) {
            let message = format!("the event id `{id}` stands twice with different content");
            let help = "an event never changes: correct it by an event of its own";
            return Err(Problem::new(Code::EventConflict, message, help).under("id").item(*place).under("events"));
        }
        duplicates.push(id.clone());
    }
    placed.dedup_by(|later, earlier| later.1.head().0 == earlier.1.head().0);
    duplicates.dedup();
    placed.order_by(|a, b| order(a.1, b.1));
    Ok((placed, duplicates))
}

/// May an event of this id, time and account be applied, and has an earlier call done so?
pub(crate) fn has_applied(
    state: &State,
    (id, time, account): (&Id, Instant, Option<&Id>),
    as_of: Instant,
) -> Result<bool, Problem> {
    of_account(account, time, state, as_of)?;
    Ok(state.recent.contains(id))
}

/// Takes out what an earlier call has applied, and answers the ids.
fn known(placed: &mut Vec<Placed<'_>>, state: &State) -> Vec<Id> {
    let mut duplicates = Vec::new();
    if !state.recent.is_empty() {
        let mut recent: Vec<&Id> = state.recent.iter().collect();
        recent.order();
        placed.retain(|(_, event)| {
            let id = event.head().0;
            let known = recent.binary_search(&id).is_ok();
            duplicates.extend(Some(id.clone()).filter(|_| known));
            !known
        });
    }
    duplicates
}

/// The ids of the last events of a call, as many as the rulebook keeps in mind.
pub(super) fn last(ordered: &[Placed<'_>], rulebook: &Rulebook<'_>) -> Vec<Id> {
    let most = usize::from(rulebook.corrections().events);
    let skipped = ordered.len().saturating_sub(most);
    ordered.iter().skip(skipped).map(|(_, event)| event.head().0.clone()).collect()
}

/// Keeps the last events in mind: each counts once, whatever call it comes in again. Beyond them a store's unique index does
/// the same, since entry ids derive from event ids.
pub(super) fn remember(state: &mut State, rulebook: &Rulebook<'_>, ids: &[Id]) {
    state.recent.extend(ids.iter().cloned());
    let over = state.recent.len().saturating_sub(usize::from(rulebook.corrections().events));
    state.recent.drain(..over);
}

/// Which of two events comes first.
fn order(one: &Event, other: &Event) -> Ordering {
    let head = |event: &Event| (event.head().1, rank(event));
    head(one).cmp(&head(other)).then_with(|| says(one, other)).then_with(|| one.head().0.cmp(other.head().0))
}

/// The order of kinds at one time. Who and what there is, then settings; credit before what uses it; requests before
/// their results; usage before what takes it back; what goes back to payers after what they paid; results of charges,
/// and time, last.
const fn rank(event: &Event) -> u8 {
    match event {
        Event::CustomerChanged(_) => 0,
        Event::SubaccountChanged(_) => 1,
        Event::MethodAdded(_) => 2,
        Event::BankVerification(_) => 3,
        Event::MethodDefault(_) => 4,
        Event::SettingsChanged(_) => 5,
        Event::MethodRemoved(_) => 6,
        Event::DiscountTaken(_) => 7,
        Event::CreditGranted(_) => 8,
        Event::CouponRedeemed(_) => 9,
        Event::TopUp(_) => 10,
        Event::InvoicePaid(_) => 11,
        Event::Subscribed(_) => 12,
        Event::SubscriptionChanged(_) => 13,
        Event::HoldRequested(_) => 14,
        Event::Usage(usage) if usage.reverses.is_none() => 15,
        Event::HoldSettled(_) => 16,
        Event::HoldReleased(_) => 17,
        Event::Usage(_) => 18,
        Event::SubscriptionCancelled(_) | Event::SubscriptionResumed(_) => 19,
        Event::Adjustment(fact) if fact.corrects.is_none() => 20,
        Event::Adjustment(_) => 21,
        Event::InvoiceCredited(_) => 22,
        Event::Refund(_) => 23,
        Event::PaymentReversed(_) => 24,
        Event::PaymentSucceeded(_) => 25,
        Event::PaymentFailed(_) => 26,
        Event::AccountClosed(_) => 27,
        Event::TimePassed(_) => 28,
    }
}

/// Compares what two events of a kind say, whatever they and their subscriptions are called.
fn says(one: &Event, other: &Event) -> Ordering {
    if let (Event::Usage(one), Event::Usage(other)) = (one, other) {
        // By far the most, and the only ones that many of come at one time.
        return one.says(other, (one.quantity, other.quantity));
    }
    said(one).cmp(&said(other))
}

fn said(event: &Event) -> Vec<u8> {
    let mut said = to_bytes(event);
    leave_out(&mut said, "id", event.head().0);
    match event {
        Event::Subscribed(fact) => leave_out(&mut said, "subscription", &fact.subscription),
        Event::SubscriptionChanged(fact) => leave_out(&mut said, "subscription", &fact.subscription),
        Event::SubscriptionCancelled(fact) => leave_out(&mut said, "subscription", &fact.subscription),
        Event::SubscriptionResumed(fact) => leave_out(&mut said, "subscription", &fact.subscription),
        _ => {}
    }
    said
}

/// Takes a name out of what is written. No text holds it: its quotes would be escaped there.
fn leave_out(said: &mut Vec<u8>, key: &str, name: &Id) {
    let named = format!(",\"{key}\":\"{name}\"");
    if let Some(at) = said.windows(named.len()).position(|part| part == named.as_bytes()) {
        said.drain(at..at.saturating_add(named.len()));
    }
}

/// May this event be applied to this account at all?
fn admit(event: &Event, state: &State, as_of: Instant) -> Result<(), Problem> {
    let (_, time, account) = event.head();
    of_account(account, time, state, as_of)
}

/// May an event about this account, or one that it does not name, be applied at all?
pub(super) fn of_account(account: Option<&Id>, time: Instant, state: &State, as_of: Instant) -> Result<(), Problem> {
    if let Some(account) = account.filter(|account| **account != state.account) {
        let message = format!("the event is about `{account}`, the state about `{}`", state.account);
        return Err(Problem::new(Code::AccountMismatch, message, "apply each account's events to its own state")
            .under("account"));
    }
    if time > as_of {
        let message = format!("the event happens at {time}, after `as_of` {as_of}");
        return Err(Problem::new(Code::EventInFuture, message, "send it when its time has come, or mend its clock")
            .under("time"));
    }
    if time < state.opened_at {
        let message = format!("the event happens at {time}, before the account opened at {}", state.opened_at);
        return Err(Problem::new(Code::EventBeforeOpening, message, "mend the event's time").under("time"));
    }
    Ok(())
}
