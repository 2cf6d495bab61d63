//! Rule `account.order`: events are applied by time, then by id, each id once.
//!
//! The order in which they stand in the call does not matter. A repeated id with the same content is listed and
//! left out; with other content it is refused. (Across calls a store's unique index does the same, since entry
//! ids derive from event ids.)

use super::event::Event;
use super::state::State;
use crate::problem::{Code, Problem};
use crate::text::Id;
use crate::time::Instant;
use alloc::format;
use alloc::vec::Vec;

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
    let rises = |pair: &[Event]| matches!(pair, [one, other] if one.head().0 < other.head().0 && one.head().1 <= other.head().1);
    if events.windows(2).all(rises) {
        // In order as they stand, and so each id once: what a meter that numbers its events sends.
        return Ok((placed, Vec::new()));
    }
    placed.sort_by(|a, b| (a.1.head().0, a.0).cmp(&(b.1.head().0, b.0)));
    let mut duplicates = Vec::new();
    for ((_, one), (place, other)) in placed.iter().zip(placed.iter().skip(1)) {
        let id = other.head().0;
        if one.head().0 != id {
            continue;
        }
        if one != other {
            let message = format!("the event id `{id}` stands twice with different content");
            let help = "an event never changes: correct it by an event of its own";
            return Err(Problem::new(Code::EventConflict, message, help).under("id").item(*place).under("events"));
        }
        duplicates.push(id.clone());
    }
    placed.dedup_by(|later, earlier| later.1.head().0 == earlier.1.head().0);
    duplicates.dedup();
    placed.sort_by(|a, b| {
        let ((one, at, _), (other, then, _)) = (a.1.head(), b.1.head());
        (at, one).cmp(&(then, other))
    });
    Ok((placed, duplicates))
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
