//! Accounts, kept durably, in one SQLite file or in PostgreSQL. What is wished of an account waits in a queue of its own; clerks
//! grant it with the engine, and what they make becomes durable whole or not at all. Bodies are the engine's own JSON, untouched.

mod accounts;
mod applied;
mod apply;
mod ask;
mod batch;
mod bell;
mod books;
mod chain;
mod claim;
mod collection;
mod database;
mod desk;
mod documents;
mod due;
mod engines;
mod error;
mod idempotency;
#[cfg(feature = "server")]
mod identity;
mod job;
mod json;
mod key;
mod made;
mod moves;
mod notice;
mod originals;
#[cfg(feature = "server")]
mod outbox;
mod paper;
mod payments;
#[cfg(feature = "postgres")]
mod postgres;
mod posting;
mod read;
mod receipts;
mod refusal;
mod replay;
#[cfg(feature = "server")]
mod reseal;
mod rulebooks;
mod sift;
#[cfg(feature = "server")]
mod simulated;
mod sql;
mod sqlite;
mod standing;
#[cfg(feature = "server")]
mod stripe;
mod tenants;
mod time;
mod turn;
mod verify;
#[cfg(feature = "server")]
mod waiting;
mod write;

pub use accounts::{Search, Sort};
pub use applied::{Answered, Applied, Refused};
pub use apply::{Events, Spend, Time};
pub use books::Books;
pub use claim::Claiming;
pub use collection::{Collection, Reminder};
pub use documents::Filed;
#[cfg(feature = "server")]
pub(crate) use documents::credited;
pub use due::Due;
pub use error::StoreError;
pub use idempotency::{Claim, KeptAnswer};
#[cfg(feature = "server")]
pub use identity::{
    ApiKey, By, Candidate, KnownKey, KnownSession, KnownToken, Line, NewKey, NewToken, NewUser, Person, Proof,
    Standing, Start, User,
};
pub use key::Tenant;
pub use moves::Activation;
pub use notice::Notice;
pub(crate) use notice::{PAID as PAYMENTS, payment_of};
#[cfg(feature = "server")]
pub use outbox::{Attempt, Delivered, Delivery, Heard, MailSetting, NewOutlet, Outlet, Template};
#[cfg(feature = "server")]
pub(crate) use outbox::{Carrier, DueOutlet, Job, Outcome, Parcel, Room, Then};
pub use paper::{Sides, Statement};
pub use payments::{Asked, Owed, Owing, Settled};
#[cfg(feature = "server")]
pub(crate) use payments::{Back, OnItsWay, PAID, TOP_UP, TopUp};
#[cfg(feature = "cli")]
pub(crate) use postgres::postgres_schema;
pub use read::{Account, List, Page, Piece};
#[cfg(feature = "server")]
pub use reseal::Resealed;
pub use sqlite::backup;
#[cfg(feature = "cli")]
pub(crate) use sqlite::{lock_of, schema_of};
pub use time::TestClock;
pub use verify::Verified;
#[cfg(feature = "server")]
pub(crate) use waiting::Waiting;
pub use write::Draft;

use crate::Engine;
use crate::share::Present;
use bell::Bell;
use database::{Database, Seat, Unit};
use desk::Desk;
use engines::Engines;
use key::Scope;
use rulebooks::Rulebooks;
use sql::Sql;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use turn::Clerk;

/// The store. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

struct Shared {
    desk: Desk,
    database: Arc<dyn Database>,
    rulebooks: Arc<Rulebooks>,
    engines: Engines,
    bell: Arc<Bell>,
    clocks: time::Clocks,
    #[cfg_attr(not(feature = "server"), allow(dead_code, reason = "whoever serves asks for it"))]
    present: Present,
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.desk.close();
    }
}

impl Store {
    /// Opens or makes a SQLite file.
    ///
    /// # Errors
    /// The file cannot be opened, is of a newer schema, or is in use by another host.
    pub fn open(file: &Path, engine: Arc<Engine>) -> Result<Self, StoreError> {
        Self::on(Arc::new(sqlite::File::open(file)?), engine)
    }

    /// Keeps accounts in PostgreSQL, by a URL such as `postgres://user:password@host/database`; made in an empty database. Other
    /// hosts may keep theirs there at the same time. Calls block, and not for threads that run futures.
    ///
    /// # Errors
    /// It cannot be reached, or is of a newer schema.
    #[cfg(feature = "postgres")]
    pub fn connect(url: &str, engine: Arc<Engine>) -> Result<Self, StoreError> {
        Self::on(Arc::new(postgres::Cluster::connect(url)?), engine)
    }

    fn on(database: Arc<dyn Database>, engine: Arc<Engine>) -> Result<Self, StoreError> {
        let own = Arc::clone(&engine);
        let alone = database.alone();
        job::write(&*database, Scope::Host, move |step| {
            if alone {
                // Whoever had it open before is gone.
                step.run("DELETE FROM host", &[])?;
            }
            engines::keep(step, &own)
        })?;
        let present = Present::default();
        let (desk, rulebooks, engines) =
            (Desk::new(database.clerks(), present.clone()), Arc::new(Rulebooks::new()), Engines::new(engine));
        let (bell, clocks) = (Arc::default(), time::Clocks::default());
        let shared = Shared { desk, database, rulebooks, engines, bell, clocks, present };
        for _ in 0..shared.database.clerks() {
            let clerk = Clerk {
                desk: shared.desk.clone(),
                database: Arc::clone(&shared.database),
                seat: shared.database.seat()?,
                rulebooks: Arc::clone(&shared.rulebooks),
                engine: Arc::clone(shared.engines.own()),
                bell: Arc::clone(&shared.bell),
            };
            let started = thread::Builder::new().name("clerk".into()).spawn(move || clerk.work());
            started.map_err(|error| StoreError::Unavailable(error.to_string()))?;
        }
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The books of one tenant.
    #[must_use]
    pub fn books(&self, tenant: Tenant) -> Books {
        Books { store: self.clone(), tenant, by: None }
    }

    /// The engine that decides.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        self.shared.engines.own()
    }

    /// Who has something to do, for other workers than the store's own.
    #[cfg(feature = "server")]
    pub(crate) fn present(&self) -> Present {
        self.shared.present.clone()
    }

    /// Can anything be written?
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn ready(&self) -> Result<(), StoreError> {
        self.write(Scope::Host, |step| {
            let sql =
                "INSERT INTO pulse (id, beats) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET beats = pulse.beats + 1";
            step.run(sql, &[]).map(drop)
        })
    }

    /// Keeps the file of an engine that these books were made with, so that they can be explained by it.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn keep_engine(&self, engine: Engine) -> Result<(), StoreError> {
        self.write(Scope::Host, move |step| engines::keep(step, &engine))
    }

    fn write<T: Send + 'static>(
        &self,
        scope: Scope,
        job: impl FnMut(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        job::write(&*self.shared.database, scope, job)
    }

    fn read<T>(&self, scope: Scope, query: impl FnOnce(&dyn Sql) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let (mut query, mut found) = (Some(query), None);
        self.shared.database.read(scope, &mut |books| {
            if let Some(query) = query.take() {
                found = Some(query(books)?);
            }
            Ok(())
        })?;
        found.ok_or_else(job::stopped)
    }
}
