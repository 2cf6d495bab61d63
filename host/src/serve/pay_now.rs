//! An invoice that is paid now, by its owner's hand: what is due of it is charged, once.

use super::caller::Caller;
use super::calls::{Body, blocking, json_body};
use super::documents;
use super::filed::is_void;
use super::payments::{PAYMENT, gateway, method_of};
use super::problem::Refusal;
use super::reading::{Reading, parse};
use super::routes::{JSON, Needs, Route, Shape};
use super::testing::now;
use crate::identity::Right;
use crate::store::OnItsWay;
use crate::{Asked, Status};
use axum::Json;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::json;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/v1/accounts/{id}/invoices/{invoice}/pay", "payInvoiceNow", pay)
            .told("Documents", "Charge a payment method for what is due of an invoice, now")
            .about(ABOUT)
            .needs(Needs::One(Right::Charge))
            .takes(JSON, Shape::Host("PayBody"), r#"{"method": "visa"}"#)
            .shows(202, PAYMENT, WANTED)
            .at("/v1/accounts/acme/invoices/period.2026-02-01/pay")
            .alone(),
    ]
}

const ABOUT: &str = "The gateway of this host is asked for all that is due of it, by the method that is named or the account's default. It is \
    the payment that collects the invoice by itself, brought forward: while it is on its way nobody is charged beside it \
    (409 `payment_on_its_way`). When the money has come the invoice is paid and there is a receipt; when it has not, \
    `invoice.collection_failed` tells, and it is tried again as the tenant collects. Nothing is charged where nothing is due \
    (409 `invoice_not_due`, `invoice_void`), nor while the invoice is parked (409 `invoice_parked`). An account that is closed \
    still pays what is due, by its default method.";
const WANTED: &str = r#"{"account": "acme", "charge": "due.period.2026-02-01", "kind": "invoice", "amount": "14.16", "currency": "USD", "method": "visa", "invoice": "period.2026-02-01", "asked_at": "2026-02-01T00:00:00.000Z", "state": "wanted", "tries": 0, "attempt": 1, "due_at": "2026-02-02T09:00:00.000Z"}"#;

async fn pay(
    caller: Caller,
    Path((account, invoice)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let mut read = Reading::of(&json_body(&headers, body)?)?;
    let method: Option<String> = read.may("method", "the name of a payment method");
    read.end()?;
    let at = now(&caller).await?;
    let asked = blocking(caller, move |caller| bring_forward(caller, &account, invoice, method, &at));
    Ok((StatusCode::ACCEPTED, Json(asked.await?)).into_response())
}

fn conflict(code: &str, message: &str, help: &str) -> Refusal {
    Refusal::new(StatusCode::CONFLICT, code, "", message, help)
}

/// Asks the engine whether it would take the method and the payment, and has the charge made.
fn bring_forward(
    caller: &Caller,
    account: &str,
    invoice: String,
    method: Option<String>,
    at: &str,
) -> Result<Asked, Refusal> {
    let owed = owed(caller, account, &invoice)?;
    gateway(caller.host.payments)?;
    let named = method.map(|method| json!({"type": "method_default", "id": "method", "time": at, "method": method}));
    let method = match &named {
        Some(event) => event["method"].as_str().unwrap_or_default().to_owned(),
        None => method_of(caller, account)?,
    };
    let paid = json!({"type": "invoice_paid", "id": "paid", "time": at, "invoice": invoice, "amount": owed});
    let events: Vec<_> = named.into_iter().chain([paid]).collect();
    let call = format!(r#""as_of":{},"events":{}"#, json!(at), json!(events));
    let reply = caller.books.ask(account, "apply", &call)?;
    if reply.status == Status::Problems {
        let own = |path: &str| path.strip_prefix("/events/0").unwrap_or(path).to_owned();
        return Err(Refusal::of_reply_at(&reply, own));
    }
    caller.books.pay_now(account, (invoice, owed), method, at)?.map_err(|OnItsWay(charge)| {
        let message = format!("a payment of the invoice is not over: `{charge}`");
        conflict(
            "payment_on_its_way",
            &message,
            "wait for what comes of it: `GET …/payments/{charge}` says where it stands",
        )
    })
}

#[derive(Deserialize)]
struct Drafted {
    #[serde(default)]
    parked: bool,
}

/// What is due of an invoice; a refusal that says why where nothing can be paid.
fn owed(caller: &Caller, account: &str, invoice: &str) -> Result<String, Refusal> {
    let owed = caller.books.owing(account)?.due.into_iter().find(|due| due.invoice == invoice);
    let drafted = documents::invoice(&caller.books, account, invoice)?;
    let filed = caller.books.document_of(account, "invoice", invoice)?;
    match (owed, filed) {
        (_, None) if parse::<Drafted>(drafted.get().as_bytes())?.parked => Err(conflict(
            "invoice_parked",
            "the invoice waits for a person to issue it",
            "issue it first: `POST …/issue`",
        )),
        (Some(owed), _) => Ok(owed.amount),
        (None, Some(filed)) if is_void(caller, &filed)? => {
            Err(conflict("invoice_void", "the invoice is void: all of it was credited", "there is nothing to pay"))
        }
        (None, _) => {
            Err(conflict("invoice_not_due", "nothing is due of the invoice", "it is paid: there is nothing to do"))
        }
    }
}
