//! A transaction of one session. Inserts wait, and go out together before the next question or with the end: what is asked of
//! another machine costs by the journey.

use super::connect::Sessions;
use super::value::{Column, inserted};
use crate::store::StoreError;
use crate::store::key::Scope;
use crate::store::sql::{Dialect, Row, Sql, Table, Value};
use deadpool_postgres::Object;
use futures_util::FutureExt as _;
use futures_util::future::{join, try_join_all};
use std::cell::{Cell, RefCell};
use tokio_postgres::types::ToSql;
use tokio_postgres::{SimpleQueryMessage, Statement};

pub(super) struct Session {
    client: Object,
    sessions: Sessions,
    waiting: RefCell<Vec<(Statement, Vec<Column>)>>,
    open: Cell<bool>,
    /// What is still to be said before the first question.
    opening: Cell<Option<String>>,
}

impl Session {
    /// To read in: nothing is waited for but what is asked, so that a question is one journey.
    pub(super) fn reading(sessions: &Sessions, scope: Scope) -> Result<Self, StoreError> {
        let opening = format!("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; {}", whose(scope));
        let client = sessions.get()?;
        let (waiting, opening) = (RefCell::default(), Cell::new(Some(opening)));
        Ok(Self { client, sessions: sessions.clone(), waiting, open: Cell::new(false), opening })
    }

    /// Nothing was written: whether the end of it arrives is nobody's concern.
    pub(super) fn read(self) {
        if self.open.replace(false) {
            let _ = self.client.batch_execute("COMMIT").now_or_never();
        }
    }

    pub(super) fn begin(sessions: &Sessions, begin: &str, scope: Scope) -> Result<Self, StoreError> {
        Ok(Self::first(sessions, begin, scope, "")?.0)
    }

    /// The same, and the first word of a question that it begins with.
    pub(super) fn first(
        sessions: &Sessions,
        begin: &str,
        scope: Scope,
        question: &str,
    ) -> Result<(Self, Option<String>), StoreError> {
        let client = sessions.get()?;
        let (waiting, open, opening) = (RefCell::default(), Cell::new(true), Cell::default());
        let session = Self { client, sessions: sessions.clone(), waiting, open, opening };
        let sql = format!("{begin}; {}{question}", whose(scope));
        let told = sessions.wait(session.client.simple_query(&sql))?;
        let word = told.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        });
        Ok((session, word))
    }

    pub(super) fn commit(&self) -> Result<(), StoreError> {
        let waiting = self.waiting.take();
        let sent = self.sessions.wait(join(try_join_all(self.sent(&waiting)), self.client.batch_execute("COMMIT")));
        // What failed before has made a rollback of it.
        self.open.set(false);
        let (inserted, committed) = sent;
        inserted?;
        Ok(committed?)
    }

    fn flush(&self) -> Result<(), StoreError> {
        let waiting = self.waiting.take();
        if !waiting.is_empty() {
            self.sessions.wait(try_join_all(self.sent(&waiting)))?;
        }
        Ok(())
    }

    fn sent<'s>(
        &'s self,
        waiting: &'s [(Statement, Vec<Column>)],
    ) -> impl Iterator<Item = impl Future<Output = Result<u64, tokio_postgres::Error>> + 's> + 's {
        waiting.iter().map(move |(statement, columns)| async move {
            let columns: Vec<&(dyn ToSql + Sync)> = columns.iter().map(|column| &**column as _).collect();
            self.client.execute(statement, &columns).await
        })
    }

    fn prepared(&self, sql: &str) -> Result<Statement, StoreError> {
        Ok(self.sessions.wait(self.client.prepare_cached(sql))?)
    }
}

fn whose(scope: Scope) -> String {
    let whose = match scope {
        Scope::Host => "*".to_owned(),
        Scope::Tenant(tenant) => tenant.0.to_string(),
    };
    format!("SET LOCAL counterfoil.tenant = '{whose}'; ")
}

impl Drop for Session {
    fn drop(&mut self) {
        if self.open.get() {
            // A session that is gone has nothing to take back.
            let _ = self.sessions.wait(self.client.batch_execute("ROLLBACK"));
        }
    }
}

fn filled<'v>(with: &'v [Value<'v>]) -> Vec<&'v (dyn ToSql + Sync)> {
    with.iter().map(|value| value as _).collect()
}

impl Sql for Session {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn each(
        &self,
        sql: &str,
        with: &[Value<'_>],
        tell: &mut dyn FnMut(&dyn Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.flush()?;
        let statement = self.prepared(sql)?;
        let with = filled(with);
        let asked = self.client.query(&statement, &with);
        let rows = match self.opening.take() {
            None => self.sessions.wait(asked)?,
            Some(opening) => {
                self.open.set(true);
                // Sent one behind the other: the question is asked within what opens before it, or fails with it.
                let (opened, rows) = self.sessions.wait(join(self.client.batch_execute(&opening), asked));
                opened.and(rows)?
            }
        };
        rows.iter().try_for_each(|row| tell(row))
    }

    fn run(&self, sql: &str, with: &[Value<'_>]) -> Result<u64, StoreError> {
        self.flush()?;
        if let Some(opening) = self.opening.take() {
            self.open.set(true);
            self.sessions.wait(self.client.batch_execute(&opening))?;
        }
        let statement = self.prepared(sql)?;
        Ok(self.sessions.wait(self.client.execute(&statement, &filled(with)))?)
    }

    fn insert(&self, into: &Table, rows: &[Vec<Value<'_>>]) -> Result<(), StoreError> {
        if !rows.is_empty() {
            let (sql, columns) = inserted(into, rows);
            let statement = self.prepared(&sql)?;
            self.waiting.borrow_mut().push((statement, columns));
        }
        Ok(())
    }
}
