//! Invoices, credit notes and receipts of an account, from its effects and entries.

use super::accounts::parse;
use super::caller::Caller;
use super::calls::blocking;
use super::problem::{Problem, Refusal};
use super::routes::param::PAGE;
use super::routes::{JSON, Kind, Needs, Param, Route, Shape};
use crate::{List, Page, Reply, Status, StoreError};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

const GROUP: &str = "Documents";
const XML: &str = "application/xml";
const FORMAT: &[Param] = &[
    Param {
        name: "format",
        kind: Kind::Word(&["json", "ubl", "cii"]),
        about: "JSON, or the document as EN 16931 XML in one of its syntaxes. `Accept: application/xml` is UBL.",
    },
    Param {
        name: "number",
        kind: Kind::Contract("Text"),
        about: "The number under which a draft is issued as XML: it ends in digits. Whoever gives it keeps the series.",
    },
    Param {
        name: "issued_on",
        kind: Kind::Contract("Date"),
        about: "The day on which it is issued, beside its number.",
    },
    Param { name: "terms_days", kind: Kind::Whole(0, 3_660), about: "It is due so many days later." },
];

pub(super) fn routes() -> Vec<Route> {
    let list = |path, id, summary, kind: &'static Documents, item, at| {
        Route::get(path, id, move |caller, id, query| kind.list(caller, id, query))
            .told(GROUP, summary)
            .needs(Needs::READ)
            .asks(PAGE)
            .answers(200, JSON, Shape::Page(item))
            .at(at)
    };
    let one = |path, id, summary, kind: &'static Documents, item, at| {
        Route::get(path, id, move |caller, path, query, headers| kind.one(caller, path, query, headers))
            .told(GROUP, summary)
            .needs(Needs::READ)
            .asks(FORMAT)
            .answers(200, JSON, item)
            .answers(200, XML, Shape::Text)
            .at(at)
    };
    const INVOICE: Shape = Shape::Effect("invoice_drafted");
    const NOTE: Shape = Shape::Effect("credit_note_drafted");
    vec![
        list(
            "/v1/accounts/{id}/invoices",
            "listInvoices",
            "Invoices, as they were drafted",
            &INVOICES,
            &INVOICE,
            "/v1/accounts/acme/invoices",
        ),
        one(
            "/v1/accounts/{id}/invoices/{invoice}",
            "readInvoice",
            "An invoice as it was drafted, or issued as XML",
            &INVOICES,
            INVOICE,
            "/v1/accounts/acme/invoices/period.2026-02-01",
        ),
        list(
            "/v1/accounts/{id}/credit-notes",
            "listCreditNotes",
            "Credit notes that the engine drafted: what was credited beyond what was charged",
            &NOTES,
            &NOTE,
            "/v1/accounts/acme/credit-notes",
        )
        .after(ENDED),
        one(
            "/v1/accounts/{id}/credit-notes/{note}",
            "readCreditNote",
            "A credit note as it was drafted, or issued as XML",
            &NOTES,
            NOTE,
            "/v1/accounts/acme/credit-notes/cn_8d0cd2f8a95f3365cc43dd92f7a87e24f3b3667f",
        ),
        Route::get("/v1/accounts/{id}/receipts", "listReceipts", receipts)
            .told(GROUP, "Receipts of what was paid: top-ups, recharges, bank debits, invoices")
            .needs(Needs::READ)
            .asks(PAGE)
            .answers(200, JSON, Shape::Page(&Shape::Contract("Receipt")))
            .at("/v1/accounts/acme/receipts"),
    ]
}

/// Seats that were paid for and are given back: the next period credits more than it charges.
const ENDED: &str = r#"{"type": "subscription_cancelled", "id": "cancelled-2", "time": "2026-02-02T00:00:00Z", "subscription": "seats", "how": "now_with_credit"}
{"type": "settings_changed", "id": "debit-2", "time": "2026-02-02T00:00:01Z", "settings": {"bank_debit": {"enabled": false, "method": "bank", "day_of_month": 5, "amount": "100"}}}
{"type": "time_passed", "id": "time-2", "time": "2026-03-01T00:00:00Z"}"#;

