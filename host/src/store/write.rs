//! Rulebooks and accounts.

use super::read::account;
use super::rulebooks::Ready;
use super::sift::digest;
use super::{Account, Store, StoreError};
use crate::Status;
use rusqlite::{Connection, params};
use serde::Deserialize;
use serde_json::value::RawValue;

/// An account to open.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Digest of a rulebook that is kept here.
    pub rulebook: String,
    /// The engine's `open`.
    pub open: Box<RawValue>,
}

#[derive(Deserialize)]
struct Answered<T> {
    #[serde(default)]
    rulebook: String,
    answer: T,
}

#[derive(Deserialize)]
struct Opened {
    state: Box<RawValue>,
}

#[derive(Deserialize)]
struct Named {
    account: String,
}

impl Store {
    /// Keeps a rulebook under its digest. The same again changes nothing.
    ///
    /// # Errors
    /// `Refused` when it is not sound.
    pub fn put_rulebook(&self, document: String) -> Result<String, StoreError> {
        let reply = self.engine().call("check", format!(r#"{{"rulebook":{document}}}"#).as_bytes())?;
        if reply.status == Status::Problems {
            return Err(StoreError::Refused(reply));
        }
        let digest = read_answer::<serde::de::IgnoredAny>(&reply.bytes)?.rulebook;
        self.write(move |step| {
            step.execute("INSERT OR IGNORE INTO rulebook VALUES (?1, ?2)", params![digest, document])?;
            Ok(digest.clone())
        })
    }

    /// Opens an account. `true` when it is new; the same again changes nothing.
    ///
    /// # Errors
    /// `NotFound` without its rulebook, `Refused` by the engine, `Conflict` with an account of that id.
    pub fn open_account(&self, draft: Draft) -> Result<(Account, bool), StoreError> {
        let ready = self.ready_rulebook(&draft.rulebook)?;
        let state = opened(&ready, draft.open.get())?;
        let id = serde_json::from_str::<Named>(state.get()).map_err(broken)?.account;
        self.write(move |step| open_account(step, &id, &draft, &state))
    }
}

/// The state that an opening makes.
pub(super) fn opened(ready: &Ready, open: &str) -> Result<Box<RawValue>, StoreError> {
    // `as_of` bounds events only, and there are none: the opening's own time will do whatever it is.
    let rest = format!(r#"{{"open":{open},"as_of":"2199-12-31T00:00:00Z","events":[]}}"#);
    let reply = ready.call("apply", &rest)?;
    if reply.status == Status::Problems {
        return Err(StoreError::Refused(reply));
    }
    Ok(read_answer::<Opened>(&reply.bytes)?.answer.state)
}

fn open_account(step: &Connection, id: &str, draft: &Draft, state: &RawValue) -> Result<(Account, bool), StoreError> {
    let open = draft.open.get();
    let mut insert = step.prepare_cached("INSERT OR IGNORE INTO account VALUES (?1, ?2, ?3, ?4)")?;
    let new = insert.execute(params![id, draft.rulebook, open, state.get()])? > 0;
    let kept = account(step, id)?;
    if new || same_json(kept.opening.get(), open) && kept.rulebook_digest == draft.rulebook {
        return Ok((kept, new));
    }
    let (kept, sent) = (digest(kept.opening.get()), digest(open));
    Err(StoreError::Conflict { what: "account", id: id.to_owned(), path: String::new(), in_call: false, kept, sent })
}

fn same_json(one: &str, other: &str) -> bool {
    let value = |text| serde_json::from_str::<serde_json::Value>(text).ok();
    value(one) == value(other)
}

fn read_answer<T: for<'de> Deserialize<'de>>(bytes: &[u8]) -> Result<Answered<T>, StoreError> {
    serde_json::from_slice(bytes).map_err(broken)
}

/// The engine's answers are checked at its door; what does not fit here is a fault of this host.
pub(super) fn broken(error: serde_json::Error) -> StoreError {
    StoreError::Unavailable(format!("an answer was not understood: {error}"))
}

/// Text that is JSON already.
pub(super) fn raw(text: String) -> Result<Box<RawValue>, StoreError> {
    RawValue::from_string(text).map_err(broken)
}
