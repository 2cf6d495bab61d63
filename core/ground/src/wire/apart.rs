//! A field that must be there, or stand beside the document, and not both.

use super::reader::Step;
use super::{Decode, Encode, Read, Reader};
use crate::problem::Code;
use alloc::boxed::Box;
use alloc::format;

/// What a call says itself, or leaves to what a door keeps for it.
#[derive(Clone, Debug, Encode)]
#[serde(transparent)]
pub struct Apart<T>(Option<Box<T>>);

impl<T> Apart<T> {
    /// Nothing here: it stands beside.
    #[must_use]
    pub const fn beside() -> Self {
        Self(None)
    }

    /// What the document says; nothing where it stands beside it.
    #[must_use]
    pub fn here(&self) -> Option<&T> {
        self.0.as_deref()
    }

    /// The same, to keep.
    #[must_use]
    pub fn into_here(self) -> Option<Box<T>> {
        self.0
    }
}

impl<T> From<T> for Apart<T> {
    fn from(value: T) -> Self {
        Self(Some(Box::new(value)))
    }
}

impl<T: Decode> Decode for Apart<T> {
    const APART: bool = true;

    fn blank() -> Self {
        Self(None)
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        if let Some(Step::Key(key)) = reader.path.last().copied()
            && reader.beside.contains(&key)
        {
            let message = format!("`{key}` stands beside this call already");
            reader.note(Code::UnknownField, message, "leave it out, or call without a handle");
            reader.skip()?;
            return Ok(None);
        }
        Ok(T::decode(reader)?.map(Self::from))
    }
}

/// In the schema of a call it is the value: handles are a matter of doors.
#[cfg(feature = "schema")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Apart<T> {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        T::schema_name()
    }
    fn schema_id() -> alloc::borrow::Cow<'static, str> {
        T::schema_id()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        T::json_schema(generator)
    }
}
