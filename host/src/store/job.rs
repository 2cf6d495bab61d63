//! A unit of work that somebody waits for.

use super::StoreError;
use super::database::{Database, Unit};
use super::key::Scope;
use super::sql::Sql;
use std::sync::mpsc;

struct Job<T, F> {
    scope: Scope,
    job: F,
    made: Option<T>,
    answer: mpsc::SyncSender<Result<T, StoreError>>,
}

/// Writes and waits until it is on the disk.
pub(super) fn write<T: Send + 'static>(
    database: &dyn Database,
    scope: Scope,
    job: impl FnMut(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let (answer, result) = mpsc::sync_channel(1);
    database.hand(Box::new(Job { scope, job, made: None, answer }));
    result.recv().map_err(|_| stopped())?
}

pub(super) fn stopped() -> StoreError {
    StoreError::Unavailable("the store has stopped".into())
}

impl<T: Send, F: FnMut(&dyn Sql) -> Result<T, StoreError> + Send> Unit for Job<T, F> {
    fn scope(&self) -> Scope {
        self.scope
    }

    fn write(&mut self, step: &dyn Sql) -> Result<(), StoreError> {
        self.made = Some((self.job)(step)?);
        Ok(())
    }

    fn done(self: Box<Self>, written: Result<(), StoreError>) {
        let Self { made, answer, .. } = *self;
        // Whoever asked may be gone; it is done all the same.
        let _ = answer.send(written.and_then(|()| made.ok_or_else(stopped)));
    }
}
