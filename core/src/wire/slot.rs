//! Where a field's value waits until its object is read to the end.

use super::{Decode, Reader};
use crate::problem::Code;

/// A field: not seen, seen and wrong, or read.
pub(crate) enum Slot<T> {
    Missing,
    Wrong,
    Read(T),
}

impl<T: Decode> Slot<T> {
    /// The value, or the meaning of its absence, or a problem.
    pub(crate) fn required(self, reader: &mut Reader<'_>, key: &str) -> Option<T> {
        match self {
            Self::Read(value) => Some(value),
            Self::Wrong => None,
            Self::Missing => T::absent().or_else(|| {
                reader.note(
                    Code::MissingField,
                    alloc::format!("the field `{key}` is missing"),
                    alloc::format!("add `{key}` to this object"),
                );
                None
            }),
        }
    }

    /// The value, or the documented default of an absent field.
    pub(crate) fn or_else(self, default: impl FnOnce() -> T) -> Option<T> {
        match self {
            Self::Read(value) => Some(value),
            Self::Wrong => None,
            Self::Missing => Some(default()),
        }
    }
}
