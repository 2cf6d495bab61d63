//! Digests: of files for people, and of everything a step reads, so that it is done only when something changed.

use crate::outcome::Outcome;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The hash in lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// One digest over files and folders: names and contents, whatever the order in which the disk lists them.
pub(crate) fn over(root: &Path, inputs: &[&str]) -> Outcome<String> {
    let mut files = Vec::new();
    for input in inputs {
        collect(&root.join(input), &mut files)?;
    }
    files.sort();
    let mut listed = String::new();
    for file in files {
        let bytes = fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let name = file.strip_prefix(root)?.display();
        let _ = writeln!(listed, "{} {name}", hex(&bytes));
    }
    Ok(hex(listed.as_bytes()))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Outcome {
    if path.is_file() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    if path.ends_with("node_modules") || !path.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        collect(&entry?.path(), files)?;
    }
    Ok(())
}
