//! What was measured on, and what was measured.

use super::tables::Door;
use super::worker::Workers;
use crate::outcome::{Outcome, output, root};
use serde_json::{Value, json};
use std::fs;
use std::process::Command;

/// Processor, cores, system, and the programs that do the work.
pub(super) fn machine() -> Value {
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let processor =
        processor.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ").map(|(_, name)| name));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let locked = fs::read_to_string(root().join("Cargo.lock")).unwrap_or_default();
    let wasmtime = locked.split_once("name = \"wasmtime\"\nversion = \"").and_then(|(_, rest)| rest.split('"').next());
    json!({"processor": processor, "cores": cores, "system": said("uname", &["-sr"]), "rust": said("rustc", &["--version"]),
        "node": said("node", &["--version"]), "wasmtime": wasmtime})
}

/// The commit, and whether anything differs from it.
pub(super) fn commit() -> Value {
    let changed = said("git", &["status", "--porcelain"]).map(|changes| !changes.is_empty());
    json!({"id": said("git", &["rev-parse", "HEAD"]), "changed": changed})
}

/// The file's bytes, as it is and packed.
pub(super) fn file(workers: &mut Workers) -> Outcome<Value> {
    let (_, sizes) = workers.work(Door::Node, "sizes")?;
    let sizes: Vec<u64> = sizes.split('/').filter_map(|size| size.parse().ok()).collect();
    match sizes[..] {
        [raw, gzip, brotli] => Ok(json!({"raw": raw, "gzip": gzip, "brotli": brotli})),
        _ => Err("the sizes of the file are three numbers".into()),
    }
}

fn said(program: &str, words: &[&str]) -> Option<String> {
    output(Command::new(program).args(words).current_dir(root())).ok()
}
