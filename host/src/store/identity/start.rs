//! The first key and the first user, and tenants after the first.

use super::audit::note;
use super::{By, NewKey, NewUser, Piece, keys, users};
use crate::identity::Action;
use crate::store::key::Scope;
use crate::store::sql::{Sql, Text as _};
use crate::store::{Store, StoreError, Tenant};

/// Who may pass first.
#[derive(Clone, Debug)]
pub struct Start {
    /// A key of the tenant that is there from the beginning.
    pub key: NewKey,
    /// A user of it.
    pub user: NewUser,
}

/// Hosts that begin at once take turns: each changes the same row first.
fn alone(step: &dyn Sql) -> Result<(), StoreError> {
    step.run("UPDATE tenant SET name = name WHERE number = $1", &[Tenant::MAIN.0.into()]).map(drop)
}

/// Was anybody ever let in to any books?
fn entered(step: &dyn Sql) -> Result<bool, StoreError> {
    let there = "SELECT (SELECT count(*) FROM api_key WHERE tenant IS NOT NULL) + (SELECT count(*) FROM console_user)";
    Ok(step.one(there, &[], |row| row.int(0))?.unwrap_or_default() > 0)
}

impl Store {
    /// Was anybody ever let in?
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn entered(&self) -> Result<bool, StoreError> {
        self.read(Scope::Host, entered)
    }

    /// Keeps a first key and a first user, where nobody was ever let in. `false` where somebody was.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn start(&self, start: Start, by: By) -> Result<bool, StoreError> {
        self.write(Scope::Host, move |step| {
            alone(step)?;
            let there =
                "SELECT (SELECT count(*) FROM api_key WHERE tenant IS NOT NULL) + (SELECT count(*) FROM console_user)";
            if step.one(there, &[], |row| row.int(0))?.unwrap_or_default() > 0 {
                return Ok(false);
            }
            keys::insert(step, Some(Tenant::MAIN), &start.key, &by)?;
            users::insert(step, Tenant::MAIN, &start.user, &by)?;
            Ok(true)
        })
    }

    /// Makes a tenant with its first key.
    ///
    /// # Errors
    /// `Taken`: there is one of that name.
    pub fn make_tenant(&self, name: String, key: NewKey, by: By) -> Result<Tenant, StoreError> {
        self.write(Scope::Host, move |step| {
            let sql = "INSERT INTO tenant (name) VALUES ($1) ON CONFLICT DO NOTHING";
            if step.run(sql, &[(&name).into()])? == 0 {
                return Err(StoreError::Taken { what: "tenant", id: name.clone() });
            }
            let number = step.one("SELECT number FROM tenant WHERE name = $1", &[(&name).into()], |row| row.int(0))?;
            let tenant = number.map(Tenant).ok_or(StoreError::NotFound("tenant"))?;
            keys::insert(step, Some(tenant), &key, &by)?;
            note(step, None, &by, Action::TenantMade, &format!("tenant:{name}"), Ok(()))?;
            Ok(tenant)
        })
    }

    /// The names of the tenants, in the order in which they were made.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn tenants(&self, after: i64, limit: usize) -> Result<Piece<String>, StoreError> {
        let sql = "SELECT number, name FROM tenant WHERE number > $1 ORDER BY number LIMIT $2";
        self.read(Scope::Host, |books| {
            let with = [after.into(), (limit + 1).into()];
            let rows = books.all(sql, &with, |row| Ok((row.int(0)?, row.must(1)?)))?;
            Ok(Piece::of(rows, limit))
        })
    }
}
