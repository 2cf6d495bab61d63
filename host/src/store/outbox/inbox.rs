//! What was delivered to the host itself, for development: so much of it, and no more.

use crate::store::identity::Piece;
use crate::store::key::Scope;
use crate::store::sql::Text as _;
use crate::store::{Books, Store, StoreError, Tenant};
use serde_json::value::RawValue;

/// Something that was heard.
#[derive(Clone, Debug)]
pub struct Heard {
    /// Its place.
    pub number: i64,
    /// What it is, in JSON.
    pub body: Box<RawValue>,
}

/// Most that is kept of one tenant's.
const KEPT: i64 = 200;

impl Store {
    /// Keeps something that was heard.
    ///
    /// # Errors
    /// `Unavailable`.
    pub(crate) fn hear(&self, tenant: Tenant, body: String) -> Result<(), StoreError> {
        self.write(Scope::Tenant(tenant), move |step| {
            step.run("INSERT INTO inbox (tenant, body) VALUES ($1, $2)", &[tenant.0.into(), (&body).into()])?;
            let sql = "DELETE FROM inbox WHERE tenant = $1 AND number <=
                       (SELECT number FROM inbox WHERE tenant = $1 ORDER BY number DESC LIMIT 1 OFFSET $2)";
            step.run(sql, &[tenant.0.into(), KEPT.into()]).map(drop)
        })
    }
}

impl Books {
    /// What was heard, the newest first.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn inbox(&self, before: i64, limit: usize) -> Result<Piece<Heard>, StoreError> {
        let sql = "SELECT number, body FROM inbox WHERE tenant = $1 AND number < $2 ORDER BY number DESC LIMIT $3";
        self.read(|books| {
            let rows = books.all(sql, &[self.tenant().0.into(), before.into(), (limit + 1).into()], |row| {
                let number = row.int(0)?;
                Ok((number, Heard { number, body: row.json(1)? }))
            })?;
            Ok(Piece::of(rows, limit))
        })
    }
}
