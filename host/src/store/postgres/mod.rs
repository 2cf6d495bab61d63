//! PostgreSQL, for one host or several: each turn is a transaction of the session that it has, an advisory lock sends an account
//! to one host at a time, and the account's version is what the commit stands on.

mod connect;
mod migrate;
mod seat;
mod session;
mod value;

#[cfg(feature = "cli")]
pub(crate) use migrate::schema as postgres_schema;

use super::StoreError;
use super::database::{Database, Query, Seat, Unit};
use super::key::Scope;
use connect::Sessions;
use session::Session;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How often a unit is written again that was ended because it and another one waited for each other: nothing of it is there.
const AGAIN: usize = 3;
const IN_THE_WAY: &str = "others were in the way";
/// Clerks of one host. They wait for the database more than they work.
const CLERKS: usize = 8;

pub(super) struct Cluster {
    sessions: Sessions,
}

impl Cluster {
    /// Connects by a URL (`postgres://…`), and brings the schema forward.
    pub(super) fn connect(url: &str) -> Result<Self, StoreError> {
        let sessions = Sessions::open(url)?;
        migrate::all(&sessions)?;
        Ok(Self { sessions })
    }
}

impl Database for Cluster {
    fn alone(&self) -> bool {
        false
    }

    fn read(&self, scope: Scope, query: &mut Query<'_>) -> Result<(), StoreError> {
        let session = Session::reading(&self.sessions, scope)?;
        query(&session)?;
        session.read();
        Ok(())
    }

    fn hand(&self, mut unit: Box<dyn Unit>) {
        let mut once =
            || Session::begin(&self.sessions, "BEGIN", unit.scope()).and_then(|session| write(&session, &mut *unit));
        let mut written = once();
        for _ in 0..AGAIN {
            if !matches!(&written, Err(StoreError::Unavailable(why)) if why == IN_THE_WAY) {
                break;
            }
            written = once();
        }
        unit.done(written);
    }

    fn clerks(&self) -> usize {
        CLERKS
    }

    fn seat(&self) -> Result<Box<dyn Seat>, StoreError> {
        Ok(Box::new(seat::Own::new(self.sessions.clone())))
    }
}

/// The unit, durable.
fn write(session: &Session, unit: &mut dyn Unit) -> Result<(), StoreError> {
    let written = catch_unwind(AssertUnwindSafe(|| unit.write(session)));
    written.unwrap_or_else(|_| Err(StoreError::Unavailable("a unit of work panicked".into())))?;
    session.commit()
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Unavailable(match error.as_db_error() {
            // 57014: the statement's time is over.
            Some(told) if told.code().code() == "57014" => "a query took too long".into(),
            // 40P01: it was chosen to end a deadlock.
            Some(told) if told.code().code() == "40P01" => IN_THE_WAY.into(),
            Some(told) => told.message().to_owned(),
            None => error.to_string(),
        })
    }
}
