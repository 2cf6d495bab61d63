//! Where books are kept: a file of SQLite, or a database of a PostgreSQL server that runs for these tests.

use counterfoil::{Engine, Store, StoreError};
use counterfoil_postgres::Server;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

pub(crate) enum Place {
    File { folder: tempfile::TempDir, name: &'static str },
    Database { url: String },
}

/// One for all tests. It ends with the process: nobody is there to drop it.
static SERVER: LazyLock<Server> = LazyLock::new(|| Server::start().expect("PostgreSQL"));

/// Compiled once.
pub(crate) fn engine() -> Arc<Engine> {
    static ENGINE: LazyLock<Arc<Engine>> = LazyLock::new(|| Arc::new(Engine::embedded().expect("the engine")));
    Arc::clone(&ENGINE)
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        Self::File { folder: tempfile::tempdir().expect("a folder"), name: "x.db" }
    }

    pub(crate) fn postgres() -> Self {
        Self::Database { url: SERVER.database().expect("a database") }
    }

    pub(crate) fn file(&self) -> PathBuf {
        match self {
            Self::File { folder, name } => folder.path().join(name),
            Self::Database { .. } => panic!("no file"),
        }
    }

    /// Opens it, also after a store that was dropped just now: its writer lets go of the file when its thread has ended.
    pub(crate) fn open(&self, engine: Arc<Engine>) -> Store {
        let begun = Instant::now();
        loop {
            let opened = match self {
                Self::File { .. } => Store::open(&self.file(), Arc::clone(&engine)),
                Self::Database { url } => Store::connect(url, Arc::clone(&engine)),
            };
            match opened {
                Err(StoreError::Unavailable(_)) if begun.elapsed() < Duration::from_secs(5) => {
                    std::thread::sleep(Duration::from_millis(5));
                }
                opened => return opened.expect("a store"),
            }
        }
    }

    /// What a query prints, a line each. Of the one who owns all of it, whatever stands between tenants.
    pub(crate) fn lines(&self, sql: &str) -> Vec<String> {
        match self {
            Self::File { .. } => {
                let books = rusqlite::Connection::open(self.file()).expect("the file");
                let mut find = books.prepare(sql).expect("a query");
                let rows = find.query_map([], |row| {
                    row.get::<_, String>(0).or_else(|_| row.get::<_, i64>(0).map(|n| n.to_string()))
                });
                rows.expect("rows").map(|row| row.expect("a text")).collect()
            }
            Self::Database { url } => {
                let told = SERVER.as_superuser(url, sql).expect("a query");
                told.lines().map(str::to_owned).collect()
            }
        }
    }

    /// Runs statements as the books' owner may; what they are refused with, where they are.
    pub(crate) fn run(&self, sql: &str) -> Result<(), String> {
        match self {
            Self::File { .. } => {
                let books = rusqlite::Connection::open(self.file()).expect("the file");
                books.execute_batch(sql).map_err(|error| error.to_string())
            }
            Self::Database { url } => {
                let sql = format!("SET counterfoil.tenant = '*'; {sql}");
                SERVER.as_owner(url, &sql).map(drop).map_err(|error| error.to_string())
            }
        }
    }

    /// What statements print for the role that the host has in PostgreSQL.
    pub(crate) fn as_owner(&self, sql: &str) -> Result<String, String> {
        match self {
            Self::File { .. } => panic!("no roles"),
            Self::Database { url } => SERVER.as_owner(url, sql).map_err(|error| error.to_string()),
        }
    }

    /// The triggers that keep the books as they are, taken away.
    pub(crate) fn unguarded(&self) {
        match self {
            Self::File { .. } => {
                for name in self.lines("SELECT name FROM sqlite_master WHERE type = 'trigger'") {
                    self.run(&format!("DROP TRIGGER {name}")).expect("dropped");
                }
            }
            Self::Database { .. } => {
                let sql = "SELECT tgname || ' ON ' || tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal";
                for named in self.lines(sql) {
                    self.run(&format!("DROP TRIGGER {named}")).expect("dropped");
                }
            }
        }
    }

    /// The same books once more.
    pub(crate) fn copy(&self) -> Self {
        match self {
            Self::File { .. } => {
                let folder = tempfile::tempdir().expect("a folder");
                counterfoil::backup(&self.file(), &folder.path().join("copy.db")).expect("a copy");
                Self::File { folder, name: "copy.db" }
            }
            Self::Database { url } => Self::Database { url: SERVER.copy(url).expect("a copy") },
        }
    }
}

/// Runs each of these tests on both.
macro_rules! on_both {
    ($($test:ident,)*) => {
        mod sqlite { $( #[test] fn $test() { super::$test(&crate::place::Place::sqlite()); } )* }
        mod postgres { $( #[test] fn $test() { super::$test(&crate::place::Place::postgres()); } )* }
    };
}
pub(crate) use on_both;
