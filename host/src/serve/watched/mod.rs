//! What whoever operates the host sees of it: a line for each request, and metrics.

#[cfg(feature = "cli")]
mod listener;
mod meters;

#[cfg(feature = "cli")]
pub(super) use listener::serve;
pub(super) use meters::{Meters, told};

use super::Host;
use super::identity::request_id_of;
use crate::trace::Trace;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use std::sync::{Arc, OnceLock};
use std::time::Instant;
use tracing::Instrument as _;

/// Where a request turns out to go: the address of a route, with the names of what it takes.
#[derive(Clone, Default)]
pub(super) struct Place(Arc<OnceLock<&'static str>>);

impl Place {
    /// The request has come to this route.
    pub(super) fn found(request: &Request, path: &'static str) {
        if let Some(place) = request.extensions().get::<Self>() {
            // It is found once.
            let _ = place.0.set(path);
        }
    }
}

/// What is no route's: files of the console, and what is not there.
const NO_ROUTE: &str = "none";

/// A line and a count for each request. Neither has anything of its address, its query, its headers or its body but its id and its
/// trace, whose letters are looked at: whatever else a caller sends may be a secret.
pub(super) async fn watch(State(host): State<Host>, mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let (method, place, id) = (word(request.method()), Place::default(), request_id_of(request.extensions()));
    let trace = Trace::of(request.headers());
    request.extensions_mut().insert(place.clone());
    // Of the highest level, so that whatever is said within a request has its id.
    let span = tracing::error_span!("request", request_id = %id, trace_id = %trace.id(), span_id = %trace.span());
    async move {
        let response = next.run(request).await;
        let (took, status) = (begun.elapsed(), response.status().as_u16());
        let route = place.0.get().copied().unwrap_or(NO_ROUTE);
        host.meters.request(route, method, status, took);
        let ms = took.as_micros() as f64 / 1_000.0;
        if status >= 500 {
            tracing::warn!(method, route, status, duration_ms = ms, "answered");
        } else {
            tracing::info!(method, route, status, duration_ms = ms, "answered");
        }
        response
    }
    .instrument(span)
    .await
}

/// One of few words, whatever a caller makes up.
fn word(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "OTHER",
    }
}
