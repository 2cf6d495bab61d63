//! The routes as OpenAPI 3.1. What stands at an address comes from the table of routes; what bodies look like from the Rust types
//! (`schemas`, where they are compiled in); what is answered from a host that was asked (`examples`).

#[cfg(feature = "schema")]
mod accounts;
#[cfg(feature = "schema")]
mod dealings;
mod examples;
mod operation;
#[cfg(feature = "schema")]
mod outlets;
#[cfg(feature = "schema")]
mod people;
#[cfg(feature = "schema")]
mod posted;
mod reference;
#[cfg(feature = "schema")]
mod rulebooks;
#[cfg(feature = "schema")]
mod schemas;
#[cfg(feature = "schema")]
mod types;

pub use examples::{Example, examples};
#[cfg(feature = "schema")]
pub use schemas::schemas;

use super::routes::{JSON, Needs, Route, Shape, routes as all};
use axum::http::header;
use axum::response::IntoResponse;
use serde_json::{Map, Value, json};

/// The document as it is committed and served.
pub(super) const DOCUMENT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/artefact/openapi.json"));

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/v1/openapi.json", "openapi", document)
            .told("Description", "This description: OpenAPI 3.1")
            .needs(Needs::Nothing)
            .answers(200, JSON, Shape::Document),
    ]
}

async fn document() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, JSON), (header::CACHE_CONTROL, "no-cache")], DOCUMENT)
}

/// The routes as an OpenAPI document, without the schemas that it names.
#[must_use]
pub fn openapi() -> Value {
    let (mut paths, mut groups) = (Map::new(), Vec::new());
    for route in all() {
        if !groups.contains(&route.group) {
            groups.push(route.group);
        }
        let at = paths.entry(route.path).or_insert_with(|| json!({}));
        at[route.method.word().to_ascii_lowercase()] = operation::operation(&route);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Counterfoil",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Billing over HTTP: rulebooks, accounts, what happens to them, and why. Amounts are decimals in \
                            strings, times are RFC 3339.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "tags": groups.into_iter().map(|name| json!({"name": name})).collect::<Vec<_>>(),
        "paths": paths,
        "security": [{"key": []}, {"session": []}],
        "components": {"parameters": operation::parameters(), "securitySchemes": operation::security()},
    })
}
