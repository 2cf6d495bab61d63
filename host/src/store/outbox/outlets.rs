//! Webhooks of a tenant, and what the host keeps beside them: the secret of URLs that owners have set, and mail.

use super::{OWNERS, WEBHOOK, list};
use crate::store::identity::{By, Piece, line, maybe};
use crate::store::sql::{Row, Sql, Text as _, Value};
use crate::store::{Books, StoreError, Tenant};
use serde_json::json;

/// A webhook as it is listed: nothing of its secrets. Times are milliseconds since 1970.
#[derive(Clone, Debug)]
pub struct Outlet {
    /// Its name.
    pub id: String,
    /// Where it is told.
    pub url: String,
    /// For people.
    pub description: String,
    /// Types of events that it is told; all where there are none.
    pub types: Vec<String>,
    /// Accounts that it is told of; all where there are none.
    pub accounts: Vec<String>,
    /// Is it told anything?
    pub enabled: bool,
    /// Why it is not, where the host has decided that.
    pub why: Option<String>,
    /// Since when nothing has come through.
    pub failing_since: Option<i64>,
    /// Until when the secret before this one is signed with, too.
    pub former_until: Option<i64>,
    /// When it was made.
    pub made_at: i64,
    /// By whom.
    pub made_by: String,
}

/// A webhook to be kept.
#[derive(Clone, Debug)]
pub struct NewOutlet {
    /// Its name.
    pub id: String,
    /// Where it is told.
    pub url: String,
    /// For people.
    pub description: String,
    /// Types of events that it is told; all where there are none.
    pub types: Vec<String>,
    /// Accounts that it is told of; all where there are none.
    pub accounts: Vec<String>,
    /// Is it told anything?
    pub enabled: bool,
}

const COLUMNS: &str = "SELECT number, id, url, description, types, accounts, enabled, why, coalesce(failing_since, 0),
                              coalesce(former_until, 0), made_at, made_by FROM outlet";

fn listed(row: &dyn Row) -> Result<(i64, Outlet), StoreError> {
    let outlet = Outlet {
        id: row.must(1)?,
        url: row.must(2)?,
        description: row.must(3)?,
        types: list(&row.must(4)?)?,
        accounts: list(&row.must(5)?)?,
        enabled: row.int(6)? == 1,
        why: row.text(7)?,
        failing_since: maybe(row, 8)?,
        former_until: maybe(row, 9)?,
        made_at: row.int(10)?,
        made_by: row.must(11)?,
    };
    Ok((row.int(0)?, outlet))
}

/// A webhook, and its number.
pub(super) fn one(step: &dyn Sql, tenant: Tenant, id: &str) -> Result<(i64, Outlet), StoreError> {
    let sql = format!("{COLUMNS} WHERE tenant = $1 AND kind = $2 AND id = $3");
    let found = step.one(&sql, &[tenant.0.into(), WEBHOOK.into(), id.into()], listed)?;
    found.ok_or(StoreError::NotFound("webhook"))
}

/// One of the host's own, made where it is not there.
pub(super) fn own(step: &dyn Sql, tenant: i64, kind: &str, secret: &str, now: i64) -> Result<i64, StoreError> {
    let find = || {
        let sql = "SELECT number FROM outlet WHERE tenant = $1 AND kind = $2 AND id = ''";
        step.one(sql, &[tenant.into(), kind.into()], |row| row.int(0))
    };
    if let Some(number) = find()? {
        return Ok(number);
    }
    let sql =
        "INSERT INTO outlet (tenant, kind, id, url, description, types, accounts, secret, enabled, made_at, made_by)
               VALUES ($1, $2, '', '', '', '[]', '[]', $3, 1, $4, 'host') ON CONFLICT DO NOTHING";
    step.run(sql, &[tenant.into(), kind.into(), secret.into(), now.into()])?;
    find()?.ok_or(StoreError::NotFound("webhook"))
}

