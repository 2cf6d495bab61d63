//! The console's files, embedded, and the artefact itself.

use super::Host;
use super::problem::Refusal;
use super::routes::{Needs, Route, Shape};
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "artefact/console"]
struct Console;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/counterfoil.wasm", "engineFile", artefact)
            .told("Engine", "The file it bills with")
            .about("Its SHA-256 is the digest that answers name, so that a page decides by the same file.")
            .needs(Needs::Nothing)
            .answers(200, "application/wasm", Shape::Bytes),
    ]
}

/// The file that bills here, which need not be the one this host was built with.
async fn artefact(State(host): State<Host>) -> Response {
    ([(header::CONTENT_TYPE, "application/wasm")], host.artefact).into_response()
}

pub(super) async fn serve(uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    let path = match path {
        "" => "index.html",
        "inbox" => "inbox.html",
        file => file,
    };
    let Some(file) = Console::get(path) else {
        let help = if path == "index.html" {
            "build the console with `cargo xtask build`"
        } else {
            "the routes are listed in docs/http.md"
        };
        return Refusal::new(StatusCode::NOT_FOUND, "not_found", "", "there is nothing at this address", help)
            .into_response();
    };
    // Files under assets/ carry a hash of their content in their name.
    let caching = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    ([(header::CONTENT_TYPE, kind(path)), (header::CACHE_CONTROL, caching)], file.data).into_response()
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json" | "webmanifest") => "application/json",
        Some("wasm") => "application/wasm",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}
