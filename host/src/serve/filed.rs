//! Documents under their numbers: the tenant's invoices and credit notes in the order of their series. The engine that issued one
//! makes it again of what is kept, in the same bytes.

use super::caller::Caller;
use super::calls::{Body, blocking, json_body};
use super::documents::{self, Format, answer_of};
use super::identity::Page;
use super::lists::Piece;
use super::papers;
use super::problem::Refusal;
use super::reading::{Reading, parse};
use super::routes::param::PAGE;
use super::routes::{JSON, Kind, Needs, Param, Route, Shape};
use crate::identity::Right;
use crate::paper::Language;
use crate::store::credited;
use crate::{Filed, Owed, Reply, Status, StoreError};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

const GROUP: &str = "Documents";
const LISTED: &[Param] =
    &[PAGE[0], PAGE[1], Param { name: "account", kind: Kind::Contract("Id"), about: "Those of this account." }];

pub(super) fn routes() -> Vec<Route> {
    let list = |path, id, summary, kind: &'static str| {
        Route::get(path, id, move |caller, piece, of| list(kind, caller, piece, of))
            .told(GROUP, summary)
            .needs(Needs::READ)
            .asks(LISTED)
            .answers(200, JSON, Shape::Page(&Shape::Host("FiledDocument")))
            .at(path)
    };
    let one = |path, id, summary, at| {
        Route::get(path, id, one)
            .told(GROUP, summary)
            .about("Its PDF is kept as it was when it was first asked for.")
            .needs(Needs::READ)
            .asks(documents::ASKED)
            .answers(200, JSON, Shape::Host("IssuedDocument"))
            .answers(200, papers::PDF, Shape::Bytes)
            .answers(200, documents::XML, Shape::Text)
            .at(at)
    };
    vec![
        list(
            "/v1/invoices",
            "listIssuedInvoices",
            "Invoices by their numbers, and what is still to be paid of each",
            "invoice",
        ),
        one("/v1/invoices/{number}", "readIssuedInvoice", "An invoice by its number", "/v1/invoices/INV-000001"),
        Route::post("/v1/invoices/{number}/credit-notes", "creditIssuedInvoice", credit)
            .told(GROUP, "Credit an invoice: all that is left of it, which voids it, or parts of its lines")
            .about("The credit note takes its number in the transaction that posts what it credits.")
            .needs(Needs::One(Right::Money))
            .takes(
                JSON,
                Shape::Host("CreditBody"),
                r#"{"reason": "Service was down", "lines": [{"line": "1", "net": "1"}]}"#,
            )
            .answers(201, JSON, Shape::Host("IssuedDocument"))
            .at("/v1/invoices/INV-000001/credit-notes")
            .alone(),
        list("/v1/credit-notes", "listIssuedCreditNotes", "Credit notes by their numbers", "credit_note"),
        one(
            "/v1/credit-notes/{number}",
            "readIssuedCreditNote",
            "A credit note by its number",
            "/v1/credit-notes/CN-000001",
        ),
        Route::post("/v1/accounts/{id}/invoices/{invoice}/issue", "issueInvoice", release)
            .told(GROUP, "Issue an invoice that was parked above the rulebook's bound")
            .about("One that was issued is answered as it is.")
            .needs(Needs::One(Right::Money))
            .answers(200, JSON, Shape::Host("IssuedDocument"))
            .at("/v1/accounts/acme/invoices/period.2026-02-01/issue"),
    ]
}

#[derive(Deserialize)]
struct OfAccount {
    account: Option<String>,
}

async fn list(
    kind: &'static str,
    caller: Caller,
    Query(piece): Query<Piece>,
    Query(OfAccount { account }): Query<OfAccount>,
) -> Result<Response, Refusal> {
    let (limit, after) = (piece.limit(), piece.place()?);
    let page = blocking(caller, move |caller| {
        let found = caller.books.documents(kind, account.as_deref(), after, limit)?;
        let rows = found.data.iter().map(|filed| shown(caller, filed)).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::of(crate::Piece { data: rows, next: found.next }, |row| row))
    });
    Ok(Json(page.await?).into_response())
}

