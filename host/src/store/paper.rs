//! What papers are made from, and papers that stay as they were made.

use super::read::{self, number};
use super::sql::Text as _;
use super::{Books, StoreError};
use crate::Status;
use crate::books::rows;
use serde::Serialize;
use serde_json::value::RawValue;

/// Movements of a statement: some 150 pages.
const ROWS_MAX: usize = 5_000;

/// What moved an account's balance over a span of days, in the order in which it was posted.
#[derive(Debug, Serialize)]
pub struct Statement {
    /// The account.
    pub account: String,
    /// Of every amount.
    pub currency: Box<RawValue>,
    /// Who keeps the account, where its rulebook says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seller: Option<Box<RawValue>>,
    /// Whose it is, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buyer: Option<Box<RawValue>>,
    /// The first day.
    pub from: String,
    /// The day after the last.
    pub until: String,
    /// The balance before it.
    pub opening: String,
    /// The balance after it.
    pub closing: String,
    /// The rows of the engine's `history`.
    pub rows: Vec<Box<RawValue>>,
}

#[derive(serde::Deserialize)]
struct OfState {
    currency: Box<RawValue>,
    balance: String,
    customer: Option<Box<RawValue>>,
}

#[derive(serde::Deserialize)]
struct OfRulebook {
    seller: Option<Box<RawValue>>,
}

impl Books {
    /// How the tenant's papers look, where it was said.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn brand(&self) -> Result<Option<Box<RawValue>>, StoreError> {
        let sql = "SELECT document FROM brand WHERE tenant = $1";
        self.read(|books| books.one(sql, &[self.tenant.0.into()], |row| row.json(0)))
    }

    /// Says how they look from now on. Papers that are kept stay as they are.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn put_brand(&self, document: String) -> Result<(), StoreError> {
        let tenant = self.tenant;
        self.write(move |step| {
            let sql = "INSERT INTO brand (tenant, document) VALUES ($1, $2)
                       ON CONFLICT (tenant) DO UPDATE SET document = excluded.document";
            step.run(sql, &[tenant.0.into(), (&document).into()]).map(drop)
        })
    }

    /// A paper of this name, as it was when it was first made; it is made where it was not.
    ///
    /// # Errors
    /// `Unavailable`, and why it cannot be made.
    pub fn paper<E: From<StoreError>>(
        &self,
        name: String,
        make: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<Vec<u8>, E> {
        if let Some(kept) = self.kept_paper(&name)? {
            return Ok(kept);
        }
        let (tenant, asked, pdf) = (self.tenant, name.clone(), make()?);
        self.write(move |step| {
            let sql = "INSERT INTO paper (tenant, name, pdf) VALUES ($1, $2, $3) ON CONFLICT (tenant, name) DO NOTHING";
            step.run(sql, &[tenant.0.into(), (&name).into(), pdf.as_slice().into()]).map(drop)
        })?;
        // Another may have been first.
        Ok(self.kept_paper(&asked)?.ok_or(StoreError::NotFound("paper"))?)
    }

    fn kept_paper(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT pdf FROM paper WHERE tenant = $1 AND name = $2";
        let found = self.read(|books| books.one(sql, &[self.tenant.0.into(), name.into()], |row| row.bytes(0)))?;
        Ok(found.flatten())
    }

    /// The statement of an account from a day to the one before another. What came late stands where it was posted, so that
    /// statements of spans that follow one another leave out nothing and begin where the one before ended.
    ///
    /// # Errors
    /// `NotFound`; `TooMany` movements.
    pub fn statement(&self, account: &str, from: &str, until: &str) -> Result<Statement, StoreError> {
        let kept = self.account(account)?;
        let state: OfState = serde_json::from_str(kept.state.get()).map_err(unread)?;
        let rulebook: OfRulebook = serde_json::from_str(kept.rulebook.get()).map_err(unread)?;
        let (before, entries) = self.read(|books| {
            let (number, _) = number(books, self.tenant, account)?;
            // The first entry of that day or a later one; whatever is said of times within a second, a day begins before it.
            let first = |day: &str| {
                let sql = "SELECT MIN(seq) FROM entry WHERE account = $1 AND at >= $2";
                let at = format!("{day}T00:00:00");
                let found = books.one(sql, &[number.into(), (&at).into()], |row| Ok(row.int(0).unwrap_or(i64::MAX)))?;
                Ok::<i64, StoreError>(found.unwrap_or(i64::MAX))
            };
            let (begin, end) = (first(from)?, first(until)?);
            let sql = "SELECT balance FROM entry WHERE account = $1 AND seq < $2 ORDER BY seq DESC LIMIT 1";
            let before = books.one(sql, &[number.into(), begin.into()], |row| row.must(0))?;
            let sql =
                "SELECT balance, body FROM entry WHERE account = $1 AND seq >= $2 AND seq < $3 ORDER BY seq LIMIT $4";
            let with = [number.into(), begin.into(), end.into(), (ROWS_MAX + 1).into()];
            Ok((before, books.all(sql, &with, |row| Ok((row.must(0)?, row.must(1)?)))?))
        })?;
        if entries.len() > ROWS_MAX {
            return Err(StoreError::TooMany { what: "movements", most: ROWS_MAX });
        }
        let opening = before.unwrap_or_else(|| nothing(&state.balance));
        let closing = entries.last().map_or_else(|| opening.clone(), |(balance, _)| balance.clone());
        let bodies: Vec<String> = entries.into_iter().map(|(_, body)| body).collect();
        let rest = format!(r#"{{"entries":[{}]}}"#, bodies.join(","));
        let reply = self.ready(&kept.rulebook_digest)?.call("history", &rest)?;
        if reply.status == Status::Problems {
            return Err(StoreError::Refused(reply));
        }
        let rows = rows(&reply.bytes).map_err(unread)?;
        let (account, currency) = (account.to_owned(), state.currency);
        let (seller, buyer) = (rulebook.seller, state.customer);
        let (from, until) = (from.to_owned(), until.to_owned());
        Ok(Statement { account, currency, seller, buyer, from, until, opening, closing, rows })
    }
}

/// An account begins with nothing, written with its ledger's places.
fn nothing(balance: &str) -> String {
    let digits = balance.strip_prefix('-').unwrap_or(balance);
    let places = digits.split_once('.').map(|(_, places)| places.len());
    places.map_or_else(|| "0".to_owned(), |places| format!("0.{}", "0".repeat(places)))
}

fn unread(error: serde_json::Error) -> StoreError {
    StoreError::Unavailable(format!("the books cannot be read: {error}"))
}

/// Who was paid by whom, for a receipt.
#[derive(Debug)]
pub struct Sides {
    /// Of the rulebook.
    pub seller: Option<Box<RawValue>>,
    /// Of the account.
    pub buyer: Option<Box<RawValue>>,
    /// The account's.
    pub currency: Box<RawValue>,
}

impl read::Account {
    /// Who deals with whom, and in which currency.
    ///
    /// # Errors
    /// `Unavailable`: it cannot be read.
    pub fn sides(&self) -> Result<Sides, StoreError> {
        let state: OfState = serde_json::from_str(self.state.get()).map_err(unread)?;
        let rulebook: OfRulebook = serde_json::from_str(self.rulebook.get()).map_err(unread)?;
        Ok(Sides { seller: rulebook.seller, buyer: state.customer, currency: state.currency })
    }
}
