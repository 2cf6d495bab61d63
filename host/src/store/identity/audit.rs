//! The log: lines are added, with what they tell of, and never changed.

use super::{By, Piece};
use crate::identity::Action;
use crate::store::key::Scope;
use crate::store::sql::{Sql, Text as _, Value};
use crate::store::{Books, Store, StoreError, Tenant};

/// A line of the log.
#[derive(Clone, Debug)]
pub struct Line {
    /// Milliseconds since 1970.
    pub at_ms: i64,
    /// `key:…`, `user:…`, `token:…`, or `host`.
    pub who: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: String,
    /// `done`, or the code of the refusal.
    pub outcome: String,
    /// The request's id.
    pub request: String,
}

/// What was done; `Err` with the code of a refusal.
pub(super) type Outcome = Result<(), &'static str>;

/// Adds a line to the log of a tenant, or of the host itself.
pub(super) fn note(
    step: &dyn Sql,
    tenant: Option<Tenant>,
    by: &By,
    action: Action,
    subject: &str,
    outcome: Outcome,
) -> Result<(), StoreError> {
    line(step, tenant, by, action.word(), subject, outcome.err().unwrap_or("done"))
}

/// The same in another word.
pub(in crate::store) fn line(
    step: &dyn Sql,
    tenant: Option<Tenant>,
    by: &By,
    word: &str,
    subject: &str,
    outcome: &str,
) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO audit (tenant, at, who, action, subject, outcome, request) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let whose = tenant.map_or(Value::Null, |tenant| Value::Int(tenant.0));
    let (who, request) = ((&by.who).into(), (&by.request).into());
    step.run(sql, &[whose, by.at_ms.into(), who, word.into(), subject.into(), outcome.into(), request]).map(drop)
}

const COLUMNS: &str = "SELECT number, at, who, action, subject, outcome, request FROM audit";

fn lines(books: &dyn Sql, sql: &str, with: &[Value<'_>], limit: usize) -> Result<Piece<Line>, StoreError> {
    let rows = books.all(sql, with, |row| {
        let line = Line {
            at_ms: row.int(1)?,
            who: row.must(2)?,
            action: row.must(3)?,
            subject: row.must(4)?,
            outcome: row.must(5)?,
            request: row.must(6)?,
        };
        Ok((row.int(0)?, line))
    })?;
    Ok(Piece::of(rows, limit))
}

impl Books {
    /// The tenant's log, the newest first; `before` is a place that a piece gave.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn log(&self, before: Option<i64>, limit: usize) -> Result<Piece<Line>, StoreError> {
        let sql = format!("{COLUMNS} WHERE tenant = $1 AND number < $2 ORDER BY number DESC LIMIT $3");
        let before = before.unwrap_or(i64::MAX);
        self.read(|books| lines(books, &sql, &[self.tenant().0.into(), before.into(), (limit + 1).into()], limit))
    }

    /// Adds a line about something that was done to the books themselves, in the word of its route.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn log_done(&self, by: By, word: &'static str, subject: String) -> Result<(), StoreError> {
        let tenant = self.tenant();
        self.write(move |step| line(step, Some(tenant), &by, word, &subject, "done"))
    }

    /// Adds a line about something that was refused.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn log_refused(&self, by: By, action: Action, subject: String, code: &'static str) -> Result<(), StoreError> {
        let tenant = self.tenant();
        self.write(move |step| note(step, Some(tenant), &by, action, &subject, Err(code)))
    }
}

impl Store {
    /// The host's own log: what is of no tenant.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn log(&self, before: Option<i64>, limit: usize) -> Result<Piece<Line>, StoreError> {
        let sql = format!("{COLUMNS} WHERE tenant IS NULL AND number < $1 ORDER BY number DESC LIMIT $2");
        let before = before.unwrap_or(i64::MAX);
        self.read(Scope::Host, |books| lines(books, &sql, &[before.into(), (limit + 1).into()], limit))
    }
}
