//! `GET /metrics`, on an address of its own: whoever reaches it needs no key, so it is not for everybody to reach.

use crate::serve::Host;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower_http::timeout::TimeoutLayer;

const TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Whoever asks while another is answered waits: the books are asked by one at a time.
static ONE: Semaphore = Semaphore::const_new(1);

/// Serves until it is dropped.
pub(in crate::serve) async fn serve(listener: TcpListener, host: Host) {
    let metrics = Router::new().route("/metrics", get(metrics));
    let timely = TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, crate::serve::REQUEST_TIME);
    crate::serve::listen::forever(listener, metrics.layer(timely).with_state(host)).await;
}

async fn metrics(State(host): State<Host>) -> Response {
    // The semaphore is never closed.
    let _turn = ONE.acquire().await;
    match tokio::task::spawn_blocking(move || host.metrics()).await {
        Ok(text) => ([(header::CONTENT_TYPE, TYPE)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
