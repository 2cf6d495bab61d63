//! What can be told from the books alone: the history of an account, and why one of its entries is what it is.

use super::originals;
use super::rulebooks::Ready;
use super::write::broken;
use super::{Store, StoreError};
use crate::{Reply, Status, books};
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Subject {
    Entry {
        id: String,
    },
    Effect {
        id: String,
    },
    /// And whatever the engine has to refuse.
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

/// A batch as it was applied.
pub(super) struct Batch {
    pub(super) engine: String,
    pub(super) rulebook: Option<String>,
    pub(super) as_of: String,
    pub(super) payments: String,
    pub(super) seal: Option<Vec<u8>>,
    pub(super) bodies: Vec<Box<RawValue>>,
    events: String,
    /// What its events take back.
    originals: String,
}

impl Store {
    /// The engine's `history` over all entries of an account, as CSV.
    ///
    /// # Errors
    /// `NotFound`, `Engine` when there are more than a call can hold.
    pub fn history_csv(&self, account: &str) -> Result<String, StoreError> {
        let (digest, entries) = self.read(|connection| {
            let digest: String =
                connection.query_row("SELECT rulebook FROM account WHERE id = ?1", [account], |row| row.get(0))?;
            let mut find = connection.prepare_cached("SELECT body FROM entry WHERE account = ?1 ORDER BY seq")?;
            let rows = find.query_map([account], |row| row.get::<_, String>(0))?;
            Ok((digest, rows.collect::<Result<Vec<_>, _>>()?))
        })?;
        let rest = format!(r#"{{"entries":[{}]}}"#, entries.join(","));
        let reply = self.ready_rulebook(&digest)?.call("history", &rest)?;
        if reply.status == Status::Problems {
            return Err(StoreError::Refused(reply));
        }
        books::csv(&reply.bytes).map_err(broken)
    }

    /// The engine's `explain`. The account's batches are applied anew until the one that made the subject, which is
    /// explained from the state before it, each by the engine and the rulebook that made it; a balance is that of the last batch.
    ///
    /// # Errors
    /// `NotFound`, `Engine`.
    pub fn explain(&self, account: &str, subject: &str) -> Result<Reply, StoreError> {
        let (kept, batches) =
            self.read(|connection| Ok((super::read::account(connection, account)?, batches(connection, account)?)))?;
        let wanted = serde_json::from_str(subject).unwrap_or(Subject::Other);
        let mut before = format!(r#""open":{}"#, kept.opening);
        let mut ready = self.ready_rulebook(&kept.rulebook_digest)?;
        let mut call = explain_call(&before, None, subject);
        for batch in &batches {
            ready = self.ready_of(&batch.engine, batch.rulebook.as_ref().unwrap_or(&kept.rulebook_digest))?;
            call = explain_call(&before, Some(batch), subject);
            let applied = apply(&ready, &before, batch)?;
            if made(&applied, &wanted)? {
                break;
            }
            before = format!(r#""state":{}"#, applied.state);
        }
        Ok(ready.call("explain", &call)?)
    }
}

pub(super) fn batches(connection: &Connection, account: &str) -> Result<Vec<Batch>, StoreError> {
    let mut find = connection.prepare_cached(
        "SELECT engine, rulebook, as_of, payments, seal, (SELECT group_concat(body, ',') FROM (SELECT body FROM event WHERE batch = batch.seq ORDER BY event.seq)) \
         FROM batch WHERE account = ?1 ORDER BY seq",
    )?;
    let rows = find.query_map([account], |row| {
        let events: Option<String> = row.get(5)?;
        Ok(Batch {
            engine: row.get(0)?,
            rulebook: row.get(1)?,
            as_of: row.get(2)?,
            payments: row.get(3)?,
            seal: row.get(4)?,
            bodies: Vec::new(),
            events: events.unwrap_or_default(),
            originals: String::new(),
        })
    })?;
    let mut batches = rows.collect::<Result<Vec<Batch>, _>>()?;
    for batch in &mut batches {
        batch.bodies = serde_json::from_str(&format!("[{}]", batch.events)).map_err(broken)?;
        batch.originals = originals::of(connection, account, batch.bodies.iter().map(|event| event.get()), |_| None)?;
    }
    Ok(batches)
}

fn fields(batch: &Batch) -> String {
    let as_of = serde_json::Value::from(batch.as_of.as_str());
    let Batch { payments, events, originals, .. } = batch;
    format!(r#""as_of":{as_of},"payments":"{payments}","events":[{events}],"originals":[{originals}]"#)
}

fn explain_call(before: &str, batch: Option<&Batch>, subject: &str) -> String {
    // Without a batch nothing was made: the engine says so.
    let none = Batch {
        engine: String::new(),
        rulebook: None,
        as_of: "2199-12-31T00:00:00Z".into(),
        payments: "report".into(),
        seal: None,
        bodies: Vec::new(),
        events: String::new(),
        originals: String::new(),
    };
    format!(r#"{{{before},{},"subject":{subject}}}"#, fields(batch.unwrap_or(&none)))
}

pub(super) fn apply(ready: &Ready, before: &str, batch: &Batch) -> Result<books::Books, StoreError> {
    let reply = ready.call("apply", &format!(r#"{{{before},{}}}"#, fields(batch)))?;
    if reply.status == Status::Problems {
        return Err(StoreError::Refused(reply));
    }
    books::read(&reply.bytes).map_err(broken)
}

fn made(applied: &books::Books, wanted: &Subject) -> Result<bool, StoreError> {
    let (list, wanted): (&[Box<RawValue>], _) = match wanted {
        Subject::Entry { id } => (&applied.entries, id),
        Subject::Effect { id } => (&applied.effects, id),
        Subject::Other => return Ok(false),
    };
    for item in list {
        if serde_json::from_str::<Named>(item.get()).map_err(broken)?.id == *wanted {
            return Ok(true);
        }
    }
    Ok(false)
}
