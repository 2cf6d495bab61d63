//! A clerk beside the writer: it reads what is committed, and hands over what it has made.

use super::writer::Writer;
use crate::store::StoreError;
use crate::store::database::{Seat, Unit};
use crate::store::key::Key;
use crate::store::sql::Sql;
use rusqlite::Connection;

pub(super) struct Beside {
    books: Connection,
    writer: Writer,
}

impl Beside {
    pub(super) const fn new(books: Connection, writer: Writer) -> Self {
        Self { books, writer }
    }
}

impl Seat for Beside {
    fn begin(&mut self, _: &Key) -> Result<bool, StoreError> {
        self.books.execute_batch("BEGIN")?;
        Ok(true)
    }

    fn books(&self) -> Result<&dyn Sql, StoreError> {
        Ok(&self.books)
    }

    fn end(&mut self, unit: Option<Box<dyn Unit>>) {
        // It was read only: nothing of it is lost, whatever this says.
        let _ = self.books.execute_batch("COMMIT");
        if let Some(unit) = unit {
            self.writer.hand(unit);
        }
    }
}
