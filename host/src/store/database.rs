//! What the books ask of a database: sessions that see what was committed, and units of work that happen whole or not at all.

use super::StoreError;
use super::key::{Key, Scope};
use super::sql::Sql;

/// A query, and where what it finds goes.
pub(super) type Query<'q> = dyn FnMut(&dyn Sql) -> Result<(), StoreError> + 'q;

pub(super) trait Database: Send + Sync {
    /// Is this host the only one that writes here?
    fn alone(&self) -> bool;

    /// Asks within one view of what is committed.
    fn read(&self, scope: Scope, query: &mut Query<'_>) -> Result<(), StoreError>;

    /// Takes a unit; it is told what came of it.
    fn hand(&self, unit: Box<dyn Unit>);

    /// How many clerks keep it busy.
    fn clerks(&self) -> usize;

    /// Where a clerk works.
    fn seat(&self) -> Result<Box<dyn Seat>, StoreError>;
}

/// What is written whole or not at all.
pub(super) trait Unit: Send {
    /// Whose rows it writes.
    fn scope(&self) -> Scope;

    /// How many rows it writes, or nearly.
    fn rows(&self) -> usize {
        1
    }

    /// Writes it. Where another of its transaction fails, it is asked once more.
    fn write(&mut self, step: &dyn Sql) -> Result<(), StoreError>;

    /// It is on the disk, or nothing of it is.
    fn done(self: Box<Self>, written: Result<(), StoreError>);
}

/// One account after the other is in turn here.
pub(super) trait Seat: Send {
    /// Begins the turn of an account. `false` where another host is at it: it comes later.
    fn begin(&mut self, key: &Key) -> Result<bool, StoreError>;

    /// The books, as they stand in this turn.
    fn books(&self) -> Result<&dyn Sql, StoreError>;

    /// Ends the turn; what was made of it becomes durable, and is told so.
    fn end(&mut self, unit: Option<Box<dyn Unit>>);
}
