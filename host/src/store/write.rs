//! Rulebooks and accounts.

use super::read::account;
use super::{Account, Store, StoreError};
use crate::{Engine, Status};
use rusqlite::{Connection, OptionalExtension as _, params};
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
        self.write(move |connection, engine| {
            let call = format!("{{\"rulebook\":{document}}}");
            let reply = engine.call("check", call.as_bytes())?;
            if reply.status == Status::Problems {
                return Err(StoreError::Refused(reply));
            }
            let digest = read_answer::<serde::de::IgnoredAny>(&reply.bytes)?.rulebook;
            connection.execute("INSERT OR IGNORE INTO rulebook VALUES (?1, ?2)", params![digest, document])?;
            Ok(digest)
        })
    }

    /// Opens an account. `true` when it is new; the same again changes nothing.
    ///
    /// # Errors
    /// `NotFound` without its rulebook, `Refused` by the engine, `Conflict` with an account of that id.
    pub fn open_account(&self, draft: Draft) -> Result<(Account, bool), StoreError> {
        self.write(move |connection, engine| open_account(connection, engine, &draft))
    }
}

fn open_account(connection: &mut Connection, engine: &Engine, draft: &Draft) -> Result<(Account, bool), StoreError> {
    let find = "SELECT document FROM rulebook WHERE digest = ?1";
    let document: Option<String> = connection.query_row(find, [&draft.rulebook], |row| row.get(0)).optional()?;
    let document = document.ok_or(StoreError::NotFound("rulebook"))?;
    // `as_of` bounds events only, and there are none: the opening's own time will do whatever it is.
    let open = draft.open.get();
    let call = format!(r#"{{"rulebook":{document},"open":{open},"as_of":"2199-12-31T00:00:00Z","events":[]}}"#);
    let reply = engine.call("apply", call.as_bytes())?;
    if reply.status == Status::Problems {
        return Err(StoreError::Refused(reply));
    }
    let state = read_answer::<Opened>(&reply.bytes)?.answer.state;
    let id = serde_json::from_str::<Named>(state.get()).map_err(broken)?.account;
    let kept = "SELECT opening, rulebook FROM account WHERE id = ?1";
    let kept: Option<(String, String)> =
        connection.query_row(kept, [&id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    if let Some((opening, rulebook)) = kept {
        if same_json(&opening, open) && rulebook == draft.rulebook {
            return Ok((account(connection, &id)?, false));
        }
        let (kept, sent) = (super::apply::digest(&opening), super::apply::digest(open));
        return Err(StoreError::Conflict { what: "account", id, path: String::new(), in_call: false, kept, sent });
    }
    connection
        .execute("INSERT INTO account VALUES (?1, ?2, ?3, ?4)", params![id, draft.rulebook, open, state.get()])?;
    Ok((account(connection, &id)?, true))
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
