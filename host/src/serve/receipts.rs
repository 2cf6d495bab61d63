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
use crate::{List, StoreError};
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
            .answers(200, JSON, Shape::Page(&Shape::Host("FiledReceipt")))
            .at("/v1/accounts/acme/receipts"),
        Route::get("/v1/accounts/{id}/receipts/{receipt}", "readReceipt", one)
            .told("Documents", "A receipt, by its number or by the payment's name")
            .about("A receipt takes its number in the transaction that posts the payment. Its PDF is kept as it was when it was first asked for.")
            .needs(Needs::READ)
            .asks(FORMAT)
            .answers(200, JSON, Shape::Host("FiledReceipt"))
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
        let paid: Vec<Entry> = page.data.iter().map(|entry| parse(entry.get().as_bytes())).collect::<Result<_, _>>()?;
        let ids: Vec<String> = paid.iter().map(|entry| entry.id.clone()).collect();
        let numbers = caller.books.receipt_numbers(&id, &ids)?;
        for (item, entry) in page.data.iter_mut().zip(&paid) {
            let number = numbers.get(&entry.id).ok_or(StoreError::NotFound("receipt"))?;
            *item = told(&receipt(caller, &currency, (entry, number))?, payment_of(&entry.id))?;
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
        let (entry, number) = caller.books.receipt(&id, &name)?;
        let entry: Entry = parse(entry.get().as_bytes())?;
        let (receipt, payment) = (receipt(caller, &sides.currency, (&entry, &number))?, payment_of(&entry.id));
        if !pdf {
            return Ok(Json(told(&receipt, payment)?).into_response());
        }
        let brand = papers::brand(caller, asked.language)?;
        let kept = papers::kept_as("receipt", &format!("{id}/{payment}"), &brand);
        let made = caller.books.paper(kept, || {
            let told = json!({"receipt": receipt, "seller": sides.seller, "buyer": sides.buyer}).to_string();
            paper::receipt(told.as_bytes(), &brand).map_err(|refused| papers::refusal(refused, str::to_owned))
        });
        Ok(papers::answer(made?, &number))
    })
    .await
}

/// The receipt, and the name of the payment beside it.
fn told(receipt: &RawValue, payment: &str) -> Result<Box<RawValue>, Refusal> {
    let fields = receipt.get().strip_suffix('}').unwrap_or_default();
    parse(format!(r#"{fields},"payment":{}}}"#, json!(payment)).as_bytes())
}

fn receipt(caller: &Caller, currency: &RawValue, (entry, number): (&Entry, &str)) -> Result<Box<RawValue>, Refusal> {
    let payment = json!({
        "id": number,
        "amount": entry.postings.first().map(|posting| posting.amount.as_str()),
        "time": entry.time,
        "method": entry.description,
        "status": "succeeded",
    });
    let call = json!({"currency": currency, "payment": payment}).to_string();
    answer_of(&caller.host.store.engine().call("receipt", call.as_bytes())?, str::to_owned)
}
