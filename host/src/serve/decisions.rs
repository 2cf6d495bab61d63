//! Decisions about a kept account: may a usage go ahead, what comes, why an amount is what it is. Nothing is kept;
//! the answer is the engine's own bytes, as at `/v1/call/{verb}`.

use super::caller::Caller;
use super::calls::{Body, answer, blocking, json_body};
use super::parts::by_rulebook;
use super::problem::Refusal;
use super::reading::{Reading, members};
use super::routes::{JSON, KEPT, Needs, Route, Shape};
use super::testing::now;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::value::to_raw_value;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/v1/accounts/{id}/authorize", "authorize", authorize)
            .told("Decisions", "Say whether usages may go ahead, and how much could")
            .about("Nothing is taken: a hold reserves credit, a spend takes it. Without `as_of` now is the host's clock.")
            .needs(Needs::ASK)
            .takes(
                JSON,
                Shape::Call("authorize"),
                r#"{"as_of": "2026-01-12T00:00:00Z", "requests": [{"product": "call.outbound", "destination": "33612345678", "quantity": "600", "unit": "second"}]}"#,
            )
            .answers(200, JSON, Shape::Answer("authorize"))
            .at("/v1/accounts/acme/authorize"),
        Route::post("/v1/accounts/{id}/rate", "rateUsage", rate)
            .told("Decisions", "Say what usages cost by the account's rulebook")
            .about("As usages of one billing period that has seen no others. Nothing is posted.")
            .needs(Needs::ASK)
            .takes(
                JSON,
                Shape::Call("rate"),
                r#"{"usage": [{"id": "u", "time": "2026-01-12T00:00:00Z", "product": "sms.outbound", "quantity": "3", "unit": "message"}]}"#,
            )
            .answers(200, JSON, Shape::Answer("rate"))
            .at("/v1/accounts/acme/rate"),
        Route::post("/v1/accounts/{id}/simulate", "simulate", simulate)
            .told("Decisions", "Say what the days to come bring, if so much is used")
            .about("From the account as it is: balance, alerts, recharges, suspension and invoices, day by day. `settings` tries others.")
            .needs(Needs::READ)
            .takes(
                JSON,
                Shape::Call("simulate"),
                r#"{"as_of": "2026-01-12T00:00:00Z", "days": 3, "usage": {"type": "daily", "amount": "5"}}"#,
            )
            .answers(200, JSON, Shape::Answer("simulate"))
            .at("/v1/accounts/acme/simulate"),
        Route::post("/v1/accounts/{id}/explain", "explain", explain)
            .told("Decisions", "Say why an amount is what it is")
            .about(
                "The batch that made the entry or effect is applied anew, by the engine and rulebook of its day. A `balance` is \
                 explained over the last batch.",
            )
            .needs(Needs::READ)
            .takes(JSON, Shape::Host("ExplainBody"), r#"{"subject": {"type": "entry", "id": "top-up-1/top_up"}}"#)
            .answers(200, JSON, Shape::Answer("explain"))
            .at("/v1/accounts/acme/explain"),
    ]
}

async fn authorize(caller: Caller, id: Path<String>, headers: HeaderMap, body: Body) -> Answer {
    decide("authorize", caller, id, &headers, body).await
}

async fn simulate(caller: Caller, id: Path<String>, headers: HeaderMap, body: Body) -> Answer {
    decide("simulate", caller, id, &headers, body).await
}

type Answer = Result<Response, Refusal>;

/// The call's own fields but for rulebook and state. Without `as_of`, now is the host's clock.
async fn decide(verb: &'static str, caller: Caller, Path(id): Path<String>, headers: &HeaderMap, body: Body) -> Answer {
    let mut read = Reading::of(&json_body(headers, body)?)?;
    for kept in KEPT {
        read.never(kept, "the account's own is used");
    }
    let mut call = read.rest()?;
    if !call.iter().any(|(name, _)| name == "as_of") {
        call.push(("as_of".to_owned(), to_raw_value(&now(&caller).await?).unwrap_or_default()));
    }
    let reply = blocking(caller, move |caller| Ok(caller.books.ask(&id, verb, &members(&call))?));
    answer(reply.await?)
}

/// Usages by the rulebook alone: a state is no part of that call.
async fn rate(caller: Caller, Path(id): Path<String>, headers: HeaderMap, body: Body) -> Answer {
    let mut read = Reading::of(&json_body(&headers, body)?)?;
    for kept in KEPT {
        read.never(kept, "the account's own is used");
    }
    let call = read.rest()?;
    let reply = blocking(caller, move |caller| {
        let account = caller.books.account(&id)?;
        by_rulebook(caller, &account, "rate", &members(&call))
    });
    answer(reply.await?)
}

/// The batch that made an entry or effect is applied anew, from the state before it.
async fn explain(caller: Caller, Path(id): Path<String>, headers: HeaderMap, body: Body) -> Answer {
    let mut read = Reading::of(&json_body(&headers, body)?)?;
    let subject = read.raw("subject");
    read.end()?;
    answer(blocking(caller, move |caller| Ok(caller.books.explain(&id, subject.get())?)).await?)
}
