//! What came of an attempt, and what is next in its lane.

use super::WEBHOOK;
use super::claim::Job;
use super::outlets::disable;
use crate::store::key::Scope;
use crate::store::sql::{Sql, Value};
use crate::store::{Store, StoreError};

/// What came of an attempt.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    /// When it began.
    pub(crate) at: i64,
    /// How long it took, in milliseconds.
    pub(crate) took: i64,
    /// What was answered, where there was an answer.
    pub(crate) status: Option<u16>,
    /// The first bytes of that, or why there was none.
    pub(crate) said: String,
    /// What is next.
    pub(crate) then: Then,
}

/// What is next for a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Then {
    /// It is done.
    Sent,
    /// It is tried again at this time.
    Again(i64),
    /// It is not tried again by itself.
    Dead,
    /// Nor is anything else tried at its outlet.
    Gone,
}

/// Longest that an outlet fails before it is taken out of use.
const FAILING_MAX: i64 = 5 * 24 * 3_600_000;

impl Store {
    /// Writes down what came of a job; `false` where somebody else has it by now, and nothing is written.
    ///
    /// # Errors
    /// `Unavailable`.
    pub(crate) fn record(&self, job: Job, outcome: Outcome) -> Result<bool, StoreError> {
        self.write(Scope::Host, move |step| {
            // Whoever holds the lane holds its row from here on: what is added meanwhile is seen, or comes behind.
            let held = step.run(
                "UPDATE lane SET fence = fence WHERE number = $1 AND fence = $2",
                &[job.lane.into(), job.fence.into()],
            )?;
            if held == 0 {
                return Ok(false);
            }
            write(step, &job, &outcome)?;
            outlet(step, &job, &outcome)?;
            next(step, &job)?;
            Ok(true)
        })
    }

    /// Where this host is the only one, nobody works on what one before it has taken.
    ///
    /// # Errors
    /// `Unavailable`.
    pub(crate) fn take_over(&self, now: i64) -> Result<(), StoreError> {
        if !self.shared.database.alone() {
            return Ok(());
        }
        self.write(Scope::Host, move |step| {
            step.run("UPDATE lane SET due_at = $1, held = 0 WHERE held = 1", &[now.into()]).map(drop)
        })
    }

    /// Forgets what was sent before this time, some of it at once; says whether there is more.
    ///
    /// # Errors
    /// `Unavailable`.
    pub(crate) fn forget_sent(&self, before: i64) -> Result<bool, StoreError> {
        const AT_ONCE: u64 = 500;
        self.write(Scope::Host, move |step| {
            let sql = "DELETE FROM delivery WHERE number IN
                       (SELECT number FROM delivery WHERE state = 'sent' AND made_at < $1 ORDER BY made_at LIMIT $2)";
            Ok(step.run(sql, &[before.into(), Value::Int(AT_ONCE as i64)])? == AT_ONCE)
        })
    }
}

/// Most that is kept of an answer.
const SAID_MAX: usize = 1_000;

fn write(step: &dyn Sql, job: &Job, outcome: &Outcome) -> Result<(), StoreError> {
    let said: String =
        outcome.said.chars().filter(|letter| *letter == '\n' || !letter.is_control()).take(SAID_MAX).collect();
    let sql = "INSERT INTO attempt (tenant, delivery, n, at, status, took, said)
               SELECT $1, number, attempts + 1, $3, $4, $5, $6 FROM delivery WHERE number = $2";
    let (whose, status) = ([job.tenant.0.into(), job.delivery.into()], outcome.status.map(i64::from).into());
    step.run(sql, &[&whose[..], &[outcome.at.into(), status, outcome.took.into(), (&said).into()]].concat())?;
    let end = outcome.at + outcome.took;
    let (state, due_at, done_at) = match outcome.then {
        Then::Sent => ("sent", end, Some(end)),
        Then::Again(due_at) => ("waiting", due_at, None),
        Then::Dead | Then::Gone => ("dead", end, Some(end)),
    };
    let sql = "UPDATE delivery SET state = $2, tries = tries + 1, attempts = attempts + 1, due_at = $3, done_at = $4 WHERE number = $1";
    step.run(sql, &[job.delivery.into(), state.into(), due_at.into(), done_at.into()]).map(drop)
}

fn outlet(step: &dyn Sql, job: &Job, outcome: &Outcome) -> Result<(), StoreError> {
    if job.kind != WEBHOOK {
        return Ok(());
    }
    let number = Value::Int(job.outlet);
    match outcome.then {
        Then::Sent => {
            let sql = "UPDATE outlet SET failing_since = NULL WHERE number = $1 AND failing_since IS NOT NULL";
            step.run(sql, &[number]).map(drop)
        }
        Then::Gone => disable(step, job.outlet, job.tenant, "gone", outcome.at),
        Then::Again(_) | Then::Dead => {
            let sql = "UPDATE outlet SET failing_since = $2 WHERE number = $1 AND failing_since IS NULL";
            step.run(sql, &[number, outcome.at.into()])?;
            let sql = "SELECT number FROM outlet WHERE number = $1 AND failing_since <= $2";
            let long = step.one(sql, &[number, (outcome.at - FAILING_MAX).into()], |row| row.int(0))?;
            long.map_or(Ok(()), |number| disable(step, number, job.tenant, "failing", outcome.at))
        }
    }
}

/// The lane goes on with the first that waits in it, when that is due.
fn next(step: &dyn Sql, job: &Job) -> Result<(), StoreError> {
    let sql = "SELECT delivery.due_at FROM delivery
               JOIN lane ON delivery.outlet = lane.outlet AND delivery.account = lane.account AND delivery.part = lane.part
               WHERE lane.number = $1 AND delivery.state = 'waiting' ORDER BY delivery.seq LIMIT 1";
    let due_at = step.one(sql, &[job.lane.into()], |row| row.int(0))?;
    step.run("UPDATE lane SET due_at = $2, held = 0 WHERE number = $1", &[job.lane.into(), due_at.into()]).map(drop)
}