/// A document in a list: where it stands follows from the account's state, and from what is left to credit of it.
pub(super) fn shown(caller: &Caller, filed: &Filed) -> Result<Value, Refusal> {
    let mut row = json!({
        "number": filed.number, "kind": filed.kind, "account": filed.account, "name": filed.name,
        "issued_on": filed.issued_on, "amount": filed.due,
    });
    if let Some(day) = &filed.due_on {
        row["due_on"] = day.as_str().into();
    }
    if filed.kind == "invoice" {
        let owed = caller.books.owing(&filed.account)?.due.into_iter().find(|due| due.invoice == filed.name);
        row["status"] = match &owed {
            Some(Owed { overdue: true, .. }) => "overdue",
            Some(_) => "open",
            None if is_void(caller, filed)? => "void",
            None => "paid",
        }
        .into();
        row["to_pay"] = owed.map_or_else(|| Value::from("0"), |owed| owed.amount.into());
    }
    Ok(row)
}

/// Is nothing left of it? Where it was never credited there is.
pub(super) fn is_void(caller: &Caller, invoice: &Filed) -> Result<bool, Refusal> {
    let earlier = caller.books.notes_of(invoice)?;
    Ok(!earlier.is_empty() && credit_of(caller, invoice, &earlier, "-", None)?.status == Status::Problems)
}

