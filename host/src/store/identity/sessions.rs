//! Sessions of console users.

use super::audit::note;
use super::users::Standing;
use super::{By, hash, role};
use crate::identity::session::{IDLE_S, LONGEST_S, Times};
use crate::identity::{Action, Hash, Role};
use crate::store::key::Scope;
use crate::store::sql::{Sql, Text as _};
use crate::store::{Books, Store, StoreError, Tenant};

/// What a session that is shown is held against.
#[derive(Clone, Debug)]
pub struct KnownSession {
    /// Whose user.
    pub tenant: Tenant,
    /// What is kept of its secret.
    pub hash: Hash,
    /// When it began and was used.
    pub times: Times,
    /// The user's number.
    pub user: i64,
    /// The user's name.
    pub name: String,
    /// What the user may do.
    pub role: Role,
    /// The user has to change the password first.
    pub must_change: bool,
}

/// A new session; those that have ended are let go of.
pub(super) fn insert(
    step: &dyn Sql,
    tenant: Tenant,
    owner: i64,
    (id, hash): &(String, Hash),
    now: i64,
) -> Result<(), StoreError> {
    let (made, seen) = (now - LONGEST_S, now - IDLE_S);
    let ended = "DELETE FROM session WHERE tenant = $1 AND (made_at <= $2 OR seen_at <= $3)";
    step.run(ended, &[tenant.0.into(), made.into(), seen.into()])?;
    let sql = "INSERT INTO session (id, tenant, owner, hash, made_at, seen_at) VALUES ($1, $2, $3, $4, $5, $5)";
    step.run(sql, &[id.into(), tenant.0.into(), owner.into(), (&hash.hex()).into(), now.into()]).map(drop)
}

impl Books {
    /// Ends a session of a user.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn sign_out(&self, session: String, by: By) -> Result<(), StoreError> {
        let tenant = self.tenant();
        self.write(move |step| {
            let gone =
                step.run("DELETE FROM session WHERE tenant = $1 AND id = $2", &[tenant.0.into(), (&session).into()])?;
            if gone > 0 {
                note(step, Some(tenant), &by, Action::SignedOut, &by.who, Ok(()))?;
            }
            Ok(())
        })
    }

    /// The tenant's name.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn tenant_name(&self) -> Result<String, StoreError> {
        self.read(|books| super::sign_in::tenant_named(books, self.tenant()))
    }
}

impl Store {
    /// What is kept of a session, whoever's it is. Of a user who may not sign in there is none.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn known_session(&self, id: &str) -> Result<Option<KnownSession>, StoreError> {
        let sql = "SELECT session.tenant, hash, session.made_at, seen_at, owner, name, role, standing
                   FROM session JOIN console_user ON console_user.number = owner
                   WHERE session.id = $1 AND disabled = 0";
        self.read(Scope::Host, |books| {
            books.one(sql, &[id.into()], |row| {
                Ok(KnownSession {
                    tenant: Tenant(row.int(0)?),
                    hash: hash(&row.must(1)?)?,
                    times: Times { made_at: row.int(2)?, seen_at: row.int(3)? },
                    user: row.int(4)?,
                    name: row.must(5)?,
                    role: role(&row.must(6)?)?,
                    must_change: Standing::of(row.int(7)?) != Standing::Own,
                })
            })
        })
    }

    /// Writes down that a session was used; seconds since 1970.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn note_session(&self, id: String, now: i64) -> Result<(), StoreError> {
        let sql = "UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at < $2";
        self.write(Scope::Host, move |step| step.run(sql, &[(&id).into(), now.into()]).map(drop))
    }
}
