//! The log of what was told, dead letters among it, and what is told again.

use super::words::written;
use crate::identity::Right;
use crate::outbox::body;
use crate::serve::caller::Caller;
use crate::serve::calls::blocking;
use crate::serve::identity::Page;
use crate::serve::problem::Refusal;
use crate::serve::routes::{JSON, Kind, Needs, Param, Route, Shape, param};
use crate::{Attempt, Delivered, Delivery};
use axum::Json;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;
use serde_json::value::RawValue;

const GROUP: &str = "Webhooks";
const SETTINGS: Needs = Needs::One(Right::Settings);
const IN_STATE: &[Param] = &[
    Param {
        name: "state",
        kind: Kind::Word(&["waiting", "sent", "dead"]),
        about: "Those in one state; `dead` are dead letters.",
    },
    param::CURSOR,
    param::LIMIT,
];
const PAGE: Shape = Shape::Page(&Shape::Host("Delivery"));

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/v1/webhooks/{webhook}/deliveries", "listWebhookDeliveries", of_webhook)
            .told(GROUP, "Deliveries to a webhook, the newest first")
            .needs(Needs::READ)
            .asks(IN_STATE)
            .answers(200, JSON, PAGE)
            .by_the_clock()
            .at("/v1/webhooks/shop/deliveries?limit=2"),
        Route::get("/v1/deliveries", "listDeliveries", all)
            .told(GROUP, "Deliveries to webhooks, to URLs of owners and by mail, the newest first")
            .about("What was sent is kept for thirty days, dead letters until their webhook goes.")
            .needs(Needs::READ)
            .asks(IN_STATE)
            .answers(200, JSON, PAGE)
            .by_the_clock()
            .at("/v1/deliveries?state=dead"),
        Route::get("/v1/deliveries/{delivery}", "readDelivery", one)
            .told(GROUP, "A delivery with its attempts and what is told by it")
            .needs(Needs::READ)
            .answers(200, JSON, Shape::Host("DeliveryWithAttempts"))
            .by_the_clock()
            .at("/v1/deliveries/1"),
        Route::post("/v1/deliveries/{delivery}/redeliver", "redeliver", again)
            .told(GROUP, "Try a delivery again, whatever came of it")
            .needs(SETTINGS)
            .answers(200, JSON, Shape::Host("Delivery"))
            .by_the_clock()
            .at("/v1/deliveries/1/redeliver"),
        Route::post("/v1/webhooks/{webhook}/redeliver", "redeliverDead", dead)
            .told(GROUP, "Try the dead letters of a webhook again, 500 at once")
            .needs(SETTINGS)
            .answers(200, JSON, Shape::Host("Redelivered"))
            .by_the_clock()
            .at("/v1/webhooks/shop/redeliver"),
    ]
}

/// A delivery, as it is listed.
#[derive(Serialize)]
pub(super) struct Told {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    webhook: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    event: String,
    r#type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    state: String,
    attempts: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_at: Option<String>,
    made_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    done_at: Option<String>,
}

impl From<Delivery> for Told {
    fn from(delivery: Delivery) -> Self {
        let Delivery { number, kind, webhook, part, event, event_type, account, state, attempts, .. } = delivery;
        let of = |wanted: &str, value: String| (kind == wanted).then_some(value);
        let next_at = (state == "waiting").then(|| written(delivery.due_at));
        Self {
            id: number.to_string(),
            webhook: of("webhook", webhook),
            url: of("owners", part.clone()),
            to: of("mail", part),
            event,
            r#type: event_type,
            account,
            state,
            attempts,
            next_at,
            made_at: written(delivery.made_at),
            done_at: delivery.done_at.map(written),
        }
    }
}

#[derive(Serialize)]
struct Tried {
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<i64>,
    took_ms: i64,
    said: String,
}

impl From<Attempt> for Tried {
    fn from(attempt: Attempt) -> Self {
        let Attempt { at, status, took, said } = attempt;
        Self { at: written(at), status, took_ms: took, said }
    }
}

#[derive(Serialize)]
struct Whole {
    delivery: Told,
    attempts: Vec<Tried>,
    payload: Box<RawValue>,
}

#[derive(Deserialize)]
pub(super) struct Ask {
    state: Option<String>,
    cursor: Option<String>,
    limit: Option<usize>,
}

async fn listed(caller: Caller, webhook: Option<String>, ask: Ask) -> Result<Response, Refusal> {
    let before = ask.cursor.as_deref().map_or(Ok(i64::MAX), str::parse);
    let before = before.map_err(|_| Refusal::shape("/cursor", "the cursor is not one that a page gave"))?;
    let limit = ask.limit.unwrap_or(param::PAGE_DEFAULT);
    let piece = blocking(caller, move |caller| {
        Ok(caller.books.deliveries(webhook.as_deref(), ask.state.as_deref(), before, limit)?)
    });
    Ok(Json(Page::of(piece.await?, Told::from)).into_response())
}

async fn of_webhook(caller: Caller, Path(id): Path<String>, Query(ask): Query<Ask>) -> Result<Response, Refusal> {
    listed(caller, Some(id), ask).await
}

async fn all(caller: Caller, Query(ask): Query<Ask>) -> Result<Response, Refusal> {
    listed(caller, None, ask).await
}

/// What is no number is of no delivery.
fn number(text: &str) -> Result<i64, Refusal> {
    text.parse().map_err(|_| crate::StoreError::NotFound("delivery").into())
}

async fn one(caller: Caller, Path(id): Path<String>) -> Result<Response, Refusal> {
    let number = number(&id)?;
    let told = blocking(caller, move |caller| Ok(caller.books.delivery(number)?)).await?;
    let Delivered { delivery, attempts, at, body: kept } = told;
    let broken = |error: serde_json::Error| Refusal::from(crate::StoreError::Unavailable(error.to_string()));
    let effect: Box<RawValue> = serde_json::from_str(&kept).map_err(broken)?;
    let payload = match (at, &delivery.account) {
        (Some(at), Some(account)) => body(&delivery.event, &delivery.event_type, &at, account, &effect),
        _ => kept,
    };
    let payload = serde_json::from_str(&payload).map_err(broken)?;
    let attempts = attempts.into_iter().map(Tried::from).collect();
    Ok(Json(Whole { delivery: delivery.into(), attempts, payload }).into_response())
}

async fn again(caller: Caller, Path(id): Path<String>) -> Result<Response, Refusal> {
    let (number, now) = (number(&id)?, caller.host.outbox.clock.now_ms());
    let told = blocking(caller, move |caller| Ok(caller.books.redeliver(number, now)?)).await?;
    Ok(Json(Told::from(told)).into_response())
}

async fn dead(caller: Caller, Path(id): Path<String>) -> Result<Response, Refusal> {
    let now = caller.host.outbox.clock.now_ms();
    let count = blocking(caller, move |caller| Ok(caller.books.redeliver_dead(id, now)?)).await?;
    Ok(Json(json!({"redelivered": count})).into_response())
}
