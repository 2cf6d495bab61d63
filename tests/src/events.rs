//! The catalogue of events as `docs/webhooks.md` has it, from the Rust types: what each event is made of, and a sample.

use counterfoil::outbox::{EVENTS, Event, sample};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// Between these marks it stands on the page.
pub const BEGIN: &str = "<!-- events, by `cargo xtask bless` -->\n";
/// Its end.
pub const END: &str = "<!-- events end -->\n";

/// What every effect has.
const HEAD: &[&str] = &["type", "id", "event", "time", "balance", "rule"];
/// What every notice has.
const NOTICE_HEAD: &[&str] = &["type", "id", "time"];

/// What the host itself tells, from its Rust types.
///
/// # Panics
/// They have another shape.
#[must_use]
pub fn notices() -> Vec<Value> {
    let schema = counterfoil::Notice::schema();
    schema["oneOf"].as_array().expect("notices").clone()
}

/// The page with its catalogue written anew.
///
/// # Panics
/// The page has lost its marks, or an effect has no event.
#[must_use]
pub fn page(page: &str) -> String {
    let (before, rest) = page.split_once(BEGIN).expect("the page's first mark");
    let (_, after) = rest.split_once(END).expect("the page's second mark");
    format!("{before}{BEGIN}{}{END}{after}", catalogue())
}

fn catalogue() -> String {
    let schema = counterfoil_core::contract::schema().to_value();
    let effects = schema["$defs"]["Effect"]["oneOf"].as_array().expect("effects");
    let mut text = String::from("\n| event | when | mailed |\n| --- | --- | --- |\n");
    for event in EVENTS {
        let anchor = event.name.replace('.', "");
        let mailed = if event.mailed { "●" } else { "" };
        let _ = writeln!(text, "| [`{}`](#{anchor}) | {} | {mailed} |", event.name, event.about);
    }
    for effect in effects {
        let kind = effect["properties"]["type"]["const"].as_str().expect("a name");
        let event = EVENTS.iter().find(|event| event.effect == kind).expect("an event for each effect");
        let _ = write!(text, "\n{}", section(event, ("effect", HEAD), effect));
    }
    for notice in notices() {
        let kind = notice["properties"]["type"]["const"].as_str().expect("a name");
        let event = EVENTS.iter().find(|event| event.effect == kind).expect("an event for each notice");
        let _ = write!(text, "\n{}", section(event, ("notice", NOTICE_HEAD), &notice));
    }
    text + "\n"
}

fn section(event: &Event, (of, head): (&str, &[&str]), effect: &Value) -> String {
    let mut text = format!("### `{}`\n\n{} The {of} `{}`", event.name, event.about, event.effect);
    let fields = effect["properties"].as_object().expect("fields");
    let own: Vec<_> = fields.iter().filter(|(name, _)| !head.contains(&name.as_str()) && *name != "to").collect();
    text.push_str(if own.is_empty() {
        ", with nothing beside what each of them has.\n"
    } else {
        ":\n\n| field | type | |\n| --- | --- | --- |\n"
    });
    for (name, field) in own {
        let required = effect["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name));
        let about = field["description"].as_str().unwrap_or_default();
        let about = if required { about.to_owned() } else { format!("{about} May be absent.") };
        let _ = writeln!(text, "| `{name}` | {} | {about} |", kind(field));
    }
    let sample = sample(event.name).expect("a sample");
    let _ = write!(text, "\n```json\n{}\n```\n", written(event, sample));
    text
}

/// What a field is, in a word.
fn kind(field: &Value) -> String {
    let named = |target: &Value| target.as_str().and_then(|target| target.rsplit('/').next()).map(str::to_owned);
    if let Some(name) = named(&field["$ref"]) {
        return format!("`{name}`");
    }
    if field["type"] == "array" {
        return format!("list of {}", kind(&field["items"]));
    }
    if let Some(one) = field["anyOf"].as_array().and_then(|all| all.iter().find(|one| one["type"] != "null")) {
        return kind(one);
    }
    match &field["type"] {
        Value::Array(kinds) => {
            kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or("value").to_owned()
        }
        kind => kind.as_str().unwrap_or("value").to_owned(),
    }
}

/// A payload, a field a line.
fn written(event: &Event, sample: &Value) -> String {
    let none = Map::new();
    let data = sample.as_object().unwrap_or(&none);
    let fields: Vec<String> = data.iter().map(|(name, value)| format!("    {}: {value}", json!(name))).collect();
    let head = [
        ("id", json!("evt_mfrggzdfmztwq2lkmfrggzdfmztwq2lk")),
        ("type", json!(event.name)),
        ("time", data["time"].clone()),
        ("account", json!("acme")),
    ];
    let head: Vec<String> = head.into_iter().map(|(name, value)| format!("  \"{name}\": {value}")).collect();
    format!("{{\n{},\n  \"data\": {{\n{}\n  }}\n}}", head.join(",\n"), fields.join(",\n"))
}
