//! Accounts: open, post events, read.

use super::caller::Caller;
use super::calls::{blocking, json_body, typed_body};
use super::commands::Named;
use super::permit::permit;
use super::problem::Refusal;
use super::reading::Reading;
use super::routes::param::{self, MOMENT};
use super::routes::{JSON, Kind, Needs, Param, Route, Shape};
use crate::identity::Actor;
use crate::{Account, Applied, Draft, Events, List, Refused, Search, Sort, Spend, Status, StoreError, Time};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

pub(super) type Body = Result<Bytes, BytesRejection>;

const NDJSON: &str = "application/x-ndjson";
const CSV: &str = "text/csv";
/// Most events of a call.
const EVENTS_MAX: usize = 20_000;
const PAGE_DEFAULT: usize = 50;
const PAGE_MAX: usize = 200;

const GROUP: &str = "Accounts";
const SEARCH: &[Param] = &[
    Param { name: "search", kind: Kind::Text, about: "How ids begin." },
    Param { name: "service", kind: Kind::Word(&["active", "suspended", "closed"]), about: "May it be used?" },
    Param { name: "rulebook", kind: Kind::Text, about: "The digest of its rulebook." },
    Param { name: "balance_below", kind: Kind::Decimal, about: "It has less than this." },
    Param {
        name: "sort",
        kind: Kind::Word(&["id", "-id", "balance", "-balance", "opened_at", "-opened_at", "as_of", "-as_of"]),
        about: "What they are put in order by, with a minus the other way round; without it by id. `as_of` is when something \
                happened last. Those that are alike in it come by id.",
    },
    param::CURSOR,
    param::LIMIT,
];
const OF_KIND: &[Param] =
    &[Param { name: "kind", kind: Kind::Text, about: "Those of one type alone." }, param::CURSOR, param::LIMIT];
const OF_LINES: &[Param] = &[
    Param { name: "atomic", kind: Kind::Flag, about: "All events or none; of NDJSON and CSV." },
    Param { name: "as_of", kind: Kind::Contract("Instant"), about: "Now, for replays; of NDJSON and CSV." },
];

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/v1/accounts", "openAccount", open)
            .told(GROUP, "Open an account")
            .about("201 where it is new; the same again is answered 200, and changes nothing.")
            .needs(Needs::RULES)
            .takes(JSON, Shape::Host("OpenBody"), include_str!("examples/open.json"))
            .answers(201, JSON, Shape::Host("KeptAccount"))
            .answers(200, JSON, Shape::Host("KeptAccount")),
        Route::get("/v1/accounts", "listAccounts", list)
            .told(GROUP, "Accounts by id, with their states")
            .needs(Needs::READ)
            .asks(SEARCH)
            .answers(200, JSON, Shape::Page(&Shape::Host("ListedAccount")))
            .at("/v1/accounts?search=ac&sort=-balance&limit=10"),
        Route::get("/v1/accounts/{id}", "readAccount", read)
            .told(GROUP, "An account: rulebook, opening, state, and the engine's overview at a moment")
            .about(
                "The state is of the last event. The overview is of `as_of`: what was due by then has happened in it.",
            )
            .needs(Needs::READ)
            .asks(MOMENT)
            .answers(200, JSON, Shape::Host("AccountWithOverview"))
            .at("/v1/accounts/acme?as_of=2026-01-03T00:00:00Z"),
    ]
}

pub(super) fn posting() -> Vec<Route> {
    vec![
        Route::post("/v1/accounts/{id}/events", "postEvents", apply)
            .told("Usage", "Post events of any type, many at once")
            .about(EVENTS)
            .needs(Needs::POST)
            .asks(OF_LINES)
            .takes(JSON, Shape::Host("EventsBody"), include_str!("examples/events.json"))
            .takes(NDJSON, Shape::Text, EXAMPLE_NDJSON)
            .takes(CSV, Shape::Text, EXAMPLE_CSV)
            .answers(200, JSON, Shape::Host("Posted"))
            .at("/v1/accounts/acme/events"),
        Route::post("/v1/accounts/{id}/spend", "spend", spend)
            .told("Usage", "Decide about a usage, and post it where it may go ahead, in one step")
            .about("Nothing else happens to the account between. A spend that is denied posts nothing, and is decided anew.")
            .needs(Needs::INGEST)
            .takes(
                JSON,
                Shape::Host("SpendBody"),
                r#"{"usage": {"id": "call-0", "time": "2026-01-07T09:10:00Z", "product": "call.outbound", "destination": "14155550100", "quantity": "60", "unit": "second"}}"#,
            )
            .answers(200, JSON, Shape::Host("Posted"))
            .at("/v1/accounts/acme/spend"),
    ]
}

