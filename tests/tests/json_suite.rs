//! JSONTestSuite by Nicolas Seriot: what RFC 8259 has is read, what it has not is refused, and what it leaves open is decided
//! and written down. Each document stands where a call has no such field, so that it is passed over and nothing else.

use counterfoil_core::call;
use counterfoil_tests::root;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Suite {
    documents: Vec<Document>,
}

/// A text, or bytes in hex where they are no UTF-8; long ones are a piece again and again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    name: String,
    text: Option<String>,
    hex: Option<String>,
    times: Option<usize>,
    then: Option<String>,
    /// What is decided where the RFC leaves it open: `accepted`, or the code of the problem.
    found: Option<String>,
}

impl Document {
    fn bytes(&self) -> Vec<u8> {
        let byte = |digits: &[u8]| u8::from_str_radix(std::str::from_utf8(digits).expect("hex"), 16).expect("hex");
        let piece = match (&self.text, &self.hex) {
            (Some(text), None) => text.clone().into_bytes(),
            (None, Some(hex)) => hex.as_bytes().chunks(2).map(byte).collect(),
            _ => panic!("{}: a text or bytes", self.name),
        };
        let then = self.then.clone().unwrap_or_default();
        [piece.repeat(self.times.unwrap_or(1)), then.into_bytes()].concat()
    }
}

fn documents() -> Vec<Document> {
    let file = root().join("tests/cases/json/jsontestsuite.json");
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    serde_json::from_str::<Suite>(&text).expect("documents").documents
}

/// `accepted`, or the code of the problem that ends the reading.
fn found(verb: &str, before: &str, document: &[u8], after: &str, accepted: &[&str]) -> String {
    let input = [before.as_bytes(), document, after.as_bytes()].concat();
    let answer: Value = serde_json::from_slice(&call(verb, &input)).expect("an answer is JSON");
    let problems = answer["problems"].as_array().expect("problems");
    let codes: Vec<&str> = problems.iter().map(|problem| problem["code"].as_str().expect("a code")).collect();
    match codes.iter().find(|code| code.starts_with("json_")) {
        Some(code) => (*code).to_owned(),
        None => {
            assert_eq!(codes, accepted, "{}", String::from_utf8_lossy(&input));
            "accepted".to_owned()
        }
    }
}

/// Beside what a call says, and in a list of records that are alike.
fn everywhere(document: &[u8]) -> String {
    let beside = found("check", r#"{"x":"#, document, "}", &["unknown_field", "missing_field"]);
    let record = r#"{"id":"a","time":"2026-01-05T00:00:00Z","product":"p","quantity":"1","unit":"u"}"#;
    let before = format!(r#"{{"usage":[{record},{record},{{"x":"#);
    let after = format!(r#",{}],"totals_only":false}}"#, &record[1..]);
    let within = found("rate", &before, document, &after, &["unknown_field", "missing_field"]);
    assert_eq!(beside, within);
    beside
}

#[test]
fn what_json_has_is_read_and_what_it_has_not_is_refused() {
    let documents = documents();
    assert_eq!(documents.len(), 318, "the whole suite");
    for document in documents {
        let found = everywhere(&document.bytes());
        match (document.name.split('_').next(), &document.found) {
            (Some("y"), None) => assert_eq!(found, "accepted", "{}", document.name),
            (Some("n"), None) => assert_ne!(found, "accepted", "{}", document.name),
            (Some("i"), Some(decided)) => assert_eq!(found, *decided, "{}", document.name),
            _ => panic!("{}: y, n, or i with what is decided", document.name),
        }
    }
}

/// Also where what is wrong is a letter of several bytes, behind a backslash.
#[test]
fn the_place_of_a_fault_is_told_in_letters() {
    for (wrong, place) in [("a\\é", 5), ("é\\x", 6), ("é\u{1}", 4), ("\\u00é0", 5)] {
        let answer = call("check", format!("{{\"x\":\n \"{wrong}\", \"y\": 1}}").as_bytes());
        let answer = String::from_utf8(answer).expect("UTF-8");
        assert!(answer.contains(&format!("at line 2, column {place}: ")), "{wrong}: {answer}");
    }
}
