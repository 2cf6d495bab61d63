//! Numbers: taken with the document, in the order in which documents come into the books.

use super::super::batch::Line;
use super::super::json::broken;
use super::super::notice::{self, Notice};
use super::super::payments::ask_for_due;
use super::super::sql::{Sql, Text as _};
use super::super::standing::Standing;
use super::super::{Books, StoreError};
use super::Filed;
use serde::Deserialize;
use serde_json::value::RawValue;

/// Digits of a number, where nothing else was said.
const DIGITS: i64 = 6;

fn prefix(kind: &str) -> &'static str {
    if kind == "invoice" { "INV-" } else { "CN-" }
}

/// What a draft says.
#[derive(Deserialize)]
pub(super) struct Drafted {
    #[serde(alias = "note")]
    pub(super) invoice: String,
    pub(super) day: Option<String>,
    #[serde(alias = "credit")]
    pub(super) due: String,
    pub(super) due_on: Option<String>,
    #[serde(default)]
    pub(super) parked: bool,
    pub(super) document: Box<RawValue>,
}

/// Effects that draft documents.
pub(in crate::store) const KINDS: [&str; 2] = ["invoice_drafted", "credit_note_drafted"];

/// Issues what an effect drafts; what is parked waits for a person.
pub(in crate::store) fn issue(step: &dyn Sql, of: &Standing, engine: &str, effect: &Line) -> Result<(), StoreError> {
    let kind = match &*effect.head.kind {
        "invoice_drafted" => "invoice",
        "credit_note_drafted" => "credit_note",
        _ => return Ok(()),
    };
    let drafted: Drafted = serde_json::from_str(effect.body.get()).map_err(broken)?;
    if drafted.parked {
        Ok(())
    } else {
        file(step, (of.tenant.0, of.account), engine, kind, &drafted, &effect.head.time)
    }
}

pub(super) fn file(
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

impl Books {
    /// Issues an invoice that was parked, on a day.
    ///
    /// # Errors
    /// `NotFound`, `Unavailable`.
    pub fn issue_parked(&self, account: &str, invoice: &str, day: String) -> Result<Filed, StoreError> {
        let (tenant, id, name, now) = (self.tenant, account.to_owned(), invoice.to_owned(), self.now()?);
        self.write(move |step| {
            let sql = "SELECT account.number, effect.body, effect.at, batch.engine, account.state FROM account JOIN effect ON effect.account = account.number
                       JOIN batch ON batch.account = account.number AND batch.first_effect <= effect.seq
                         AND effect.seq < batch.first_effect + batch.effects
                       WHERE account.tenant = $1 AND account.id = $2 AND effect.kind = 'invoice_drafted'";
            let drafts = step.all(sql, &[tenant.0.into(), (&id).into()], |row| {
                Ok((row.int(0)?, row.must(1)?, row.must(2)?, row.must(3)?, row.must(4)?))
            })?;
            for (account, body, at, engine, state) in drafts {
                let (body, at, engine, state): (String, String, String, String) = (body, at, engine, state);
                let mut drafted: Drafted = serde_json::from_str(&body).map_err(broken)?;
                if drafted.invoice != name {
                    continue;
                }
                // Its terms begin with the day that it is issued on; what the engine has as due stays.
                drafted.day = Some(day.clone());
                file(step, (tenant.0, account), &engine, "invoice", &drafted, &at)?;
                let told = Notice::InvoiceIssued {
                    id: format!("{name}/issued"),
                    time: now.clone(),
                    invoice: name.clone(),
                    day: day.clone(),
                    due: drafted.due.clone(),
                    to: notice::addresses(&state)?,
                };
                notice::put(step, (tenant.0, account), &told)?;
                return ask_for_due(step, (tenant.0, account), &body, &at);
            }
            Err(StoreError::NotFound("invoice"))
        })?;
        self.document_of(account, "invoice", invoice)?.ok_or(StoreError::NotFound("invoice"))
    }
}
