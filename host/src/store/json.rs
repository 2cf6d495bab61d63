//! JSON that the engine has answered, on its way.

use super::StoreError;
use serde_json::value::RawValue;

/// The engine's answers are checked at its door; what does not fit here is a fault of this host.
pub(super) fn broken(error: serde_json::Error) -> StoreError {
    StoreError::Unavailable(format!("an answer was not understood: {error}"))
}

/// Text that is JSON already.
pub(super) fn raw(text: String) -> Result<Box<RawValue>, StoreError> {
    RawValue::from_string(text).map_err(broken)
}
