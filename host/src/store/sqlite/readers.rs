//! Readers beside the writer: each sees the last commit whole, and none reads for ever.

use super::open;
use crate::store::StoreError;
use crate::store::database::Query;
use rusqlite::Connection;
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Connections that read.
const READERS: usize = 8;
/// Longest that a reader is waited for, and that one reads.
const DEADLINE: Duration = Duration::from_secs(10);
/// Steps of SQLite between two looks at the clock.
const STEPS: i32 = 20_000;

pub(super) struct Readers {
    idle: Mutex<Vec<Connection>>,
    freed: Condvar,
}

/// One that is read with, and given back however that ends.
struct Lent<'r> {
    readers: &'r Readers,
    connection: Option<Connection>,
}

impl Readers {
    pub(super) fn open(file: &Path) -> Result<Self, StoreError> {
        let idle = (0..READERS).map(|_| open::reader(file)).collect::<Result<_, _>>()?;
        Ok(Self { idle: Mutex::new(idle), freed: Condvar::new() })
    }

    /// # Errors
    /// The query's own; `Unavailable` past the deadline.
    pub(super) fn read(&self, query: &mut Query<'_>) -> Result<(), StoreError> {
        let mut lent = self.lend()?;
        let until = Instant::now() + DEADLINE;
        lent.progress_handler(STEPS, Some(move || Instant::now() > until))?;
        // One view for all that is asked; it ends however that ends.
        let view = lent.transaction()?;
        query(&*view)
    }

    fn lend(&self) -> Result<Lent<'_>, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.freed.wait_timeout_while(idle, DEADLINE, |idle| idle.is_empty());
        let (mut idle, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let connection = idle.pop().ok_or_else(|| StoreError::Unavailable("all readers are at work".into()))?;
        Ok(Lent { readers: self, connection: Some(connection) })
    }
}

impl Deref for Lent<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        self.connection.as_ref().expect("it is given back only at the end")
    }
}

impl DerefMut for Lent<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        self.connection.as_mut().expect("it is given back only at the end")
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.readers.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            self.readers.freed.notify_one();
        }
    }
}
