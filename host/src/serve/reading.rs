//! Bodies are read strictly: an object, each field once, none that is not known, and all that is wrong with it at once.

use super::problem::{Problem, Refusal};
use axum::http::StatusCode;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::fmt;

/// Bodies are objects. (serde would read a struct from an array, too, by the order of its fields.)
pub(super) fn parse<T: for<'de> Deserialize<'de>>(body: &[u8]) -> Result<T, Refusal> {
    if body.trim_ascii_start().first().is_some_and(|first| *first != b'{') {
        return Err(Refusal::shape("", "expected an object"));
    }
    serde_json::from_slice(body).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => Refusal::shape("", &error.to_string()),
        _ => Refusal::new(
            StatusCode::BAD_REQUEST,
            "json_syntax",
            "",
            &format!("not JSON: {error}"),
            "mend the JSON there",
        ),
    })
}

/// Most fields of an object: what nobody knows is looked at one by one.
const FIELDS_MAX: usize = 500;

/// An object that is taken apart field by field.
#[derive(Debug)]
pub(super) struct Reading {
    place: String,
    fields: Vec<(String, Box<RawValue>)>,
    known: Vec<&'static str>,
    missing: Vec<&'static str>,
    problems: Vec<Problem>,
}

impl Reading {
    /// Reads a body.
    pub(super) fn of(body: &[u8]) -> Result<Self, Refusal> {
        Self::at("", body)
    }

    /// Reads an object that stands at this place of the body.
    pub(super) fn at(place: &str, object: &[u8]) -> Result<Self, Refusal> {
        if object.trim_ascii_start().first().is_some_and(|first| *first != b'{') {
            let help = "send an object with named fields";
            return Err(Refusal::of(vec![Problem::new("wrong_type", place, "expected an object", help)]));
        }
        let Named(all) = serde_json::from_slice(object).map_err(|error| {
            let message = format!("not JSON: {error}");
            Refusal::new(StatusCode::BAD_REQUEST, "json_syntax", place, &message, "mend the JSON there")
        })?;
        if all.len() > FIELDS_MAX {
            let message = format!("{} fields are more than {FIELDS_MAX}", all.len());
            return Err(Refusal::of(vec![Problem::new("unknown_field", place, &message, "no body here has so many")]));
        }
        let place = place.to_owned();
        let mut read = Self { place, fields: Vec::new(), known: Vec::new(), missing: Vec::new(), problems: Vec::new() };
        for (name, value) in all {
            if read.fields.iter().any(|(earlier, _)| *earlier == name) {
                let message = format!("the field `{name}` stands twice");
                read.wrong("duplicate_key", &name, &message, "name it once");
            } else {
                read.fields.push((name, value));
            }
        }
        Ok(read)
    }

    pub(super) fn wrong(&mut self, code: &'static str, name: &str, message: &str, help: &str) {
        let path = format!("{}/{}", self.place, name.replace('~', "~0").replace('/', "~1"));
        self.problems.push(Problem::new(code, &path, message, help));
    }

    /// A field that may be left out; `expected` says what it is, such as `a text`.
    pub(super) fn may<T: DeserializeOwned>(&mut self, name: &'static str, expected: &str) -> Option<T> {
        self.known.push(name);
        let place = self.fields.iter().position(|(given, _)| given == name)?;
        let (_, value) = self.fields.remove(place);
        let read = serde_json::from_str(value.get()).ok();
        if read.is_none() {
            self.wrong("wrong_type", name, &format!("expected {expected}"), "compare the field with the route's page");
        }
        read
    }

    /// A field that must be there. Where it is not, what is given back goes no further than to `end`.
    pub(super) fn must<T: DeserializeOwned + Default>(&mut self, name: &'static str, expected: &str) -> T {
        if !self.fields.iter().any(|(given, _)| given == name) {
            let (message, help) = (format!("the field `{name}` is missing"), format!("add `{name}` to this object"));
            // As the contract has it: what lacks is at no place, what it lacks in is.
            self.problems.push(Problem::new("missing_field", &self.place, &message, &help));
            self.missing.push(name);
        }
        self.may(name, expected).unwrap_or_default()
    }

