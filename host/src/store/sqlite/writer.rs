//! The one writer. What waits for it is written in one transaction and made durable by one flush; so the more there is to
//! write, the less each costs. What is large is written by itself, and what has come meanwhile before the next of it: a spend waits for
//! one batch of others at most.

use crate::store::StoreError;
use crate::store::database::Unit;
use rusqlite::{Connection, TransactionBehavior};
use std::collections::VecDeque;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;

/// Units of one transaction at most, and their rows, where they are more than one.
const GROUP_MAX: usize = 512;
const ROWS_MAX: usize = 4_000;
/// A unit of more rows is large.
const LARGE: usize = 500;

#[derive(Clone)]
pub(super) struct Writer {
    units: mpsc::Sender<Box<dyn Unit>>,
}

impl Writer {
    /// Its thread ends with the last clone of it, and lets go of the lock.
    pub(super) fn start(mut connection: Connection, lock: File) -> Result<Self, StoreError> {
        let (units, queue) = mpsc::channel::<Box<dyn Unit>>();
        let work = move || {
            let mut large = VecDeque::new();
            loop {
                let first = if large.is_empty() { queue.recv().ok() } else { queue.try_recv().ok() };
                if first.is_none() && large.is_empty() {
                    break;
                }
                let come = first.into_iter().chain(queue.try_iter()).take(GROUP_MAX);
                // They are of different accounts: the small ones need not wait for the large ones.
                let (mut small, others): (Vec<_>, Vec<_>) = come.partition(|unit| unit.rows() <= LARGE);
                large.extend(others);
                while !small.is_empty() {
                    let behind = small.split_off(fitting(&small));
                    commit(&mut connection, std::mem::replace(&mut small, behind));
                }
                large.pop_front().into_iter().for_each(|unit| commit(&mut connection, vec![unit]));
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
}

/// How many of them go into one transaction.
fn fitting(waiting: &[Box<dyn Unit>]) -> usize {
    let mut rows = 0_usize;
    let fits = waiting.iter().take_while(|unit| {
        rows = rows.saturating_add(unit.rows());
        rows <= ROWS_MAX
    });
    fits.count().max(1)
}

fn stopped() -> StoreError {
    StoreError::Unavailable("the store has stopped".into())
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
        let written = catch_unwind(AssertUnwindSafe(|| unit.write(&*step)));
        written.unwrap_or_else(|_| Err(StoreError::Unavailable("a unit of work panicked".into())))?;
    }
    Ok(step.commit()?)
}

/// A caller that panics at its answer ends nobody else's.
fn tell(unit: Box<dyn Unit>, written: Result<(), StoreError>) {
    let _ = catch_unwind(AssertUnwindSafe(|| unit.done(written)));
}
