//! Pages of other origins that may call: those that are named, with a token that they show. A cookie is never taken from them.

use axum::http::{HeaderName, HeaderValue, Method, header};
use std::time::Duration;
use tower_http::cors::CorsLayer;

/// How long a browser remembers what it was told before a call.
const REMEMBERED: Duration = Duration::from_secs(60 * 60);

/// Where none is named, no other page may. An origin that cannot be one is never met.
pub(super) fn layer(origins: &[String]) -> CorsLayer {
    let origins: Vec<HeaderValue> =
        origins.iter().filter_map(|origin| origin.trim_end_matches('/').parse().ok()).collect();
    if origins.is_empty() {
        return CorsLayer::new();
    }
    let own = ["idempotency-key", "prefer"].map(HeaderName::from_static);
    let told = ["counterfoil-replayed", "idempotency-replayed", "x-request-id"].map(HeaderName::from_static);
    CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers(own.into_iter().chain([header::AUTHORIZATION, header::CONTENT_TYPE]).collect::<Vec<_>>())
        .expose_headers(told)
        .max_age(REMEMBERED)
}
