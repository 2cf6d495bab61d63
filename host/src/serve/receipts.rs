//! Receipts of what was paid, from the entries of payments.

use super::caller::Caller;
use super::calls::blocking;
use super::documents::answer_of;
use super::lists::Piece;
use super::papers;
use super::problem::Refusal;
use super::reading::parse;
use super::routes::param::PAGE;
use super::routes::{JSON, Needs, Param, Route, Shape};
use crate::paper::{self, Language};
use crate::store::{PAYMENTS, payment_of};
use crate::{Books, List, StoreError};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

const FORMAT: &[Param] = &[papers::FORMAT, papers::LANGUAGE];

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/v1/accounts/{id}/receipts", "listReceipts", receipts)
            .told("Documents", "Receipts of what was paid: top-ups, recharges, bank debits, invoices")
            .needs(Needs::READ)
            .asks(PAGE)
            .answers(200, JSON, Shape::Page(&Shape::Contract("Receipt")))
            .at("/v1/accounts/acme/receipts"),
        Route::get("/v1/accounts/{id}/receipts/{receipt}", "readReceipt", one)
            .told("Documents", "A receipt, by the payment's id")
            .about("Its PDF is kept as it was when it was first asked for.")
            .needs(Needs::READ)
            .asks(FORMAT)
            .answers(200, JSON, Shape::Contract("Receipt"))
            .answers(200, papers::PDF, Shape::Bytes)
            .at("/v1/accounts/acme/receipts/top-up-1"),
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
        let mut page = caller.books.list(List::Entries, &id, &PAYMENTS, place, limit)?;
        for item in &mut page.data {
            *item = receipt(caller, &currency, item)?;
        }
        Ok(page)
    });
    Ok(Json(page.await?).into_response())
}

#[derive(Deserialize)]
struct Asked {
    format: Option<String>,
    language: Option<Language>,
}

async fn one(
    caller: Caller,
    Path((id, name)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let pdf = papers::wanted(asked.format.as_deref(), &headers);
    blocking(caller, move |caller| {
        let account = caller.books.account(&id)?;
        let sides = account.sides()?;
        let receipt = receipt(caller, &sides.currency, &find(&caller.books, &id, &name)?)?;
        if !pdf {
            return Ok(Json(receipt).into_response());
        }
        let brand = papers::brand(caller, asked.language)?;
        let kept = papers::kept_as("receipt", &format!("{id}/{name}"), &brand);
        let made = caller.books.paper(kept, || {
            let told = json!({"receipt": receipt, "seller": sides.seller, "buyer": sides.buyer}).to_string();
            paper::receipt(told.as_bytes(), &brand).map_err(|refused| papers::refusal(refused, str::to_owned))
        });
        Ok(papers::answer(made?, &name))
    })
    .await
}

/// The entry of a payment: the first one that its event has made.
fn find(books: &Books, account: &str, payment: &str) -> Result<Box<RawValue>, Refusal> {
    let mut place = 0;
    loop {
        let page = books.list(List::Entries, account, &PAYMENTS, place, PAGE_MAX)?;
        for entry in page.data {
            if payment_of(&parse::<Entry>(entry.get().as_bytes())?.id) == payment {
                return Ok(entry);
            }
        }
        let next = page.cursor.and_then(|cursor| cursor.parse().ok());
        place = next.ok_or(StoreError::NotFound("receipt"))?;
    }
}

/// Entries that are looked through at once.
const PAGE_MAX: usize = 200;

fn receipt(caller: &Caller, currency: &RawValue, entry: &RawValue) -> Result<Box<RawValue>, Refusal> {
    let entry: Entry = parse(entry.get().as_bytes())?;
    let payment = json!({
        "id": payment_of(&entry.id),
        "amount": entry.postings.first().map(|posting| posting.amount.as_str()),
        "time": entry.time,
        "method": entry.description,
        "status": "succeeded",
    });
    let call = json!({"currency": currency, "payment": payment}).to_string();
    answer_of(&caller.host.store.engine().call("receipt", call.as_bytes())?, str::to_owned)
}
