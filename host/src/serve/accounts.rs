//! Rulebooks and accounts: open, post events, read.

use super::Host;
use super::calls::{blocking, json_body, typed_body};
use super::problem::Refusal;
use crate::{Account, Applied, Draft, List, Spend, Status, StoreError};
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::map::Map;
use serde_json::value::RawValue;
use serde_json::{Value, json};

pub(super) type Body = Result<Bytes, BytesRejection>;

const NDJSON: &str = "application/x-ndjson";
const JSON: &str = "application/json";
const PAGE_DEFAULT: usize = 50;
const PAGE_MAX: usize = 200;

pub(super) async fn put_rulebook(
    State(host): State<Host>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let document: Box<RawValue> = parse(&json_body(&headers, body)?)?;
    let digest = blocking(move || Ok(host.store.put_rulebook(document.get().to_owned())?)).await?;
    Ok((StatusCode::CREATED, Json(json!({ "digest": digest }))).into_response())
}

pub(super) async fn open(State(host): State<Host>, headers: HeaderMap, body: Body) -> Result<Response, Refusal> {
    let draft: Draft = parse(&json_body(&headers, body)?)?;
    let (account, new) = blocking(move || Ok(host.store.open_account(draft)?)).await?;
    Ok((if new { StatusCode::CREATED } else { StatusCode::OK }, Json(account)).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Batch {
    as_of: Option<String>,
    events: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AsOf {
    as_of: Option<String>,
}

/// A batch in one transaction. Its `as_of` is for replays; without it the host's clock says what time it is.
pub(super) async fn apply(
    State(host): State<Host>,
    Path(id): Path<String>,
    Query(query): Query<AsOf>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let (body, kind) = typed_body(&headers, body, &[JSON, NDJSON])?;
    let batch = match (kind, query.as_of) {
        (JSON, None) => parse(&body)?,
        // Two places for one time would leave one of them unheard.
        (JSON, Some(_)) => return Err(Refusal::shape("/as_of", "a JSON batch has its `as_of` in the body")),
        (_, as_of) => Batch { as_of, events: lines(&body)? },
    };
    let as_of = batch.as_of.unwrap_or_else(now);
    let applied = answered(|answer| host.store.post_events(id, batch.events, as_of, host.payments.word(), answer));
    Ok((StatusCode::OK, Json(applied.await?)).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpendCall {
    as_of: Option<String>,
    usage: Box<RawValue>,
    #[serde(default)]
    quantity_places: u8,
}

/// A usage that is decided and, where it may go ahead, posted: nothing else happens to the account between.
pub(super) async fn spend(
    State(host): State<Host>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let SpendCall { as_of, usage, quantity_places } = parse(&json_body(&headers, body)?)?;
    let (spend, as_of) = (Spend { usage, quantity_places }, as_of.unwrap_or_else(now));
    let applied = answered(|answer| host.store.post_spend(id, spend, as_of, host.payments.word(), answer));
    Ok((StatusCode::OK, Json(applied.await?)).into_response())
}

/// The store's answer, without a thread that waits for it.
async fn answered(ask: impl FnOnce(Box<dyn FnOnce(Result<Applied, StoreError>) + Send>)) -> Result<Applied, Refusal> {
    let (answer, result) = tokio::sync::oneshot::channel();
    ask(Box::new(move |told| drop(answer.send(told))));
    let stopped = |_| StoreError::Unavailable("the store has stopped".into());
    Ok(result.await.map_err(stopped)??)
}

/// The host's clock, the only one there is.
pub(super) fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// An account and the engine's overview of it, as stamped.
#[derive(Serialize)]
struct WithOverview {
    #[serde(flatten)]
    account: Account,
    overview: Box<RawValue>,
}

pub(super) async fn read(
    State(host): State<Host>,
    Path(id): Path<String>,
    Query(query): Query<AsOf>,
) -> Result<Response, Refusal> {
    let body = blocking(move || {
        let account = host.store.account(&id)?;
        let rest = Map::from_iter([("as_of".to_owned(), Value::from(query.as_of.unwrap_or_else(now)))]);
        let reply = host.store.ask_of(&account, "overview", &rest)?;
        if reply.status == Status::Problems {
            return Err(Refusal::of_reply(&reply));
        }
        let overview: Box<RawValue> = parse(&reply.bytes)?;
        Ok(WithOverview { account, overview })
    })
    .await?;
    Ok(Json(body).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Piece {
    cursor: Option<String>,
    limit: Option<usize>,
    /// Accounts whose id begins so.
    search: Option<String>,
}

impl Piece {
    fn limit(&self) -> Result<usize, Refusal> {
        match self.limit.unwrap_or(PAGE_DEFAULT) {
            limit @ 1..=PAGE_MAX => Ok(limit),
            _ => Err(Refusal::shape("/limit", "a page has 1 to 200 items")),
        }
    }

    fn place(&self) -> Result<i64, Refusal> {
        let place = self.cursor.as_deref().map_or(Ok(0), str::parse);
        place.map_err(|_| Refusal::shape("/cursor", "the cursor is not one that a page gave"))
    }
}

pub(super) async fn list(State(host): State<Host>, Query(piece): Query<Piece>) -> Result<Response, Refusal> {
    let limit = piece.limit()?;
    let (search, cursor) = (piece.search.unwrap_or_default(), piece.cursor.unwrap_or_default());
    let page = blocking(move || Ok(host.store.accounts(&search, &cursor, limit)?)).await?;
    Ok(Json(page).into_response())
}

pub(super) async fn events(host: State<Host>, id: Path<String>, piece: Query<Piece>) -> Result<Response, Refusal> {
    piece_of(List::Events, host, id, piece).await
}

pub(super) async fn history(host: State<Host>, id: Path<String>, piece: Query<Piece>) -> Result<Response, Refusal> {
    piece_of(List::Entries, host, id, piece).await
}

pub(super) async fn effects(host: State<Host>, id: Path<String>, piece: Query<Piece>) -> Result<Response, Refusal> {
    piece_of(List::Effects, host, id, piece).await
}

async fn piece_of(
    list: List,
    State(host): State<Host>,
    Path(id): Path<String>,
    Query(piece): Query<Piece>,
) -> Result<Response, Refusal> {
    let (limit, place) = (piece.limit()?, piece.place()?);
    let page = blocking(move || Ok(host.store.list(list, &id, place, limit)?)).await?;
    Ok(Json(page).into_response())
}

/// Bodies are objects. (serde would read a struct from an array, too, by the order of its fields.)
pub(super) fn parse<T: for<'de> Deserialize<'de>>(body: &[u8]) -> Result<T, Refusal> {
    if body.trim_ascii_start().first().is_some_and(|first| *first != b'{') {
        return Err(Refusal::shape("", "expected an object"));
    }
    serde_json::from_slice(body).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => Refusal::shape("", &error.to_string()),
        _ => Refusal::new(
            StatusCode::BAD_REQUEST,
            "json_syntax",
            "",
            &format!("not JSON: {error}"),
            "mend the JSON there",
        ),
    })
}

fn lines(body: &[u8]) -> Result<Vec<Box<RawValue>>, Refusal> {
    let unreadable = |message: String| {
        Refusal::new(StatusCode::BAD_REQUEST, "json_syntax", "", &message, "write one JSON object a line")
    };
    let text = std::str::from_utf8(body).map_err(|error| unreadable(error.to_string()))?;
    let rows = crate::events::ndjson(text).map_err(|error| unreadable(error.to_string()))?;
    Ok(rows.into_iter().map(|row| row.body).collect())
}
