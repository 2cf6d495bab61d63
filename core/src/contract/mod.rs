//! The contract: verbs with a call and an answer each, and the envelope around every answer.

mod answer;
mod given;
mod handles;
mod opened;
mod prepared;
#[cfg(feature = "schema")]
mod schema;
#[cfg(feature = "schema")]
mod strict;
pub mod typed;
mod verbs;

pub use answer::{call, call_columns, stamp};
pub use handles::Handles;
pub use opened::Account;
pub use prepared::Prepared;
#[cfg(feature = "schema")]
pub use schema::{rulebook_schema, schema};
#[cfg(feature = "schema")]
pub use strict::tighten;
pub use verbs::*;

use crate::problem::Problem;
use alloc::vec::Vec;

/// The contract's version: it changes when an answer to an existing call can change its meaning or shape.
pub const CONTRACT: &str = "2";

/// What a verb makes of its call: an answer, or everything that is wrong.
type Outcome<T> = Result<T, Vec<Problem>>;
