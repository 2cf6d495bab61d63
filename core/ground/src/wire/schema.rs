//! What the schema says of defaults: a value as this room writes it, told to serde.

use super::write::{Encode, to_bytes};
use serde::{Serialize as _, Serializer};

/// As the writer has it.
///
/// # Errors
/// The serializer's own.
pub fn as_json<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    let value: serde_json::Value = serde_json::from_slice(&to_bytes(value)).unwrap_or_default();
    value.serialize(serializer)
}
