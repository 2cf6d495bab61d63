//! The statements, in SQLite.

use crate::store::StoreError;
use crate::store::sql::{Dialect, Row, Sql, Table, Value};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl Row for rusqlite::Row<'_> {
    fn int(&self, place: usize) -> Result<i64, StoreError> {
        Ok(self.get(place)?)
    }

    fn text(&self, place: usize) -> Result<Option<String>, StoreError> {
        Ok(self.get(place)?)
    }

    fn bytes(&self, place: usize) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.get(place)?)
    }
}

/// Places are numbered there with another sign.
fn numbered(sql: &str) -> String {
    sql.replace('$', "?")
}

impl Sql for Connection {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn each(
        &self,
        sql: &str,
        with: &[Value<'_>],
        tell: &mut dyn FnMut(&dyn Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut query = self.prepare_cached(&numbered(sql))?;
        let mut rows = query.query(params_from_iter(with))?;
        while let Some(row) = rows.next()? {
            tell(row)?;
        }
        Ok(())
    }

    fn run(&self, sql: &str, with: &[Value<'_>]) -> Result<u64, StoreError> {
        Ok(self.prepare_cached(&numbered(sql))?.execute(params_from_iter(with))? as u64)
    }

    fn insert(&self, into: &Table, rows: &[Vec<Value<'_>>]) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let names: Vec<&str> = into.columns.iter().map(|(name, _)| *name).collect();
        let places: Vec<String> = (1..=names.len()).map(|place| format!("?{place}")).collect();
        let (names, places) = (names.join(", "), places.join(", "));
        let sql = format!("INSERT INTO {} ({names}) VALUES ({places}) {}", into.name, into.otherwise);
        let mut insert = self.prepare_cached(&sql)?;
        for row in rows {
            insert.execute(params_from_iter(row))?;
        }
        Ok(())
    }
}
