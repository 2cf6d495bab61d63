//! Is it there, can it work, and which engine is it?

use super::Host;
use super::problem::Refusal;
use super::routes::{JSON, Needs, Route, Shape};
use super::standing;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

const GROUP: &str = "Host";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/livez", "live", live).told(GROUP, "Does it live?").needs(Needs::Nothing).answers(
            200,
            "text/plain",
            Shape::Text,
        ),
        Route::get("/readyz", "ready", ready)
            .told(GROUP, "Can the books be read and written, and does the engine price a known case as it always has?")
            .needs(Needs::Nothing)
            .answers(200, "text/plain", Shape::Text),
        Route::get("/healthz", "health", ready)
            .told(GROUP, "The same under another name")
            .needs(Needs::Nothing)
            .answers(200, "text/plain", Shape::Text),
        Route::get("/v1/version", "version", version)
            .told(
                GROUP,
                "The engine by its digest, the contract and the host by their versions, and who answers charges",
            )
            .needs(Needs::Nothing)
            .answers(200, JSON, Shape::Host("Version")),
    ]
}

async fn version(State(host): State<Host>) -> Json<Value> {
    Json(json!({
        "engine": host.store.engine().digest(),
        "contract": &*host.contract,
        "host": env!("CARGO_PKG_VERSION"),
        "payments": host.payments.word(),
    }))
}

async fn live() -> &'static str {
    "live\n"
}

/// Not while the host is about to stop, either.
async fn ready(State(host): State<Host>) -> Result<&'static str, Refusal> {
    match tokio::task::spawn_blocking(move || standing::ready(&host)).await {
        Ok(result) => result.map(|()| "ready\n"),
        Err(error) => Err(crate::StoreError::Unavailable(error.to_string()).into()),
    }
}
