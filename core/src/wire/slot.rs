//! Where a field's value waits until its object is read to the end.

use super::Decode;
use super::reader::{Reader, Step, Syntax};
use crate::problem::Code;
use alloc::format;

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
            Self::Missing => T::absent(reader.beside.contains(&key)).or_else(|| {
                reader.note(
                    Code::MissingField,
                    format!("the field `{key}` is missing"),
                    format!("add `{key}` to this object"),
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

impl Reader<'_> {
    /// Reads a field into its slot, once.
    pub(crate) fn fill<T: Decode>(&mut self, key: &'static str, slot: &mut Slot<T>) -> Result<(), Syntax> {
        self.path.push(Step::Key(key));
        if matches!(slot, Slot::Missing) {
            *slot = T::decode(self)?.map_or(Slot::Wrong, Slot::Read);
        } else {
            self.note_repeated(key);
            *slot = Slot::Wrong;
            self.skip()?;
        }
        self.path.pop();
        Ok(())
    }
}
