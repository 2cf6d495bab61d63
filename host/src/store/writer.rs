//! The one writer. What waits for it is written in one transaction and made durable by one flush; so the more there is to
//! write, the less each costs.

use super::StoreError;
use rusqlite::{Connection, TransactionBehavior};
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;

/// Units of one transaction at most.
const GROUP_MAX: usize = 512;

/// What is written whole or not at all.
pub(super) trait Unit: Send {
    /// Writes it. Where another of its transaction fails, it is asked once more.
    fn write(&mut self, step: &Connection) -> Result<(), StoreError>;

    /// It is on the disk, or nothing of it is.
    fn done(self: Box<Self>, written: Result<(), StoreError>);
}

#[derive(Clone)]
pub(super) struct Writer {
    units: mpsc::Sender<Box<dyn Unit>>,
}

impl Writer {
    /// Its thread ends with the last clone of it, and lets go of the lock.
    pub(super) fn start(mut connection: Connection, lock: File) -> Result<Self, StoreError> {
        let (units, queue) = mpsc::channel::<Box<dyn Unit>>();
        let work = move || {
            while let Ok(first) = queue.recv() {
                let mut group = vec![first];
                group.extend(queue.try_iter().take(GROUP_MAX - 1));
                commit(&mut connection, group);
            }
            drop(lock);
        };
        let started = thread::Builder::new().name("writer".into()).spawn(work);
        started.map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self { units })
    }

    /// Hands a unit over; it is told what came of it.
    pub(super) fn hand(&self, unit: Box<dyn Unit>) {
        if let Err(mpsc::SendError(unit)) = self.units.send(unit) {
            unit.done(Err(stopped()));
        }
    }

    /// Writes by itself and waits until it is on the disk.
    pub(super) fn write<T: Send + 'static>(
        &self,
        job: impl FnMut(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, result) = mpsc::sync_channel(1);
        self.hand(Box::new(Job { job, made: None, answer }));
        result.recv().map_err(|_| stopped())?
    }
}

fn stopped() -> StoreError {
    StoreError::Unavailable("the store has stopped".into())
}

struct Job<T, F> {
    job: F,
    made: Option<T>,
    answer: mpsc::SyncSender<Result<T, StoreError>>,
}

impl<T: Send, F: FnMut(&Connection) -> Result<T, StoreError> + Send> Unit for Job<T, F> {
    fn write(&mut self, step: &Connection) -> Result<(), StoreError> {
        self.made = Some((self.job)(step)?);
        Ok(())
    }

    fn done(self: Box<Self>, written: Result<(), StoreError>) {
        let Self { made, answer, .. } = *self;
        // Whoever asked may be gone; it is done all the same.
        let _ = answer.send(written.and_then(|()| made.ok_or_else(stopped)));
    }
}

fn commit(connection: &mut Connection, mut group: Vec<Box<dyn Unit>>) {
    match together(connection, &mut group) {
        Err(error) if group.len() == 1 => group.into_iter().for_each(|unit| tell(unit, Err(error.clone()))),
        // Which of them it was shows one by one.
        Err(_) => group.into_iter().for_each(|unit| commit(connection, vec![unit])),
        Ok(()) => group.into_iter().for_each(|unit| tell(unit, Ok(()))),
    }
}

fn together(connection: &mut Connection, group: &mut [Box<dyn Unit>]) -> Result<(), StoreError> {
    let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for unit in group {
        let written = catch_unwind(AssertUnwindSafe(|| unit.write(&step)));
        written.unwrap_or_else(|_| Err(StoreError::Unavailable("a unit of work panicked".into())))?;
    }
    Ok(step.commit()?)
}

/// A caller that panics at its answer ends nobody else's.
fn tell(unit: Box<dyn Unit>, written: Result<(), StoreError>) {
    let _ = catch_unwind(AssertUnwindSafe(|| unit.done(written)));
}
