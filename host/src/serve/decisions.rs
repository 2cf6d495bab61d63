//! Decisions about a kept account: may a usage go ahead, what comes, why an amount is what it is. Nothing is kept;
//! the answer is the engine's own bytes, as at `/v1/call/{verb}`.

use super::Host;
use super::accounts::{Body, now, parse};
use super::caller::Caller;
use super::calls::{answer, blocking, json_body};
use super::fields::Fields;
use super::problem::Refusal;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::value::to_raw_value;

/// `POST /v1/accounts/{id}/authorize`.
pub(super) async fn authorize(
    host: State<Host>,
    caller: Caller,
    id: Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    decide("authorize", host, caller, id, &headers, body).await
}

/// `POST /v1/accounts/{id}/simulate`.
pub(super) async fn simulate(
    host: State<Host>,
    caller: Caller,
    id: Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    decide("simulate", host, caller, id, &headers, body).await
}

type Answer = Result<Response, Refusal>;

/// The call's own fields but for rulebook and state. Without `as_of`, now is the host's clock.
async fn decide(
    verb: &'static str,
    State(host): State<Host>,
    Caller(books): Caller,
    Path(id): Path<String>,
    headers: &HeaderMap,
    body: Body,
) -> Answer {
    let mut call: Fields = parse(&json_body(headers, body)?)?;
    for kept in ["rulebook", "state", "open"] {
        if call.has(kept) {
            return Err(Refusal::shape(&format!("/{kept}"), "the account's own is used"));
        }
    }
    call.or_insert("as_of", || to_raw_value(&now()).unwrap_or_default());
    let reply = blocking(host, move |_| Ok(books.ask(&id, verb, &call.inner())?));
    answer(reply.await?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Why {
    subject: Box<serde_json::value::RawValue>,
}

/// `POST /v1/accounts/{id}/explain`: the batch that made an entry or effect is applied anew, from the state before it.
pub(super) async fn explain(
    State(host): State<Host>,
    Caller(books): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let Why { subject } = parse(&json_body(&headers, body)?)?;
    answer(blocking(host, move |_| Ok(books.explain(&id, subject.get())?)).await?)
}

/// `GET /v1/accounts/{id}/history.csv`: the whole balance history, by the engine's verb `history`.
pub(super) async fn csv(State(host): State<Host>, Caller(books): Caller, Path(id): Path<String>) -> Answer {
    let text = blocking(host, move |_| Ok(books.history_csv(&id)?)).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"balance-history.csv\""),
    ];
    Ok((headers, text).into_response())
}
