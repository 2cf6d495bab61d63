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
    clippy::use_debug,
    clippy::indexing_slicing
)]
#![forbid(unsafe_code)]

extern crate alloc;

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
pub mod party;
pub mod payment;
pub mod plan;
#[cfg(feature = "presets")]
pub mod presets;
pub mod rating;
pub mod recharge;
pub mod simulate;
pub mod tax;
pub mod wallet;

/// The ground floor, as if it were in this house: it is a crate of its own for its speed.
pub use counterfoil_ground::{money, problem, rule, text, time, wire};

use counterfoil_ground::{hash, registry, sorting};

pub use contract::{Account, CONTRACT, Handles, Prepared, call, call_columns, stamp, typed};