/// The engine's credit note of an invoice: of these lines, or of all that is left.
fn credit_of(
    caller: &Caller,
    invoice: &Filed,
    earlier: &[Filed],
    reason: &str,
    lines: Option<&RawValue>,
) -> Result<Reply, Refusal> {
    let notes =
        earlier.iter().map(|note| Ok(issued(caller, note)?.to_string())).collect::<Result<Vec<_>, Refusal>>()?;
    let lines = lines.map_or_else(String::new, |lines| format!(r#","lines":{lines}"#));
    let (document, reason) = (issued(caller, invoice)?, Value::from(reason));
    let call = format!(r#"{{"invoice":{document},"credited":[{}],"reason":{reason}{lines}}}"#, notes.join(","));
    Ok(caller.books.engine_of(&invoice.engine)?.call("credit", call.as_bytes())?)
}

#[derive(Deserialize)]
struct Asked {
    format: Option<String>,
    language: Option<Language>,
}

async fn one(
    caller: Caller,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let format = Format::of(asked.format.as_deref(), &headers);
    blocking(caller, move |caller| {
        let filed = caller.books.document(&number)?;
        match format {
            Format::Pdf => pdf(caller, &filed, asked.language),
            Format::Xml(syntax) => xml(caller, &filed, &syntax),
            Format::Json => Ok(Json(told(caller, &filed, &issued(caller, &filed)?)?).into_response()),
        }
    })
    .await
}

/// What is told of an issued document.
fn told(caller: &Caller, filed: &Filed, document: &RawValue) -> Result<Value, Refusal> {
    let mut told = shown(caller, filed)?;
    told["document"] = parse(document.get().as_bytes())?;
    Ok(told)
}

#[derive(Deserialize)]
struct Issued {
    document: Box<RawValue>,
}

/// The document, made again by the engine that issued it.
pub(super) fn issued(caller: &Caller, filed: &Filed) -> Result<Box<RawValue>, Refusal> {
    let mut series = json!({"next": filed.place, "digits": filed.digits});
    if !filed.prefix.is_empty() {
        series["prefix"] = filed.prefix.as_str().into();
    }
    let call = format!(r#"{{"document":{},"series":{series},"date":"{}"}}"#, dated(filed)?, filed.issued_on);
    let reply = caller.books.engine_of(&filed.engine)?.call("issue", call.as_bytes())?;
    Ok(answer_of::<Issued>(&reply, str::to_owned)?.document)
}

/// The draft, with the last day of its terms.
fn dated(filed: &Filed) -> Result<String, Refusal> {
    let Some(day) = &filed.due_on else { return Ok(filed.draft.to_string()) };
    let mut fields: serde_json::Map<String, Value> = parse(filed.draft.get().as_bytes())?;
    fields.insert("due_on".into(), day.as_str().into());
    Ok(Value::Object(fields).to_string())
}

/// The document as XML.
pub(super) fn xml(caller: &Caller, filed: &Filed, syntax: &str) -> Result<Response, Refusal> {
    let document = issued(caller, filed)?;
    documents::xml(&documents::einvoice(&*caller.books.engine_of(&filed.engine)?, &document, syntax)?, str::to_owned)
}

/// The paper, as it was when it was first made.
pub(super) fn pdf(caller: &Caller, filed: &Filed, language: Option<Language>) -> Result<Response, Refusal> {
    let brand = papers::brand(caller, language)?;
    let name = papers::kept_as("document", &filed.number, &brand);
    let made = caller.books.paper(name, || {
        let document = issued(caller, filed)?;
        let written = documents::einvoice(&*caller.books.engine_of(&filed.engine)?, &document, "cii")?;
        papers::document(&document, &written, &brand, str::to_owned)
    });
    Ok(papers::answer(made?, &filed.number))
}

async fn release(caller: Caller, Path((id, invoice)): Path<(String, String)>) -> Result<Response, Refusal> {
    let told = blocking(caller, move |caller| {
        let filed = match caller.books.document_of(&id, "invoice", &invoice)? {
            Some(filed) => filed,
            None => {
                let day = caller.books.now()?.get(..10).unwrap_or_default().to_owned();
                caller.books.issue_parked(&id, &invoice, day)?
            }
        };
        told(caller, &filed, &issued(caller, &filed)?)
    });
    Ok(Json(told.await?).into_response())
}

async fn credit(
    caller: Caller,
    Path(number): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let mut read = Reading::of(&json_body(&headers, body)?)?;
    let (reason, to) =
        (read.must::<String>("reason", "why, for people"), read.may::<Value>("to", "`account` or `payer`"));
    let lines = read.may::<Box<RawValue>>("lines", "parts of lines");
    read.end()?;
    let told = blocking(caller, move |caller| {
        let invoice = caller.books.document(&number)?;
        if invoice.kind != "invoice" {
            return Err(StoreError::NotFound("invoice").into());
        }
        let earlier = caller.books.notes_of(&invoice)?;
        let reply = credit_of(caller, &invoice, &earlier, &reason, lines.as_deref())?;
        let Issued { document } = answer_of(&reply, str::to_owned)?;
        let Credited { totals } = parse(document.get().as_bytes())?;
        let mut event = json!({
            "type": "invoice_credited", "id": format!("{}{}", credited(&invoice.name), earlier.len() + 1),
            "time": caller.books.now()?, "invoice": invoice.name, "amount": totals.payable, "reason": reason,
        });
        if let Some(to) = to {
            event["to"] = to;
        }
        let event = RawValue::from_string(event.to_string()).unwrap_or_default();
        let filed = caller.books.post_note(&invoice, event, document, caller.host.payments.word());
        let filed = filed.map_err(refused)?;
        told(caller, &filed, &issued(caller, &filed)?)
    });
    Ok((axum::http::StatusCode::CREATED, Json(told.await?)).into_response())
}

#[derive(Deserialize)]
struct Credited {
    totals: Payable,
}

#[derive(Deserialize)]
struct Payable {
    payable: String,
}

/// A refusal whose paths name the caller's own fields.
fn refused(error: StoreError) -> Refusal {
    match error {
        StoreError::Refused(reply) => {
            Refusal::of_reply_at(&reply, |path| path.strip_prefix("/events/0").unwrap_or(path).to_owned())
        }
        other => other.into(),
    }
}