const EVENTS: &str = "One event that is refused does not refuse the others: `refused` names its place and problems. With `atomic` \
    all are posted or none. The same call again is told what it was told. `as_of` is for replays: without it now is the host's \
    clock. A JSON batch has `atomic` and `as_of` in its body.";
const EXAMPLE_NDJSON: &str = r#"{"type": "usage", "id": "sms-3", "time": "2026-01-07T09:03:00Z", "product": "sms.outbound", "quantity": "1", "unit": "message"}
{"type": "usage", "id": "sms-4", "time": "2026-01-07T09:04:00Z", "product": "sms.outbound", "quantity": "1", "unit": "message"}
"#;
const EXAMPLE_CSV: &str = "type,id,time,product,quantity,unit\n\
    usage,sms-5,2026-01-07T09:05:00Z,sms.outbound,1,message\nusage,sms-6,2026-01-07T09:06:00Z,sms.outbound,2,message\n";

pub(super) fn books() -> Vec<Route> {
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
            .at("/v1/accounts/acme/history?limit=2"),
        Route::get("/v1/accounts/{id}/effects", "listEffects", effects)
            .told("Books", "Alerts, charges to make, suspensions, documents: what followed")
            .needs(Needs::READ)
            .asks(OF_KIND)
            .answers(200, JSON, Shape::Page(&Shape::Contract("Effect")))
            .at("/v1/accounts/acme/effects?limit=2"),
    ]
}

async fn open(caller: Caller, headers: HeaderMap, body: Body) -> Result<Response, Refusal> {
    let mut read = Reading::of(&json_body(&headers, body)?)?;
    let draft = Draft { rulebook: read.must("rulebook", "the digest of a rulebook"), open: read.raw("open") };
    read.end()?;
    let (account, new) = blocking(caller, move |caller| Ok(caller.books.open_account(draft)?)).await?;
    Ok((if new { StatusCode::CREATED } else { StatusCode::OK }, Json(account)).into_response())
}

#[derive(Default)]
struct Batch {
    as_of: Option<String>,
    /// All of them or none.
    atomic: bool,
    events: Vec<Box<RawValue>>,
}

impl Batch {
    fn read(body: &[u8]) -> Result<Self, Refusal> {
        let mut read = Reading::of(body)?;
        let batch = Self {
            as_of: read.may("as_of", "a time"),
            atomic: read.may("atomic", "true or false").unwrap_or_default(),
            events: read.must("events", "a list of events"),
        };
        read.end().map(|()| batch)
    }
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
    pub(super) as_of: Option<String>,
}

/// A batch, written in one transaction. Its `as_of` is for replays; without it the host's clock says what time it is.
async fn apply(
    caller: Caller,
    Path(id): Path<String>,
    Query(query): Query<OfLines>,
    actor: Option<Extension<Actor>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let (body, kind) = typed_body(&headers, body, &[JSON, NDJSON, CSV])?;
    let batch = match (kind, query) {
        (JSON, OfLines { as_of: None, atomic: false }) => Batch::read(&body)?,
        // Two places for one word would leave one of them unheard.
        (JSON, _) => return Err(Refusal::shape("", "a JSON batch has its `as_of` and `atomic` in the body")),
        (kind, OfLines { as_of, atomic }) => Batch { as_of, atomic, events: rows(kind, &body)? },
    };
    if batch.events.len() > EVENTS_MAX {
        let message = format!("{} events are more than {EVENTS_MAX}", batch.events.len());
        let (status, help) = (StatusCode::PAYLOAD_TOO_LARGE, "send fewer at once");
        return Err(Refusal::new(status, "events_too_many", "/events", &message, help));
    }
    permit(actor.as_deref(), &batch.events, batch.as_of.is_some())?;
    let time = batch.as_of.map_or_else(|| Time::Clock(skewed(&batch.events)), Time::AsOf);
    let events = Events { events: batch.events, atomic: batch.atomic };
    let applied =
        answered(|answer| caller.books.post_events(id, events, time, caller.host.payments.word(), answer)).await?;
    told(&headers, None, applied)
}

/// As it was asked for: whole, or with counts alone (RFC 7240).
pub(super) fn told(headers: &HeaderMap, event: Option<Named>, applied: Applied) -> Result<Response, Refusal> {
    let preferred = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    let minimal = preferred.flat_map(|value| value.split(',')).any(|one| one.trim() == "return=minimal");
    let replayed = applied.replayed;
    let mut response = if minimal {
        let mut response = Json(Told { event, what: Minimal::of(applied) }).into_response();
        response.headers_mut().insert("preference-applied", HeaderValue::from_static("return=minimal"));
        response
    } else {
        Json(Told { event, what: applied }).into_response()
    };
    if replayed {
        response.headers_mut().insert("counterfoil-replayed", HeaderValue::from_static("true"));
    }
    Ok(response)
}

