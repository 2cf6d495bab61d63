//! Commands on the books themselves: `replay`, `restore`, `migrate`, `verify`.

use super::hosts::opened;
use super::progress::{Progress, Waiting};
use super::{Failure, show};
use crate::{Engine, Place, Status, StoreError, Verified};
use clap::Args;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which books.
#[derive(Args)]
pub(crate) struct BooksArgs {
    /// The SQLite file, which no host serves now, or PostgreSQL by its URL.
    #[arg(
        long,
        env = "COUNTERFOIL_DATABASE",
        default_value = "counterfoil.db",
        value_name = "FILE|URL",
        hide_env_values = true
    )]
    pub(super) database: Place,
}

/// What `replay` is told.
#[derive(Args)]
pub(crate) struct ReplayArgs {
    #[command(flatten)]
    books: BooksArgs,
    /// Print what was found as JSON.
    #[arg(long)]
    json: bool,
}

/// Every account made again by this program's engine (or the one that `--engine` names), whichever made it.
pub(super) fn replay(engine: Engine, args: &ReplayArgs) -> Result<Status, Failure> {
    let store = opened(engine, &args.books.database)?;
    let progress = Progress::begin("accounts", args.json);
    let found = store
        .replay(|_| progress.one())
        .map_err(|error| Failure::Usage(format!("{}: {error}", args.books.database)))?;
    progress.end();
    told(&found, args.json, "made again by this engine")
}

/// Every account made again by the engines that made it.
pub(super) fn verify(engine: Engine, args: &BooksArgs) -> Result<Status, Failure> {
    let database = &args.database;
    let store = opened(engine, database)?;
    let progress = Progress::begin("accounts", false);
    let found = store.verify(|_| progress.one()).map_err(|error| Failure::Usage(format!("{database}: {error}")))?;
    progress.end();
    told(&found, true, "")
}

fn told(found: &Verified, as_json: bool, how: &str) -> Result<Status, Failure> {
    if as_json {
        show::line(&serde_json::to_string(found).map_err(|error| Failure::Usage(error.to_string()))?)?;
    } else {
        let Verified { accounts, batches, entries, faults, .. } = found;
        show::line(&format!("{accounts} accounts, {batches} batches and {entries} entries {how}"))?;
        for (account, what) in faults {
            show::line(&format!("{}: {} is otherwise", show::plain(account), show::plain(what)))?;
        }
        if faults.is_empty() {
            show::line("the same, byte for byte")?;
        }
    }
    Ok(if found.faults.is_empty() { Status::Ok } else { Status::Problems })
}

/// What `restore` is told.
#[derive(Args)]
pub(crate) struct RestoreArgs {
    /// The copy, as `backup` made it.
    copy: PathBuf,
    /// Where it is served from.
    #[arg(long, env = "COUNTERFOIL_DATABASE", default_value = "counterfoil.db", value_name = "FILE")]
    database: PathBuf,
    /// Put what stands there aside, as FILE.before.
    #[arg(long)]
    force: bool,
    /// Do not make every account again first. A copy that was not looked at is a hope.
    #[arg(long)]
    unverified: bool,
}

