//! The file, its settings and its schema. Migrations only go forward, each in one transaction.

use crate::engine::hex;
use crate::store::StoreError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior, params};
use sha2::{Digest as _, Sha256};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Numbered by their place, from one; `PRAGMA user_version` says how many have been made.
const MIGRATIONS: &[&str] = &[
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
    include_str!("schema/6.sql"),
    include_str!("schema/7.sql"),
    include_str!("schema/8.sql"),
    include_str!("schema/9.sql"),
    include_str!("schema/10.sql"),
    include_str!("schema/11.sql"),
    include_str!("schema/12.sql"),
    include_str!("schema/13.sql"),
    include_str!("schema/14.sql"),
    include_str!("schema/15.sql"),
    include_str!("schema/16.sql"),
    include_str!("schema/17.sql"),
    include_str!("schema/18.sql"),
    include_str!("schema/19.sql"),
];
/// From this one on, files keep the digests of what was made.
const DIGESTS_SINCE: usize = 8;

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

/// What the writer keeps of the file, in KiB: the ends of some thousand accounts' lists, where everything is appended. They are read
/// again for each turn otherwise.
const WRITER_KIB: i64 = 64 << 10;

pub(super) fn writer(file: &Path) -> Result<Connection, StoreError> {
    let mut connection = Connection::open(file)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    connection.execute_batch("PRAGMA synchronous = FULL")?;
    let synchronous: i64 = connection.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
    // WAL with NORMAL may lose the last commits at a power cut; money needs FULL (2).
    if mode != "wal" || synchronous != 2 {
        return Err(StoreError::Unavailable(format!("{} cannot be made durable", file.display())));
    }
    migrate(&mut connection)?;
    connection.execute_batch("PRAGMA foreign_keys = ON")?;
    connection.pragma_update(None, "cache_size", -WRITER_KIB)?;
    prepared_once(&connection)?;
    Ok(connection)
}

pub(super) fn reader(file: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    prepared_once(&connection)?;
    Ok(connection)
}

/// Statements are kept, and planned once: SQLite would plan what uses a partial index anew for each value (an eighth of a clerk's time).
fn prepared_once(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(64);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(drop)
}

/// For who looks at a file that may not be served: what a crash left half written is put back first, which a connection that can
/// only read cannot do.
pub(super) fn onlooker(file: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
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
    if made >= DIGESTS_SINCE {
        unchanged(connection, made)?;
    }
    // Tables that others refer to are made anew under their names.
    connection.execute_batch("PRAGMA foreign_keys = OFF")?;
    for (place, migration) in MIGRATIONS.iter().enumerate().skip(made) {
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        step.execute_batch(migration)?;
        if place + 1 >= DIGESTS_SINCE {
            let known = if place + 1 == DIGESTS_SINCE { 1 } else { place + 1 };
            for number in known..=place + 1 {
                let digest = digest(MIGRATIONS[number - 1]);
                step.execute("INSERT INTO migration VALUES (?1, ?2)", params![number as i64, digest])?;
            }
        }
        if step.query_row("SELECT 1 FROM pragma_foreign_key_check", [], |_| Ok(())).is_ok() {
            return Err(StoreError::Unavailable(format!("migration {} would break the books", place + 1)));
        }
        step.pragma_update(None, "user_version", (place + 1) as u32)?;
        step.commit()?;
    }
    Ok(())
}

/// The lock of a file that may not be there yet: nobody serves it while this is kept.
#[cfg(feature = "cli")]
pub(crate) fn lock_of(named: &Path) -> Result<File, StoreError> {
    lock(&named.canonicalize().unwrap_or_else(|_| named.to_owned()))
}

/// The schema of a file, and this program's; nothing is changed.
#[cfg(feature = "cli")]
pub(crate) fn schema_of(file: &Path) -> Result<(usize, usize), StoreError> {
    let made: u32 = onlooker(file)?.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok((made as usize, MIGRATIONS.len()))
}

/// What was made is what this host would make: a file of another line of hosts is not written on.
fn unchanged(connection: &Connection, made: usize) -> Result<(), StoreError> {
    let mut find = connection.prepare("SELECT number, digest FROM migration ORDER BY number")?;
    let rows = find.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
    let kept = rows.collect::<Result<Vec<_>, _>>()?;
    let known = MIGRATIONS[..made].iter().zip(1_i64..).map(|(text, number)| (number, digest(text)));
    if kept.into_iter().eq(known) {
        return Ok(());
    }
    Err(StoreError::Unavailable("the file was made by another line of migrations than this host's".into()))
}

fn digest(migration: &str) -> String {
    hex(&Sha256::digest(migration))
}
