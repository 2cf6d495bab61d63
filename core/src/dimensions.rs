//! Named properties of a usage that a price can hang on: region, model, kind of token.

use crate::problem::Code;
use crate::sorting::Sorting as _;
use crate::text::Id;
use crate::wire::{Decode, Encode, Read, Reader, Writer, shown};
use alloc::format;
use alloc::vec::Vec;

/// Names and values, sorted by name: at most eight. `{"tokens": "input", "region": "eu"}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dimensions(Vec<(Id, Id)>);

/// Most dimensions of one usage or rate.
const MOST: usize = 8;

impl Dimensions {
    /// None.
    pub const NONE: Self = Self(Vec::new());

    /// Is there none?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// The value of this one.
    #[must_use]
    pub fn value(&self, name: &Id) -> Option<&Id> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Are all of these among them?
    #[must_use]
    pub fn hold(&self, asked: &Self) -> bool {
        asked.0.iter().all(|pair| self.0.contains(pair))
    }

    /// Can one usage have both? Not where they name one dimension with two values.
    #[must_use]
    pub fn fit(&self, other: &Self) -> bool {
        self.0.iter().all(|(name, value)| other.0.iter().all(|(known, other)| known != name || other == value))
    }
}

impl Decode for Dimensions {
    fn blank() -> Self {
        Self::NONE
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let (mut pairs, mut sound) = (Vec::new(), true);
        let read = reader.object(&mut |reader, key| {
            let (name, value) = (Id::new(key), Id::decode(reader)?);
            if name.is_none() {
                let message = format!("`{}` is not the name of a dimension", shown(key));
                reader.note(Code::IdGrammar, message, "use 1 to 128 of A-Z a-z 0-9 _ . : -");
            }
            let (Some(name), Some(value)) = (name, value) else {
                sound = false;
                return Ok(());
            };
            if pairs.iter().any(|(known, _)| *known == name) {
                let message = format!("the key `{}` stands twice in this object", shown(key));
                reader.note(Code::DuplicateKey, message, "keep one of them");
                sound = false;
            }
            pairs.push((name, value));
            Ok(())
        })?;
        if pairs.len() > MOST {
            let message = format!("{} dimensions are more than {MOST}", pairs.len());
            reader.note(Code::DimensionsTooMany, message, "put what belongs together into one dimension");
            sound = false;
        }
        pairs.order();
        Ok(read.filter(|()| sound).map(|()| Self(pairs)))
    }
}

impl Encode for Dimensions {
    fn encode(&self, writer: &mut Writer) {
        writer.map(self.0.len(), &|place| self.0.get(place).map(|(name, value)| (&**name, &**value)));
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Dimensions {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Dimensions".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let id = generator.subschema_for::<Id>();
        schemars::json_schema!({
            "description": "Named properties of a usage, at most eight.",
            "type": "object", "additionalProperties": id, "maxProperties": MOST,
        })
    }
}
