//! `POST /v1/call/{verb}`: the contract over HTTP. Nothing is kept; the answer is the engine's own bytes.

use super::Host;
use super::caller::Caller;
use super::problem::Refusal;
use super::purses::Spent;
use super::routes::{JSON, Needs, Route, Shape};
use crate::{Reply, Status, Tenant};
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::time::Instant;

/// A body as it came, or why it did not.
pub(super) type Body = Result<Bytes, BytesRejection>;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/v1/call/{verb}", "call", call)
            .told("Engine", "Ask any verb of the contract; nothing is kept")
            .about("Every fact is in the call, and the answer has the same bytes as at every other door of the engine.")
            .needs(Needs::ASK)
            .takes(JSON, Shape::Object, r#"{"country": "FR", "value": "FR40303265045"}"#)
            .answers(200, JSON, Shape::AnyAnswer)
            .at("/v1/call/tax_number"),
    ]
}

async fn call(
    caller: Caller,
    Path(verb): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    let body = json_body(&headers, body)?;
    let reply =
        blocking(caller, move |caller| caller.host.store.engine().call(&verb, &body).map_err(Refusal::from)).await?;
    answer(reply)
}

/// The engine's own bytes, or its problems as a refusal.
pub(super) fn answer(reply: Reply) -> Result<Response, Refusal> {
    match reply.status {
        Status::Ok => Ok(json(StatusCode::OK, reply.bytes)),
        Status::Problems => Err(Refusal::of_reply(&reply)),
    }
}

pub(super) fn json(status: StatusCode, body: impl IntoResponse) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// A whole body that says it is JSON.
pub(super) fn json_body(headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Bytes, Refusal> {
    typed_body(headers, body, &["application/json"]).map(|(body, _)| body)
}

/// A whole body of one of these types, and which.
pub(super) fn typed_body<'t>(
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
    types: &[&'t str],
) -> Result<(Bytes, &'t str), Refusal> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = given.split(';').next().unwrap_or_default().trim();
    let Some(kind) = types.iter().find(|kind| media.eq_ignore_ascii_case(kind)) else {
        let help = format!("send `Content-Type: {}`", types.join("` or `"));
        return Err(Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "content_type",
            "",
            "the body is of another content type",
            &help,
        ));
    };
    // Nothing is unpacked here, so no small body becomes a large one.
    if headers.get(header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
        let (code, help) = ("content_encoding", "send the body as it is");
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, code, "", "the body is packed", help));
    }
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::too_long(super::BODY_MAX),
        status => Refusal::new(status, "body_unreadable", "", "the body could not be read whole", "send it again"),
    })?;
    Ok((body, kind))
}

/// Whoever asks for what blocks.
pub(super) trait Asking: AsRef<Host> + Send + 'static {
    /// Whose time it is.
    fn tenant(&self) -> Tenant;
}

impl Asking for Host {
    /// What is of no tenant counts as the first one's.
    fn tenant(&self) -> Tenant {
        Tenant::MAIN
    }
}

impl Asking for Caller {
    fn tenant(&self) -> Tenant {
        self.books.tenant()
    }
}

/// Engine and store block; the server's own threads do not. So many are at work at once, and the others wait their turn: each
/// may take as much memory as the engine's limits allow.
pub(super) async fn blocking<C: Asking, T: Send + 'static>(
    caller: C,
    work: impl FnOnce(&C) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let stopped = |error: String| Refusal::from(crate::StoreError::Unavailable(error));
    let turns = caller.as_ref().turns.clone();
    let turn = turns.turn(caller.tenant()).await.ok_or_else(|| stopped("no turn is given any more".into()))?;
    // The turn ends with the work: whoever asked may be gone by then.
    let (span, spent) = (tracing::Span::current(), Spent::here());
    let work = tokio::task::spawn_blocking(move || {
        let _within = span.entered();
        let begun = Instant::now();
        let result = work(&caller);
        spent.add(begun.elapsed());
        drop(turn);
        result
    });
    work.await.map_err(|error| stopped(error.to_string()))?
}
