//! Rulebooks: kept under their digests, and never changed.

use super::caller::Caller;
use super::calls::{Body, answer, blocking, json_body};
use super::problem::Refusal;
use super::reading::parse;
use super::routes::{JSON, Needs, Route, Shape};
use super::{RULEBOOK_MAX, RULEBOOKS};
use crate::{Reply, Status, StoreError};
use axum::Json;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use serde_json::value::RawValue;

const EXAMPLE: &str = include_str!("examples/rulebook.json");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/v1/rulebooks/check", "checkRulebook", check)
            .told("Rulebooks", "Say whether a rulebook is sound, and keep nothing")
            .about("All that is wrong with it is told at once. Up to 64 MiB.")
            .needs(Needs::READ)
            .takes(JSON, Shape::Contract("Rulebook"), EXAMPLE)
            .answers(200, JSON, Shape::Answer("check"))
            .with(|serve| serve.layer(DefaultBodyLimit::max(RULEBOOK_MAX))),
        Route::post(RULEBOOKS, "putRulebook", put)
            .told("Rulebooks", "Keep a rulebook under its digest")
            .about("The same again changes nothing. Accounts name their rulebook by this digest. Up to 64 MiB.")
            .needs(Needs::RULES)
            .takes(JSON, Shape::Contract("Rulebook"), EXAMPLE)
            .answers(201, JSON, Shape::Host("KeptRulebook"))
            .with(|serve| serve.layer(DefaultBodyLimit::max(RULEBOOK_MAX))),
    ]
}

async fn put(caller: Caller, headers: HeaderMap, body: Body) -> Result<Response, Refusal> {
    let document: Box<RawValue> = parse(&json_body(&headers, body)?)?;
    let put = move |caller: &Caller| caller.books.put_rulebook(document.get().to_owned()).map_err(refused);
    let digest = blocking(caller, put).await?;
    Ok((StatusCode::CREATED, Json(json!({ "digest": digest }))).into_response())
}

async fn check(caller: Caller, headers: HeaderMap, body: Body) -> Result<Response, Refusal> {
    let document: Box<RawValue> = parse(&json_body(&headers, body)?)?;
    let call = format!(r#"{{"rulebook":{document}}}"#);
    let reply = blocking(caller, move |caller| Ok(caller.host.store.engine().call("check", call.as_bytes())?)).await?;
    if reply.status == Status::Problems { Err(of_body(&reply)) } else { answer(reply) }
}

fn refused(error: StoreError) -> Refusal {
    match error {
        StoreError::Refused(reply) => of_body(&reply),
        other => other.into(),
    }
}

/// The engine's call has the rulebook in a field; here it is the whole body.
fn of_body(reply: &Reply) -> Refusal {
    Refusal::of_reply_at(reply, |path| path.strip_prefix("/rulebook").unwrap_or(path).to_owned())
}
