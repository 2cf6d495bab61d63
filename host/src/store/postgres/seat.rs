//! A clerk's own session: the turn is its transaction, and the lock of the account ends with it, however it ends.

use super::connect::Sessions;
use super::session::Session;
use super::write;
use crate::store::StoreError;
use crate::store::database::{Seat, Unit};
use crate::store::key::{Key, Scope};
use crate::store::sql::Sql;
use sha2::{Digest as _, Sha256};

pub(super) struct Own {
    sessions: Sessions,
    session: Option<Session>,
}

impl Own {
    pub(super) const fn new(sessions: Sessions) -> Self {
        Self { sessions, session: None }
    }
}

impl Seat for Own {
    fn begin(&mut self, key: &Key) -> Result<bool, StoreError> {
        let question = format!("SELECT pg_try_advisory_xact_lock({})", lock(key));
        let begun = Session::first(&self.sessions, "BEGIN", Scope::Tenant(key.tenant), &question)?;
        let (session, word) = begun;
        let held = word.as_deref() == Some("t");
        self.session = held.then_some(session);
        Ok(held)
    }

    fn books(&self) -> Result<&dyn Sql, StoreError> {
        let session = self.session.as_ref().map(|session| session as &dyn Sql);
        session.ok_or_else(|| StoreError::Unavailable("no turn has begun".into()))
    }

    fn end(&mut self, unit: Option<Box<dyn Unit>>) {
        let session = self.session.take();
        let Some(mut unit) = unit else { return };
        let written = match &session {
            Some(session) => write(session, &mut *unit),
            None => Err(StoreError::Unavailable("no turn has begun".into())),
        };
        drop(session);
        unit.done(written);
    }
}

/// A number for the account. Two that share one wait for each other now and then.
fn lock(key: &Key) -> i64 {
    let hash = Sha256::new().chain_update(key.tenant.0.to_le_bytes()).chain_update(&key.account).finalize();
    i64::from_le_bytes(std::array::from_fn(|place| hash[place]))
}
