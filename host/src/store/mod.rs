//! Accounts, kept durably: one SQLite file, one thread that writes it, one transaction for a batch of events with
//! the new state, its entries and its effects. Bodies are the engine's own JSON, untouched.

mod apply;
mod error;
mod open;
mod originals;
mod read;
mod replay;
mod write;

pub use apply::Applied;
pub use error::StoreError;
pub use read::{Account, List, Page};
pub use write::Draft;

use crate::Engine;
use rusqlite::Connection;
use std::path::Path;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// The store. Cheap to clone; all clones share the one writer.
#[derive(Clone)]
pub struct Store {
    jobs: mpsc::Sender<Job>,
    reader: Arc<Mutex<Connection>>,
    engine: Arc<Engine>,
}

impl Store {
    /// Opens or makes the file. It is durable before an answer is given: WAL with `synchronous=FULL`.
    ///
    /// # Errors
    /// The file cannot be opened, is of a newer schema, or is in use by another host.
    pub fn open(file: &Path, engine: Arc<Engine>) -> Result<Self, StoreError> {
        let lock = open::lock(file)?;
        let mut writer = open::writer(file)?;
        let reader = Arc::new(Mutex::new(open::reader(file)?));
        let (jobs, queue) = mpsc::channel::<Job>();
        thread::Builder::new()
            .name("store".into())
            .spawn(move || {
                for job in queue {
                    job(&mut writer);
                }
                drop(lock);
            })
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self { jobs, reader, engine })
    }

    /// The engine that decides.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Is the writer at work, and is the file to be had?
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn ready(&self) -> Result<(), StoreError> {
        self.write(|connection, _| Ok(connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK;")?))
    }

    /// Runs a job on the writer's thread and waits for it. Writes are serial, and so no two ever race.
    fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Connection, &Engine) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, result) = mpsc::sync_channel(1);
        let engine = Arc::clone(&self.engine);
        let job: Job = Box::new(move |connection| {
            // Whoever asked may be gone; the job is done all the same.
            let _ = answer.send(job(connection, &engine));
        });
        let stopped = |_| StoreError::Unavailable("the store has stopped".into());
        self.jobs.send(job).map_err(|_| StoreError::Unavailable("the store has stopped".into()))?;
        result.recv().map_err(stopped)?
    }

    fn read<T>(&self, query: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let connection = self.reader.lock().map_err(|_| StoreError::Unavailable("a reader failed".into()))?;
        query(&connection)
    }
}
