//! `GET /v1/inbox`: what was delivered to the host itself.

use crate::Heard;
use crate::serve::caller::Caller;
use crate::serve::calls::blocking;
use crate::serve::identity::{Ask, Page};
use crate::serve::problem::Refusal;
use crate::serve::routes::param::PAGE;
use crate::serve::routes::{JSON, Needs, Route, Shape};
use axum::Json;
use axum::extract::Query;
use axum::response::{IntoResponse as _, Response};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/v1/inbox", "readInbox", list)
            .told("Webhooks", "What was delivered to the host itself, the newest first")
            .about(ABOUT)
            .needs(Needs::READ)
            .asks(PAGE)
            .answers(200, JSON, Shape::Page(&Shape::Host("InboxItem"))),
    ]
}

const ABOUT: &str = "For development: a host that was started with `--inbox` is a receiver, too, at the URL `inbox:`, and of mail where there \
    is no mail server. The last 200 are kept. `verified` says whether the signature is that of the webhook's secret.";

async fn list(caller: Caller, Query(ask): Query<Ask>) -> Result<Response, Refusal> {
    let (before, limit) = (ask.place(i64::MAX)?, ask.limit()?);
    let piece = blocking(caller, move |caller| Ok(caller.books.inbox(before, limit)?)).await?;
    Ok(Json(Page::of(piece, |Heard { body, .. }| body)).into_response())
}
