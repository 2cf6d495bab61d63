//! Tokens of customers: each opens one account for minutes.

use super::audit::note;
use super::{By, hash};
use crate::identity::{Action, Hash, Scope as Opens};
use crate::store::key::Scope;
use crate::store::sql::{Sql, Text as _};
use crate::store::{Books, Store, StoreError, Tenant, read};

/// A token to be kept.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// What it opens, by its public id.
    pub opens: Opens,
    /// What is kept of its secret.
    pub hash: Hash,
    /// From here on it opens nothing; seconds since 1970.
    pub ends_at: i64,
}

/// What a token that is shown is held against.
#[derive(Clone, Debug)]
pub struct KnownToken {
    /// Whose account.
    pub tenant: Tenant,
    /// What it opens.
    pub opens: Opens,
    /// What is kept of its secret.
    pub hash: Hash,
    /// From here on it opens nothing.
    pub ends_at: i64,
}

/// What somebody has given out ends with them.
pub(super) fn end_those_of(step: &dyn Sql, tenant: Tenant, who: &str) -> Result<(), StoreError> {
    step.run("DELETE FROM customer_token WHERE tenant = $1 AND made_by = $2", &[tenant.0.into(), who.into()]).map(drop)
}

impl Books {
    /// Keeps a new token, and lets go of those that have ended.
    ///
    /// # Errors
    /// `NotFound`: there is no such account.
    pub fn add_token(&self, token: NewToken, by: By) -> Result<(), StoreError> {
        let tenant = self.tenant();
        self.write(move |step| {
            let NewToken { opens, hash, ends_at } = &token;
            read::number(step, tenant, &opens.account)?;
            step.run(
                "DELETE FROM customer_token WHERE tenant = $1 AND ends_at <= $2",
                &[tenant.0.into(), by.now().into()],
            )?;
            let sql = "INSERT INTO customer_token (id, tenant, account, settings, hash, made_at, made_by, ends_at)
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
            let (hash, settings) = (hash.hex(), opens.settings.join(" "));
            let (id, account, who) = ((&opens.id).into(), (&opens.account).into(), (&by.who).into());
            let (settings, hash) = ((&settings).into(), (&hash).into());
            step.run(sql, &[id, tenant.0.into(), account, settings, hash, by.now().into(), who, (*ends_at).into()])?;
            let subject = format!("account:{}", opens.account);
            note(step, Some(tenant), &by, Action::TokenMade, &subject, Ok(()))
        })
    }
}

impl Store {
    /// What is kept of a token, whoever's it is.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn known_token(&self, id: &str) -> Result<Option<KnownToken>, StoreError> {
        let sql = "SELECT tenant, account, settings, hash, ends_at FROM customer_token WHERE id = $1";
        self.read(Scope::Host, |books| {
            books.one(sql, &[id.into()], |row| {
                let settings = row.must(2)?.split_whitespace().map(str::to_owned).collect();
                let opens = Opens { id: id.to_owned(), account: row.must(1)?, settings };
                Ok(KnownToken { tenant: Tenant(row.int(0)?), opens, hash: hash(&row.must(3)?)?, ends_at: row.int(4)? })
            })
        })
    }
}
