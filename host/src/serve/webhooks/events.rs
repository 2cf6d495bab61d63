//! `GET /v1/event-types`: what there is to be told.

use crate::outbox::EVENTS;
use crate::outbox::mail::sample_event;
use crate::serve::routes::{JSON, Needs, Route, Shape};
use axum::Json;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/v1/event-types", "listEventTypes", list)
            .told("Webhooks", "Types of events, each with a sample")
            .about("An event is an effect of the books in an envelope; docs/webhooks.md has what is in each.")
            .needs(Needs::Known)
            .answers(200, JSON, Shape::List(&Shape::Host("EventType"))),
    ]
}

async fn list() -> Response {
    let told = EVENTS.iter().map(|event| {
        json!({
            "type": event.name,
            "effect": event.effect,
            "mailed": event.mailed,
            "about": event.about,
            "sample": sample_event(event.name),
        })
    });
    Json(json!({"data": told.collect::<Vec<Value>>()})).into_response()
}
