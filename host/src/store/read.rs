//! Reading, beside the writer: a reader sees the last committed batch whole.

use super::write::raw;
use super::{Store, StoreError};
use rusqlite::{Connection, params};
use serde::Serialize;
use serde_json::value::RawValue;

/// An account as it is kept.
#[derive(Debug, Serialize)]
pub struct Account {
    /// Its id.
    pub account: String,
    /// Digest of its rulebook.
    pub rulebook_digest: String,
    /// Its rulebook.
    pub rulebook: Box<RawValue>,
    /// What opened it.
    pub opening: Box<RawValue>,
    /// The engine's state.
    pub state: Box<RawValue>,
}

/// A piece of a list; `cursor` asks for the next.
#[derive(Debug, Serialize)]
pub struct Page {
    /// The items, in order.
    pub data: Vec<Box<RawValue>>,
    /// Is there more?
    pub has_more: bool,
    /// Where the next piece begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

pub(super) fn account(connection: &Connection, id: &str) -> Result<Account, StoreError> {
    let row = connection.query_row(
        "SELECT digest, document, opening, state FROM account JOIN rulebook ON digest = rulebook WHERE id = ?1",
        [id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let (rulebook_digest, document, opening, state): (String, String, String, String) = row;
    let (rulebook, opening, state) = (raw(document)?, raw(opening)?, raw(state)?);
    Ok(Account { account: id.to_owned(), rulebook_digest, rulebook, opening, state })
}

/// The rulebook of a digest.
pub(super) fn document(connection: &Connection, digest: &str) -> Result<String, StoreError> {
    let mut find = connection.prepare_cached("SELECT document FROM rulebook WHERE digest = ?1")?;
    find.query_row([digest], |row| row.get(0)).map_err(|error| StoreError::of_row("rulebook", error))
}

/// The file of an engine.
pub(super) fn engine(connection: &Connection, digest: &str) -> Result<Vec<u8>, StoreError> {
    let mut find = connection.prepare_cached("SELECT wasm FROM engine WHERE digest = ?1")?;
    find.query_row([digest], |row| row.get(0)).map_err(|error| StoreError::of_row("engine", error))
}

/// What an account has lists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Events, in the order they were taken in.
    Events,
    /// Ledger entries.
    Entries,
    /// Effects.
    Effects,
}

impl Store {
    /// An account by its id.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn account(&self, id: &str) -> Result<Account, StoreError> {
        self.read(|connection| account(connection, id))
    }

    /// Accounts by id, after a cursor, whose id begins so.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn accounts(&self, prefix: &str, after: &str, limit: usize) -> Result<Page, StoreError> {
        self.read(|connection| {
            let mut find = connection.prepare_cached(
                "SELECT id, state FROM account WHERE id > ?1 AND substr(id, 1, length(?2)) = ?2 ORDER BY id LIMIT ?3",
            )?;
            let rows = find.query_map(params![after, prefix, limit as i64 + 1], |row| {
                let (id, state): (String, String) = (row.get(0)?, row.get(1)?);
                let body = format!("{{\"id\":{},\"state\":{state}}}", serde_json::Value::from(id.as_str()));
                Ok((id, body))
            })?;
            page(rows.collect::<Result<_, _>>()?, limit)
        })
    }

    /// An account's list, in the order in which it grew, after a cursor.
    ///
    /// # Errors
    /// `NotFound`, `Unavailable`.
    pub fn list(&self, list: List, account: &str, after: i64, limit: usize) -> Result<Page, StoreError> {
        let table = match list {
            List::Events => "event",
            List::Entries => "entry",
            List::Effects => "effect",
        };
        self.read(|connection| {
            connection.query_row("SELECT 1 FROM account WHERE id = ?1", [account], |_| Ok(()))?;
            let mut find = connection.prepare_cached(&format!(
                "SELECT seq, body FROM {table} WHERE account = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3"
            ))?;
            let rows = find.query_map(params![account, after, limit as i64 + 1], |row| {
                Ok((row.get::<_, i64>(0)?.to_string(), row.get(1)?))
            })?;
            page(rows.collect::<Result<_, _>>()?, limit)
        })
    }
}

fn page(mut rows: Vec<(String, String)>, limit: usize) -> Result<Page, StoreError> {
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let cursor = rows.last().filter(|_| has_more).map(|(place, _)| place.clone());
    let data = rows.into_iter().map(|(_, body)| raw(body)).collect::<Result<_, _>>()?;
    Ok(Page { data, has_more, cursor })
}
