//! What can be told from the books alone: the history of an account, and why one of its entries is what it is.

use super::json::broken;
use super::key::Tenant;
use super::originals;
use super::rulebooks::Ready;
use super::sql::{Sql, Text as _};
use super::{Books, StoreError, read};
use crate::{Reply, Status, books};
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
    pub(super) rulebook: String,
    pub(super) as_of: String,
    pub(super) payments: String,
    pub(super) who: Option<String>,
    pub(super) seal: Option<Vec<u8>>,
    /// Its events.
    pub(super) bodies: Vec<Box<RawValue>>,
    /// What its events take back.
    originals: String,
}

impl Books {
    /// The engine's `history` over all entries of an account, as CSV.
    ///
    /// # Errors
    /// `NotFound`, `Engine` when there are more than a call can hold.
    pub fn history_csv(&self, account: &str) -> Result<String, StoreError> {
        let (digest, entries) = self.read(|books| {
            let (number, digest) = read::number(books, self.tenant, account)?;
            let sql = "SELECT body FROM entry WHERE account = $1 ORDER BY seq";
            Ok((digest, books.all(sql, &[number.into()], |row| row.must(0))?))
        })?;
        let rest = format!(r#"{{"entries":[{}]}}"#, entries.join(","));
        let reply = self.ready(&digest)?.call("history", &rest)?;
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
        let (kept, batches) = self.read(|books| of_account(books, self.tenant, account))?;
        let wanted = serde_json::from_str(subject).unwrap_or(Subject::Other);
        let mut before = format!(r#""open":{}"#, kept.opening);
        let mut ready = self.ready(&kept.rulebook_digest)?;
        let mut call = explain_call(&before, None, subject);
        for batch in &batches {
            ready = self.ready_of(&batch.engine, &batch.rulebook)?;
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

/// An account and its batches.
pub(super) fn of_account(books: &dyn Sql, tenant: Tenant, id: &str) -> Result<(read::Account, Vec<Batch>), StoreError> {
    let (number, account) = read::account(books, tenant, id)?;
    let sql = "SELECT engine, rulebook, as_of, payments, seal, first_event, events, who FROM batch WHERE account = $1 ORDER BY seq";
    let batches = books.all(sql, &[number.into()], |row| {
        let batch = Batch {
            engine: row.must(0)?,
            rulebook: row.must(1)?,
            as_of: row.must(2)?,
            payments: row.must(3)?,
            who: row.text(7)?,
            seal: row.bytes(4)?,
            bodies: Vec::new(),
            originals: String::new(),
        };
        Ok((batch, (row.int(5)?, row.int(6)?)))
    })?;
    let with_events = |(mut batch, span): (Batch, (i64, i64))| {
        batch.bodies = super::applied::bodies(books, "event", number, span)?;
        batch.originals = originals::of(books, number, batch.bodies.iter().map(|event| event.get()), |_| None)?;
        Ok(batch)
    };
    Ok((account, batches.into_iter().map(with_events).collect::<Result<_, StoreError>>()?))
}

fn fields(batch: &Batch) -> String {
    let as_of = serde_json::Value::from(batch.as_of.as_str());
    let Batch { payments, bodies, originals, .. } = batch;
    let events = bodies.iter().map(|body| body.get()).collect::<Vec<_>>().join(",");
    format!(r#""as_of":{as_of},"payments":"{payments}","events":[{events}],"originals":[{originals}]"#)
}

fn explain_call(before: &str, batch: Option<&Batch>, subject: &str) -> String {
    // Without a batch nothing was made: the engine says so.
    let none = Batch {
        engine: String::new(),
        rulebook: String::new(),
        as_of: "2199-12-31T00:00:00Z".into(),
        payments: "report".into(),
        who: None,
        seal: None,
        bodies: Vec::new(),
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
