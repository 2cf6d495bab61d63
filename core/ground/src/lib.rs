//! The ground floor of the rules: exact money, time, texts and ids, the closed lists of rules and problems, and JSON.
//!
//! A crate of its own because nearly every instruction of a call is run here, and next to none of the rules' code is: this is
//! compiled for speed and the rules above for size (`[profile.artefact]` in the workspace's `Cargo.toml`). It knows no
//! billing. The rules see these rooms as their own (`core/src/lib.rs`).
#![no_std]
#![deny(
    clippy::float_arithmetic,
    clippy::arithmetic_side_effects,
    clippy::disallowed_types,
    clippy::disallowed_methods,
    clippy::iter_over_hash_type,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::use_debug,
    clippy::indexing_slicing
)]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod hash;
pub mod money;
pub mod problem;
pub mod registry;
pub mod rule;
#[cfg(feature = "schema")]
mod schema;
pub mod sorting;
pub mod text;
pub mod time;
pub mod wire;
