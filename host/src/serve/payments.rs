//! What gateways were asked for an account, and a charge that its owner asks for by hand.

use super::caller::Caller;
use super::calls::{Body, blocking, json_body};
use super::commands::{key_id, new_id};
use super::lists::Piece;
use super::problem::Refusal;
use super::reading::Reading;
use super::routes::param::PAGE;
use super::routes::{JSON, Needs, Route, Shape};
use super::testing::now;
use crate::identity::Right;
use crate::store::TopUp;
use crate::{Asked, Payments, Status, StoreError};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::value::to_raw_value;

const GROUP: &str = "Recharge";
pub(super) const PAYMENT: Shape = Shape::Host("AskedPayment");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/v1/accounts/{id}/charges", "chargeAccount", charge)
            .told(GROUP, "Charge a payment method for a top-up, now")
            .about(CHARGE)
            .needs(Needs::One(Right::Charge))
            .takes(JSON, Shape::Host("ChargeBody"), r#"{"id": "may", "amount": "50", "method": "visa"}"#)
            .shows(202, PAYMENT, WANTED)
            .at("/v1/accounts/acme/charges")
            .alone(),
        Route::get("/v1/accounts/{id}/payments", "listPayments", list)
            .told(GROUP, "What a gateway was asked for an account, and what came of it")
            .needs(Needs::READ)
            .asks(PAGE)
            .answers(200, JSON, Shape::Page(&PAYMENT))
            .at("/v1/accounts/acme/payments"),
        Route::get("/v1/accounts/{id}/payments/{charge}", "readPayment", read)
            .told(GROUP, "Where a payment stands")
            .needs(Needs::READ)
            .shows(200, PAYMENT, WANTED)
            .at("/v1/accounts/acme/payments/topup.may")
            .alone(),
    ]
}

const CHARGE: &str = "The gateway of this host is asked for it, by the method that is named or the account's default. The engine is asked \
    before: what it would not take as a top-up, such as an amount out of the rulebook's bounds, is refused and charges nobody. \
    When the money has come, the account has the top-up under the payment's name, and a receipt; when it has not, `top_up.failed` \
    tells. The same `id` again is the same charge. Where payments are a gateway of your own, charge there and post the \
    top-up.";
const WANTED: &str = r#"{"account": "acme", "charge": "topup.may", "kind": "top_up", "amount": "50", "currency": "USD", "method": "visa", "asked_at": "2026-05-01T09:00:00.000Z", "state": "wanted", "tries": 0, "attempt": 1, "due_at": "2026-05-01T09:00:00.000Z"}"#;

async fn list(caller: Caller, Path(id): Path<String>, Query(piece): Query<Piece>) -> Result<Response, Refusal> {
    let (limit, after) = (piece.limit(), piece.cursor().to_owned());
    let page = blocking(caller, move |caller| Ok(caller.books.payments(&id, &after, limit)?));
    Ok(Json(page.await?).into_response())
}

async fn read(caller: Caller, Path((id, charge)): Path<(String, String)>) -> Result<Response, Refusal> {
    let found = blocking(caller, move |caller| {
        caller.books.payment(&id, &charge)?.ok_or_else(|| StoreError::NotFound("payment").into())
    });
    Ok(Json(found.await?).into_response())
}

async fn charge(
    caller: Caller,
    Path(account): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let mut read = Reading::of(&json_body(&headers, body)?)?;
    let id: Option<String> = read.may("id", "an id");
    let amount: String = read.must("amount", "a decimal in a string");
    let method: Option<String> = read.may("method", "the name of a payment method");
    read.end()?;
    let id = match id.or_else(|| key_id(&headers)) {
        Some(id) => id,
        None => new_id()?,
    };
    let at = now(&caller).await?;
    let asked = blocking(caller, move |caller| {
        let wanted = TopUp { id, amount, method };
        match caller.books.top_up_asked(&account, &wanted)? {
            Some(asked) => Ok(asked),
            None => {
                gateway(caller.host.payments)?;
                put_down(caller, &account, wanted, &at)
            }
        }
    });
    Ok((StatusCode::ACCEPTED, Json(asked.await?)).into_response())
}

/// Is there anybody to charge?
pub(super) fn gateway(payments: Payments) -> Result<(), Refusal> {
    if matches!(payments, Payments::Simulator | Payments::Stripe) {
        return Ok(());
    }
    let message = "this host charges nobody by itself";
    let help = "charge by your own gateway and post `/top-ups`, or start the host with `--payments stripe`";
    Err(Refusal::new(StatusCode::CONFLICT, "no_gateway", "", message, help))
}

/// The method that is charged where none is named.
pub(super) fn method_of(caller: &Caller, account: &str) -> Result<String, Refusal> {
    caller.books.owing(account)?.default_method.ok_or_else(|| {
        let (message, help) = ("the account has no payment method", "add one first, or name one");
        Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "no_method", "", message, help)
    })
}

/// Asks the engine whether it would take the method and the top-up, and puts the charge down.
fn put_down(caller: &Caller, account: &str, wanted: TopUp, at: &str) -> Result<Asked, Refusal> {
    let method = match wanted.method {
        Some(method) => method,
        None => method_of(caller, account)?,
    };
    let wanted = TopUp { method: Some(method.clone()), ..wanted };
    let text = |text: &str| to_raw_value(text).unwrap_or_default();
    let (name, time, amount, method) = (text(&wanted.charge()), text(at), text(&wanted.amount), text(&method));
    let call = format!(
        r#""as_of":{time},"events":[{{"type":"method_default","id":"method","time":{time},"method":{method}}},{{"type":"top_up","id":{name},"time":{time},"amount":{amount},"method":{method}}}]"#
    );
    let reply = caller.books.ask(account, "apply", &call)?;
    if reply.status == Status::Problems {
        let own =
            |path: &str| path.strip_prefix("/events/0").or_else(|| path.strip_prefix("/events/1")).map(str::to_owned);
        return Err(Refusal::of_reply_at(&reply, |path| own(path).unwrap_or_else(|| path.to_owned())));
    }
    Ok(caller.books.ask_for_top_up(account, wanted, at)?)
}
