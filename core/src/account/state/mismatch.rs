//! What does not fit in a state, and where.

use crate::problem::{Code, Problem};
use alloc::string::String;

const HELP: &str = "pass the state as an answer gave it, with the rulebook it was made with";

/// An amount that cannot be.
pub(super) fn wrong<T>(message: String) -> Result<T, Problem> {
    Err(Problem::new(Code::StateMismatch, message, HELP))
}

/// A field that does not fit.
pub(super) fn mismatch<T>(field: &str, message: &str) -> Result<T, Problem> {
    Err(Problem::new(Code::StateMismatch, message, HELP).under(field))
}
