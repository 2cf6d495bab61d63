//! The contract: verbs with a call and an answer each, and the envelope around every answer.

mod answer;
#[cfg(feature = "schema")]
mod schema;
mod verbs;

pub use answer::{call, call_columns, stamp};
#[cfg(feature = "schema")]
pub use schema::schema;
pub use verbs::*;
