//! Documents under their numbers. A number is taken in the transaction that the document comes into the books with, from a row that
//! others wait for: no number is given twice and none is left out. What is kept is the draft, number and day; the engine that issued
//! it makes the same document of them, and the same XML, for ever.

use super::apply::{At, Wish};
use super::batch::Line;
use super::sql::{Row, Sql, Text as _};
use super::standing::Standing;
use super::{Books, StoreError, Time};
use serde::Deserialize;
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

/// How documents of a kind are numbered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filing {
    /// What stands before the digits.
    pub prefix: String,
    /// At least so many digits.
    pub digits: i64,
    /// The next one.
    pub next: i64,
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

    /// Documents of a kind in their order, after a place.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn documents(&self, kind: &str, after: i64, limit: usize) -> Result<Vec<Filed>, StoreError> {
        let sql = format!(
            "{COLUMNS} WHERE document.tenant = $1 AND document.kind = $2 AND place > $3 ORDER BY place LIMIT $4"
        );
        let with = [self.tenant.0.into(), kind.into(), after.into(), limit.into()];
        self.read(|books| books.all(&sql, &with, filed))
    }

    /// How documents of a kind are numbered.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn filing(&self, kind: &str) -> Result<Filing, StoreError> {
        let sql = "SELECT prefix, digits, next FROM series WHERE tenant = $1 AND kind = $2";
        let with = [self.tenant.0.into(), kind.into()];
        let found = self.read(|books| {
            books.one(sql, &with, |row| Ok(Filing { prefix: row.must(0)?, digits: row.int(1)?, next: row.int(2)? }))
        })?;
        Ok(found.unwrap_or_else(|| Filing { prefix: prefix(kind).to_owned(), digits: DIGITS, next: 1 }))
    }

    /// From the next one on documents of a kind have this before their digits. The count goes on, so that none is left out; another
    /// prefix keeps numbers apart all the same.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn file_as(&self, kind: &'static str, prefix: String, digits: i64) -> Result<(), StoreError> {
        let tenant = self.tenant;
        self.write(move |step| {
            let sql = "INSERT INTO series (tenant, kind, prefix, digits, next) VALUES ($1, $2, $3, $4, 1)
                       ON CONFLICT (tenant, kind) DO UPDATE SET prefix = excluded.prefix, digits = excluded.digits";
            step.run(sql, &[tenant.0.into(), kind.into(), (&prefix).into(), digits.into()]).map(drop)
        })
    }
}

/// A credit note that somebody gives, to be filed with the event that it is of.
#[derive(Clone, Debug)]
pub(super) struct NewNote {
    pub(super) name: String,
    pub(super) day: String,
    pub(super) engine: String,
    pub(super) credit: String,
    pub(super) draft: Box<RawValue>,
}

#[derive(Deserialize)]
struct Event {
    id: String,
    time: String,
    amount: String,
}

impl Books {
    /// Credit notes that were given of an invoice, in their order.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn notes_of(&self, invoice: &Filed) -> Result<Vec<Filed>, StoreError> {
        self.read(|books| {
            let (number, _) = super::read::number(books, self.tenant, &invoice.account)?;
            let sql = format!("{COLUMNS} WHERE document.account = $1 AND document.kind = 'credit_note' ORDER BY place");
            let mut notes = books.all(&sql, &[number.into()], filed)?;
            let of = format!("credited.{}.", invoice.name);
            notes.retain(|note| note.name.starts_with(&of));
            Ok(notes)
        })
    }

    /// Posts that an invoice was credited, and files the credit note with it.
    ///
    /// # Errors
    /// As [`Books::apply_events`].
    pub fn post_note(
        &self,
        invoice: &Filed,
        event: Box<RawValue>,
        draft: Box<RawValue>,
        payments: &'static str,
    ) -> Result<Filed, StoreError> {
        let Event { id, time, amount } = serde_json::from_str(event.get()).map_err(super::json::broken)?;
        let day = time.get(..10).unwrap_or_default().to_owned();
        let note = NewNote { name: id.clone(), day, engine: invoice.engine.clone(), credit: amount, draft };
        let at = At { time: Time::Clock(time), payments, by: self.by.clone() };
        super::books::waited(|answer| self.wish(invoice.account.clone(), Wish::Note { event, note, at, answer }))?;
        self.document_of(&invoice.account, "credit_note", &id)?.ok_or(StoreError::NotFound("credit note"))
    }

    /// Issues an invoice that was parked, on a day.
    ///
    /// # Errors
    /// `NotFound`, `Unavailable`.
    pub fn issue_parked(&self, account: &str, invoice: &str, day: String) -> Result<Filed, StoreError> {
        let (tenant, id, name) = (self.tenant, account.to_owned(), invoice.to_owned());
        self.write(move |step| {
            let sql = "SELECT account.number, effect.body, effect.at, batch.engine FROM account JOIN effect ON effect.account = account.number
                       JOIN batch ON batch.account = account.number AND batch.first_effect <= effect.seq
                         AND effect.seq < batch.first_effect + batch.effects
                       WHERE account.tenant = $1 AND account.id = $2 AND effect.kind = 'invoice_drafted'";
            let drafts = step.all(sql, &[tenant.0.into(), (&id).into()], |row| {
                Ok((row.int(0)?, row.must(1)?, row.must(2)?, row.must(3)?))
            })?;
            for (account, body, at, engine) in drafts {
                let (body, at, engine): (String, String, String) = (body, at, engine);
                let mut drafted: Drafted = serde_json::from_str(&body).map_err(super::json::broken)?;
                if drafted.invoice != name {
                    continue;
                }
                // Its terms begin with the day that it is issued on; what the engine has as due stays.
                drafted.day = Some(day.clone());
                file(step, (tenant.0, account), &engine, "invoice", &drafted, &at)?;
                return super::payments::ask_for_due(step, account, &body, &at);
            }
            Err(StoreError::NotFound("invoice"))
        })?;
        self.document_of(account, "invoice", invoice)?.ok_or(StoreError::NotFound("invoice"))
    }
}

