//! Accounts, kept durably: one SQLite file and one thread that writes it. What is wished of an account waits in a queue of its
//! own; the engine works beside the writer, and the writer makes many units durable with one flush. Bodies are the engine's own
//! JSON, untouched.

mod applied;
mod apply;
mod ask;
mod backup;
mod batch;
mod chain;
mod desk;
mod engines;
mod error;
mod idempotency;
mod open;
mod originals;
mod posting;
mod read;
mod readers;
mod refusal;
mod replay;
mod rulebooks;
mod sift;
mod turn;
mod verify;
mod write;
mod writer;

pub use applied::{Answered, Applied, Refused};
pub use apply::{Events, Spend, Time};
pub use backup::backup;
pub use error::StoreError;
pub use idempotency::KeptAnswer;
pub use read::{Account, List, Page};
pub use verify::Verified;
pub use write::Draft;

use crate::Engine;
use apply::{Answer, At, Wish};
use desk::Desk;
use engines::Engines;
use readers::Readers;
use rulebooks::{Ready, Rulebooks};
use rusqlite::Connection;
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::thread;
use turn::Clerk;
use writer::Writer;

/// The store. Cheap to clone; all clones share the one writer.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

struct Shared {
    desk: Desk,
    writer: Writer,
    readers: Readers,
    rulebooks: Arc<Rulebooks>,
    engines: Engines,
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.desk.close();
    }
}

impl Store {
    /// Opens or makes the file. It is durable before an answer is given: WAL with `synchronous=FULL`.
    ///
    /// # Errors
    /// The file cannot be opened, is of a newer schema, or is in use by another host.
    pub fn open(file: &Path, engine: Arc<Engine>) -> Result<Self, StoreError> {
        let file = &*open::file(file)?;
        let lock = open::lock(file)?;
        let writer = Writer::start(open::writer(file)?, lock)?;
        let (desk, readers) = (Desk::default(), Readers::open(file)?);
        let own = Arc::clone(&engine);
        writer.write(move |step| engines::keep(step, &own))?;
        let rulebooks = Arc::new(Rulebooks::new());
        let shared = Shared { desk, writer, readers, rulebooks, engines: Engines::new(engine) };
        let clerks = thread::available_parallelism().map_or(1, usize::from).max(2);
        for _ in 0..clerks {
            let clerk = Clerk {
                desk: shared.desk.clone(),
                writer: shared.writer.clone(),
                books: open::reader(file)?,
                rulebooks: Arc::clone(&shared.rulebooks),
                engine: Arc::clone(shared.engines.own()),
            };
            let started = thread::Builder::new().name("clerk".into()).spawn(move || clerk.work());
            started.map_err(|error| StoreError::Unavailable(error.to_string()))?;
        }
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The engine that decides.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        self.shared.engines.own()
    }

    /// Is the writer at work, and does the disk take anything?
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn ready(&self) -> Result<(), StoreError> {
        self.write(|step| {
            step.execute_batch("INSERT OR REPLACE INTO pulse VALUES (1, coalesce((SELECT beats FROM pulse), 0) + 1)")?;
            Ok(())
        })
    }

    /// Applies events to an account. `payments` says who answers its charges. Where the same was posted
    /// before, its answer is told again.
    ///
    /// # Errors
    /// `NotFound`, `Conflict` with an event of that id, `Refused` by the engine with paths into `events`.
    pub fn apply_events(
        &self,
        id: String,
        events: Events,
        time: Time,
        payments: &'static str,
    ) -> Result<Applied, StoreError> {
        waited(|answer| self.post_events(id, events, time, payments, answer))
    }

    /// The same; `answer` is called once, when it is on the disk or refused.
    pub fn post_events(&self, id: String, events: Events, time: Time, payments: &'static str, answer: Answer<Applied>) {
        self.shared.desk.ask(id, Wish::Events { events, at: At { time, payments }, answer });
    }

    /// Decides about a usage, and posts it where it may go ahead: one step, in which nothing else happens to the account.
    ///
    /// # Errors
    /// As [`Store::apply_events`].
    pub fn spend(&self, id: String, spend: Spend, time: Time, payments: &'static str) -> Result<Applied, StoreError> {
        waited(|answer| self.post_spend(id, spend, time, payments, answer))
    }

    /// The same; `answer` is called once, when it is on the disk or refused.
    pub fn post_spend(&self, id: String, spend: Spend, time: Time, payments: &'static str, answer: Answer<Applied>) {
        self.shared.desk.ask(id, Wish::Spend { spend, at: At { time, payments }, answer });
    }

    fn write<T: Send + 'static>(
        &self,
        job: impl FnMut(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.shared.writer.write(job)
    }

    fn read<T>(&self, query: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.shared.readers.read(query)
    }

    /// The rulebook of a digest, prepared.
    fn ready_rulebook(&self, digest: &str) -> Result<Arc<Ready>, StoreError> {
        let engine = self.shared.engines.own();
        self.shared.rulebooks.ready(engine, digest, || self.read(|books| read::document(books, digest)))
    }

    /// The same for the engine of a digest.
    fn ready_of(&self, engine: &str, digest: &str) -> Result<Arc<Ready>, StoreError> {
        let engine = self.read(|books| self.shared.engines.of(books, engine))?;
        self.shared.rulebooks.ready(&engine, digest, || self.read(|books| read::document(books, digest)))
    }

    /// Keeps the file of an engine that these books were made with, so that they can be explained by it.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn keep_engine(&self, engine: Engine) -> Result<(), StoreError> {
        self.write(move |step| engines::keep(step, &engine))
    }
}

/// Waits for an answer.
fn waited<T: Send + 'static>(ask: impl FnOnce(Answer<T>)) -> Result<T, StoreError> {
    let (answer, result) = mpsc::sync_channel(1);
    ask(Box::new(move |told| drop(answer.send(told))));
    result.recv().unwrap_or_else(|_| Err(StoreError::Unavailable("the store has stopped".into())))
}