/// A copy takes its place, looked at before.
pub(super) fn restore(engine: Engine, args: &RestoreArgs) -> Result<Status, Failure> {
    let told = |file: &Path, error: std::io::Error| Failure::Usage(format!("{}: {error}", file.display()));
    let aside = beside(&args.database, ".before");
    // What waits beside a file is a part of it, under the name that it has then.
    let parts = ["", "-wal", "-shm"].map(|ending| (beside(&args.database, ending), beside(&aside, ending)));
    let there: Vec<(PathBuf, PathBuf)> = parts.into_iter().filter(|(file, _)| file.exists()).collect();
    if let Some((_, earlier)) = there.iter().find(|(_, aside)| args.force && aside.exists()) {
        let why = "something was put aside there before; move it away first";
        return Err(Failure::Usage(format!("{}: {why}", earlier.display())));
    }
    if !there.is_empty() && !args.force {
        return Err(Failure::Usage(format!(
            "{}: there is something already; stop the host, and put it aside by `--force`",
            args.database.display()
        )));
    }
    // A host that serves it would write on, into a file that is no longer there.
    let lock = crate::store::lock_of(&args.database)
        .map_err(|error| Failure::Usage(format!("{error}; stop the host first")))?;
    // It is looked at where it will not be served: whoever opens it brings it forward.
    let new = beside(&args.database, ".new");
    {
        let _waiting = Waiting::begin("copying", false);
        std::fs::copy(&args.copy, &new).map_err(|error| told(&args.copy, error))?;
    }
    let sound = sound(engine, &new, !args.unverified);
    for ending in ["-wal", "-shm", "-lock"] {
        // Whoever looked at it has closed it, and what it needs is in it.
        let _ = std::fs::remove_file(beside(&new, ending));
    }
    if let Err(why) = sound {
        let _ = std::fs::remove_file(&new);
        return Err(Failure::Usage(format!("{}: {why}; it was not restored", args.copy.display())));
    }
    for (file, aside) in &there {
        std::fs::rename(file, aside).map_err(|error| told(file, error))?;
    }
    std::fs::rename(&new, &args.database).map_err(|error| told(&args.database, error))?;
    drop(lock);
    show::line(&format!("{} is restored; serve it", args.database.display()))
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}{ending}", file.display()))
}

/// Are these books, of a schema that this program knows; and, where that is asked, what their engines make of their facts?
fn sound(engine: Engine, file: &Path, whole: bool) -> Result<(), String> {
    let (made, known) =
        crate::store::schema_of(file).map_err(|error| format!("it is no database of a host ({error})"))?;
    if made == 0 || made > known {
        return Err(format!("it is of schema {made}, and this program knows 1 to {known}"));
    }
    if !whole {
        return Ok(());
    }
    let store = Place::File(file.to_owned()).open(Arc::new(engine)).map_err(|error| error.to_string())?;
    let progress = Progress::begin("accounts", false);
    let found = store.verify(|_| progress.one()).map_err(|error| error.to_string())?;
    progress.end();
    match found.faults.first() {
        None => Ok(()),
        Some((account, what)) => Err(format!("{} accounts are not sound, {account} first: {what}", found.faults.len())),
    }
}

/// What `migrate` is told.
#[derive(Args)]
pub(crate) struct MigrateArgs {
    #[command(flatten)]
    books: BooksArgs,
    /// Say from which schema to which, and change nothing. (SQLite.)
    #[arg(long)]
    dry_run: bool,
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

/// The schema of a file, and this program's, unless that is older.
fn known_schema(file: &Path) -> Result<(usize, usize), StoreError> {
    let (made, known) = crate::store::schema_of(file)?;
    let why = || format!("it is of schema {made}, and this program's is {known}: use a newer one");
    if made > known { Err(StoreError::Unavailable(why())) } else { Ok((made, known)) }
}

/// Carried forward now, as a host that starts would.
pub(super) fn migrate(engine: Engine, args: &MigrateArgs) -> Result<Status, Failure> {
    let told = |error: &dyn std::fmt::Display| Failure::Usage(format!("{}: {error}", args.books.database));
    let (from, to) = match &args.books.database {
        Place::File(file) if !file.is_file() => {
            return Err(told(&"there is no such file; `counterfoil serve` makes one"));
        }
        Place::File(file) => known_schema(file).map(|(from, to)| (Some(from), to)).map_err(|error| told(&error))?,
        Place::Postgres(_) if args.dry_run => {
            return Err(told(&"PostgreSQL has no dry run: take a copy by `pg_dump` first"));
        }
        Place::Postgres(_) => (None, crate::store::postgres_schema()),
    };
    if !args.dry_run {
        let _waiting = Waiting::begin("carrying forward", args.json);
        drop(args.books.database.open(Arc::new(engine)).map_err(|error| told(&error))?);
    }
    if args.json {
        return show::line(&json!({"from": from, "to": to, "done": !args.dry_run}).to_string());
    }
    show::line(&match (from, args.dry_run) {
        (Some(from), _) if from == to => format!("of schema {to}, which is this program's"),
        (Some(from), true) => format!("of schema {from}; this program's is {to}"),
        (Some(from), false) => format!("carried forward from schema {from} to {to}"),
        (None, _) => format!("of schema {to}, which is this program's"),
    })
}