/// Files a note that somebody gives.
pub(super) fn file_note(step: &dyn Sql, of: &Standing, note: &NewNote) -> Result<(), StoreError> {
    let NewNote { name, day, engine, credit, draft } = note.clone();
    let (invoice, day, due) = (name, Some(day), credit);
    let drafted = Drafted { invoice, day, due, due_on: None, parked: false, document: draft };
    file(step, (of.tenant.0, of.account), &engine, "credit_note", &drafted, "")
}

/// Digits of a number, where nothing else was said.
const DIGITS: i64 = 6;

fn prefix(kind: &str) -> &'static str {
    if kind == "invoice" { "INV-" } else { "CN-" }
}

#[derive(Deserialize)]
struct Drafted {
    #[serde(alias = "note")]
    invoice: String,
    day: Option<String>,
    #[serde(alias = "credit")]
    due: String,
    due_on: Option<String>,
    #[serde(default)]
    parked: bool,
    document: Box<RawValue>,
}

/// Effects that draft documents.
pub(super) const KINDS: [&str; 2] = ["invoice_drafted", "credit_note_drafted"];

/// Issues what an effect drafts; what is parked waits for a person.
pub(super) fn issue(step: &dyn Sql, of: &Standing, engine: &str, effect: &Line) -> Result<(), StoreError> {
    let kind = match &*effect.head.kind {
        "invoice_drafted" => "invoice",
        "credit_note_drafted" => "credit_note",
        _ => return Ok(()),
    };
    let drafted: Drafted = serde_json::from_str(effect.body.get()).map_err(super::json::broken)?;
    if drafted.parked {
        Ok(())
    } else {
        file(step, (of.tenant.0, of.account), engine, kind, &drafted, &effect.head.time)
    }
}

fn file(
    step: &dyn Sql,
    (tenant, account): (i64, i64),
    engine: &str,
    kind: &str,
    drafted: &Drafted,
    time: &str,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO series (tenant, kind, prefix, digits, next) VALUES ($1, $2, $3, $4, 2)
               ON CONFLICT (tenant, kind) DO UPDATE SET next = series.next + 1 RETURNING prefix, digits, next - 1";
    let with = [tenant.into(), kind.into(), prefix(kind).into(), DIGITS.into()];
    let taken = step.one(sql, &with, |row| Ok((row.must(0)?, row.int(1)?, row.int(2)?)))?;
    let (prefix, digits, place): (String, _, _) = taken.ok_or(StoreError::NotFound("series"))?;
    let number = format!("{prefix}{place:0digits$}", digits = usize::try_from(digits).unwrap_or_default());
    // Engines of before say no day: it is the one of the moment in UTC.
    let day = drafted.day.as_deref().or(time.get(..10)).unwrap_or_default();
    let sql = "INSERT INTO document (tenant, kind, place, prefix, digits, number, account, name, issued_on, due_on, due, engine, draft)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let whose = [tenant.into(), kind.into(), place.into(), (&prefix).into(), digits.into(), (&number).into()];
    let what = [account.into(), (&drafted.invoice).into(), day.into(), drafted.due_on.as_ref().into()];
    let rest = [(&drafted.due).into(), engine.into(), drafted.document.get().into()];
    step.run(sql, &[&whose[..], &what, &rest].concat()).map(drop)
}
