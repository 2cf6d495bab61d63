//! Receipts of what was paid, from the entries of payments.

use super::caller::Caller;
use super::calls::blocking;
use super::documents::answer_of;
use super::lists::Piece;
use super::problem::Refusal;
use super::reading::parse;
use super::routes::param::PAGE;
use super::routes::{JSON, Needs, Route, Shape};
use crate::List;
use axum::Json;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

/// Kinds of entries.
const PAID: [&str; 4] = ["top_up", "recharge", "bank_debit", "invoice_payment"];

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/v1/accounts/{id}/receipts", "listReceipts", receipts)
            .told("Documents", "Receipts of what was paid: top-ups, recharges, bank debits, invoices")
            .needs(Needs::READ)
            .asks(PAGE)
            .answers(200, JSON, Shape::Page(&Shape::Contract("Receipt")))
            .at("/v1/accounts/acme/receipts"),
    ]
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    time: Box<RawValue>,
    description: String,
    postings: Vec<Posting>,
}

#[derive(Deserialize)]
struct Posting {
    amount: String,
}

#[derive(Deserialize)]
struct InCurrency {
    currency: Box<RawValue>,
}

/// Each payment as the engine states it. What was paid stands in the entry, on the customer's side.
async fn receipts(caller: Caller, Path(id): Path<String>, Query(piece): Query<Piece>) -> Result<Response, Refusal> {
    let (limit, place) = (piece.limit(), piece.place()?);
    let page = blocking(caller, move |caller| {
        let InCurrency { currency } = parse(caller.books.account(&id)?.state.get().as_bytes())?;
        let mut page = caller.books.list(List::Entries, &id, &PAID, place, limit)?;
        for item in &mut page.data {
            *item = receipt(caller, &currency, item)?;
        }
        Ok(page)
    });
    Ok(Json(page.await?).into_response())
}

fn receipt(caller: &Caller, currency: &RawValue, entry: &RawValue) -> Result<Box<RawValue>, Refusal> {
    let entry: Entry = parse(entry.get().as_bytes())?;
    let payment = json!({
        "id": entry.id.rsplit_once('/').map_or(&*entry.id, |(payment, _)| payment),
        "amount": entry.postings.first().map(|posting| posting.amount.as_str()),
        "time": entry.time,
        "method": entry.description,
        "status": "succeeded",
    });
    let call = json!({"currency": currency, "payment": payment}).to_string();
    answer_of(&caller.host.store.engine().call("receipt", call.as_bytes())?, str::to_owned)
}
