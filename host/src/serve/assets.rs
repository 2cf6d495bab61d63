//! The console's files, embedded, and the artefact itself.

use super::Host;
use super::problem::Refusal;
use super::routes::{Needs, Route, Shape};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use std::borrow::Cow;

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
    ([(header::CONTENT_TYPE, "application/wasm")], host.artefact.clone()).into_response()
}

pub(super) async fn serve(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let path = match path {
        "" => "index.html",
        "inbox" => "inbox.html",
        file => file,
    };
    let Some((data, encoding)) = encoded(path, &headers) else {
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
    let told =
        [(header::CONTENT_TYPE, kind(path)), (header::CACHE_CONTROL, caching), (header::VARY, "accept-encoding")];
    let mut response = (told, data).into_response();
    if let Some(encoding) = encoding {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// A file in the densest form that the caller takes. They are made with the file, and not when somebody asks.
fn encoded(path: &str, headers: &HeaderMap) -> Option<(Cow<'static, [u8]>, Option<&'static str>)> {
    let file = Console::get(path)?;
    let dense = [("br", "br"), ("gzip", "gz")].into_iter().find_map(|(encoding, ending)| {
        let dense = takes(headers, encoding).then(|| Console::get(&format!("{path}.{ending}")))??;
        Some((dense.data, Some(encoding)))
    });
    Some(dense.unwrap_or((file.data, None)))
}

/// Does the caller name it, and not only to refuse it?
fn takes(headers: &HeaderMap, encoding: &str) -> bool {
    let said = headers.get(header::ACCEPT_ENCODING).and_then(|said| said.to_str().ok()).unwrap_or_default();
    said.split(',').any(|each| {
        let (name, weight) = each.split_once(';').unwrap_or((each, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0_f32));
        name.trim().eq_ignore_ascii_case(encoding) && !refused
    })
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
