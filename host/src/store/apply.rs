//! Events, exactly once: what is new goes through the engine, and state, entries, effects and the events
//! themselves are kept in the same transaction or not at all.

use super::StoreError;
use super::rulebooks::Ready;
use super::sift::{New, Sieve};
use super::turn::Held;
use super::write::broken;
use crate::books;
use crate::{Engine, Reply, Status};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// What came of a batch.
#[derive(Clone, Debug, Serialize)]
pub struct Applied {
    /// Events that were new.
    pub applied: usize,
    /// Events that had been applied before, with the same content.
    pub duplicates: Vec<String>,
    /// The engine's whole answer for those that were new; absent when none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<Box<RawValue>>,
}

/// What is wished of an account.
pub(super) enum Wish {
    /// These events are to be applied.
    Events { events: Vec<Box<RawValue>>, at: At, answer: Answer<Applied> },
    /// This usage is to be decided, and posted where it may go ahead.
    Spend { spend: Spend, at: At, answer: Answer<Applied> },
}

/// Who wished gets it, wherever that is.
pub(super) type Answer<T> = Box<dyn FnOnce(Result<T, StoreError>) + Send>;

/// The time now, and who answers charges.
#[derive(Clone, Debug)]
pub(super) struct At {
    pub(super) as_of: String,
    pub(super) payments: &'static str,
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

impl Wish {
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Events { events, .. } => events.iter().map(|event| event.get().len()).sum(),
            Self::Spend { spend, .. } => spend.usage.get().len(),
        }
    }

    pub(super) fn answer(self, result: Result<Applied, StoreError>) {
        let (Self::Events { answer, .. } | Self::Spend { answer, .. }) = self;
        answer(result);
    }

    /// Makes it so, on what the turn holds.
    pub(super) fn grant(&self, held: &mut Held<'_>) -> Result<Applied, StoreError> {
        match self {
            Self::Events { events, at, .. } => apply(held, events, at),
            Self::Spend { spend: wanted, at, .. } => spend(held, wanted, at),
        }
    }
}

/// One call of the engine that was answered: all that is kept of it.
pub(super) struct Batch {
    engine: String,
    at: At,
    events: Vec<(String, String, Box<RawValue>)>,
    pub(super) entries: Vec<(String, Box<RawValue>)>,
    effects: Vec<(String, Box<RawValue>)>,
}

#[derive(Deserialize)]
struct Head {
    id: String,
}

fn apply(held: &mut Held<'_>, events: &[Box<RawValue>], at: &At) -> Result<Applied, StoreError> {
    let Sieve { new, duplicates } = held.sift(events)?;
    if new.is_empty() && !events.is_empty() {
        return Ok(Applied { applied: 0, duplicates, reply: None });
    }
    let bodies: Vec<&str> = new.iter().map(|new| events[new.place].get()).collect();
    let originals = held.originals(&bodies)?;
    let rest = format!(
        r#"{{"state":{},"as_of":{},"payments":"{}","events":[{}],"originals":[{originals}]}}"#,
        held.state,
        serde_json::Value::from(at.as_of.as_str()),
        at.payments,
        bodies.join(",")
    );
    let reply = held.call("apply", &rest)?;
    if reply.status == Status::Problems {
        let places: Vec<usize> = new.iter().map(|new| new.place).collect();
        return Err(StoreError::Refused(super::error::at_places(reply, &places)));
    }
    let applied = new.len();
    let new = new.into_iter().map(|New { place, id, digest }| (id, digest, events[place].clone())).collect();
    held.keep(batch(held, &reply, at, new)?, duplicates, applied, reply)
}

#[derive(Deserialize)]
struct Spent {
    answer: Decided,
}

#[derive(Deserialize)]
struct Decided {
    decision: Option<Decision>,
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
    let Sieve { mut new, duplicates } = held.sift(std::slice::from_ref(&event)).map_err(StoreError::of_usage)?;
    let Some(New { id, digest, .. }) = new.pop() else {
        return Ok(Applied { applied: 0, duplicates, reply: None });
    };
    let rest = format!(
        r#"{{"state":{},"as_of":{},"payments":"{}","quantity_places":{},"usage":{usage}}}"#,
        held.state,
        serde_json::Value::from(at.as_of.as_str()),
        at.payments,
        wanted.quantity_places
    );
    let reply = held.call("spend", &rest)?;
    if reply.status == Status::Problems {
        return Err(StoreError::Refused(reply));
    }
    let told: Spent = serde_json::from_slice(&reply.bytes).map_err(broken)?;
    if !told.answer.decision.is_some_and(|decision| decision.allowed) {
        let reply = Some(text(reply)?);
        return Ok(Applied { applied: 0, duplicates, reply });
    }
    held.keep(batch(held, &reply, at, vec![(id, digest, event)])?, duplicates, 1, reply)
}

fn batch(
    held: &Held<'_>,
    reply: &Reply,
    at: &At,
    events: Vec<(String, String, Box<RawValue>)>,
) -> Result<(Batch, Box<RawValue>), StoreError> {
    let answer = books::read(&reply.bytes).map_err(broken)?;
    let named = |bodies: Vec<Box<RawValue>>| -> Result<Vec<_>, StoreError> {
        let id = |body: &RawValue| serde_json::from_str::<Head>(body.get()).map(|head| head.id).map_err(broken);
        bodies.into_iter().map(|body| Ok((id(&body)?, body))).collect()
    };
    let (entries, effects) = (named(answer.entries)?, named(answer.effects)?);
    Ok((Batch { engine: held.engine.digest().to_owned(), at: at.clone(), events, entries, effects }, answer.state))
}

/// The engine's own bytes.
pub(super) fn text(reply: Reply) -> Result<Box<RawValue>, StoreError> {
    let text = String::from_utf8(reply.bytes).map_err(|error| StoreError::Unavailable(error.to_string()))?;
    RawValue::from_string(text).map_err(broken)
}

impl Batch {
    /// Its events by their ids, with the digests of their content.
    pub(super) fn digests(&self) -> impl Iterator<Item = (String, String)> + '_ {
        self.events.iter().map(|(id, digest, _)| (id.clone(), digest.clone()))
    }

    pub(super) fn write(&self, step: &Connection, account: &str) -> Result<(), StoreError> {
        let mut insert =
            step.prepare_cached("INSERT INTO batch (account, engine, as_of, payments) VALUES (?1, ?2, ?3, ?4)")?;
        let batch = insert.insert(params![account, self.engine, self.at.as_of, self.at.payments])?;
        let mut insert =
            step.prepare_cached("INSERT INTO event (account, id, digest, body, batch) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for (id, digest, body) in &self.events {
            insert.execute(params![account, id, digest, body.get(), batch])?;
        }
        for (table, bodies) in [("entry", &self.entries), ("effect", &self.effects)] {
            let mut insert =
                step.prepare_cached(&format!("INSERT INTO {table} (account, id, body) VALUES (?1, ?2, ?3)"))?;
            for (id, body) in bodies {
                insert.execute(params![account, id, body.get()])?;
            }
        }
        Ok(())
    }
}

impl Held<'_> {
    fn call(&self, verb: &str, rest: &str) -> Result<Reply, StoreError> {
        let (ready, engine): (&Ready, &Engine) = (&self.ready, self.engine);
        Ok(ready.call(engine, verb, rest)?)
    }
}
