//! A call taken apart into what a handle keeps and the rest, byte for byte.

use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// A call whose rulebook, and whose account where it names one, stand apart.
pub struct Apart {
    /// As `check` takes it.
    pub check: String,
    /// As an account is opened, where the call names its account in one way.
    pub begins: Option<String>,
    /// The call without its rulebook.
    pub rest: String,
    /// The call without its rulebook and its account.
    pub least: String,
}

/// Takes a call apart; none where it is no object with one rulebook.
#[must_use]
pub fn apart(call: &str) -> Option<Apart> {
    let fields = fields(call)?;
    let such = |wanted: &[&str]| -> Vec<&(String, String)> {
        fields.iter().filter(|(key, _)| wanted.contains(&key.as_str())).collect()
    };
    let without = |left_out: &[&str]| object(fields.iter().filter(|(key, _)| !left_out.contains(&key.as_str())));
    let [rulebook] = such(&["rulebook"])[..] else { return None };
    let begins = such(&["state", "open"]);
    Some(Apart {
        check: object([rulebook].into_iter()),
        begins: (begins.len() == 1).then(|| object(begins.into_iter())),
        rest: without(&["rulebook"]),
        least: without(&["rulebook", "state", "open"]),
    })
}

fn object<'f>(fields: impl Iterator<Item = &'f (String, String)>) -> String {
    let field = |(key, value): &(String, String)| format!("{}:{value}", serde_json::Value::from(key.as_str()));
    format!("{{{}}}", fields.map(field).collect::<Vec<_>>().join(","))
}

/// The fields as they stand: numbers as they are written, repeated keys as often as they are.
fn fields(call: &str) -> Option<Vec<(String, String)>> {
    struct Fields;
    impl<'de> Visitor<'de> for Fields {
        type Value = Vec<(String, String)>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
            let mut fields = Vec::new();
            while let Some((key, value)) = map.next_entry::<String, Box<RawValue>>()? {
                fields.push((key, value.get().to_owned()));
            }
            Ok(fields)
        }
    }
    let mut reader = serde_json::Deserializer::from_str(call);
    let fields = reader.deserialize_map(Fields).ok()?;
    reader.end().ok()?;
    Some(fields)
}
