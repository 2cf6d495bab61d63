//! Events, many at once, and a usage that is decided and posted in one step.

use super::caller::Caller;
use super::calls::{Body, json_body, typed_body};
use super::cloudevents::{self, Brought};
use super::identity::Noted;
use super::permit::permit;
use super::problem::Refusal;
use super::reading::Reading;
use super::routes::{JSON, Kind, Needs, Param, Route, Shape};
use super::told::told;
use crate::clock::written;
use crate::identity::Actor;
use crate::{Applied, Events, Spend, StoreError, Time};
use axum::Extension;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::value::RawValue;

const NDJSON: &str = "application/x-ndjson";
const CSV: &str = "text/csv";
/// Most events of a call.
const EVENTS_MAX: usize = 20_000;

const OF_LINES: &[Param] = &[
    Param { name: "atomic", kind: Kind::Flag, about: "All events or none; of bodies that are no JSON batch." },
    Param {
        name: "as_of",
        kind: Kind::Contract("Instant"),
        about: "Now, for replays; of bodies that are no JSON batch.",
    },
];

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/v1/accounts/{id}/events", "postEvents", apply)
            .told("Usage", "Post events of any type, many at once")
            .about(EVENTS)
            .needs(Needs::POST)
            .asks(OF_LINES)
            .takes(JSON, Shape::Host("EventsBody"), include_str!("examples/events.json"))
            .takes(NDJSON, Shape::Text, EXAMPLE_NDJSON)
            .takes(CSV, Shape::Text, EXAMPLE_CSV)
            .takes(cloudevents::ONE, Shape::Host("CloudEvent"), cloudevents::EXAMPLE)
            .takes(cloudevents::MANY, Shape::Every(&Shape::Host("CloudEvent")), cloudevents::EXAMPLES)
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
    clock. A JSON batch has `atomic` and `as_of` in its body. Of CloudEvents 1.0 `id` and `source` together are the event's id \
    (`ce:` and the first 32 hexadecimal digits of the SHA-256 of both, as JSON texts with a line break between), `time` is its \
    time, and `data` has the other fields of a usage; where that names no `product`, `type` is the product, and where it names \
    no `subaccount`, `subject` is. Extensions are passed over. Whatever the body is, paths name an event by its place: `/events/3/quantity`.";
const EXAMPLE_NDJSON: &str = r#"{"type": "usage", "id": "sms-3", "time": "2026-01-07T09:03:00Z", "product": "sms.outbound", "quantity": "1", "unit": "message"}
{"type": "usage", "id": "sms-4", "time": "2026-01-07T09:04:00Z", "product": "sms.outbound", "quantity": "1", "unit": "message"}
"#;
const EXAMPLE_CSV: &str = "type,id,time,product,quantity,unit\n\
    usage,sms-5,2026-01-07T09:05:00Z,sms.outbound,1,message\nusage,sms-6,2026-01-07T09:06:00Z,sms.outbound,2,message\n";

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

/// A batch, written in one transaction. Its `as_of` is for replays; without it the host's clock says what time it is.
async fn apply(
    caller: Caller,
    Path(id): Path<String>,
    Query(query): Query<OfLines>,
    actor: Option<Extension<Actor>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let (body, kind) = typed_body(&headers, body, &[JSON, NDJSON, CSV, cloudevents::ONE, cloudevents::MANY])?;
    let mut brought = None;
    let batch = match (kind, query) {
        (JSON, OfLines { as_of: None, atomic: false }) => Batch::read(&body)?,
        // Two places for one word would leave one of them unheard.
        (JSON, _) => return Err(Refusal::shape("", "a JSON batch has its `as_of` and `atomic` in the body")),
        (cloudevents::ONE | cloudevents::MANY, OfLines { as_of, atomic }) => {
            let brought = brought.insert(Brought::read(kind, &body)?);
            brought.refused(atomic)?;
            Batch { as_of, atomic, events: std::mem::take(&mut brought.events) }
        }
        (kind, OfLines { as_of, atomic }) => Batch { as_of, atomic, events: rows(kind, &body)? },
    };
    if batch.events.len() > EVENTS_MAX {
        let message = format!("{} events are more than {EVENTS_MAX}", batch.events.len());
        let (status, help) = (StatusCode::PAYLOAD_TOO_LARGE, "send fewer at once");
        return Err(Refusal::new(status, "events_too_many", "/events", &message, help));
    }
    let noted = permit(actor.as_deref(), &batch.events, batch.as_of.is_some())?;
    let time = batch.as_of.map_or_else(|| Time::Clock(skewed(&batch.events)), Time::AsOf);
    let events = Events { events: batch.events, atomic: batch.atomic };
    let applied =
        answered(|answer| caller.books.post_events(id, events, time, caller.host.payments.word(), answer)).await?;
    let applied = match brought {
        Some(brought) => brought.told(applied),
        None => applied,
    };
    let mut answer = told(&headers, None, applied)?;
    if noted {
        answer.extensions_mut().insert(Noted);
    }
    Ok(answer)
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
