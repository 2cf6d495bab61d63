//! Tenants: each has books of its own.

use super::key::{Scope, Tenant};
use super::{Store, StoreError};

impl Store {
    /// The tenant of a name.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn tenant(&self, name: &str) -> Result<Tenant, StoreError> {
        let sql = "SELECT number FROM tenant WHERE name = $1";
        let found = self.read(Scope::Host, |books| books.one(sql, &[name.into()], |row| row.int(0)))?;
        found.map(Tenant).ok_or(StoreError::NotFound("tenant"))
    }

    /// Makes a tenant; where there is one of that name, it is that.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn add_tenant(&self, name: &str) -> Result<Tenant, StoreError> {
        let named = name.to_owned();
        self.write(Scope::Host, move |step| {
            step.run("INSERT INTO tenant (name) VALUES ($1) ON CONFLICT DO NOTHING", &[(&named).into()]).map(drop)
        })?;
        self.tenant(name)
    }
}
