//! The file, its settings and its schema. Migrations only go forward, each in one transaction.

use super::StoreError;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Numbered by their place, from one; `PRAGMA user_version` says how many have been made.
const MIGRATIONS: &[&str] = &[
    "
CREATE TABLE rulebook (
  digest TEXT PRIMARY KEY,
  document TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE account (
  id TEXT PRIMARY KEY,
  rulebook TEXT NOT NULL REFERENCES rulebook,
  opening TEXT NOT NULL,
  state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- Ids are unique for as long as the books are kept: a replay finds its first self.
CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account,
  id TEXT NOT NULL,
  digest TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (account, id)
) STRICT;
CREATE TABLE entry (
  seq INTEGER PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (account, id)
) STRICT;
CREATE TABLE effect (
  seq INTEGER PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (account, id)
) STRICT;
CREATE INDEX event_of ON event (account, seq);
CREATE INDEX entry_of ON entry (account, seq);
CREATE INDEX effect_of ON effect (account, seq);
",
    "
-- What an answer depends on beside events and rulebook, so that old books can be made again to the byte.
CREATE TABLE batch (
  seq INTEGER PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account,
  engine TEXT NOT NULL,
  as_of TEXT NOT NULL,
  payments TEXT NOT NULL
) STRICT;
ALTER TABLE event ADD COLUMN batch INTEGER REFERENCES batch;
CREATE INDEX batch_of ON batch (account, seq);
",
    "
-- Whoever makes a batch again looks for its events.
CREATE INDEX event_by_batch ON event (batch, seq);
-- What is written to see whether anything can be.
CREATE TABLE pulse (id INTEGER PRIMARY KEY CHECK (id = 1), beats INTEGER NOT NULL) STRICT;
",
    "
-- The answer is kept with what it answered: what was wished, and all that was told but the lists, which are in the books.
ALTER TABLE batch ADD COLUMN rulebook TEXT REFERENCES rulebook;
ALTER TABLE batch ADD COLUMN wish TEXT;
ALTER TABLE batch ADD COLUMN said TEXT;
ALTER TABLE batch ADD COLUMN events INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN first_entry INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN entries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN first_effect INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN effects INTEGER NOT NULL DEFAULT 0;
UPDATE batch SET rulebook = (SELECT rulebook FROM account WHERE account.id = batch.account);
CREATE INDEX batch_by_wish ON batch (account, wish) WHERE wish IS NOT NULL;
",
    "
-- The files of the engines that have made these books, so that any of it can be made again.
CREATE TABLE engine (
  digest TEXT PRIMARY KEY,
  wasm BLOB NOT NULL
) STRICT;
",
    "
-- What is in the books stays as it is: each batch of an account is sealed with the one before it, and nothing is changed or
-- taken out.
ALTER TABLE batch ADD COLUMN seal BLOB;
CREATE TRIGGER batch_stays BEFORE UPDATE ON batch BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER batch_is_kept BEFORE DELETE ON batch BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER event_is_kept BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER effect_stays BEFORE UPDATE ON effect BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER effect_is_kept BEFORE DELETE ON effect BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER rulebook_stays BEFORE UPDATE ON rulebook BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
CREATE TRIGGER rulebook_is_kept BEFORE DELETE ON rulebook BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
",
    "
-- Answers under keys of the callers' own. They are no part of the books, and are let go of after a time.
CREATE TABLE answer (
  key TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  status INTEGER NOT NULL,
  kind TEXT NOT NULL,
  body BLOB NOT NULL,
  kept_at INTEGER NOT NULL
) STRICT;
CREATE INDEX answer_by_age ON answer (kept_at);
",
];

/// Two hosts on one file would each believe to be its one writer. The lock ends with the process, however it ends.
pub(super) fn lock(file: &Path) -> Result<File, StoreError> {
    let unavailable = |why: String| StoreError::Unavailable(format!("{}: {why}", file.display()));
    let mut beside = PathBuf::from(file).into_os_string();
    beside.push("-lock");
    let lock = owned().write(true).open(beside).map_err(|error| unavailable(error.to_string()))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(unavailable("another host uses it".into())),
        Err(TryLockError::Error(error)) => Err(unavailable(error.to_string())),
    }
}

/// A file that is made, where it is, for its owner alone.
pub(super) fn owned() -> std::fs::OpenOptions {
    let mut options = File::options();
    options.create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// The file itself, however it is called: a second name for it must not let a second host in.
pub(super) fn file(named: &Path) -> Result<PathBuf, StoreError> {
    let unavailable = |error: std::io::Error| StoreError::Unavailable(format!("{}: {error}", named.display()));
    drop(owned().append(true).open(named).map_err(unavailable)?);
    named.canonicalize().map_err(unavailable)
}

pub(super) fn writer(file: &Path) -> Result<Connection, StoreError> {
    let mut connection = Connection::open(file)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")?;
    let synchronous: i64 = connection.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
    // WAL with NORMAL may lose the last commits at a power cut; money needs FULL (2).
    if mode != "wal" || synchronous != 2 {
        return Err(StoreError::Unavailable(format!("{} cannot be made durable", file.display())));
    }
    migrate(&mut connection)?;
    Ok(connection)
}

pub(super) fn reader(file: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    Ok(connection)
}

fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let made: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let made = made as usize;
    if made > MIGRATIONS.len() {
        return Err(StoreError::Unavailable(format!(
            "the file is of schema {made}, this host knows {}: use a newer host",
            MIGRATIONS.len()
        )));
    }
    for (place, migration) in MIGRATIONS.iter().enumerate().skip(made) {
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        step.execute_batch(migration)?;
        step.pragma_update(None, "user_version", (place + 1) as u32)?;
        step.commit()?;
    }
    Ok(())
}
