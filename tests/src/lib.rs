//! Cases as data and the runners that read them. A case is a call, where it comes from, and what its answer must
//! say; every runner gives the same bytes for it.

pub mod accounts;
pub mod apart;
pub mod api;
pub mod arrows;
pub mod cases;
pub mod columns;
pub mod events;
pub mod matching;
pub mod quarter;
pub mod runners;
pub mod server;
pub mod undo;

use std::path::PathBuf;

/// The repository's root.
#[must_use]
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}
