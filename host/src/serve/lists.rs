//! The books of an account: what was taken in, what was posted, what followed.

use super::caller::Caller;
use super::calls::blocking;
use super::problem::Refusal;
use super::routes::param;
use super::routes::{JSON, Kind, Needs, Param, Route, Shape};
use crate::List;
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

const OF_KIND: &[Param] = &[
    Param {
        name: "kind",
        kind: Kind::Text,
        about: "Those of one kind: the type of an event or effect, the kind of an entry.",
    },
    Param { name: "newest", kind: Kind::Flag, about: "The newest first." },
    param::CURSOR,
    param::LIMIT,
];

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/v1/accounts/{id}/events", "listEvents", events)
            .told("Books", "What was taken in, in the order in which it came")
            .needs(Needs::READ)
            .asks(OF_KIND)
            .answers(200, JSON, Shape::Page(&Shape::Contract("Event")))
            .at("/v1/accounts/acme/events?limit=2"),
        Route::get("/v1/accounts/{id}/history", "listEntries", history)
            .told("Books", "Ledger entries, in the order in which they were made")
            .needs(Needs::READ)
            .asks(OF_KIND)
            .answers(200, JSON, Shape::Page(&Shape::Contract("Entry")))
            .at("/v1/accounts/acme/history?newest=true&limit=2"),
        Route::get("/v1/accounts/{id}/effects", "listEffects", effects)
            .told("Books", "Alerts, charges to make, suspensions, documents: what followed")
            .needs(Needs::READ)
            .asks(OF_KIND)
            .answers(200, JSON, Shape::Page(&Shape::Contract("Effect")))
            .at("/v1/accounts/acme/effects?limit=2"),
        Route::get("/v1/accounts/{id}/history.csv", "historyCsv", csv)
            .told("Books", "The whole balance history as CSV that a spreadsheet can open")
            .needs(Needs::READ)
            .answers(200, "text/csv", Shape::Text)
            .at("/v1/accounts/acme/history.csv"),
    ]
}

/// A piece of a list.
#[derive(Deserialize)]
pub(super) struct Piece {
    cursor: Option<String>,
    limit: Option<usize>,
    kind: Option<String>,
    newest: Option<bool>,
}

impl Piece {
    pub(super) fn cursor(&self) -> &str {
        self.cursor.as_deref().unwrap_or_default()
    }

    pub(super) fn limit(&self) -> usize {
        self.limit.unwrap_or(param::PAGE_DEFAULT)
    }

    pub(super) fn place(&self) -> Result<i64, Refusal> {
        let place = self.cursor.as_deref().map_or(Ok(0), str::parse);
        place.map_err(|_| Refusal::shape("/cursor", "the cursor is not one that a page gave"))
    }
}

type Told = Result<Response, Refusal>;

async fn events(caller: Caller, id: Path<String>, piece: Query<Piece>) -> Told {
    piece_of(List::Events, caller, id, piece).await
}

async fn history(caller: Caller, id: Path<String>, piece: Query<Piece>) -> Told {
    piece_of(List::Entries, caller, id, piece).await
}

async fn effects(caller: Caller, id: Path<String>, piece: Query<Piece>) -> Told {
    piece_of(List::Effects, caller, id, piece).await
}

async fn piece_of(list: List, caller: Caller, Path(id): Path<String>, Query(piece): Query<Piece>) -> Told {
    let (limit, place) = (piece.limit(), piece.place()?);
    let page = blocking(caller, move |caller| {
        let (books, kinds) = (&caller.books, piece.kind.as_deref());
        Ok(match piece.newest {
            Some(true) => books.newest(list, &id, kinds.as_slice(), piece.cursor.as_ref().map(|_| place), limit)?,
            _ => books.list(list, &id, kinds.as_slice(), place, limit)?,
        })
    })
    .await?;
    Ok(Json(page).into_response())
}

/// The whole balance history, by the engine's verb `history`.
async fn csv(caller: Caller, Path(id): Path<String>) -> Told {
    let text = blocking(caller, move |caller| Ok(caller.books.history_csv(&id)?)).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"balance-history.csv\""),
    ];
    Ok((headers, text).into_response())
}
