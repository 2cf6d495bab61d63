//! Invoices, credit notes and receipts of an account, from its effects and entries.

use super::caller::Caller;
use super::calls::blocking;
use super::filed;
use super::lists::Piece;
use super::papers;
use super::problem::Refusal;
use super::reading::parse;
use super::routes::param::PAGE;
use super::routes::{JSON, Kind, Needs, Param, Route, Shape};
use crate::paper::Language;
use crate::{Books, Engine, List, Reply, Status, StoreError};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

const GROUP: &str = "Documents";
pub(super) const XML: &str = "application/xml";
/// How a document is told.
pub(super) const FORMAT: Param = Param {
    name: "format",
    kind: Kind::Word(&["json", "pdf", "ubl", "cii"]),
    about: "JSON, a PDF, or the document as EN 16931 XML in one of its syntaxes. `Accept: application/xml` is UBL, \
            `Accept: application/pdf` a PDF with the XML inside.",
};
/// What can be asked of a document.
pub(super) const ASKED: &[Param] = &[FORMAT, papers::LANGUAGE];

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
            .asks(ASKED)
            .answers(200, JSON, item)
            .answers(200, papers::PDF, Shape::Bytes)
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
            "An invoice as it was drafted, or under its number as XML or PDF",
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
            "A credit note as it was drafted, or under its number as XML or PDF",
            &NOTES,
            NOTE,
            "/v1/accounts/acme/credit-notes/cn_8d0cd2f8a95f3365cc43dd92f7a87e24f3b3667f",
        ),
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
    /// What it is once it has a number.
    filed: &'static str,
}

static INVOICES: Documents = Documents { kind: "invoice_drafted", name: "invoice", filed: "invoice" };
static NOTES: Documents = Documents { kind: "credit_note_drafted", name: "note", filed: "credit_note" };

/// What drafted an invoice.
pub(super) fn invoice(books: &Books, account: &str, name: &str) -> Result<Box<RawValue>, Refusal> {
    INVOICES.find(books, account, name)
}

/// What is asked of a document.
#[derive(Deserialize)]
struct Asked {
    format: Option<String>,
    language: Option<Language>,
}

type Told = Result<Response, Refusal>;

/// How it is to be told.
pub(super) enum Format {
    Json,
    Pdf,
    /// In this syntax.
    Xml(String),
}

impl Format {
    /// As the address says, or else what is accepted.
    pub(super) fn of(format: Option<&str>, headers: &HeaderMap) -> Self {
        let accepts = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
        match format {
            _ if papers::wanted(format, headers) => Self::Pdf,
            Some(syntax @ ("ubl" | "cii")) => Self::Xml(syntax.to_owned()),
            None if accepts.starts_with(XML) => Self::Xml("ubl".to_owned()),
            _ => Self::Json,
        }
    }
}

impl Documents {
    async fn list(&'static self, caller: Caller, Path(id): Path<String>, Query(piece): Query<Piece>) -> Told {
        let (limit, place) = (piece.limit(), piece.place()?);
        let page =
            blocking(caller, move |caller| Ok(caller.books.list(List::Effects, &id, &[self.kind], place, limit)?));
        Ok(Json(page.await?).into_response())
    }

    async fn one(
        &'static self,
        caller: Caller,
        Path((id, name)): Path<(String, String)>,
        Query(asked): Query<Asked>,
        headers: HeaderMap,
    ) -> Told {
        let format = Format::of(asked.format.as_deref(), &headers);
        blocking(caller, move |caller| {
            let found = self.find(&caller.books, &id, &name)?;
            // What is parked has no number yet: it is on paper as a draft, and no electronic invoice.
            let filed = caller.books.document_of(&id, self.filed, &name)?;
            match (format, filed) {
                (Format::Json, _) => Ok(Json(found).into_response()),
                (Format::Pdf, Some(filed)) => filed::pdf(caller, &filed, asked.language),
                (Format::Pdf, None) => pdf(caller, &found, asked.language, &name),
                (Format::Xml(syntax), Some(filed)) => filed::xml(caller, &filed, &syntax),
                (Format::Xml(syntax), None) => {
                    xml(&einvoice(caller.host.store.engine(), &drafted(&found)?, &syntax)?, own_path)
                }
            }
        })
        .await
    }

    fn find(&self, books: &Books, account: &str, name: &str) -> Result<Box<RawValue>, Refusal> {
        let mut place = 0;
        loop {
            let page = books.list(List::Effects, account, &[self.kind], place, PAGE_MAX)?;
            let named = |effect: &RawValue| {
                let fields: Value = serde_json::from_str(effect.get()).unwrap_or_default();
                fields[self.name] == name
            };
            if let Some(found) = page.data.into_iter().find(|effect| named(effect)) {
                return Ok(found);
            }
            let next = page.cursor.and_then(|cursor| cursor.parse().ok());
            place = next.ok_or(StoreError::NotFound(self.name))?;
        }
    }
}

/// Documents that are looked through at once. An account has one a period.
const PAGE_MAX: usize = 200;

#[derive(Deserialize)]
struct Drafted {
    document: Box<RawValue>,
}

#[derive(Deserialize)]
struct Answered<T> {
    answer: T,
}

fn drafted(effect: &RawValue) -> Result<Box<RawValue>, Refusal> {
    Ok(parse::<Drafted>(effect.get().as_bytes())?.document)
}

/// What the engine has written.
pub(super) fn xml(written: &Reply, at: impl Fn(&str) -> String) -> Told {
    let Xml { xml } = answer_of(written, at)?;
    Ok(([(header::CONTENT_TYPE, XML)], xml).into_response())
}

/// A document as XML, by an engine.
pub(super) fn einvoice(engine: &Engine, document: &RawValue, syntax: &str) -> Result<Reply, Refusal> {
    let call = format!(r#"{{"document":{document},"syntax":"{syntax}"}}"#);
    Ok(engine.call("einvoice", call.as_bytes())?)
}

/// A draft as PDF.
fn pdf(caller: &Caller, effect: &RawValue, language: Option<Language>, name: &str) -> Told {
    let document = drafted(effect)?;
    let written = einvoice(caller.host.store.engine(), &document, "cii")?;
    let made = papers::document(&document, &written, &papers::brand(caller, language)?, own_path)?;
    Ok(papers::answer(made, name))
}

#[derive(Deserialize)]
struct Xml {
    xml: String,
}

/// Where the document stands by itself.
fn own_path(path: &str) -> String {
    path.strip_prefix("/document").unwrap_or(path).to_owned()
}

pub(super) fn answer_of<T: for<'de> Deserialize<'de>>(
    reply: &Reply,
    at: impl Fn(&str) -> String,
) -> Result<T, Refusal> {
    match reply.status {
        Status::Ok => Ok(parse::<Answered<T>>(&reply.bytes)?.answer),
        Status::Problems => Err(Refusal::of_reply_at(reply, at)),
    }
}
