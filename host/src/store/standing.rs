//! Where an account stands in its books: which turn it is in, and how much of each list there is.

use super::StoreError;
use super::json::broken;
use super::key::Tenant;
use super::made::Made;
use super::sql::{Sql, Value};
use crate::clock::ordered;
use serde::Deserialize;

/// Its numbers; what is added goes behind them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    pub(super) tenant: Tenant,
    pub(super) account: i64,
    pub(super) version: i64,
    pub(super) batches: i64,
    pub(super) events: i64,
    pub(super) entries: i64,
    pub(super) effects: i64,
}

/// What of a state has columns.
#[derive(Debug, Deserialize)]
pub(super) struct Columns {
    pub(super) currency: String,
    pub(super) balance: String,
    pub(super) service: String,
    pub(super) opened_at: String,
    pub(super) as_of: String,
}

impl Columns {
    pub(super) fn of(state: &str) -> Result<Self, StoreError> {
        serde_json::from_str(state).map_err(broken)
    }
}

impl Standing {
    /// The account goes from here to there. Where somebody else has moved it, nothing is written.
    pub(super) fn move_on(&self, step: &dyn Sql, to: &Self, columns: &Columns, made: &Made) -> Result<(), StoreError> {
        let sql = "UPDATE account SET version = version + 1, state = $3, batches = $4, events = $5, entries = $6, effects = $7,
                          balance = $8, service = $9, as_of = $10, rulebook = $11, due_at = $12,
                          rests_until = coalesce($13, rests_until)
                   WHERE number = $1 AND version = $2";
        let due = made.due.as_deref().map(ordered);
        let numbers = [to.batches, to.events, to.entries, to.effects].map(Value::Int);
        let mut with = vec![Value::Int(self.account), Value::Int(self.version), made.state.get().into()];
        with.extend(numbers);
        with.extend([&columns.balance, &columns.service, &columns.as_of, &made.rulebook].map(Value::from));
        with.extend([Value::from(due.as_ref()), made.replayed.then(rests_until).into()]);
        match step.run(sql, &with)? {
            1 => Ok(()),
            _ => Err(StoreError::Overtaken),
        }
    }
}

/// An account that is replayed is left alone a while: time that passes between its events would make them late.
const RESTS_S: i64 = 900;

/// Until when, in seconds since 1970.
pub(super) fn rests_until() -> i64 {
    jiff::Timestamp::now().as_second() + RESTS_S
}
