//! Usage as CloudEvents 1.0 in JSON, one or many: `id` and `source` are the event's id, `time` its time, and `data` has the fields of
//! the usage. Without `product` in `data` the event's `type` is the product, without `subaccount` its `subject` the subaccount.

use super::problem::Refusal;
use super::reading::{Reading, members};
use crate::engine::hex;
use crate::{Applied, Refused};
use axum::http::StatusCode;
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};
use sha2::{Digest as _, Sha256};

pub(super) const ONE: &str = "application/cloudevents+json";
pub(super) const MANY: &str = "application/cloudevents-batch+json";

pub(super) const EXAMPLE: &str = r#"{"specversion": "1.0", "id": "m-1001", "source": "/gateways/paris", "type": "sms.outbound", "time": "2026-01-07T09:07:00Z", "subject": "support", "data": {"quantity": "1", "unit": "message"}}"#;
pub(super) const EXAMPLES: &str = r#"[{"specversion": "1.0", "id": "m-1002", "source": "/gateways/paris", "type": "com.example.message.sent", "time": "2026-01-07T09:08:00Z", "data": {"product": "sms.outbound", "quantity": "1", "unit": "message"}}]"#;

/// What a body brings: usages, the place of each, and the places that have none with what is wrong there.
#[derive(Default)]
pub(super) struct Brought {
    pub(super) events: Vec<Box<RawValue>>,
    places: Vec<usize>,
    wrong: Vec<(usize, Vec<Value>)>,
}

impl Brought {
    pub(super) fn read(kind: &str, body: &[u8]) -> Result<Self, Refusal> {
        let syntax = |error: serde_json::Error| {
            let message = format!("not JSON, or not as the content type says: {error}");
            Refusal::new(StatusCode::BAD_REQUEST, "json_syntax", "", &message, "mend the JSON there")
        };
        let all: Vec<Box<RawValue>> = match kind {
            MANY => serde_json::from_slice(body).map_err(syntax)?,
            _ => vec![serde_json::from_slice(body).map_err(syntax)?],
        };
        let mut brought = Self::default();
        for (place, event) in all.iter().enumerate() {
            match usage(&format!("/events/{place}"), event) {
                Ok(event) => {
                    brought.events.push(event);
                    brought.places.push(place);
                }
                Err(refused) => brought.wrong.push((place, refused.problems())),
            }
        }
        Ok(brought)
    }

    /// Is all of it wrong, or some of it where it is all or nothing?
    pub(super) fn refused(&self, atomic: bool) -> Result<(), Refusal> {
        if self.wrong.is_empty() || !atomic && !self.events.is_empty() {
            return Ok(());
        }
        let all = self.wrong.iter().flat_map(|(_, problems)| problems.clone());
        Err(Refusal::told(StatusCode::UNPROCESSABLE_ENTITY, all.collect()))
    }

    /// What came of the usages, with the places of the body and what was wrong there.
    pub(super) fn told(self, mut applied: Applied) -> Applied {
        if self.wrong.is_empty() {
            return applied;
        }
        for refused in &mut applied.refused {
            let (here, there) = (refused.event, self.places.get(refused.event).copied().unwrap_or(refused.event));
            refused.event = there;
            let moved = |problem: &RawValue| {
                let mut problem: Value = serde_json::from_str(problem.get()).unwrap_or_default();
                let path = problem["path"].as_str().unwrap_or_default();
                let rest = path.strip_prefix(&format!("/events/{here}")).unwrap_or_default();
                problem["path"] = format!("/events/{there}{rest}").into();
                to_raw_value(&problem).unwrap_or_default()
            };
            refused.problems = refused.problems.iter().map(|problem| moved(problem)).collect();
        }
        let wrong = self.wrong.into_iter().map(|(event, problems)| Refused {
            event,
            problems: problems.iter().map(|problem| to_raw_value(problem).unwrap_or_default()).collect(),
        });
        applied.refused.extend(wrong);
        applied.refused.sort_by_key(|refused| refused.event);
        applied
    }
}

