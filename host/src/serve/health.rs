//! Is it there, can it work, and which engine is it?

use super::Host;
use super::problem::Refusal;
use super::routes::{JSON, Needs, Route, Shape};
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
            .told(GROUP, "Can the books be read and written, and does the engine answer?")
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

/// Ready when the store can be read and written and the engine answers.
async fn ready(State(host): State<Host>) -> Result<&'static str, Refusal> {
    let checked = tokio::task::spawn_blocking(move || {
        host.store.ready()?;
        host.store.engine().contract().map_err(crate::StoreError::from)
    });
    match checked.await {
        Ok(result) => result.map(|_| "ready\n").map_err(Refusal::from),
        Err(error) => Err(crate::StoreError::Unavailable(error.to_string()).into()),
    }
}
