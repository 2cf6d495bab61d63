//! The fields of an object, each once, with their values as they were written.

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// A field that stood twice would be heard once.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields(BTreeMap<String, Box<RawValue>>);

impl Fields {
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Sets a field that was not given.
    pub(super) fn or_insert(&mut self, name: &str, value: impl FnOnce() -> Box<RawValue>) {
        if !self.has(name) {
            self.0.insert(name.to_owned(), value());
        }
    }

    /// The object without its braces.
    pub(super) fn inner(&self) -> String {
        let field = |(name, value)| format!("{}:{value}", serde_json::Value::from(String::as_str(name)));
        self.0.iter().map(field).collect::<Vec<_>>().join(",")
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Each)
    }
}

struct Each;

impl<'de> Visitor<'de> for Each {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = BTreeMap::new();
        while let Some((name, value)) = map.next_entry::<String, Box<RawValue>>()? {
            if fields.contains_key(&name) {
                return Err(A::Error::custom(format!("the field `{name}` stands twice")));
            }
            fields.insert(name, value);
        }
        Ok(Fields(fields))
    }
}
