//! The schemas that the description names: of the contract, of this host, and those that routes make of them.

use super::{reference, types};
use crate::serve::routes::{KEPT, Route, Shape, routes};
use counterfoil_core::contract::{schema, tighten};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

type Definitions = Map<String, Value>;

/// Has a type of this host be one that the description may name.
pub(super) fn add<T: JsonSchema>(generator: &mut SchemaGenerator) {
    let _ = generator.subschema_for::<T>();
}

/// `components/schemas` of the description: all that is named in it, and what those name.
#[must_use]
pub fn schemas() -> Value {
    let mut contract = schema().to_value();
    tighten(&mut contract);
    let verbs = contract["properties"].take();
    let mut known = object(contract["$defs"].take());
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    types::all(&mut generator);
    for (name, mut definition) in generator.take_definitions(true) {
        if !known.contains_key(&name) {
            tighten(&mut definition);
            known.insert(name, definition);
        }
    }
    envelopes(&verbs, &mut known);
    let mut usage = variant(&known["Event"], "usage");
    ["type", "id", "time", "account"].iter().for_each(|field| remove(&mut usage, field));
    optional(&mut usage, &["product"]);
    known.insert("CloudUsage".into(), usage);
    for route in routes() {
        made(&route, &verbs, &mut known);
    }
    let mut used = BTreeSet::new();
    named(&super::openapi()["paths"], &known, &mut used);
    let mut all: Definitions = known.into_iter().filter(|(name, _)| used.contains(name)).collect();
    all.sort_keys();
    let mut all = Value::Object(all);
    moved(&mut all);
    all
}

/// The answers of verbs, as every door gives them.
fn envelopes(verbs: &Value, known: &mut Definitions) {
    let envelope = |answer: Value, about: &str| {
        json!({
            "description": about,
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "engine": {"type": "string", "description": "Digest of the engine."},
                "contract": {"type": "string", "description": "Version of the contract."},
                "status": {"type": "string", "const": "ok"},
                "rulebook": {"type": "string", "description": "Digest of the rulebook, where there is one."},
                "answer": answer,
            },
            "required": ["engine", "contract", "status", "answer"],
        })
    };
    for (verb, parts) in verbs.as_object().into_iter().flatten() {
        if let Some(answer) = parts["properties"].get("answer") {
            let about = format!("The answer of the verb `{verb}`.");
            known.insert(reference::name(verb, "Answered"), envelope(answer.clone(), &about));
        }
    }
    known.insert("Answered".into(), envelope(json!({}), "The answer of a verb."));
}

/// What a route makes of the contract's types.
fn made(route: &Route, verbs: &Value, known: &mut Definitions) {
    let shapes =
        route.takes.iter().chain(route.answers.iter().map(|(_, content)| content)).map(|content| content.shape);
    for shape in shapes {
        let shape = match shape {
            Shape::Page(item) | Shape::List(item) | Shape::Every(item) => *item,
            other => other,
        };
        let (name, definition) = match shape {
            Shape::Call(verb) => {
                let call = reference_of(&verbs[verb]["properties"]["call"]).and_then(|name| known.get(name));
                let mut body = call.cloned().unwrap_or_default();
                KEPT.iter().for_each(|field| remove(&mut body, field));
                optional(&mut body, &["as_of"]);
                (reference::name(verb, "Body"), body)
            }
            Shape::Event(kind) => {
                let mut body = variant(&known["Event"], kind);
                let parts = route.path.split(['{', '}']).skip(1).step_by(2).filter(|part| *part != "id");
                ["type", "account"].into_iter().chain(parts).for_each(|field| remove(&mut body, field));
                optional(&mut body, &["id", "time"]);
                (reference::name(kind, "Body"), body)
            }
            Shape::Effect(kind) => (reference::name(kind, "Effect"), variant(&known["Effect"], kind)),
            Shape::Setting(part) => (reference::name(part, "Setting"), setting(known, part)),
            _ => continue,
        };
        known.insert(name, definition);
    }
}

fn setting(known: &Definitions, part: &str) -> Value {
    let event = variant(&known["Event"], "settings_changed");
    json!({
        "description": "One part of the settings.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "id": event["properties"]["id"],
            "time": event["properties"]["time"],
            part: known["Settings"]["properties"][part],
        },
        "required": [part],
    })
}

/// The variant of a choice by its `type`.
fn variant(choice: &Value, kind: &str) -> Value {
    let all = choice["oneOf"].as_array().into_iter().flatten();
    all.into_iter().find(|one| one["properties"]["type"]["const"] == kind).cloned().unwrap_or_default()
}

fn remove(body: &mut Value, field: &str) {
    if let Some(fields) = body.get_mut("properties").and_then(Value::as_object_mut) {
        fields.shift_remove(field);
    }
    optional(body, &[field]);
}

fn optional(body: &mut Value, fields: &[&str]) {
    if let Some(required) = body.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| !fields.iter().any(|field| name == field));
    }
}

fn reference_of(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str().and_then(|target| target.rsplit('/').next())
}

/// The names of all definitions that are named here, and by those.
fn named(value: &Value, known: &Definitions, used: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(name) = reference_of(value)
                && let Some(definition) = known.get(name)
                && used.insert(name.to_owned())
            {
                named(definition, known, used);
            }
            fields.values().for_each(|field| named(field, known, used));
        }
        Value::Array(items) => items.iter().for_each(|item| named(item, known, used)),
        _ => {}
    }
}

/// References as they are in this document.
fn moved(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(target)) = fields.get_mut("$ref") {
                *target = target.replace("#/$defs/", "#/components/schemas/");
            }
            fields.values_mut().for_each(moved);
        }
        Value::Array(items) => items.iter_mut().for_each(moved),
        _ => {}
    }
}

fn object(value: Value) -> Definitions {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::types;
    use counterfoil_core::contract::schema;
    use schemars::generate::SchemaSettings;

    /// A type of the host that has the name of one of the contract's would be described as that one.
    #[test]
    fn types_of_this_host_have_names_of_their_own() {
        let contract = schema().to_value();
        let mut generator = SchemaSettings::draft2020_12().into_generator();
        types::all(&mut generator);
        let strange = |name: &&String| contract["$defs"].get(name.as_str()).is_none();
        let definitions = generator.take_definitions(false);
        let own: Vec<&String> = definitions.keys().filter(strange).collect();
        for name in types::NAMES {
            assert!(own.iter().any(|own| own.as_str() == *name), "{name}");
        }
        assert_eq!(own.len(), types::NAMES.len(), "{own:?}");
    }
}
