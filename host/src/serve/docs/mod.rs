//! Pages about the API that work without a network: made from the description as it is served, once, when somebody asks.

mod html;
mod page;
mod types;

use super::routes::{Needs, Route, Shape};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::Value;
use std::sync::LazyLock;

const HTML: &str = "text/html";
const CSS: &str = "text/css";
const GROUP: &str = "Description";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/docs/", "docs", async || file(HTML, &ROUTES))
            .told(GROUP, "These pages: each route with its rights, a request and an answer")
            .needs(Needs::Nothing)
            .answers(200, HTML, Shape::File),
        Route::get("/docs/types", "docsTypes", async || file(HTML, &TYPES))
            .told(GROUP, "The types that bodies are made of")
            .needs(Needs::Nothing)
            .answers(200, HTML, Shape::File),
        Route::get("/docs/style.css", "docsStyle", async || file(CSS, include_str!("style.css")))
            .told(GROUP, "What the pages look like")
            .needs(Needs::Nothing)
            .answers(200, CSS, Shape::File),
        Route::get("/docs", "docsAddress", async || Redirect::permanent("/docs/"))
            .told(GROUP, "Where the pages are")
            .needs(Needs::Nothing)
            .answers(308, "", Shape::Nothing),
    ]
}

static DESCRIBED: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(super::openapi::DOCUMENT).unwrap_or_default());
static ROUTES: LazyLock<String> = LazyLock::new(|| page::page(&DESCRIBED));
static TYPES: LazyLock<String> = LazyLock::new(|| types::page(&DESCRIBED));

fn file(kind: &'static str, text: &'static str) -> Response {
    let headers =
        [(header::CONTENT_TYPE, format!("{kind}; charset=utf-8")), (header::CACHE_CONTROL, "no-cache".into())];
    (headers, text).into_response()
}
