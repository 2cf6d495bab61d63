//! Rulebooks and accounts.

use super::json::broken;
use super::key::Tenant;
use super::rulebooks::Ready;
use super::sift::digest;
use super::sql::{Sql, Text as _, Value};
use super::standing::{Columns, rests_until};
use super::{Books, Page, StoreError};
use crate::Status;
use crate::clock::ordered;
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
    #[serde(default)]
    next_due: Option<String>,
}

#[derive(Deserialize)]
struct Named {
    account: String,
}

#[derive(Deserialize)]
struct Titled {
    #[serde(default)]
    name: String,
}

impl Books {
    /// Keeps a rulebook under its digest. The same again changes nothing.
    ///
    /// # Errors
    /// `Refused` when it is not sound.
    pub fn put_rulebook(&self, document: String) -> Result<String, StoreError> {
        let reply = self.store.engine().call("check", format!(r#"{{"rulebook":{document}}}"#).as_bytes())?;
        if reply.status == Status::Problems {
            return Err(StoreError::Refused(reply));
        }
        let digest = read_answer::<serde::de::IgnoredAny>(&reply.bytes)?.rulebook;
        let Titled { name } = serde_json::from_str(&document).map_err(broken)?;
        let tenant = self.tenant;
        self.write(move |step| {
            let sql =
                "INSERT INTO rulebook (tenant, digest, name, document) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
            step.run(sql, &[tenant.0.into(), (&digest).into(), (&name).into(), (&document).into()])?;
            Ok(digest.clone())
        })
    }

    /// The rulebook of a digest, as it was sent.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn rulebook(&self, digest: &str) -> Result<String, StoreError> {
        self.read(|books| super::read::document(books, self.tenant, digest))
    }

    /// Rulebooks by their digests: digest, name, and how many accounts are billed by it.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn rulebooks(&self, after: &str, limit: usize) -> Result<Page, StoreError> {
        self.read(|books| {
            let sql = "SELECT digest, name, (SELECT count(*) FROM account WHERE account.tenant = rulebook.tenant AND account.rulebook = rulebook.digest)
                       FROM rulebook WHERE tenant = $1 AND digest > $2 ORDER BY digest LIMIT $3";
            let rows = books.all(sql, &[self.tenant.0.into(), after.into(), (limit + 1).into()], |row| {
                let (digest, name, accounts) = (row.must(0)?, row.must(1)?, row.int(2)?);
                let body = serde_json::json!({"digest": digest, "name": name, "accounts": accounts});
                Ok((digest, super::json::raw(body.to_string())?))
            })?;
            Ok(super::read::page(rows, limit))
        })
    }

    /// Opens an account: its id, and `true` where it is new; the same again changes nothing.
    ///
    /// # Errors
    /// `NotFound` without its rulebook, `Refused` by the engine, `Conflict` with an account of that id.
    pub fn open_account(&self, draft: Draft) -> Result<(String, bool), StoreError> {
        let tenant = self.tenant;
        // What is prepared may be another tenant's.
        self.read(|books| {
            let sql = "SELECT 1 FROM rulebook WHERE tenant = $1 AND digest = $2";
            let found = books.one(sql, &[tenant.0.into(), (&draft.rulebook).into()], |_| Ok(()))?;
            found.ok_or(StoreError::NotFound("rulebook"))
        })?;
        let ready = self.ready(&draft.rulebook)?;
        let (state, due) = opened(&ready, draft.open.get())?;
        let id = serde_json::from_str::<Named>(state.get()).map_err(broken)?.account;
        let named = id.clone();
        let new = self.write(move |step| open_account(step, tenant, &named, &draft, (&state, due.as_deref())))?;
        Ok((id, new))
    }
}

/// The state that an opening makes, and when something is due first.
pub(super) fn opened(ready: &Ready, open: &str) -> Result<(Box<RawValue>, Option<String>), StoreError> {
    // `as_of` bounds events only, and there are none: the opening's own time will do whatever it is.
    let rest = format!(r#"{{"open":{open},"as_of":"2199-12-31T00:00:00Z","events":[]}}"#);
    let reply = ready.call("apply", &rest)?;
    if reply.status == Status::Problems {
        return Err(StoreError::Refused(reply));
    }
    let Opened { state, next_due } = read_answer::<Opened>(&reply.bytes)?.answer;
    Ok((state, next_due))
}

/// Is it new?
fn open_account(
    step: &dyn Sql,
    tenant: Tenant,
    id: &str,
    draft: &Draft,
    (state, due): (&RawValue, Option<&str>),
) -> Result<bool, StoreError> {
    let (open, due) = (draft.open.get(), due.map(ordered));
    let sql = "INSERT INTO account (tenant, id, rulebook, opening, state, currency, balance, service, opened_at, as_of, due_at, rests_until)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING";
    let Columns { currency, balance, service, opened_at, as_of } = Columns::of(state.get())?;
    // One that opened long ago has more behind it that is still to be told.
    let long_ago = opened_at < crate::clock::written(jiff::Timestamp::now() - jiff::SignedDuration::from_hours(24));
    let rests = long_ago.then(rests_until);
    let columns = [&currency, &balance, &service, &opened_at, &as_of].map(Value::from);
    let whose = [tenant.0.into(), id.into(), (&draft.rulebook).into(), open.into(), state.get().into()];
    let new = step.run(sql, &[&whose[..], &columns, &[due.as_ref().into(), rests.into()]].concat())? > 0;
    let sql = "SELECT opening, rulebook FROM account WHERE tenant = $1 AND id = $2";
    let kept = step.one(sql, &[tenant.0.into(), id.into()], |row| Ok((row.json(0)?, row.must(1)?)))?;
    let (opening, rulebook): (_, String) = kept.ok_or(StoreError::NotFound("account"))?;
    if new || same_json(opening.get(), open) && rulebook == draft.rulebook {
        return Ok(new);
    }
    let (kept, sent) = (digest(opening.get()), digest(open));
    Err(StoreError::Conflict { what: "account", id: id.to_owned(), path: String::new(), in_call: false, kept, sent })
}

fn same_json(one: &str, other: &str) -> bool {
    let value = |text| serde_json::from_str::<serde_json::Value>(text).ok();
    value(one) == value(other)
}

fn read_answer<T: for<'de> Deserialize<'de>>(bytes: &[u8]) -> Result<Answered<T>, StoreError> {
    serde_json::from_slice(bytes).map_err(broken)
}