/// Documents that are drafted by an effect.
struct Documents {
    /// The effect's type.
    kind: &'static str,
    /// Its field with the document's name.
    name: &'static str,
}

static INVOICES: Documents = Documents { kind: "invoice_drafted", name: "invoice" };
static NOTES: Documents = Documents { kind: "credit_note_drafted", name: "note" };

/// Entries of payments.
const PAID: [&str; 4] = ["top_up", "recharge", "bank_debit", "invoice_payment"];

/// What is asked of a list.
#[derive(Deserialize)]
struct Piece {
    cursor: Option<String>,
    limit: Option<usize>,
}

/// What is asked of a document.
#[derive(Deserialize)]
struct Asked {
    format: Option<String>,
    number: Option<String>,
    issued_on: Option<String>,
    terms_days: Option<u32>,
}

type Told = Result<Response, Refusal>;

impl Documents {
    async fn list(&'static self, caller: Caller, Path(id): Path<String>, Query(piece): Query<Piece>) -> Told {
        let page =
            blocking(caller, move |caller| piece_of(caller, List::Effects, Some(self.kind), &id, &piece, |_| true));
        Ok(Json(page.await?).into_response())
    }

    async fn one(
        &'static self,
        caller: Caller,
        Path(path): Path<(String, String)>,
        Query(asked): Query<Asked>,
        headers: HeaderMap,
    ) -> Told {
        let (id, name) = path;
        let accepts = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
        let syntax = match asked.format.as_deref() {
            Some("json") => None,
            Some(syntax) => Some(syntax.to_owned()),
            None => accepts.starts_with(XML).then(|| "ubl".to_owned()),
        };
        blocking(caller, move |caller| {
            let found = self.find(caller, &id, &name)?;
            match syntax {
                None => Ok(Json(found).into_response()),
                Some(syntax) => xml(caller, &found, &syntax, &asked),
            }
        })
        .await
    }

    fn find(&self, caller: &Caller, account: &str, name: &str) -> Result<Box<RawValue>, Refusal> {
        let mut place = 0;
        for _ in 0..PAGES_MAX {
            let page = caller.books.list(List::Effects, account, Some(self.kind), place, PAGE_MAX)?;
            let named = |effect: &RawValue| {
                let fields: Value = serde_json::from_str(effect.get()).unwrap_or_default();
                fields[self.name] == name
            };
            if let Some(found) = page.data.into_iter().find(|effect| named(effect)) {
                return Ok(found);
            }
            match next(page.cursor.as_deref()) {
                Some(cursor) => place = cursor,
                None => return Err(StoreError::NotFound(self.name).into()),
            }
        }
        Err(StoreError::Unavailable("the account has too many effects to look through".into()).into())
    }
}

/// Most items of a page of the store, and most pages that are looked through.
const PAGE_MAX: usize = 200;
const PAGES_MAX: usize = 500;

fn next(cursor: Option<&str>) -> Option<i64> {
    cursor.and_then(|cursor| cursor.parse().ok())
}

/// The next items of a list that are wanted. A page that is short and not the last has looked far enough for one call.
fn piece_of(
    caller: &Caller,
    list: List,
    kind: Option<&str>,
    account: &str,
    piece: &Piece,
    wanted: impl Fn(&RawValue) -> bool,
) -> Result<Page, Refusal> {
    let limit = piece.limit.unwrap_or(50);
    let place = piece.cursor.as_deref().map_or(Ok(0), str::parse);
    let mut place = place.map_err(|_| Refusal::shape("/cursor", "the cursor is not one that a page gave"))?;
    let mut looked = 0;
    loop {
        let mut page = caller.books.list(list, account, kind, place, limit)?;
        looked += page.data.len().max(1);
        page.data.retain(|item| wanted(item));
        match next(page.cursor.as_deref()) {
            Some(cursor) if page.data.is_empty() && looked < PAGE_MAX * PAGES_MAX => place = cursor,
            _ => return Ok(page),
        }
    }
}

#[derive(Deserialize)]
struct Drafted {
    document: Box<RawValue>,
}

#[derive(Deserialize)]
struct Answered<T> {
    answer: T,
}

