//! Is it there, can it work, and which engine is it?

use super::Host;
use super::problem::Refusal;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

pub(super) async fn version(State(host): State<Host>) -> Json<Value> {
    Json(json!({
        "engine": host.store.engine().digest(),
        "contract": &*host.contract,
        "host": env!("CARGO_PKG_VERSION"),
        "payments": host.payments.word(),
    }))
}

pub(super) async fn live() -> &'static str {
    "live\n"
}

/// Ready when the store can be read and written and the engine answers.
pub(super) async fn ready(State(host): State<Host>) -> Result<&'static str, Refusal> {
    let checked = tokio::task::spawn_blocking(move || {
        host.store.ready()?;
        host.store.engine().contract().map_err(crate::StoreError::from)
    });
    match checked.await {
        Ok(result) => result.map(|_| "ready\n").map_err(Refusal::from),
        Err(error) => Err(crate::StoreError::Unavailable(error.to_string()).into()),
    }
}
