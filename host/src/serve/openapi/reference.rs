//! Shapes as schemas: named ones are referred to, and stand among the components.

use crate::serve::routes::Shape;
use serde_json::{Value, json};

pub(super) fn to(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// `hold_settled` and an ending as the name of a type.
pub(super) fn name(words: &str, ending: &str) -> String {
    let mut name = String::new();
    for word in words.split('_') {
        let mut letters = word.chars();
        name.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name + ending
}

pub(super) fn schema(shape: Shape) -> Value {
    match shape {
        Shape::Contract(name) | Shape::Host(name) => to(name),
        Shape::Call(verb) => to(&name(verb, "Body")),
        Shape::Answer(verb) => to(&name(verb, "Answered")),
        Shape::AnyAnswer => to("Answered"),
        Shape::Event(kind) => to(&name(kind, "Body")),
        Shape::Setting(part) => to(&name(part, "Setting")),
        Shape::Effect(kind) => to(&name(kind, "Effect")),
        Shape::Page(item) => json!({
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "data": {"type": "array", "items": schema(*item)},
                "has_more": {"type": "boolean", "description": "Is there another page?"},
                "cursor": {"type": "string", "description": "Where it begins."},
            },
            "required": ["data", "has_more"],
        }),
        Shape::Every(item) => json!({"type": "array", "items": schema(*item)}),
        Shape::List(item) => json!({
            "type": "object",
            "additionalProperties": false,
            "properties": {"data": {"type": "array", "items": schema(*item)}},
            "required": ["data"],
        }),
        Shape::Object | Shape::Document => json!({"type": "object"}),
        Shape::Text | Shape::File => json!({"type": "string"}),
        Shape::Bytes | Shape::Nothing => json!({}),
    }
}
