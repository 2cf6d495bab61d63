//! One SQLite file: one thread writes it, what waits is made durable by one flush, and readers stand beside it.

mod backup;
mod checkpoint;
mod open;
mod readers;
mod seat;
mod sql;
mod writer;

pub use backup::backup;
#[cfg(feature = "cli")]
pub(crate) use open::{lock_of, schema_of};

use super::StoreError;
use super::database::{Database, Query, Seat, Unit};
use super::key::Scope;
use readers::Readers;
use std::path::{Path, PathBuf};
use std::thread;
use writer::Writer;

pub(super) struct File {
    file: PathBuf,
    writer: Writer,
    readers: Readers,
}

impl File {
    /// Opens or makes the file. It is durable before an answer is given: WAL with `synchronous=FULL`.
    pub(super) fn open(named: &Path) -> Result<Self, StoreError> {
        let file = open::file(named)?;
        let lock = open::lock(&file)?;
        let mut writer = open::writer(&file)?;
        checkpoint::beside(&mut writer, &file)?;
        let writer = Writer::start(writer, lock)?;
        let readers = Readers::open(&file)?;
        Ok(Self { file, writer, readers })
    }
}

impl Database for File {
    /// A lock keeps others out.
    fn alone(&self) -> bool {
        true
    }

    fn read(&self, _: Scope, query: &mut Query<'_>) -> Result<(), StoreError> {
        self.readers.read(query)
    }

    fn hand(&self, unit: Box<dyn Unit>) {
        self.writer.hand(unit);
    }

    /// They work with the processor, and wait for nothing.
    fn clerks(&self) -> usize {
        thread::available_parallelism().map_or(1, usize::from).max(2)
    }

    fn seat(&self) -> Result<Box<dyn Seat>, StoreError> {
        Ok(Box::new(seat::Beside::new(open::reader(&self.file)?, self.writer.clone())))
    }
}
