//! Reading, beside whoever writes: what is read was committed, and is of one moment.

use super::ask::planned;
use super::key::Tenant;
use super::sql::{Sql, Text as _};
use super::{Books, StoreError};
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

/// A piece of a list; `next` is where the one after it begins.
#[derive(Clone, Debug)]
pub struct Piece<T> {
    /// The items, in order.
    pub data: Vec<T>,
    /// Where there is more.
    pub next: Option<i64>,
}

impl<T> Piece<T> {
    /// Of rows with their numbers, one more than the limit where there is more.
    pub(super) fn of(mut rows: Vec<(i64, T)>, limit: usize) -> Self {
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|(number, _)| *number);
        Self { data: rows.into_iter().map(|(_, item)| item).collect(), next }
    }
}

/// An account, and its number in the books.
pub(super) fn account(books: &dyn Sql, tenant: Tenant, id: &str) -> Result<(i64, Account), StoreError> {
    let sql = "SELECT account.number, rulebook.digest, rulebook.document, account.opening, account.state
               FROM account JOIN rulebook ON rulebook.tenant = account.tenant AND rulebook.digest = account.rulebook
               WHERE account.tenant = $1 AND account.id = $2";
    let found = books.one(sql, &[tenant.0.into(), id.into()], |row| {
        let (rulebook, opening, state) = (row.json(2)?, row.json(3)?, row.json(4)?);
        let account = Account { account: id.to_owned(), rulebook_digest: row.must(1)?, rulebook, opening, state };
        Ok((row.int(0)?, account))
    })?;
    found.ok_or(StoreError::NotFound("account"))
}

/// The number of an account, and the digest of its rulebook.
pub(super) fn number(books: &dyn Sql, tenant: Tenant, id: &str) -> Result<(i64, String), StoreError> {
    let sql = "SELECT number, rulebook FROM account WHERE tenant = $1 AND id = $2";
    let found = books.one(sql, &[tenant.0.into(), id.into()], |row| Ok((row.int(0)?, row.must(1)?)))?;
    found.ok_or(StoreError::NotFound("account"))
}

/// The rulebook of a digest.
pub(super) fn document(books: &dyn Sql, tenant: Tenant, digest: &str) -> Result<String, StoreError> {
    let sql = "SELECT document FROM rulebook WHERE tenant = $1 AND digest = $2";
    let found = books.one(sql, &[tenant.0.into(), digest.into()], |row| row.must(0))?;
    found.ok_or(StoreError::NotFound("rulebook"))
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

impl List {
    pub(super) const fn table(self) -> &'static str {
        match self {
            Self::Events => "event",
            Self::Entries => "entry",
            Self::Effects => "effect",
        }
    }
}

impl Books {
    /// An account by its id.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn account(&self, id: &str) -> Result<Account, StoreError> {
        self.settled(id, |books| {
            let sql = "SELECT next.rulebook, begins FROM account LEFT JOIN activation AS next
                       ON next.tenant = account.tenant AND replaces = account.rulebook
                       WHERE account.tenant = $1 AND account.id = $2";
            let next = books.one(sql, &[self.tenant.0.into(), id.into()], |row| planned(row, 0))?;
            Ok((next.flatten(), account(books, self.tenant, id)?.1))
        })
    }

    /// An event by its id, where it was applied.
    ///
    /// # Errors
    /// `NotFound` without its account, `Unavailable`.
    pub fn event(&self, account: &str, id: &str) -> Result<Option<Box<RawValue>>, StoreError> {
        self.read(|books| {
            let (account, _) = number(books, self.tenant, account)?;
            let sql = "SELECT body FROM event WHERE account = $1 AND id = $2";
            books.one(sql, &[account.into(), id.into()], |row| row.json(0))
        })
    }

    /// An account's list, in the order in which it grew, after a cursor; of some kinds only, where those are said.
    ///
    /// # Errors
    /// `NotFound`, `Unavailable`.
    pub fn list(
        &self,
        list: List,
        account: &str,
        kinds: &[&str],
        after: i64,
        limit: usize,
    ) -> Result<Page, StoreError> {
        self.piece(list, account, kinds, (">", after, "ASC"), limit)
    }

    /// The same, the newest first: what came before a cursor.
    ///
    /// # Errors
    /// As [`Books::list`].
    pub fn newest(
        &self,
        list: List,
        account: &str,
        kinds: &[&str],
        before: Option<i64>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        self.piece(list, account, kinds, ("<", before.unwrap_or(i64::MAX), "DESC"), limit)
    }

    fn piece(
        &self,
        list: List,
        account: &str,
        kinds: &[&str],
        (side, cursor, order): (&str, i64, &str),
        limit: usize,
    ) -> Result<Page, StoreError> {
        let table = list.table();
        self.read(|books| {
            let (account, _) = number(books, self.tenant, account)?;
            let places: Vec<String> = (4..4 + kinds.len()).map(|place| format!("${place}")).collect();
            let of_kind = if kinds.is_empty() { String::new() } else { format!("AND kind IN ({})", places.join(", ")) };
            let sql = format!(
                "SELECT seq, body FROM {table} WHERE account = $1 AND seq {side} $2 {of_kind} ORDER BY seq {order} LIMIT $3"
            );
            let mut with = vec![account.into(), cursor.into(), (limit + 1).into()];
            with.extend(kinds.iter().map(|kind| super::sql::Value::from(*kind)));
            let rows = books.all(&sql, &with, |row| Ok((row.int(0)?.to_string(), row.json(1)?)))?;
            Ok(page(rows, limit))
        })
    }
}

pub(super) fn page(mut rows: Vec<(String, Box<RawValue>)>, limit: usize) -> Page {
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let cursor = rows.last().filter(|_| has_more).map(|(place, _)| place.clone());
    Page { data: rows.into_iter().map(|(_, body)| body).collect(), has_more, cursor }
}
