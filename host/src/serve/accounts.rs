//! Rulebooks and accounts: open, post events, read.

use super::Host;
use super::caller::Caller;
use super::calls::{blocking, json_body, typed_body};
use super::identity::allowed;
use super::problem::Refusal;
use crate::identity::Actor;
use crate::{Account, Applied, Draft, Events, List, Refused, Search, Sort, Spend, Status, StoreError, Time};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};

pub(super) type Body = Result<Bytes, BytesRejection>;

const NDJSON: &str = "application/x-ndjson";
const CSV: &str = "text/csv";
const JSON: &str = "application/json";
/// Most events of a call.
const EVENTS_MAX: usize = 20_000;
const PAGE_DEFAULT: usize = 50;
const PAGE_MAX: usize = 200;

pub(super) async fn put_rulebook(
    State(host): State<Host>,
    Caller(books): Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let document: Box<RawValue> = parse(&json_body(&headers, body)?)?;
    let digest = blocking(host, move |_| Ok(books.put_rulebook(document.get().to_owned())?)).await?;
    Ok((StatusCode::CREATED, Json(json!({ "digest": digest }))).into_response())
}

pub(super) async fn open(
    State(host): State<Host>,
    Caller(books): Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let draft: Draft = parse(&json_body(&headers, body)?)?;
    let (account, new) = blocking(host, move |_| Ok(books.open_account(draft)?)).await?;
    Ok((if new { StatusCode::CREATED } else { StatusCode::OK }, Json(account)).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Batch {
    as_of: Option<String>,
    /// All of them or none.
    #[serde(default)]
    atomic: bool,
    events: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfLines {
    as_of: Option<String>,
    #[serde(default)]
    atomic: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AsOf {
    as_of: Option<String>,
}

/// A batch, written in one transaction. Its `as_of` is for replays; without it the host's clock says what time it is.
pub(super) async fn apply(
    State(host): State<Host>,
    Caller(books): Caller,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Query(query): Query<OfLines>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let (body, kind) = typed_body(&headers, body, &[JSON, NDJSON, CSV])?;
    let batch = match (kind, query) {
        (JSON, OfLines { as_of: None, atomic: false }) => parse(&body)?,
        // Two places for one word would leave one of them unheard.
        (JSON, _) => return Err(Refusal::shape("", "a JSON batch has its `as_of` and `atomic` in the body")),
        (kind, OfLines { as_of, atomic }) => Batch { as_of, atomic, events: rows(kind, &body)? },
    };
    if batch.events.len() > EVENTS_MAX {
        let message = format!("{} events are more than {EVENTS_MAX}", batch.events.len());
        let (status, help) = (StatusCode::PAYLOAD_TOO_LARGE, "send fewer at once");
        return Err(Refusal::new(status, "events_too_many", "/events", &message, help));
    }
    allowed(&actor, &batch.events, batch.as_of.is_some())?;
    let time = batch.as_of.map_or_else(|| Time::Clock(skewed(&batch.events)), Time::AsOf);
    let events = Events { events: batch.events, atomic: batch.atomic };
    let applied = answered(|answer| books.post_events(id, events, time, host.payments.word(), answer)).await?;
    told(&headers, applied)
}

/// As it was asked for: whole, or with counts alone (RFC 7240).
fn told(headers: &HeaderMap, applied: Applied) -> Result<Response, Refusal> {
    let preferred = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    let minimal = preferred.flat_map(|value| value.split(',')).any(|one| one.trim() == "return=minimal");
    let replayed = applied.replayed;
    let mut response = if minimal {
        let mut response = Json(Minimal::of(applied)).into_response();
        response.headers_mut().insert("preference-applied", HeaderValue::from_static("return=minimal"));
        response
    } else {
        Json(applied).into_response()
    };
    if replayed {
        response.headers_mut().insert("counterfoil-replayed", HeaderValue::from_static("true"));
    }
    Ok(response)
}

#[derive(Serialize)]
struct Minimal {
    applied: usize,
    duplicates: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refused: Vec<Refused>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    balance: Option<String>,
}

#[derive(Deserialize)]
struct Decision {
    allowed: bool,
}

impl Minimal {
    fn of(applied: Applied) -> Self {
        let Applied { applied, duplicates, refused, answer, .. } = applied;
        let decision = answer.as_ref().and_then(|answer| answer.decision.as_deref());
        let allowed = decision.and_then(|decision| serde_json::from_str::<Decision>(decision.get()).ok());
        let allowed = allowed.map(|decision| decision.allowed);
        Self { applied, duplicates, refused, allowed, balance: answer.map(|answer| answer.balance) }
    }
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
    Caller(books): Caller,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let SpendCall { as_of, usage, quantity_places } = parse(&json_body(&headers, body)?)?;
    allowed(&actor, &[], as_of.is_some())?;
    let time = as_of.map_or_else(|| Time::Clock(skewed(std::slice::from_ref(&usage))), Time::AsOf);
    let spend = Spend { usage, quantity_places };
    let applied = answered(|answer| books.post_spend(id, spend, time, host.payments.word(), answer)).await?;
    told(&headers, applied)
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
    written(Timestamp::now())
}

fn written(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// How far ahead of the host's the clocks of others may go.
const SKEW: SignedDuration = SignedDuration::from_secs(10);

#[derive(Deserialize)]
struct Timed {
    time: String,
}

/// Now, or the time of an event that is seconds ahead of it: clocks differ, and what has happened has happened.
fn skewed(events: &[Box<RawValue>]) -> String {
    let now = Timestamp::now();
    let times = events.iter().filter_map(|event| serde_json::from_str::<Timed>(event.get()).ok());
    let ahead = times
        .filter_map(|timed| timed.time.parse::<Timestamp>().ok())
        .filter(|time| *time > now && time.duration_since(now) <= SKEW);
    written(ahead.max().unwrap_or(now))
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
    Caller(books): Caller,
    Path(id): Path<String>,
    Query(query): Query<AsOf>,
) -> Result<Response, Refusal> {
    let body = blocking(host, move |_| {
        let account = books.account(&id)?;
        let rest = format!(r#""as_of":{}"#, Value::from(query.as_of.unwrap_or_else(now)));
        let reply = books.ask_of(&account, "overview", &rest)?;
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
    /// Those of one kind.
    kind: Option<String>,
}

/// Which accounts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    cursor: Option<String>,
    limit: Option<usize>,
    /// Whose id begins so.
    search: Option<String>,
    service: Option<String>,
    rulebook: Option<String>,
    balance_below: Option<String>,
    /// `id`, `balance`, `opened_at` or `as_of`, with a minus before it the other way round.
    sort: Option<String>,
}

impl Wanted {
    fn search(self) -> Result<Search, Refusal> {
        let sort = self.sort.as_deref().unwrap_or("id");
        let (sort, descending) = sort.strip_prefix('-').map_or((sort, false), |sort| (sort, true));
        let sort = match sort {
            "id" => Sort::Id,
            "balance" => Sort::Balance,
            "opened_at" => Sort::OpenedAt,
            "as_of" => Sort::AsOf,
            _ => return Err(Refusal::shape("/sort", "accounts are sorted by `id`, `balance`, `opened_at` or `as_of`")),
        };
        if self.balance_below.as_deref().is_some_and(|below| !is_decimal(below)) {
            return Err(Refusal::shape("/balance_below", "expected a decimal number, such as `-12.50`"));
        }
        let (service, rulebook, below) = (self.service, self.rulebook, self.balance_below);
        let prefix = self.search.unwrap_or_default();
        Ok(Search { prefix, service, rulebook, below, sort, descending, cursor: self.cursor })
    }
}

fn is_decimal(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| (1..=28).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(part)
}

fn limit(limit: Option<usize>) -> Result<usize, Refusal> {
    match limit.unwrap_or(PAGE_DEFAULT) {
        limit @ 1..=PAGE_MAX => Ok(limit),
        _ => Err(Refusal::shape("/limit", "a page has 1 to 200 items")),
    }
}

impl Piece {
    fn place(&self) -> Result<i64, Refusal> {
        let place = self.cursor.as_deref().map_or(Ok(0), str::parse);
        place.map_err(|_| Refusal::shape("/cursor", "the cursor is not one that a page gave"))
    }
}

pub(super) async fn list(
    State(host): State<Host>,
    Caller(books): Caller,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Refusal> {
    let limit = limit(wanted.limit)?;
    let search = wanted.search()?;
    let page = blocking(host, move |_| Ok(books.accounts(&search, limit)?)).await?;
    Ok(Json(page).into_response())
}

pub(super) async fn events(
    host: State<Host>,
    caller: Caller,
    id: Path<String>,
    piece: Query<Piece>,
) -> Result<Response, Refusal> {
    piece_of(List::Events, host, caller, id, piece).await
}

pub(super) async fn history(
    host: State<Host>,
    caller: Caller,
    id: Path<String>,
    piece: Query<Piece>,
) -> Result<Response, Refusal> {
    piece_of(List::Entries, host, caller, id, piece).await
}

pub(super) async fn effects(
    host: State<Host>,
    caller: Caller,
    id: Path<String>,
    piece: Query<Piece>,
) -> Result<Response, Refusal> {
    piece_of(List::Effects, host, caller, id, piece).await
}

async fn piece_of(
    list: List,
    State(host): State<Host>,
    Caller(books): Caller,
    Path(id): Path<String>,
    Query(piece): Query<Piece>,
) -> Result<Response, Refusal> {
    let (limit, place) = (limit(piece.limit)?, piece.place()?);
    let page = blocking(host, move |_| Ok(books.list(list, &id, piece.kind.as_deref(), place, limit)?)).await?;
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

/// The events of a file: NDJSON, or CSV whose header names the fields.
fn rows(kind: &str, body: &[u8]) -> Result<Vec<Box<RawValue>>, Refusal> {
    let (code, help) = match kind {
        CSV => ("csv_syntax", "write a header that names the fields, and a row an event"),
        _ => ("json_syntax", "write one JSON object a line"),
    };
    let unreadable = |message: String| Refusal::new(StatusCode::BAD_REQUEST, code, "", &message, help);
    let text = std::str::from_utf8(body).map_err(|error| unreadable(error.to_string()))?;
    let rows = if kind == CSV { crate::events::csv(text) } else { crate::events::ndjson(text) };
    Ok(rows.map_err(|error| unreadable(error.to_string()))?.into_iter().map(|row| row.body).collect())
}
