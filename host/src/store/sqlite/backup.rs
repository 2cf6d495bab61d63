//! A copy of a database that may be in use, as it was at one moment.

use super::open;
use crate::store::StoreError;
use std::fs::File;
use std::path::Path;

/// Copies the books of a file into a new one; whoever writes goes on writing.
///
/// # Errors
/// `Unavailable`: the file cannot be read, or the copy is there already or cannot be written.
pub fn backup(file: &Path, copy: &Path) -> Result<(), StoreError> {
    let unavailable = |error: std::io::Error| StoreError::Unavailable(format!("{}: {error}", copy.display()));
    let books = open::onlooker(file)?;
    // SQLite fills an empty file, and this one is its owner's alone.
    drop(open::owned().create_new(true).write(true).open(copy).map_err(unavailable)?);
    let name = copy.to_str().ok_or_else(|| StoreError::Unavailable("the copy's name is not UTF-8".into()))?;
    if let Err(error) = books.execute("VACUUM INTO ?1", [name]) {
        // What is there by halves is no copy.
        let _ = std::fs::remove_file(copy);
        return Err(error.into());
    }
    File::open(copy).and_then(|copy| copy.sync_all()).map_err(unavailable)
}
