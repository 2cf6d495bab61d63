//! What a column must have, or the books are not what this host has written.

use super::Row;
use crate::store::StoreError;
use serde_json::value::RawValue;

pub(in crate::store) trait Text {
    /// A text that is there.
    fn must(&self, place: usize) -> Result<String, StoreError>;
    /// A text that is JSON.
    fn json(&self, place: usize) -> Result<Box<RawValue>, StoreError>;
}

impl Text for dyn Row + '_ {
    fn must(&self, place: usize) -> Result<String, StoreError> {
        let missing = || StoreError::Unavailable(format!("column {place} of a row has no text"));
        self.text(place)?.ok_or_else(missing)
    }

    fn json(&self, place: usize) -> Result<Box<RawValue>, StoreError> {
        crate::store::json::raw(self.must(place)?)
    }
}
