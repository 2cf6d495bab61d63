//! Files and standard input.

use super::Failure;
use crate::document;
use crate::events::{self, Row};
use serde_json::value::RawValue;
use std::io::Read as _;
use std::path::{Path, PathBuf};

pub(super) fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::Usage(format!("{}: {error}; name a file that can be read, or `-`", file.display()))
    };
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map_err(unreadable)?;
        return Ok(bytes);
    }
    std::fs::read(file).map_err(unreadable)
}

pub(super) fn text(file: &Path) -> Result<String, Failure> {
    String::from_utf8(bytes(file)?).map_err(|_| Failure::Usage(format!("{}: not UTF-8", file.display())))
}

/// One document in JSON, YAML or TOML, as JSON; what JSON says as it stands.
pub(super) fn json(file: &Path) -> Result<Box<RawValue>, Failure> {
    document::json(file, &text(file)?).map_err(|error| Failure::Usage(format!("{}: {error}", file.display())))
}

/// Rows of NDJSON or CSV.
pub(super) fn rows(file: &Path) -> Result<Vec<Row>, Failure> {
    events::read(&text(file)?).map_err(|error| Failure::Usage(format!("{}: {error}", file.display())))
}

/// A call's bytes: the rulebook, and the rows of a file as the list that the verb names.
pub(super) fn call(rulebook: &Path, list: &str, file: &Path) -> Result<String, Failure> {
    let list = self::list(list, file)?;
    Ok(format!("{{\"rulebook\":{},{list}}}", json(rulebook)?))
}

/// The rows of a file as the list that a verb names.
pub(super) fn list(name: &str, file: &Path) -> Result<String, Failure> {
    let rows = rows(file)?;
    let bodies: Vec<&str> = rows.iter().map(|row| row.body.get()).collect();
    Ok(format!("\"{name}\":[{}]", bodies.join(",")))
}

/// The user's own cache folder, where there is one.
pub(super) fn cache_folder() -> Option<PathBuf> {
    let folder = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    Some(folder("XDG_CACHE_HOME").or_else(|| Some(folder("HOME")?.join(".cache")))?.join("counterfoil"))
}
