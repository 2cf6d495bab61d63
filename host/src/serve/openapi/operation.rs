//! One route as an OpenAPI operation.

use super::examples::{asked, values};
use super::reference;
use crate::serve::routes::{Content, Kind, Method, Needs, Param, Route, Shape};
use serde_json::{Map, Value, json};

pub(super) fn operation(route: &Route) -> Value {
    let mut told = json!({
        "operationId": route.id,
        "tags": [route.group],
        "summary": route.summary,
    });
    if !route.about.is_empty() {
        told["description"] = route.about.into();
    }
    if route.needs == Needs::Nothing {
        told["security"] = json!([]);
    }
    told["x-rights"] = route.needs.rights().iter().map(|right| format!("{right:?}").to_lowercase()).collect();
    let parameters = parameters_of(route);
    if !parameters.is_empty() {
        told["parameters"] = parameters.into();
    }
    if !route.takes.is_empty() {
        let content: Map<String, Value> = route.takes.iter().map(taken).collect();
        told["requestBody"] = json!({"required": true, "content": content});
    }
    told["responses"] = answers(route).into();
    told
}

fn parameters_of(route: &Route) -> Vec<Value> {
    let mut all: Vec<Value> = values(route.path, route.example)
        .into_iter()
        .map(|(name, example)| {
            let own = matches!(name, "verb" | "digest" | "key" | "name" | "webhook" | "delivery" | "type" | "language");
            let schema = if own { json!({"type": "string"}) } else { reference::to("Id") };
            json!({"name": name, "in": "path", "required": true, "description": named(name), "schema": schema, "example": example})
        })
        .collect();
    all.extend(route.query.iter().map(|param| query(param, route)));
    if route.method != Method::Get && route.needs != Needs::Nothing {
        all.push(json!({"$ref": "#/components/parameters/IdempotencyKey"}));
    }
    if route.answers.iter().any(|(_, content)| matches!(content.shape, Shape::Host("Posted" | "Done" | "KeptAccount")))
    {
        all.push(json!({"$ref": "#/components/parameters/Prefer"}));
    }
    all
}

/// What stands in an address.
const fn named(name: &str) -> &'static str {
    match name.as_bytes() {
        b"id" => "The account.",
        b"verb" => "The verb.",
        b"digest" => "The rulebook, by its digest.",
        b"method" => "The payment method.",
        b"subaccount" => "The subaccount.",
        b"subscription" => "The subscription.",
        b"hold" => "The hold.",
        b"number" => "The document's number.",
        b"charge" => "The charge, as its request named it.",
        b"intent" => "The setup intent, as Stripe calls it.",
        b"invoice" => "The invoice, as its effect named it.",
        b"note" => "The credit note, as its effect named it.",
        b"webhook" => "The webhook's name.",
        b"delivery" => "The delivery.",
        b"type" => "The type of event.",
        b"language" => "`en` or `de`.",
        b"receipt" => "The receipt: the id of its payment.",
        b"key" => "The key's public id.",
        b"name" => "The user's name.",
        _ => "",
    }
}

fn query(param: &Param, route: &Route) -> Value {
    let schema = match param.kind {
        Kind::Text => json!({"type": "string"}),
        Kind::Contract(name) => reference::to(name),
        Kind::Whole(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
        Kind::Decimal => json!({"type": "string", "pattern": "^-?[0-9]{1,28}(\\.[0-9]{1,28})?$"}),
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Word(words) => json!({"type": "string", "enum": words}),
    };
    let mut told = json!({"name": param.name, "in": "query", "description": param.about, "schema": schema});
    if let Some(value) = asked(route.example).into_iter().find(|(name, _)| *name == param.name).map(|(_, value)| value)
    {
        told["example"] = serde_json::from_str(value).unwrap_or_else(|_| value.into());
    }
    told
}

fn taken(content: &Content) -> (String, Value) {
    // A body in JSON is told as what it is, others as texts.
    let json = content.kind.ends_with("json") && content.kind != "application/x-ndjson";
    let example: Value =
        if json { serde_json::from_str(content.example).unwrap_or_default() } else { content.example.into() };
    (content.kind.to_owned(), json!({"schema": reference::schema(content.shape), "example": example}))
}

fn answers(route: &Route) -> Map<String, Value> {
    let mut all = Map::new();
    for (status, content) in &route.answers {
        let at = all.entry(status.to_string()).or_insert_with(|| json!({"description": told(*status), "content": {}}));
        // Nothing is answered where nothing is said.
        if !content.kind.is_empty() {
            at["content"][content.kind] = json!({"schema": reference::schema(content.shape)});
        }
        if let Ok(example) = serde_json::from_str::<Value>(content.example) {
            at["content"][content.kind]["example"] = example;
        }
    }
    let (body, known) = (!route.takes.is_empty(), route.needs != Needs::Nothing);
    let refusals = [
        (body, 400, "Not JSON, or an address that cannot be read."),
        (known, 401, "No key, token or session, or one that is unknown or has ended."),
        (known, 403, "Whoever calls has not the right."),
        (route.path.contains('{'), 404, "There is no such thing."),
        (route.method != Method::Get, 409, "What is kept under this id or key is something else."),
        (body, 413, "The body is too long, or has too many events."),
        (body, 415, "Another content type than those above."),
        (
            body || !route.query.is_empty() || route.path.contains('{'),
            422,
            "Refused by shape or by a rule: all that is wrong is told.",
        ),
    ];
    for (_, status, about) in refusals.into_iter().filter(|(there, ..)| *there) {
        all.insert(status.to_string(), refusal(about));
    }
    all.insert(
        "default".into(),
        refusal("Not done, and nothing has changed: another name or method, too slow, or not now."),
    );
    all
}

const fn told(status: u16) -> &'static str {
    match status {
        201 => "Made.",
        204 => "Done; there is nothing to tell.",
        _ => "Done.",
    }
}

fn refusal(about: &str) -> Value {
    json!({"description": about, "content": {"application/problem+json": {"schema": reference::to("Refusal")}}})
}

/// What whoever calls shows of themselves.
pub(super) fn security() -> Value {
    json!({
        "key": {
            "type": "http",
            "scheme": "bearer",
            "description": "An API key (`cfk_…`), or a customer's token (`cft_…`).",
        },
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": "__Host-counterfoil",
            "description": "The session of a console user; over plain http on the same machine the cookie is `counterfoil`. What \
                            changes something has the header `Counterfoil-Csrf` beside it.",
        },
    })
}

/// Headers that many routes know.
pub(super) fn parameters() -> Value {
    json!({
        "IdempotencyKey": {
            "name": "Idempotency-Key",
            "in": "header",
            "description": "A key of the caller's own: the same call with the same key is answered again with the same bytes, for \
                            thirty days. Of a command that names no `id` it is the event's id.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]*$"},
        },
        "Prefer": {
            "name": "Prefer",
            "in": "header",
            "description": "With `return=minimal` the answer is as short as can be: counts, or a name (RFC 7240).",
            "schema": {"type": "string"},
        },
    })
}