impl Books {
    /// The tenant's webhooks, in the order in which they were made.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn webhooks(&self, after: i64, limit: usize) -> Result<Piece<Outlet>, StoreError> {
        let sql = format!("{COLUMNS} WHERE tenant = $1 AND kind = $2 AND number > $3 ORDER BY number LIMIT $4");
        let with = [self.tenant().0.into(), WEBHOOK.into(), after.into(), (limit + 1).into()];
        self.read(|books| Ok(Piece::of(books.all(&sql, &with, listed)?, limit)))
    }

    /// A webhook by its name.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn webhook(&self, id: &str) -> Result<Outlet, StoreError> {
        self.read(|books| Ok(one(books, self.tenant(), id)?.1))
    }

    /// Keeps a webhook under its name; `secret` is of a new one, and `true` says that it is. One that is enabled again has failed
    /// at nothing yet, and goes on with what waits.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn put_webhook(&self, new: NewOutlet, secret: String, by: By) -> Result<(Outlet, bool), StoreError> {
        let tenant = self.tenant();
        self.write(move |step| {
            let (types, accounts) = (json!(new.types).to_string(), json!(new.accounts).to_string());
            let enabled = Value::Int(new.enabled.into());
            let (id, url, description) = ((&new.id).into(), (&new.url).into(), (&new.description).into());
            let sql = "UPDATE outlet SET url = $4, description = $5, types = $6, accounts = $7, enabled = $8, why = NULL,
                              failing_since = CASE WHEN enabled = 1 THEN failing_since ELSE NULL END
                       WHERE tenant = $1 AND kind = $2 AND id = $3";
            let whose = [tenant.0.into(), WEBHOOK.into(), id];
            let said = [url, description, (&types).into(), (&accounts).into()];
            let known = step.run(sql, &[&whose[..], &said, &[enabled]].concat())?;
            if known == 0 {
                let sql = "INSERT INTO outlet (tenant, kind, id, url, description, types, accounts, secret, enabled, made_at, made_by)
                           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
                let rest = [(&secret).into(), enabled, by.at_ms.into(), (&by.who).into()];
                step.run(sql, &[&whose[..], &said, &rest].concat())?;
            }
            Ok((one(step, tenant, &new.id)?.1, known == 0))
        })
    }

    /// Another secret; the one before it is signed with until its time.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn rotate_webhook(&self, id: String, secret: String, until_ms: i64) -> Result<Outlet, StoreError> {
        let tenant = self.tenant();
        self.write(move |step| {
            let sql = "UPDATE outlet SET former = secret, former_until = $4, secret = $5
                       WHERE tenant = $1 AND kind = $2 AND id = $3";
            let whose = [tenant.0.into(), WEBHOOK.into(), (&id).into()];
            step.run(sql, &[&whose[..], &[until_ms.into(), (&secret).into()]].concat())?;
            Ok(one(step, tenant, &id)?.1)
        })
    }

    /// Takes a webhook away, with what waits for it and its log.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn delete_webhook(&self, id: String) -> Result<(), StoreError> {
        let tenant = self.tenant();
        self.write(move |step| {
            let (number, _) = one(step, tenant, &id)?;
            step.run("DELETE FROM outlet WHERE number = $1", &[number.into()]).map(drop)
        })
    }

    /// What the secrets of URLs that owners set are made of: as it is kept, or as it is given where none is.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn owners_secret(&self, new: String, now: i64) -> Result<String, StoreError> {
        let tenant = self.tenant();
        self.write(move |step| {
            let number = own(step, tenant.0, OWNERS, &new, now)?;
            let kept = step.one("SELECT secret FROM outlet WHERE number = $1", &[number.into()], |row| row.must(0))?;
            kept.ok_or(StoreError::NotFound("webhook"))
        })
    }
}

/// Takes an outlet out of use, and writes down why.
pub(super) fn disable(step: &dyn Sql, number: i64, tenant: Tenant, why: &str, now: i64) -> Result<(), StoreError> {
    let sql = "UPDATE outlet SET enabled = 0, why = $2 WHERE number = $1 AND enabled = 1";
    if step.run(sql, &[number.into(), why.into()])? == 0 {
        return Ok(());
    }
    let id = step.one("SELECT id FROM outlet WHERE number = $1", &[number.into()], |row| row.must(0))?;
    let by = By { who: "host".into(), at_ms: now, request: "outbox".into() };
    line(step, Some(tenant), &by, "webhookDisabled", &format!("webhook:{}", id.unwrap_or_default()), why)
}
