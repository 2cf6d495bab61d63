//! A state as it comes back: of this version, or of an older one that is brought forward.

use super::{State, VERSION, v1, v2};
use crate::catalog::Rulebook;
use crate::problem::{Code, Problem};
use crate::wire::{Decode, Encode, Read, Reader, Writer};
use alloc::boxed::Box;
use alloc::format;

/// An account state as an answer gave it, of this or any older version of its shape.
#[derive(Clone, Debug)]
pub enum Stored {
    /// As this engine writes it.
    Now(Box<State>),
    /// Version 2.
    V2(Box<State>),
    /// Version 1.
    V1(Box<v1::State>),
}

impl Stored {
    /// The state, brought forward and held against the rulebook and itself.
    ///
    /// # Errors
    /// `state_mismatch` at the field.
    pub fn accept(&self, rulebook: &Rulebook) -> Result<State, Problem> {
        match self {
            Self::Now(state) => (**state).clone().accept(rulebook),
            Self::V2(state) => v2::forward((**state).clone(), rulebook)?.accept(rulebook),
            Self::V1(state) => (**state).clone().forward(rulebook)?.accept(rulebook),
        }
    }
}

impl Decode for Stored {
    fn blank() -> Self {
        Self::Now(Decode::blank())
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        match reader.ahead("version")?.as_deref() {
            Some("2") => Ok(State::decode(reader)?.map(|state| Self::V2(Box::new(state)))),
            Some("1") => Ok(v1::State::decode(reader)?.map(|state| Self::V1(Box::new(state)))),
            // A state without a version, or with one that is no number, is told so with the rest of its shape.
            Some(version) if version != format!("{VERSION}") && version.parse::<u32>().is_ok() => {
                let message = format!("the state is of version {version}, this engine writes {VERSION}");
                reader.note_under("version", Code::StateVersion, message, "use an engine that reads it");
                reader.skip()?;
                Ok(None)
            }
            _ => Ok(State::decode(reader)?.map(|state| Self::Now(Box::new(state)))),
        }
    }
}

impl Encode for Stored {
    fn encode(&self, writer: &mut Writer) {
        match self {
            Self::Now(state) | Self::V2(state) => state.encode(writer),
            Self::V1(state) => state.encode(writer),
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Stored {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "StoredState".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let (now, v1) = (generator.subschema_for::<State>(), generator.subschema_for::<v1::State>());
        schemars::json_schema!({
            "description": "An account state as an answer gave it, of this or any older version of its shape.",
            "anyOf": [now, v1],
        })
    }
}
