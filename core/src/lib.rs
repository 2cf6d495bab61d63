//! Billing rules as pure functions from facts to decisions.
//!
//! Every fact arrives in the call, even the time; every decision carries its reasons. Nothing here reads a
//! clock, an environment, a random number or a file, and no binary float exists: the lints below refuse them.
//! `ARCHITECTURE.md` says what stands in which room.
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
    clippy::indexing_slicing
)]
#![forbid(unsafe_code)]

extern crate alloc;

mod registry;
mod sorting;

pub mod account;
pub mod alert;
pub mod catalog;
pub mod compare;
pub mod contract;
pub mod dimensions;
pub mod explain;
pub mod invoice;
pub mod ledger;
pub mod limit;
pub mod money;
pub mod party;
pub mod payment;
pub mod plan;
#[cfg(feature = "presets")]
pub mod presets;
pub mod problem;
pub mod rating;
pub mod recharge;
pub mod rule;
pub mod simulate;
pub mod tax;
pub mod text;
pub mod time;
pub mod wallet;
pub mod wire;

pub use contract::{Account, CONTRACT, Handles, Prepared, call, call_columns, stamp, typed};
