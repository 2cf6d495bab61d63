//! The page of all routes.

use super::html::{self, items, listing, members, prose, string, text};
use super::types::{fields, told};
use serde_json::Value;
use std::fmt::Write as _;

pub(super) fn page(described: &Value) -> String {
    let info = &described["info"];
    let mut aside = String::from(
        "<p class=\"home\"><a href=\"/\">Counterfoil</a></p>\n<p><a href=\"/docs/types\">Types</a> \
         <a href=\"/v1/openapi.json\">OpenAPI</a></p>\n",
    );
    let mut main = format!(
        "<h1>{} HTTP API</h1>\n<p class=\"version\">Version {}</p>\n<p>{}</p>\n",
        text(string(info, "title")),
        text(string(info, "version")),
        prose(string(info, "description"))
    );
    for group in items(&described["tags"]) {
        let group = string(group, "name");
        let anchor = group.to_lowercase().replace(' ', "-");
        // Writing to a String cannot fail.
        let _ = writeln!(aside, "<h2><a href=\"#{anchor}\">{group}</a></h2>\n<ul>", group = text(group));
        let _ = writeln!(main, "<section id=\"{anchor}\">\n<h2>{}</h2>", text(group));
        for (path, methods) in members(&described["paths"]) {
            for (method, operation) in members(methods).filter(|(_, operation)| operation["tags"][0] == group) {
                let method = method.to_uppercase();
                let id = text(string(operation, "operationId"));
                let _ = writeln!(aside, "<li><a href=\"#{id}\">{}</a></li>", text(string(operation, "summary")));
                main.push_str(&route(described, &method, path, operation));
            }
        }
        aside.push_str("</ul>\n");
        main.push_str("</section>\n");
    }
    html::page("Counterfoil HTTP API", &aside, &main)
}

fn route(described: &Value, method: &str, path: &str, operation: &Value) -> String {
    let mut told = format!(
        "<article id=\"{}\">\n<h3>{}</h3>\n<p class=\"address\"><span class=\"method {}\">{method}</span> <code>{}</code></p>\n",
        text(string(operation, "operationId")),
        prose(string(operation, "summary")),
        method.to_lowercase(),
        text(path)
    );
    if let Some(about) = operation["description"].as_str() {
        let _ = writeln!(told, "<p>{}</p>", prose(about));
    }
    let rights: Vec<String> = items(&operation["x-rights"])
        .map(|right| format!("<b>{}</b>", text(right.as_str().unwrap_or_default())))
        .collect();
    let needs = if rights.is_empty() { "Needs no right.".into() } else { format!("Needs {}.", rights.join(" or ")) };
    let _ = writeln!(told, "<p class=\"rights\">{needs}</p>");
    told.push_str(&parameters(described, operation));
    told.push_str(&body(described, operation));
    told.push_str(&examples(described, method, path, operation));
    told.push_str("</article>\n");
    told
}

/// What a reference leads to.
fn found<'d>(described: &'d Value, value: &'d Value) -> &'d Value {
    let target = value["$ref"].as_str().and_then(|target| target.strip_prefix('#'));
    target.and_then(|target| described.pointer(target)).unwrap_or(value)
}

fn parameters(described: &Value, operation: &Value) -> String {
    let mut rows = String::new();
    for parameter in items(&operation["parameters"]).map(|parameter| found(described, parameter)) {
        let may = if parameter["required"] == true { "" } else { " <span class=\"may\">optional</span>" };
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\"><code>{}</code>{may}</th><td>{}, {}</td><td>{}</td></tr>",
            text(string(parameter, "name")),
            text(string(parameter, "in")),
            told(&parameter["schema"]),
            prose(string(parameter, "description"))
        );
    }
    if rows.is_empty() {
        return rows;
    }
    format!("<h4>Parameters</h4>\n<div class=\"scroll\"><table>\n{rows}</table></div>\n")
}

fn body(described: &Value, operation: &Value) -> String {
    let mut all = String::new();
    for (kind, content) in members(&operation["requestBody"]["content"]) {
        let schema = &content["schema"];
        let _ = writeln!(all, "<p><code>{}</code>: {}</p>", text(kind), told(schema));
        if kind == "application/json" && string(schema, "$ref").ends_with("Body") {
            all.push_str(&fields(found(described, schema)));
        }
    }
    if all.is_empty() { all } else { format!("<h4>Body</h4>\n{all}") }
}

/// The address of a route's example.
fn address(described: &Value, path: &str, operation: &Value) -> String {
    let (mut address, mut query) = (path.to_owned(), Vec::new());
    for parameter in items(&operation["parameters"]).map(|parameter| found(described, parameter)) {
        let value = match &parameter["example"] {
            Value::Null => continue,
            Value::String(value) => value.clone(),
            other => other.to_string(),
        };
        let name = string(parameter, "name");
        match string(parameter, "in") {
            "path" => address = address.replace(&format!("{{{name}}}"), &value),
            _ => query.push(format!("{name}={value}")),
        }
    }
    if query.is_empty() { address } else { format!("{address}?{}", query.join("&")) }
}

fn examples(described: &Value, method: &str, path: &str, operation: &Value) -> String {
    let address = address(described, path, operation);
    let mut all = String::from("<h4>Request</h4>\n");
    let bodies: Vec<(&str, &Value)> = members(&operation["requestBody"]["content"]).collect();
    for (kind, content) in &bodies {
        let request = format!("{method} {address}\nContent-Type: {kind}\n\n{}", written(&content["example"]));
        all.push_str(&listing("request", &request));
    }
    if bodies.is_empty() {
        all.push_str(&listing("request", &format!("{method} {address}")));
    }
    all.push_str("<h4>Answers</h4>\n");
    let mut others = Vec::new();
    for (status, answer) in members(&operation["responses"]) {
        let refused = answer["content"].get("application/problem+json").is_some();
        if refused {
            let about = prose(string(answer, "description"));
            others.push(format!("<li><b>{}</b> {about}</li>", text(status)));
            continue;
        }
        let _ = writeln!(all, "<p><b>{}</b> {}</p>", text(status), prose(string(answer, "description")));
        for (kind, content) in members(&answer["content"]) {
            let _ = writeln!(all, "<p><code>{}</code>: {}</p>", text(kind), told(&content["schema"]));
            if let Some(example) = content.get("example") {
                all.push_str(&listing("answer", &written(example)));
            }
        }
    }
    let _ = writeln!(all, "<details><summary>Refusals</summary>\n<ul>{}</ul>\n</details>", others.concat());
    all
}

fn written(example: &Value) -> String {
    match example {
        Value::String(text) => text.clone(),
        other => format!("{other:#}"),
    }
}