/// One of them as an event of the contract.
fn usage(place: &str, event: &RawValue) -> Result<Box<RawValue>, Refusal> {
    let mut read = Reading::at(place, event.get().as_bytes())?;
    let word = "a text that is not empty";
    let [version, id, source, kind, time] =
        ["specversion", "id", "source", "type", "time"].map(|name| read.must::<String>(name, word));
    for (name, value) in [("id", &id), ("source", &source), ("type", &kind)] {
        if value.is_empty() && read.is_sound(name) {
            read.wrong("text_length", name, "the text is empty", "CloudEvents want one");
        }
    }
    if version != "1.0" && read.is_sound("specversion") {
        read.wrong("unknown_word", "specversion", "expected `1.0`", "send CloudEvents 1.0");
    }
    let subject = read.may::<String>("subject", word);
    if read.may::<String>("datacontenttype", word).is_some_and(|kind| kind != "application/json") {
        read.wrong(
            "unknown_word",
            "datacontenttype",
            "expected `application/json`",
            "leave it out, or send data as JSON",
        );
    }
    read.may::<String>("dataschema", word);
    read.never("data_base64", "the data of a usage is JSON");
    let data = read.raw("data");
    // Other attributes are extensions, of whatever carries the event: their names are of small letters and digits.
    for name in read.others() {
        if name.bytes().any(|letter| !letter.is_ascii_lowercase() && !letter.is_ascii_digit()) {
            read.wrong(
                "unknown_field",
                &name,
                &format!("unknown attribute `{name}`"),
                "extensions have small letters and digits",
            );
        }
    }
    read.rest()?;
    let mut data = Reading::at(&format!("{place}/data"), data.get().as_bytes())?;
    for name in ["type", "id", "time", "account"] {
        data.never(name, "the event says it, or the address");
    }
    let mut fields = data.rest()?;
    for (name, value) in [("product", Some(kind)), ("subaccount", subject)] {
        if let Some(value) = value.filter(|_| !fields.iter().any(|(given, _)| given == name)) {
            fields.push((name.to_owned(), to_raw_value(&value).unwrap_or_default()));
        }
    }
    let (id, time) = (event_id(&source, &id), Value::from(time));
    let event = format!(r#"{{"type":"usage","id":"{id}","time":{time},{}}}"#, members(&fields));
    RawValue::from_string(event).map_err(|error| Refusal::shape(place, &error.to_string()))
}

/// Both together name an event. No line break is in either that is not escaped, so that two pairs never run into one.
fn event_id(source: &str, id: &str) -> String {
    let both = format!("{}\n{}", Value::from(source), Value::from(id));
    format!("ce:{}", hex(&Sha256::digest(both)[..16]))
}

#[cfg(test)]
mod tests {
    use super::{Brought, MANY, ONE, event_id};

    #[test]
    fn two_events_are_one_where_source_and_id_are() {
        assert_eq!(event_id("a", "b"), event_id("a", "b"));
        assert_ne!(event_id("a", "b\nc"), event_id("a\nb", "c"));
        assert_ne!(event_id("ab", "c"), event_id("a", "bc"));
    }

    #[test]
    fn what_an_event_says_is_the_usage() {
        let body = r#"{"specversion":"1.0","id":"1","source":"s","type":"sms","time":"T","subject":"x","traceparent":"00","data":{"quantity":"2"}}"#;
        let brought = Brought::read(ONE, body.as_bytes()).expect("an event");
        let id = event_id("s", "1");
        let expected =
            format!(r#"{{"type":"usage","id":"{id}","time":"T","quantity":"2","product":"sms","subaccount":"x"}}"#);
        assert_eq!(brought.events[0].get(), expected);
    }

    #[test]
    fn each_event_is_told_by_its_place() {
        let good = r#"{"specversion":"1.0","id":"1","source":"s","type":"sms","time":"T","data":{"product":"p","quantity":"2"}}"#;
        let bad =
            r#"{"specversion":"0.3","id":"","source":7,"type":"sms","Mine":1,"data_base64":"","data":{"id":"x"}}"#;
        let brought = Brought::read(MANY, format!("[{bad},{good},[]]").as_bytes()).expect("a list");
        assert_eq!((brought.events.len(), brought.places.as_slice()), (1, &[1][..]));
        let codes: Vec<String> = brought.wrong[0]
            .1
            .iter()
            .map(|problem| {
                format!(
                    "{} {}",
                    problem["code"].as_str().unwrap_or_default(),
                    problem["path"].as_str().unwrap_or_default()
                )
            })
            .collect();
        assert_eq!(
            codes,
            [
                "wrong_type /events/0/source",
                "missing_field /events/0",
                "text_length /events/0/id",
                "unknown_word /events/0/specversion",
                "unknown_field /events/0/data_base64",
                "unknown_field /events/0/Mine",
            ]
        );
        assert!(brought.refused(true).is_err() && brought.refused(false).is_ok());
        assert!(Brought::read(MANY, b"{}").is_err() && Brought::read(ONE, b"[{}]").is_ok());
    }
}
