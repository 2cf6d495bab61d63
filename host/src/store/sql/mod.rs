//! SQL, as much of it as the books are kept with: one text for both databases, with `$1` for what is filled in. What differs
//! between them is in `sqlite/` and `postgres/`.

mod read;

pub(in crate::store) use read::Text;

use super::StoreError;

/// What is filled in.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) enum Value<'v> {
    Null,
    Int(i64),
    Text(&'v str),
    Bytes(&'v [u8]),
}

/// What kind a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Kind {
    Int,
    Text,
    Bytes,
}

/// A table and those of its columns that rows are inserted with.
pub(in crate::store) struct Table {
    pub(in crate::store) name: &'static str,
    pub(in crate::store) columns: &'static [(&'static str, Kind)],
}

/// A row that was found.
pub(in crate::store) trait Row {
    fn int(&self, place: usize) -> Result<i64, StoreError>;
    fn text(&self, place: usize) -> Result<Option<String>, StoreError>;
    fn bytes(&self, place: usize) -> Result<Option<Vec<u8>>, StoreError>;
}

/// Numbers are told apart from texts where texts are compared as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// A column of decimal text, to be put in order.
    pub(in crate::store) fn number(self, column: &str) -> String {
        match self {
            // Near enough for an order: equal ones are told apart by id.
            Self::Sqlite => format!("CAST({column} AS REAL)"),
            Self::Postgres => format!("CAST(CAST({column} AS TEXT) AS NUMERIC)"),
        }
    }

    /// Behind a table's name: by this index. SQLite, which keeps no statistics here, takes an account's rows to be few, and would
    /// go through all of them.
    pub(in crate::store) fn by(self, index: &str) -> String {
        match self {
            Self::Sqlite => format!("INDEXED BY {index}"),
            Self::Postgres => String::new(),
        }
    }

    /// The texts of a JSON array, as a list to look into.
    pub(in crate::store) fn listed(self, value: &str) -> String {
        match self {
            Self::Sqlite => format!("(SELECT value FROM json_each({value}))"),
            Self::Postgres => format!("(SELECT json_array_elements_text(CAST(CAST({value} AS TEXT) AS JSON)))"),
        }
    }
}

/// A session in which statements are run: within a unit of work, all of them or none.
pub(in crate::store) trait Sql {
    fn dialect(&self) -> Dialect;

    /// Tells each row of a query.
    fn each(
        &self,
        sql: &str,
        with: &[Value<'_>],
        tell: &mut dyn FnMut(&dyn Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;

    /// Runs a statement, and says how many rows it has changed.
    fn run(&self, sql: &str, with: &[Value<'_>]) -> Result<u64, StoreError>;

    /// Inserts rows. They may be sent later, with others, but before anything is read or committed.
    fn insert(&self, into: &Table, rows: &[Vec<Value<'_>>]) -> Result<(), StoreError>;
}

impl dyn Sql + '_ {
    /// The first row, if there is any.
    pub(in crate::store) fn one<T>(
        &self,
        sql: &str,
        with: &[Value<'_>],
        read: impl Fn(&dyn Row) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut found = None;
        self.each(sql, with, &mut |row| {
            if found.is_none() {
                found = Some(read(row)?);
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// All rows.
    pub(in crate::store) fn all<T>(
        &self,
        sql: &str,
        with: &[Value<'_>],
        read: impl Fn(&dyn Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        self.each(sql, with, &mut |row| {
            found.push(read(row)?);
            Ok(())
        })?;
        Ok(found)
    }
}

impl<'v> From<&'v str> for Value<'v> {
    fn from(text: &'v str) -> Self {
        Self::Text(text)
    }
}

impl<'v> From<&'v String> for Value<'v> {
    fn from(text: &'v String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Self::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl<'v> From<&'v [u8]> for Value<'v> {
    fn from(bytes: &'v [u8]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'v, T> From<Option<T>> for Value<'v>
where
    Self: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::from)
    }
}
