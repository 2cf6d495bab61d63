//! Events, exactly once: what is new goes through the engine, and state, entries, effects and the events
//! themselves are kept in the same transaction or not at all.

use super::StoreError;
use super::applied::{Answered, Applied, Refused};
use super::batch::{Batch, Event};
use super::documents::NewNote;
use super::json::broken;
use super::posting::Posting;
use super::sift::{self, New, Sieve};
use super::turn::Held;
use crate::Status;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::sync::Arc;

/// What is wished of an account.
pub(super) enum Wish {
    /// These events are to be applied.
    Events { events: Events, at: At, answer: Answer<Applied> },
    /// This usage is to be decided, and posted where it may go ahead.
    Spend { spend: Spend, at: At, answer: Answer<Applied> },
    /// This event is to be applied, and the credit note that it is of comes into the books with it.
    Note { event: Box<RawValue>, note: NewNote, at: At, answer: Answer<Applied> },
    /// Another rulebook is to decide from now on.
    Move { rulebook: String, at: At, answer: Answer<Applied> },
}

/// Who wished gets it, wherever that is.
pub(super) type Answer<T> = Box<dyn FnOnce(Result<T, StoreError>) + Send>;

/// What time it is.
#[derive(Clone, Debug)]
pub enum Time {
    /// By the host's clock. Where an account has seen a later one, it is that: time does not go back.
    Clock(String),
    /// As whoever replays says.
    AsOf(String),
}

/// The time, who answers charges, and who wishes it.
#[derive(Clone, Debug)]
pub(super) struct At {
    pub(super) time: Time,
    pub(super) payments: &'static str,
    pub(super) by: Option<Arc<str>>,
}

#[derive(Deserialize)]
struct Seen {
    as_of: String,
}

impl Time {
    /// What time it is for an account that stands so.
    pub(super) fn of(&self, state: &RawValue) -> String {
        match self {
            Self::AsOf(time) => time.clone(),
            Self::Clock(now) => {
                let seen = serde_json::from_str::<Seen>(state.get()).map(|seen| seen.as_of).unwrap_or_default();
                if bare(&seen) > bare(now) { seen } else { now.clone() }
            }
        }
    }

    /// Has this moment come for it?
    pub(super) fn reaches(&self, state: &RawValue, moment: &str) -> bool {
        let time = |text: &str| text.parse::<jiff::Timestamp>().ok();
        // A time that cannot be read is the engine's to refuse.
        time(&self.of(state)).is_some_and(|now| time(moment).is_some_and(|moment| now >= moment))
    }
}

/// Times of UTC sort by their texts, but for the letter behind them: with it a fraction would sort before its second.
fn bare(time: &str) -> &str {
    time.trim_end_matches('Z')
}

/// Events that are posted in one call.
#[derive(Clone, Debug)]
pub struct Events {
    /// The events.
    pub events: Vec<Box<RawValue>>,
    /// All of them or none.
    pub atomic: bool,
}

/// A usage that is spent in one step (the engine's verb `spend`).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spend {
    /// The usage.
    pub usage: Box<RawValue>,
    /// Decimal places of the affordable quantity.
    #[serde(default)]
    pub quantity_places: u8,
}

/// What a wish takes beside its events: one without any is one, too.
const WISH_BYTES: usize = 1 << 10;

impl Wish {
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Events { events, .. } => events.events.iter().map(|event| event.get().len()).sum::<usize>(),
            Self::Spend { spend, .. } => spend.usage.get().len(),
            Self::Note { event, note, .. } => event.get().len() + note.draft.get().len(),
            Self::Move { rulebook, .. } => rulebook.len(),
        }
        .saturating_add(WISH_BYTES)
    }

    pub(super) fn answer(self, result: Result<Applied, StoreError>) {
        let (Self::Events { answer, .. }
        | Self::Spend { answer, .. }
        | Self::Note { answer, .. }
        | Self::Move { answer, .. }) = self;
        answer(result);
    }

    /// Makes it so, on what the turn holds.
    pub(super) fn grant(&self, held: &mut Held<'_>) -> Result<Applied, StoreError> {
        let (Self::Events { at, .. } | Self::Spend { at, .. } | Self::Note { at, .. } | Self::Move { at, .. }) = self;
        held.move_as_planned(at)?;
        match self {
            Self::Events { events, at, .. } => apply(held, events, at),
            Self::Spend { spend: wanted, at, .. } => spend(held, wanted, at),
            Self::Note { event, note, at, .. } => {
                let events = Events { events: vec![event.clone()], atomic: true };
                let applied = apply(held, &events, at)?;
                if applied.applied > 0 && !applied.replayed {
                    held.file(note.clone());
                }
                Ok(applied)
            }
            Self::Move { rulebook, at, .. } => held.move_to(rulebook, at),
        }
    }
}

