//! Events, exactly once: what is new goes through the engine, and state, entries, effects and the events
//! themselves are kept in the same transaction or not at all.

use super::originals;
use super::write::broken;
use super::{Store, StoreError};
use crate::books::{self, Books};
use crate::engine::hex;
use crate::{Engine, Status};
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// What came of a batch.
#[derive(Debug, Serialize)]
pub struct Applied {
    /// Events that were new.
    pub applied: usize,
    /// Events that had been applied before, with the same content.
    pub duplicates: Vec<String>,
    /// The engine's whole answer for those that were new; absent when none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Head {
    id: String,
}

struct Kept {
    document: String,
    state: String,
}

impl Store {
    /// Applies events to an account. `payments` says who answers its charges; `as_of` is the time now.
    ///
    /// # Errors
    /// `NotFound`, `Conflict` with an event of that id, `Refused` by the engine with paths into `events`.
    pub fn apply_events(
        &self,
        id: String,
        events: Vec<Box<RawValue>>,
        as_of: String,
        payments: &'static str,
    ) -> Result<Applied, StoreError> {
        self.write(move |connection, engine| apply(connection, engine, &id, &events, &as_of, payments))
    }
}

fn apply(
    connection: &mut Connection,
    engine: &Engine,
    id: &str,
    events: &[Box<RawValue>],
    as_of: &str,
    payments: &str,
) -> Result<Applied, StoreError> {
    let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let kept = step.query_row(
        "SELECT document, state FROM account JOIN rulebook ON digest = rulebook WHERE id = ?1",
        [id],
        |row| Ok(Kept { document: row.get(0)?, state: row.get(1)? }),
    )?;
    let (new, duplicates) = sift(&step, id, events)?;
    if new.is_empty() && !events.is_empty() {
        return Ok(Applied { applied: 0, duplicates, reply: None });
    }
    let bodies: Vec<&str> = new.iter().map(|(place, ..)| events[*place].get()).collect();
    let originals = originals::of(&step, id, bodies.iter().copied())?;
    let call = format!(
        r#"{{"rulebook":{},"state":{},"as_of":{},"payments":"{payments}","events":[{}],"originals":[{originals}]}}"#,
        kept.document,
        kept.state,
        serde_json::Value::from(as_of),
        bodies.join(",")
    );
    let reply = engine.call("apply", call.as_bytes())?;
    if reply.status == Status::Problems {
        let places: Vec<usize> = new.iter().map(|(place, ..)| *place).collect();
        return Err(StoreError::Refused(super::error::at_places(reply, &places)));
    }
    let answer = books::read(&reply.bytes).map_err(broken)?;
    step.execute(
        "INSERT INTO batch (account, engine, as_of, payments) VALUES (?1, ?2, ?3, ?4)",
        params![id, engine.digest(), as_of, payments],
    )?;
    keep(&step, id, events, &new, &answer)?;
    step.commit()?;
    let text = String::from_utf8(reply.bytes).map_err(|error| StoreError::Unavailable(error.to_string()))?;
    let applied = new.len();
    Ok(Applied { applied, duplicates, reply: Some(RawValue::from_string(text).map_err(broken)?) })
}

type New = (usize, String, String);

/// Places, ids and digests of the events that are new, and the ids of those kept with the same content.
fn sift(
    step: &Transaction<'_>,
    account: &str,
    events: &[Box<RawValue>],
) -> Result<(Vec<New>, Vec<String>), StoreError> {
    let (mut new, mut duplicates): (Vec<New>, Vec<String>) = (Vec::new(), Vec::new());
    let mut earlier: BTreeMap<String, String> = BTreeMap::new();
    let mut find = step.prepare_cached("SELECT digest FROM event WHERE account = ?1 AND id = ?2")?;
    for (place, event) in events.iter().enumerate() {
        // An event without an id is the engine's to refuse, with its path and help.
        let id = serde_json::from_str::<Head>(event.get()).map(|head| head.id).unwrap_or_default();
        let sent = digest(event.get());
        let before = earlier.get(&id).cloned();
        let in_call = before.is_some();
        let kept = match before {
            Some(kept) => Some(kept),
            None => find.query_row(params![account, id], |row| row.get::<_, String>(0)).optional()?,
        };
        match kept {
            None => {
                if !id.is_empty() {
                    earlier.insert(id.clone(), sent.clone());
                }
                new.push((place, id, sent));
            }
            Some(kept) if kept == sent => duplicates.push(id),
            Some(kept) => {
                let path = format!("/events/{place}/id");
                return Err(StoreError::Conflict { what: "event", id, path, in_call, kept, sent });
            }
        }
    }
    Ok((new, duplicates))
}

fn keep(
    step: &Transaction<'_>,
    account: &str,
    events: &[Box<RawValue>],
    new: &[New],
    answer: &Books,
) -> Result<(), StoreError> {
    let batch = step.last_insert_rowid();
    let mut insert =
        step.prepare_cached("INSERT INTO event (account, id, digest, body, batch) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (place, id, digest) in new {
        insert.execute(params![account, id, digest, events[*place].get(), batch])?;
    }
    for (table, bodies) in [("entry", &answer.entries), ("effect", &answer.effects)] {
        let mut insert =
            step.prepare_cached(&format!("INSERT INTO {table} (account, id, body) VALUES (?1, ?2, ?3)"))?;
        for body in bodies {
            let id = serde_json::from_str::<Head>(body.get()).map_err(broken)?.id;
            insert.execute(params![account, id, body.get()])?;
        }
    }
    step.execute("UPDATE account SET state = ?2 WHERE id = ?1", params![account, answer.state.get()])?;
    Ok(())
}

/// The content of an event, whatever the order of its keys and the spaces between them.
pub(super) fn digest(event: &str) -> String {
    let mut value = serde_json::from_str::<serde_json::Value>(event).unwrap_or_default();
    value.sort_all_objects();
    format!("sha256:{}", hex(&Sha256::digest(value.to_string())))
}
