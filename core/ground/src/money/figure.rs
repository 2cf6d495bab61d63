//! A number that the engine made and reads back, such as a sum in a state.

use super::Exact;
use super::grammar::parse_answered;
use crate::problem::Code;
use crate::wire::{Decode, Encode, Read, Reader, Writer, shown};
use alloc::format;
use core::ops::Deref;

/// An exact number of the engine's own: written as it is, and read with as many digits as one can have. What comes from
/// outside is an [`Exact`], which has fewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Figure(Exact);

impl Figure {
    /// Nothing.
    pub const ZERO: Self = Self(Exact::ZERO);
}

impl From<Exact> for Figure {
    fn from(number: Exact) -> Self {
        Self(number)
    }
}

impl Deref for Figure {
    type Target = Exact;
    fn deref(&self) -> &Exact {
        &self.0
    }
}

impl Encode for Figure {
    fn encode(&self, writer: &mut Writer) {
        self.0.encode(writer);
    }
}

impl Decode for Figure {
    fn blank() -> Self {
        Self::ZERO
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let Some(text) = reader.decimal_text()? else { return Ok(None) };
        let number = parse_answered(&text).ok();
        if number.is_none() {
            let message = format!("`{}` is not a number as an answer writes it", shown(&text));
            reader.note(Code::DecimalGrammar, message, "pass it as an answer gave it");
        }
        Ok(number.map(Self))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Figure {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Figure".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let exact = generator.subschema_for::<Exact>();
        schemars::json_schema!({ "description": "An exact number as an answer gave it: at most 28 digits.", "anyOf": [exact] })
    }
}
