//! Does an answer say what a case expects?

use crate::cases::{Case, Expected};
use serde_json::Value;

/// Nothing, or every difference.
#[must_use]
pub fn differences(case: &Case, answer: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    let Ok(answer) = serde_json::from_slice::<Value>(answer) else {
        return vec!["the answer is not JSON".into()];
    };
    let part = |name: &str| answer.get(name).cloned().unwrap_or(Value::Null);
    match &case.expected {
        Expected::Answer(_) if answer["status"] != "ok" => found.push(format!("expected an answer, got {answer}")),
        Expected::Answer(expected) => compare(expected, &part("answer"), "", &mut found),
        Expected::Problems(expected) => compare(expected, &part("problems"), "", &mut found),
    }
    found
}

/// Notes what of the expected the found does not say.
pub fn compare(expected: &Value, found: &Value, path: &str, into: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(object)) => {
            for (key, value) in expected {
                match (value, object.get(key)) {
                    (Value::Null, None) => {}
                    (Value::Null, Some(extra)) => into.push(format!("{path}/{key}: expected nothing, got {extra}")),
                    (value, None) => into.push(format!("{path}/{key}: expected {value}, got nothing")),
                    (value, Some(found)) => compare(value, found, &format!("{path}/{key}"), into),
                }
            }
        }
        (Value::Array(expected), Value::Array(items)) => {
            if expected.len() != items.len() {
                let short: Vec<String> = items.iter().map(brief).collect();
                into.push(format!("{path}: expected {} items, got {}: {short:?}", expected.len(), items.len()));
            }
            for (place, (value, item)) in expected.iter().zip(items).enumerate() {
                compare(value, item, &format!("{path}/{place}"), into);
            }
        }
        (expected, found) if expected == found => {}
        (expected, found) => into.push(format!("{path}: expected {expected}, got {found}")),
    }
}

fn brief(item: &Value) -> String {
    let name = ["type", "code", "id", "charge"].iter().find_map(|key| item.get(key)).and_then(Value::as_str);
    format!("{}@{}", name.unwrap_or("…"), item.get("event").or(item.get("path")).unwrap_or(&Value::Null))
}
