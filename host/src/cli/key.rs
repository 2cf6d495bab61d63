//! `counterfoil key`: a key from whoever holds the database, or one to begin with.

use super::{Failure, show};
use crate::identity::{By, Issued, Kind, NewKey, Role};
use crate::{Engine, Place, Status, StoreError};
use clap::Args;
use std::sync::Arc;

/// What `key` is told.
#[derive(Args)]
pub(crate) struct KeyArgs {
    /// Where to keep it: a SQLite file that no host serves now, or PostgreSQL by its URL. Without one it is kept nowhere: give it
    /// to a host that begins, as `COUNTERFOIL_FIRST_KEY`.
    #[arg(long, value_name = "FILE|URL")]
    database: Option<Place>,
    /// Whose.
    #[arg(long, default_value = "main", requires = "database")]
    tenant: String,
    /// ingest, read, support, finance, admin; or operator, who makes tenants and is of none.
    #[arg(long, default_value = "admin", requires = "database", value_parser = role)]
    role: Role,
    /// What it is called in the list of keys.
    #[arg(long, default_value = "from the command line", requires = "database")]
    name: String,
}

fn role(word: &str) -> Result<Role, String> {
    Role::kept(word).ok_or_else(|| "expected ingest, read, support, finance, admin or operator".into())
}

pub(super) fn run(engine: Engine, args: &KeyArgs) -> Result<Status, Failure> {
    let told = |error: &dyn std::fmt::Display| Failure::Usage(error.to_string());
    let issued = Issued::new(Kind::Key).map_err(|error| told(&error))?;
    if let Some(database) = &args.database {
        if matches!(database, Place::File(file) if !file.is_file()) {
            return Err(told(&format!("{database}: there is no such file")));
        }
        keep(engine, database, args, &issued).map_err(|error| told(&format!("{database}: {error}")))?;
    }
    show::line(issued.secret.reveal())
}

fn keep(engine: Engine, database: &Place, args: &KeyArgs, issued: &Issued) -> Result<(), StoreError> {
    let store = database.open(Arc::new(engine))?;
    let key = NewKey::of(issued, args.name.clone(), args.role, None);
    let by = By { who: "host".into(), at_ms: jiff::Timestamp::now().as_millisecond(), request: "key".into() };
    match args.role {
        Role::Operator => store.add_operator(key, by),
        _ => store.books(store.tenant(&args.tenant)?).add_key(key, by).map(drop),
    }
}