/// The document as XML. A draft has no number: who asks gives one, and the engine issues it under that.
fn xml(caller: &Caller, effect: &RawValue, syntax: &str, asked: &Asked) -> Told {
    let mut document = parse::<Drafted>(effect.get().as_bytes())?.document;
    if let (Some(number), Some(date)) = (&asked.number, &asked.issued_on) {
        let mut call = json!({"document": document, "series": series(number)?, "date": date});
        if let Some(days) = asked.terms_days {
            call["terms_days"] = days.into();
        }
        let issued = caller.host.store.engine().call("issue", call.to_string().as_bytes())?;
        document = answer_of::<Drafted>(&issued, asked_path)?.document;
    }
    let call = format!(r#"{{"document":{document},"syntax":"{syntax}"}}"#);
    let written = caller.host.store.engine().call("einvoice", call.as_bytes())?;
    let Xml { xml } = answer_of(&written, asked_path)?;
    Ok(([(header::CONTENT_TYPE, XML)], xml).into_response())
}

#[derive(Deserialize)]
struct Xml {
    xml: String,
}

/// What the engine calls a field of its call stands in the query under another name.
fn asked_path(path: &str) -> String {
    if path.starts_with("/date") { "/issued_on".into() } else { path.to_owned() }
}

fn answer_of<T: for<'de> Deserialize<'de>>(reply: &Reply, at: impl Fn(&str) -> String) -> Result<T, Refusal> {
    match reply.status {
        Status::Ok => Ok(parse::<Answered<T>>(&reply.bytes)?.answer),
        Status::Problems => Err(Refusal::of_reply_at(reply, at)),
    }
}

/// A number as the next of a series: `INV-0007` is number 7 with four digits after `INV-`.
fn series(number: &str) -> Result<Value, Refusal> {
    let prefix = number.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let digits = &number[prefix.len()..];
    let next: u32 = digits.parse().map_err(|_| {
        let help = "end it in one to nine digits, such as `INV-0007`";
        Refusal::of(vec![Problem::new("request_shape", "/number", "the number ends in no digits", help)])
    })?;
    let mut series = json!({"next": next, "digits": digits.len().min(10)});
    if !prefix.is_empty() {
        series["prefix"] = prefix.into();
    }
    Ok(series)
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    time: Box<RawValue>,
    kind: String,
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
async fn receipts(caller: Caller, Path(id): Path<String>, Query(piece): Query<Piece>) -> Told {
    let page = blocking(caller, move |caller| {
        let account = caller.books.account(&id)?;
        let InCurrency { currency } = parse(account.state.get().as_bytes())?;
        let paid = |entry: &RawValue| {
            serde_json::from_str::<Entry>(entry.get()).is_ok_and(|entry| PAID.contains(&&*entry.kind))
        };
        let mut page = piece_of(caller, List::Entries, None, &id, &piece, paid)?;
        for item in &mut page.data {
            let entry: Entry = parse(item.get().as_bytes())?;
            let payment = entry.id.rsplit_once('/').map_or(&*entry.id, |(payment, _)| payment);
            let amount = entry.postings.first().map(|posting| posting.amount.as_str());
            let payment = json!({"id": payment, "amount": amount, "time": entry.time, "method": entry.description, "status": "succeeded"});
            let call = json!({"currency": currency, "payment": payment}).to_string();
            let stated = caller.host.store.engine().call("receipt", call.as_bytes())?;
            *item = answer_of(&stated, str::to_owned)?;
        }
        Ok(page)
    });
    Ok(Json(page.await?).into_response())
}

#[cfg(test)]
mod tests {
    use super::series;
    use serde_json::json;

    #[test]
    fn a_number_is_the_next_of_its_series() {
        for (number, expected) in [
            ("INV-0007", json!({"next": 7, "digits": 4, "prefix": "INV-"})),
            ("2026/1", json!({"next": 1, "digits": 1, "prefix": "2026/"})),
            ("12", json!({"next": 12, "digits": 2})),
        ] {
            assert_eq!(series(number).expect("a number"), expected);
        }
        for number in ["", "INV", "INV-99999999999", "7a"] {
            assert!(series(number).is_err(), "{number}");
        }
    }
}
