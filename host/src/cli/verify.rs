//! `counterfoil verify`: the books of a database, made again and compared.

use super::{Failure, show};
use crate::{Engine, Place, Status};
use std::sync::Arc;

pub(super) fn run(engine: Arc<Engine>, database: &Place) -> Result<Status, Failure> {
    let told = |error: &dyn std::fmt::Display| Failure::Usage(format!("{database}: {error}"));
    if matches!(database, Place::File(file) if !file.is_file()) {
        return Err(told(&"there is no such file"));
    }
    let store = database.open(engine).map_err(|error| told(&error))?;
    let verified = store.verify(|_| {}).map_err(|error| told(&error))?;
    let answer = serde_json::to_string(&verified).map_err(|error| told(&error))?;
    show::line(&answer)?;
    Ok(if verified.faults.is_empty() { Status::Ok } else { Status::Problems })
}