    /// A field that must be there, as it stands.
    pub(super) fn raw(&mut self, name: &'static str) -> Box<RawValue> {
        self.must(name, "a value")
    }

    /// A field that the address or the host says.
    pub(super) fn never(&mut self, name: &str, why: &str) {
        if let Some(place) = self.fields.iter().position(|(given, _)| given == name) {
            self.fields.remove(place);
            self.wrong("unknown_field", name, why, "leave it out");
        }
    }

    /// Was nothing wrong with this field?
    pub(super) fn is_sound(&self, name: &str) -> bool {
        let path = format!("{}/{name}", self.place);
        !self.missing.contains(&name) && self.problems.iter().all(|problem| problem.path() != path)
    }

    /// The names of what nobody has asked for.
    pub(super) fn others(&self) -> Vec<String> {
        self.fields.iter().map(|(name, _)| name.clone()).collect()
    }

    /// Nothing else may be there.
    pub(super) fn end(mut self) -> Result<(), Refusal> {
        let help = match self.known.as_slice() {
            [] => "leave it out: the body has no fields".to_owned(),
            known => format!("known here: `{}`", known.join("`, `")),
        };
        for (name, _) in std::mem::take(&mut self.fields) {
            self.wrong("unknown_field", &name, &format!("unknown field `{name}`"), &help);
        }
        self.rest().map(drop)
    }

    /// What is left goes on as it is: another reads it strictly.
    pub(super) fn rest(self) -> Result<Vec<(String, Box<RawValue>)>, Refusal> {
        if self.problems.is_empty() { Ok(self.fields) } else { Err(Refusal::of(self.problems)) }
    }
}

/// Fields as they stand between the braces of an object.
pub(super) fn members(fields: &[(String, Box<RawValue>)]) -> String {
    let field = |(name, value): &(String, Box<RawValue>)| format!("{}:{value}", serde_json::Value::from(name.as_str()));
    fields.iter().map(field).collect::<Vec<_>>().join(",")
}

/// The members of an object as they stand, in their order.
struct Named(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Each)
    }
}

struct Each;

impl<'de> Visitor<'de> for Each {
    type Value = Named;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Named, A::Error> {
        let mut all = Vec::new();
        while let Some(member) = map.next_entry()? {
            all.push(member);
        }
        Ok(Named(all))
    }
}

#[cfg(test)]
mod tests {
    use super::Reading;
    use axum::response::IntoResponse as _;

    fn told(body: &str) -> Vec<(String, String)> {
        let read = Reading::of(body.as_bytes()).and_then(|mut read| {
            read.may::<bool>("atomic", "true or false");
            read.must::<String>("name", "a text");
            read.never("account", "the address names it");
            read.end()
        });
        let Err(refused) = read else { return Vec::new() };
        let body = refused.into_response().into_body();
        let bytes = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let bytes = bytes.block_on(axum::body::to_bytes(body, 1 << 20)).expect("a body");
        let refused: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
        let problems = refused["problems"].as_array().expect("problems").iter();
        let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
        problems.map(|problem| (text(&problem["code"]), text(&problem["path"]))).collect()
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        assert_eq!(told(r#"{"name":"x","atomic":true}"#), []);
        let all = told(r#"{"atomic":1,"atomic":true,"account":"a","mo/re":{},"x":0}"#);
        let all: Vec<(&str, &str)> = all.iter().map(|(code, path)| (&**code, &**path)).collect();
        assert_eq!(
            all,
            [
                ("duplicate_key", "/atomic"),
                ("wrong_type", "/atomic"),
                ("missing_field", ""),
                ("unknown_field", "/account"),
                ("unknown_field", "/mo~1re"),
                ("unknown_field", "/x"),
            ]
        );
    }

    #[test]
    fn what_is_no_object_is_told_by_itself() {
        for (body, code) in [("", "json_syntax"), ("{", "json_syntax"), ("[]", "wrong_type"), ("{} {}", "json_syntax")]
        {
            assert_eq!(told(body), [(code.to_owned(), String::new())], "{body}");
        }
        let wide: Vec<String> = (0..100_000).map(|number| format!("\"{number}\":0")).collect();
        assert_eq!(told(&format!("{{{}}}", wide.join(","))).len(), 1);
    }
}
