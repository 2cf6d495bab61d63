//! What a schema says, in words; and the page of all types.

use super::html::{self, items, members, prose, string, text};
use serde_json::Value;
use std::fmt::Write as _;

/// A schema in a few words, with links to the types that it names.
pub(super) fn told(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|target| target.rsplit('/').next()) {
        return format!("<a href=\"/docs/types#{name}\">{name}</a>", name = text(name));
    }
    if let Some(word) = schema["const"].as_str() {
        return format!("<code>{}</code>", text(word));
    }
    if schema["enum"].is_array() {
        let words: Vec<String> = items(&schema["enum"])
            .map(|word| format!("<code>{}</code>", text(word.as_str().unwrap_or_default())))
            .collect();
        return words.join(", ");
    }
    let choices = if schema["oneOf"].is_array() { &schema["oneOf"] } else { &schema["anyOf"] };
    if choices.is_array() {
        return items(choices).map(told).collect::<Vec<_>>().join(" or ");
    }
    match string(schema, "type") {
        "string" => "text".into(),
        "integer" => whole(schema),
        "boolean" => "true or false".into(),
        "array" => format!("list of {}", told(&schema["items"])),
        "object" if schema["additionalProperties"].is_object() => {
            format!("names, each with {}", told(&schema["additionalProperties"]))
        }
        "object" => "object".into(),
        _ => "anything".into(),
    }
}

fn whole(schema: &Value) -> String {
    match (schema["minimum"].as_i64(), schema["maximum"].as_i64()) {
        (Some(least), Some(most)) => format!("whole number, {least} to {most}"),
        (Some(least), None) => format!("whole number from {least}"),
        _ => "whole number".into(),
    }
}

/// The fields of a record as a table.
pub(super) fn fields(schema: &Value) -> String {
    let mut rows = String::new();
    for (name, field) in members(&schema["properties"]) {
        let must = items(&schema["required"]).any(|required| required == name);
        let must = if must { "" } else { " <span class=\"may\">optional</span>" };
        let about = prose(string(field, "description"));
        // Writing to a String cannot fail.
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\"><code>{}</code>{must}</th><td>{}</td><td>{about}</td></tr>",
            text(name),
            told(field)
        );
    }
    if rows.is_empty() { rows } else { format!("<div class=\"scroll\"><table>\n{rows}</table></div>\n") }
}

/// The page of all types.
pub(super) fn page(described: &Value) -> String {
    let (mut aside, mut main) =
        (String::from("<p class=\"home\"><a href=\"/docs/\">Routes</a></p>\n<ul>\n"), String::new());
    main.push_str(
        "<h1>Types</h1>\n<p>What bodies are made of. Amounts are decimals in strings; times are RFC 3339 in UTC.</p>\n",
    );
    for (name, schema) in members(&described["components"]["schemas"]) {
        let _ = writeln!(aside, "<li><a href=\"#{name}\">{name}</a></li>", name = text(name));
        let _ = writeln!(
            main,
            "<section id=\"{name}\">\n<h2>{name}</h2>\n<p>{}</p>\n{}</section>",
            prose(string(schema, "description")),
            body(schema),
            name = text(name)
        );
    }
    aside.push_str("</ul>\n");
    html::page("Counterfoil types", &aside, &main)
}

fn body(schema: &Value) -> String {
    if schema["properties"].is_object() {
        return fields(schema);
    }
    let choices = if schema["oneOf"].is_array() { &schema["oneOf"] } else { &schema["anyOf"] };
    let mut told_choices = String::new();
    for choice in items(choices) {
        let word = choice["const"].as_str().or_else(|| choice["properties"]["type"]["const"].as_str());
        let head = word.map_or_else(|| told(choice), |word| format!("<code>{}</code>", text(word)));
        let _ = writeln!(told_choices, "<li>{head} {}{}</li>", prose(string(choice, "description")), fields(choice));
    }
    if told_choices.is_empty() {
        let pattern = schema["pattern"].as_str().map(|pattern| format!(" <code>{}</code>", text(pattern)));
        return format!("<p>{}{}</p>\n", told(schema), pattern.unwrap_or_default());
    }
    format!("<ul class=\"choices\">\n{told_choices}</ul>\n")
}
