//! The contract as the generators see it: the few shapes that its JSON Schema is made of. A shape that is not listed
//! here is an error, since a page that guesses is worse than none.

use crate::Outcome;
use serde_json::{Map, Value};

/// The whole contract.
pub(super) struct Contract {
    pub(super) verbs: Vec<Verb>,
    pub(super) definitions: Vec<Definition>,
}

/// A verb with the names of its types.
pub(super) struct Verb {
    pub(super) name: String,
    pub(super) call: String,
    pub(super) answer: String,
}

/// A named type.
pub(super) struct Definition {
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) shape: Shape,
}

/// What a value looks like.
pub(super) enum Shape {
    /// Another definition, by name.
    Named(String),
    Text {
        pattern: Option<String>,
    },
    Whole {
        minimum: Option<i64>,
        maximum: Option<i64>,
    },
    Flag,
    /// One of these words, each with its sentence.
    Words(Vec<(String, String)>),
    List(Box<Shape>),
    Record(Vec<Field>),
    /// Names of the caller's own, each with such a value.
    Map(Box<Shape>),
    /// One of several shapes, each with its sentence.
    Choice(Vec<(String, Shape)>),
}

/// A field of a record.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) required: bool,
    pub(super) shape: Shape,
}

impl Contract {
    pub(super) fn read(schema: &Value) -> Outcome<Self> {
        let (mut verbs, mut definitions) = (Vec::new(), Vec::new());
        for (name, verb) in object(&schema["properties"], "the verbs")? {
            // The one property beside the verbs is the problem, which has no call.
            if let Some(parts) = verb["properties"].as_object() {
                let part =
                    |part: &str| parts.get(part).and_then(reference).ok_or(format!("{name}: no type for its {part}"));
                verbs.push(Verb { name: name.clone(), call: part("call")?, answer: part("answer")? });
            }
        }
        for (name, schema) in object(&schema["$defs"], "the definitions")? {
            definitions.push(Definition { name: name.clone(), doc: doc(schema), shape: shape(schema, name)? });
        }
        Ok(Self { verbs, definitions })
    }

    pub(super) fn definition(&self, name: &str) -> Option<&Definition> {
        self.definitions.iter().find(|definition| definition.name == name)
    }

    /// What a verb does: the sentence on its call.
    pub(super) fn doc(&self, verb: &Verb) -> &str {
        self.definition(&verb.call).map_or("", |call| &call.doc)
    }
}

fn shape(schema: &Value, at: &str) -> Outcome<Shape> {
    if let Some(name) = reference(schema) {
        return Ok(Shape::Named(name));
    }
    if let Some(choices) = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array()) {
        return choice(choices, at);
    }
    if let Some(words) = schema["enum"].as_array() {
        return Ok(Shape::Words(words.iter().map(|word| (text(word), String::new())).collect()));
    }
    if let Some(word) = schema["const"].as_str() {
        return Ok(Shape::Words(vec![(word.to_owned(), doc(schema))]));
    }
    match schema["type"].as_str() {
        Some("string") => Ok(Shape::Text { pattern: schema["pattern"].as_str().map(String::from) }),
        Some("integer") => {
            Ok(Shape::Whole { minimum: schema["minimum"].as_i64(), maximum: schema["maximum"].as_i64() })
        }
        Some("boolean") => Ok(Shape::Flag),
        Some("array") => Ok(Shape::List(Box::new(shape(&schema["items"], at)?))),
        Some("object") if schema["additionalProperties"].is_object() => {
            Ok(Shape::Map(Box::new(shape(&schema["additionalProperties"], at)?)))
        }
        Some("object") => Ok(Shape::Record(fields(schema, at)?)),
        _ => Err(format!("{at}: the generators know no such shape: {schema}").into()),
    }
}

/// Choices between words are words; everything else keeps its parts.
fn choice(choices: &[Value], at: &str) -> Outcome<Shape> {
    let mut parts = Vec::new();
    for choice in choices {
        parts.push((doc(choice), shape(choice, at)?));
    }
    if parts.iter().all(|(_, shape)| matches!(shape, Shape::Words(_))) {
        let words =
            parts.into_iter().flat_map(|(_, shape)| if let Shape::Words(words) = shape { words } else { vec![] });
        return Ok(Shape::Words(words.collect()));
    }
    Ok(Shape::Choice(parts))
}

fn fields(schema: &Value, at: &str) -> Outcome<Vec<Field>> {
    let required = schema["required"].as_array().map_or(&[][..], Vec::as_slice);
    let mut fields = Vec::new();
    for (name, field) in object(&schema["properties"], at)? {
        fields.push(Field {
            name: name.clone(),
            doc: format!("{}{}", doc(field), default(field)),
            required: required.iter().any(|one| one == name),
            shape: shape(field, &format!("{at}/{name}"))?,
        });
    }
    Ok(fields)
}

fn reference(schema: &Value) -> Option<String> {
    schema["$ref"].as_str()?.strip_prefix("#/$defs/").map(String::from)
}

fn object<'a>(value: &'a Value, what: &str) -> Outcome<&'a Map<String, Value>> {
    value.as_object().ok_or_else(|| format!("{what}: no properties").into())
}

fn doc(schema: &Value) -> String {
    schema["description"].as_str().unwrap_or_default().replace('\n', " ")
}

/// What an absent field means, where that is one plain value.
fn default(field: &Value) -> String {
    match &field["default"] {
        Value::String(word) => format!(" Default: `{word}`."),
        Value::Number(_) | Value::Bool(_) => format!(" Default: `{}`.", field["default"]),
        _ => String::new(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
