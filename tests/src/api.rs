//! The description of the HTTP API: routes and schemas from the host's types, answers from a host that was asked.

use crate::server::Server;
use counterfoil::serve::{Example, examples, openapi, schemas};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Stands for the engine's digest, which is another with every engine.
const ENGINE: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What came of an example.
#[derive(Debug)]
pub struct Asked {
    /// The example.
    pub example: Example,
    /// What was answered to each of its bodies, or to the request without one.
    pub answers: Vec<(u16, String, Vec<u8>)>,
}

/// Follows the examples that are wanted, from the first to the last, and tells those that are not answered as they say.
///
/// # Errors
/// A line for each of those.
pub fn follow(server: &Server, wanted: impl Fn(&str) -> bool) -> Result<Vec<Asked>, String> {
    let own = examples().into_iter().filter(|example| !example.alone && wanted(example.operation));
    let followed: Vec<Asked> = own.map(|example| Asked { answers: ask(server, &example), example }).collect();
    let mut wrong = String::new();
    for Asked { example, answers } in &followed {
        for (status, kind, bytes) in answers.iter().filter(|(status, kind, _)| {
            let known = if example.method == "POST" { [example.status, 200] } else { [example.status; 2] };
            !known.contains(status) || kind != example.kind
        }) {
            let told = String::from_utf8_lossy(&bytes[..bytes.len().min(600)]);
            wrong.push_str(&format!("{}: {status} {kind} {told}\n", example.operation));
        }
        let answer = answers.first().map(|(_, _, bytes)| fields(bytes));
        if !example.shown.is_empty() && answer != Some(fields(example.shown.as_bytes())) {
            wrong.push_str(&format!("{}: {answer:?}, shown {}\n", example.operation, example.shown));
        }
    }
    if wrong.is_empty() { Ok(followed) } else { Err(wrong) }
}

/// The names of all that is in an answer, whatever stands there.
fn fields(bytes: &[u8]) -> BTreeSet<String> {
    fn into(value: &Value, at: &str, all: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => fields.iter().for_each(|(name, value)| into(value, &format!("{at}/{name}"), all)),
            Value::Array(items) => items.iter().for_each(|item| into(item, at, all)),
            _ => drop(all.insert(at.to_owned())),
        }
    }
    let mut all = BTreeSet::new();
    into(&serde_json::from_slice(bytes).unwrap_or_default(), "", &mut all);
    all
}

fn ask(server: &Server, example: &Example) -> Vec<(u16, String, Vec<u8>)> {
    for [address, kind, body] in &example.before {
        let (status, kind, told) = server.send("POST", address, Some((kind, body)));
        if status >= 300 {
            return vec![(status, kind, told)];
        }
    }
    if example.bodies.is_empty() {
        return vec![server.send(example.method, example.address, None)];
    }
    example.bodies.iter().map(|body| server.send(example.method, example.address, Some(*body))).collect()
}

/// Routes and schemas.
#[must_use]
pub fn described() -> Value {
    let mut described = openapi();
    described["components"]["schemas"] = schemas();
    described
}

/// The description as it is committed, with what the host answers to its examples.
///
/// # Panics
/// Where an example is answered otherwise than it says.
#[must_use]
pub fn description(server: &Server) -> Value {
    let mut described = described();
    let engine = server.get("/v1/version").1;
    let engine: Value = serde_json::from_slice(&engine).expect("JSON");
    let engine = engine["engine"].as_str().expect("a digest").to_owned();
    for Asked { example, answers } in follow(server, |_| true).unwrap_or_else(|wrong| panic!("{wrong}")) {
        let Some((status, kind, bytes)) = answers.first().filter(|_| example.told) else { continue };
        let (status, method) = (status.to_string(), example.method.to_lowercase());
        let told = String::from_utf8_lossy(bytes).replace(&engine, ENGINE);
        let told = if kind == "application/json" { serde_json::from_str(&told).expect("JSON") } else { json!(told) };
        described["paths"][example.path][method]["responses"][status]["content"][kind]["example"] = told;
    }
    described
}