fn apply(held: &mut Held<'_>, wished: &Events, at: &At) -> Result<Applied, StoreError> {
    let events = &wished.events;
    let digests: Vec<String> = events.iter().map(|event| sift::digest(event.get())).collect();
    // Who asks for all or nothing is not told of a part.
    let wish = sift::wish(if wished.atomic { "atomic events" } else { "events" }, &digests);
    if let Some(before) = held.before(wish.as_deref())? {
        return Ok(before);
    }
    let Sieve { new, duplicates, conflicts } = held.sift(events, digests)?;
    if let Some((_, conflict)) = conflicts.first()
        && (wished.atomic || new.is_empty())
    {
        return Err(conflict.clone());
    }
    if new.is_empty() && !events.is_empty() {
        return Ok(Applied::of_known(duplicates));
    }
    let first = held.batches();
    let mut refused = Posting::new(held, events, at, wished.atomic).all(new)?;
    for (event, conflict) in conflicts {
        refused.push(Refused { event, problems: vec![super::refusal::conflict(&conflict)?] });
    }
    refused.sort_by_key(|refused| refused.event);
    held.answered(first, wish, duplicates, refused, None)
}

#[derive(Deserialize)]
struct Spent {
    answer: Decided,
}

#[derive(Deserialize)]
struct Decided {
    decision: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Decision {
    allowed: bool,
}

fn spend(held: &mut Held<'_>, wanted: &Spend, at: &At) -> Result<Applied, StoreError> {
    // As an event it is the same usage; what is not an object the engine refuses.
    let usage = wanted.usage.get();
    let fields = usage.trim_start().strip_prefix('{').unwrap_or_default();
    let event = RawValue::from_string(format!(r#"{{"type":"usage",{fields}"#)).unwrap_or_else(|_| wanted.usage.clone());
    let digests = vec![sift::digest(event.get())];
    let wish = sift::wish("spend", &digests);
    if let Some(before) = held.before(wish.as_deref())? {
        return Ok(before);
    }
    let Sieve { mut new, duplicates, conflicts } = held.sift(std::slice::from_ref(&event), digests)?;
    if let Some((_, conflict)) = conflicts.into_iter().next() {
        return Err(conflict.of_usage());
    }
    let Some(New { id, digest, .. }) = new.pop() else { return Ok(Applied::of_known(duplicates)) };
    let as_of = held.as_of(at);
    let rest = format!(
        r#"{{"state":{},"as_of":{},"payments":"{}","quantity_places":{},"usage":{usage}}}"#,
        held.state,
        serde_json::Value::from(as_of.as_str()),
        at.payments,
        wanted.quantity_places
    );
    let reply = held.call("spend", &rest)?;
    if reply.status == Status::Problems {
        return Err(StoreError::Refused(reply));
    }
    let decision = serde_json::from_slice::<Spent>(&reply.bytes).map_err(broken)?.answer.decision;
    let allowed = decision.as_deref().map(|decision| serde_json::from_str::<Decision>(decision.get()));
    if !allowed.transpose().map_err(broken)?.is_some_and(|decision| decision.allowed) {
        // Nothing was posted: the answer is of the account as it is.
        let answer = Some(Answered { decision, ..Batch::of(held, &reply, as_of, at, Vec::new())?.answered(held) });
        return Ok(Applied { answer, ..Applied::of_known(duplicates) });
    }
    let first = held.batches();
    held.keep(&reply, as_of, at, vec![Event { id, digest, body: event }])?;
    held.answered(first, wish, duplicates, Vec::new(), decision)
}
