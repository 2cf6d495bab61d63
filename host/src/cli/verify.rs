//! `counterfoil verify`: the books of a database, made again and compared.

use super::{Failure, show};
use crate::{Engine, Status, Store};
use std::path::Path;
use std::sync::Arc;

pub(super) fn run(engine: Arc<Engine>, database: &Path) -> Result<Status, Failure> {
    let told = |error: &dyn std::fmt::Display| Failure::Usage(format!("{}: {error}", database.display()));
    if !database.is_file() {
        return Err(told(&"there is no such file"));
    }
    let store = Store::open(database, engine).map_err(|error| told(&error))?;
    let verified = store.verify(|_| {}).map_err(|error| told(&error))?;
    let answer = serde_json::to_string(&verified).map_err(|error| told(&error))?;
    show::line(&answer)?;
    Ok(if verified.faults.is_empty() { Status::Ok } else { Status::Problems })
}
