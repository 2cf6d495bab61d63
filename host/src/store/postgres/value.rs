//! What is filled in and found, in the wire's types.

use crate::store::StoreError;
use crate::store::sql::{Kind, Row, Table, Value};
use std::error::Error;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

type Encoded = Result<IsNull, Box<dyn Error + Sync + Send>>;

impl ToSql for Value<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Encoded {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) if *ty == Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
            Self::Int(number) => number.to_sql(ty, out),
            Self::Text(text) => text.to_sql(ty, out),
            Self::Bytes(bytes) => bytes.to_sql(ty, out),
        }
    }

    fn accepts(ty: &Type) -> bool {
        [Type::INT8, Type::INT4, Type::TEXT, Type::VARCHAR, Type::BYTEA, Type::UNKNOWN].contains(ty)
    }

    to_sql_checked!();
}

impl Row for tokio_postgres::Row {
    fn int(&self, place: usize) -> Result<i64, StoreError> {
        Ok(self.try_get(place)?)
    }

    fn text(&self, place: usize) -> Result<Option<String>, StoreError> {
        Ok(self.try_get(place)?)
    }

    fn bytes(&self, place: usize) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.try_get(place)?)
    }
}

/// A column of rows that are inserted.
pub(super) type Column = Box<dyn ToSql + Send + Sync>;

/// A statement that inserts any number of rows, and its columns.
pub(super) fn inserted(into: &Table, rows: &[Vec<Value<'_>>]) -> (String, Vec<Column>) {
    let names: Vec<&str> = into.columns.iter().map(|(name, _)| *name).collect();
    let (mut places, mut columns) = (Vec::new(), Vec::new());
    for (place, (_, kind)) in into.columns.iter().enumerate() {
        let values = rows.iter().map(|row| row.get(place).copied().unwrap_or(Value::Null));
        let (column, word): (Column, _) = match kind {
            Kind::Int => (Box::new(values.map(int).collect::<Vec<_>>()), "bigint"),
            Kind::Text => (Box::new(values.map(text).collect::<Vec<_>>()), "text"),
            Kind::Bytes => (Box::new(values.map(bytes).collect::<Vec<_>>()), "bytea"),
        };
        places.push(format!("${}::{word}[]", place + 1));
        columns.push(column);
    }
    let (table, names, places) = (into.name, names.join(", "), places.join(", "));
    (format!("INSERT INTO {table} ({names}) SELECT * FROM unnest({places}) {}", into.otherwise), columns)
}

const fn int(value: Value<'_>) -> Option<i64> {
    match value {
        Value::Int(number) => Some(number),
        _ => None,
    }
}

fn text(value: Value<'_>) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.to_owned()),
        _ => None,
    }
}

fn bytes(value: Value<'_>) -> Option<Vec<u8>> {
    match value {
        Value::Bytes(bytes) => Some(bytes.to_vec()),
        _ => None,
    }
}