/// What was posted, where the host has named it, and what came of it.
#[derive(Serialize)]
struct Told<T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<Named>,
    #[serde(flatten)]
    what: T,
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

/// A usage that is decided and, where it may go ahead, posted: nothing else happens to the account between.
async fn spend(
    caller: Caller,
    Path(id): Path<String>,
    actor: Option<Extension<Actor>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let mut read = Reading::of(&json_body(&headers, body)?)?;
    let (as_of, usage) = (read.may::<String>("as_of", "a time"), read.raw("usage"));
    let quantity_places = read.may("quantity_places", "a whole number").unwrap_or_default();
    read.end()?;
    permit(actor.as_deref(), &[], as_of.is_some())?;
    let time = as_of.map_or_else(|| Time::Clock(skewed(std::slice::from_ref(&usage))), Time::AsOf);
    let spend = Spend { usage, quantity_places };
    let applied =
        answered(|answer| caller.books.post_spend(id, spend, time, caller.host.payments.word(), answer)).await?;
    told(&headers, None, applied)
}

/// The store's answer, without a thread that waits for it.
pub(super) async fn answered(
    ask: impl FnOnce(Box<dyn FnOnce(Result<Applied, StoreError>) + Send>),
) -> Result<Applied, StoreError> {
    let (answer, result) = tokio::sync::oneshot::channel();
    ask(Box::new(move |told| drop(answer.send(told))));
    let stopped = |_| StoreError::Unavailable("the store has stopped".into());
    result.await.map_err(stopped)?
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
pub(super) fn skewed(events: &[Box<RawValue>]) -> String {
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

async fn read(caller: Caller, Path(id): Path<String>, Query(query): Query<AsOf>) -> Result<Response, Refusal> {
    let body = blocking(caller, move |caller| {
        let account = caller.books.account(&id)?;
        let rest = format!(r#""as_of":{}"#, Value::from(query.as_of.unwrap_or_else(now)));
        let reply = caller.books.ask_of(&account, "overview", &rest)?;
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
    kind: Option<String>,
}

fn limit(limit: Option<usize>) -> Result<usize, Refusal> {
    match limit.unwrap_or(PAGE_DEFAULT) {
        limit @ 1..=PAGE_MAX => Ok(limit),
        _ => Err(Refusal::shape("/limit", "a page has 1 to 200 items")),
    }
}

/// Which accounts.
#[derive(Deserialize)]
struct Wanted {
    cursor: Option<String>,
    limit: Option<usize>,
    search: Option<String>,
    service: Option<String>,
    rulebook: Option<String>,
    balance_below: Option<String>,
    sort: Option<String>,
}

impl Wanted {
    fn search(self) -> Search {
        let sort = self.sort.as_deref().unwrap_or("id");
        let (sort, descending) = sort.strip_prefix('-').map_or((sort, false), |sort| (sort, true));
        let sort = match sort {
            "balance" => Sort::Balance,
            "opened_at" => Sort::OpenedAt,
            "as_of" => Sort::AsOf,
            _ => Sort::Id,
        };
        let (service, rulebook, below) = (self.service, self.rulebook, self.balance_below);
        let prefix = self.search.unwrap_or_default();
        Search { prefix, service, rulebook, below, sort, descending, cursor: self.cursor }
    }
}

impl Piece {
    fn place(&self) -> Result<i64, Refusal> {
        let place = self.cursor.as_deref().map_or(Ok(0), str::parse);
        place.map_err(|_| Refusal::shape("/cursor", "the cursor is not one that a page gave"))
    }
}

async fn list(caller: Caller, Query(wanted): Query<Wanted>) -> Result<Response, Refusal> {
    let limit = limit(wanted.limit)?;
    let search = wanted.search();
    let page = blocking(caller, move |caller| Ok(caller.books.accounts(&search, limit)?)).await?;
    Ok(Json(page).into_response())
}

async fn events(caller: Caller, id: Path<String>, piece: Query<Piece>) -> Result<Response, Refusal> {
    piece_of(List::Events, caller, id, piece).await
}

async fn history(caller: Caller, id: Path<String>, piece: Query<Piece>) -> Result<Response, Refusal> {
    piece_of(List::Entries, caller, id, piece).await
}

async fn effects(caller: Caller, id: Path<String>, piece: Query<Piece>) -> Result<Response, Refusal> {
    piece_of(List::Effects, caller, id, piece).await
}

async fn piece_of(
    list: List,
    caller: Caller,
    Path(id): Path<String>,
    Query(piece): Query<Piece>,
) -> Result<Response, Refusal> {
    let (limit, place) = (limit(piece.limit)?, piece.place()?);
    let page =
        blocking(caller, move |caller| Ok(caller.books.list(list, &id, piece.kind.as_deref(), place, limit)?)).await?;
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
