//! Documents under their numbers. A number is taken in the transaction that the document comes into the books with, from a row that
//! others wait for: no number is given twice and none is left out. What is kept is the draft, number and day; the engine that issued
//! it makes the same document of them, and the same XML, for ever.

mod issue;
mod notes;

pub(super) use issue::{KINDS, issue};
#[cfg(feature = "server")]
pub(crate) use notes::credited;
pub(super) use notes::{NewNote, file_note};

use super::read::Piece;
use super::sql::{Row, Text as _, Value};
use super::{Books, StoreError};
use serde_json::value::RawValue;

/// A document that was issued.
#[derive(Clone, Debug)]
pub struct Filed {
    /// `invoice` or `credit_note`.
    pub kind: String,
    /// Its place in its series.
    pub place: i64,
    /// What stands before the digits of its number, and how many those are.
    pub prefix: String,
    /// See there.
    pub digits: i64,
    /// Its number.
    pub number: String,
    /// Whose.
    pub account: String,
    /// What the engine calls it.
    pub name: String,
    /// The day of it.
    pub issued_on: String,
    /// The last day of its terms, where something is to be paid.
    pub due_on: Option<String>,
    /// What is to be paid of it, or what it credits.
    pub due: String,
    /// The engine that issued it.
    pub engine: String,
    /// The draft.
    pub draft: Box<RawValue>,
}

const COLUMNS: &str = "SELECT document.kind, place, prefix, digits, document.number, account.id, name, issued_on, due_on, due, engine, draft
    FROM document JOIN account ON account.number = document.account";

fn filed(row: &dyn Row) -> Result<Filed, StoreError> {
    Ok(Filed {
        kind: row.must(0)?,
        place: row.int(1)?,
        prefix: row.must(2)?,
        digits: row.int(3)?,
        number: row.must(4)?,
        account: row.must(5)?,
        name: row.must(6)?,
        issued_on: row.must(7)?,
        due_on: row.text(8)?,
        due: row.must(9)?,
        engine: row.must(10)?,
        draft: row.json(11)?,
    })
}

impl Books {
    /// A document by its number.
    ///
    /// # Errors
    /// `NotFound`, `Unavailable`.
    pub fn document(&self, number: &str) -> Result<Filed, StoreError> {
        let sql = format!("{COLUMNS} WHERE document.tenant = $1 AND document.number = $2");
        let found = self.read(|books| books.one(&sql, &[self.tenant.0.into(), number.into()], filed))?;
        found.ok_or(StoreError::NotFound("document"))
    }

    /// An account's document by the name that the engine has for it; none where it was not issued.
    ///
    /// # Errors
    /// `NotFound` without its account, `Unavailable`.
    pub fn document_of(&self, account: &str, kind: &str, name: &str) -> Result<Option<Filed>, StoreError> {
        self.read(|books| {
            let (number, _) = super::read::number(books, self.tenant, account)?;
            let sql = format!("{COLUMNS} WHERE document.account = $1 AND document.kind = $2 AND name = $3");
            books.one(&sql, &[number.into(), kind.into(), name.into()], filed)
        })
    }

    /// An account's last invoice; none where none was issued.
    ///
    /// # Errors
    /// `NotFound` without its account, `Unavailable`.
    pub fn last_invoice(&self, account: &str) -> Result<Option<Filed>, StoreError> {
        self.read(|books| {
            let (number, _) = super::read::number(books, self.tenant, account)?;
            let sql = format!(
                "{COLUMNS} WHERE document.account = $1 AND document.kind = 'invoice' ORDER BY place DESC LIMIT 1"
            );
            books.one(&sql, &[number.into()], filed)
        })
    }

    /// Documents of a kind in their order, after a place: all of them, or those of an account.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn documents(
        &self,
        kind: &str,
        account: Option<&str>,
        after: i64,
        limit: usize,
    ) -> Result<Piece<Filed>, StoreError> {
        let mut with = vec![self.tenant.0.into(), kind.into(), after.into(), (limit + 1).into()];
        with.extend(account.map(Value::from));
        let of = if account.is_some() { "AND account.id = $5" } else { "" };
        let sql = format!(
            "{COLUMNS} WHERE document.tenant = $1 AND document.kind = $2 AND place > $3 {of} ORDER BY place LIMIT $4"
        );
        let found = self.read(|books| books.all(&sql, &with, filed))?;
        Ok(Piece::of(found.into_iter().map(|filed| (filed.place, filed)).collect(), limit))
    }
}
