//! `/v1/keys`: API keys of a tenant.

use super::super::caller::Caller;
use super::super::calls::Body;
use super::super::calls::{blocking, json_body};
use super::super::problem::Refusal;
use super::super::reading::Reading;
use super::super::routes::param::PAGE;
use super::super::routes::{JSON, Needs, Route, Shape};
use super::page::{Ask, Page};
use super::words::{ahead, label, role, written};
use super::{Asks, no_random, now, secret};
use crate::identity::{ApiKey, Issued, Kind, NewKey, Right, Who};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

const GROUP: &str = "Access";
const ACCESS: Needs = Needs::One(Right::Access);

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/v1/keys", "makeKey", add)
            .told(GROUP, "Make an API key")
            .about("The key itself is told this once; what is kept is a digest of it.")
            .needs(ACCESS)
            .takes(JSON, Shape::Host("KeyBody"), r#"{"name": "The meter in Lyon", "role": "ingest"}"#)
            .shows(201, Shape::Host("NewApiKey"), NEW),
        Route::get("/v1/keys", "listKeys", list)
            .told(GROUP, "API keys, those that have ended included")
            .needs(ACCESS)
            .asks(PAGE)
            .shows(200, Shape::Page(&Shape::Host("ApiKey")), LISTED)
            .at("/v1/keys?limit=1"),
        Route::post("/v1/keys/{key}/rotate", "rotateKey", rotate)
            .told(GROUP, "Make a successor of a key, which itself goes on for a while")
            .about("Without `overlap_s` for a day. The successor has the name and the role; the key is told this once.")
            .needs(ACCESS)
            .takes(JSON, Shape::Host("RotationBody"), r#"{"overlap_s": 3600}"#)
            .shows(201, Shape::Host("NewApiKey"), NEW)
            .at("/v1/keys/000000000000/rotate"),
        Route::delete("/v1/keys/{key}", "endKey", end)
            .told(GROUP, "End a key at once, and the customers' tokens that it has made")
            .about("No key ends itself: so there is always one left that can make another.")
            .needs(ACCESS)
            .shows(200, Shape::Host("ApiKey"), ENDED)
            .at("/v1/keys/7k2m9x4q0f8a")
            .alone(),
    ]
}

const NEW: &str = r#"{"key": "cfk_7k2m9x4q0f8a_...", "id": "7k2m9x4q0f8a", "name": "The meter in Lyon", "role": "ingest", "made_at": "2026-01-02T09:00:00Z", "made_by": "key:000000000000"}"#;
const LISTED: &str = r#"{"data": [{"id": "000000000000", "name": "the first", "role": "admin", "made_at": "2026-01-01T09:00:00Z", "made_by": "host", "used_at": "2026-01-02T09:00:00Z"}], "has_more": true, "cursor": "1"}"#;
const ENDED: &str = r#"{"id": "7k2m9x4q0f8a", "name": "The meter in Lyon", "role": "ingest", "made_at": "2026-01-02T09:00:00Z", "made_by": "key:000000000000", "ends_at": "2026-03-01T12:00:00Z"}"#;

/// A key without its secret.
#[derive(Serialize)]
pub(super) struct Told {
    id: String,
    name: String,
    role: &'static str,
    made_at: String,
    made_by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ends_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    successor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    used_at: Option<String>,
}

impl From<ApiKey> for Told {
    fn from(key: ApiKey) -> Self {
        Self {
            id: key.id,
            name: key.name,
            role: key.role.word(),
            made_at: written(key.made_at),
            made_by: key.made_by,
            ends_at: key.ends_at.map(written),
            successor: key.successor,
            used_at: key.used_at.map(written),
        }
    }
}

/// A new key, with the secret that is told this once.
#[derive(Serialize)]
struct New {
    key: String,
    #[serde(flatten)]
    told: Told,
}

fn made(key: ApiKey, issued: &Issued) -> Response {
    let new = New { key: issued.secret.reveal().to_owned(), told: key.into() };
    secret(StatusCode::CREATED, &new)
}

async fn list(caller: Caller, Query(ask): Query<Ask>) -> Result<Response, Refusal> {
    let (after, limit) = (ask.place(0)?, ask.limit()?);
    let piece = blocking(caller, move |caller| Ok(caller.books.keys(after, limit)?)).await?;
    Ok(Json(Page::of(piece, Told::from)).into_response())
}

async fn add(caller: Caller, asks: Asks, headers: HeaderMap, body: Body) -> Result<Response, Refusal> {
    let mut read = Reading::of(&json_body(&headers, body)?)?;
    let (name, role_word): (String, String) = (read.must("name", "a text"), read.must("role", "a role"));
    let ends_at: Option<String> = read.may("ends_at", "a time");
    read.end()?;
    let (name, role) = (label(name)?, role(&role_word)?);
    let ends_at = ends_at.map(|time| ahead(&time, "/ends_at", now())).transpose()?;
    let issued = Issued::new(Kind::Key).map_err(no_random)?;
    let (by, key) = (asks.by(), NewKey::of(&issued, name, role, ends_at));
    let key = blocking(caller, move |caller| Ok(caller.books.add_key(key, by)?)).await?;
    Ok(made(key, &issued))
}

/// Without a word, a day; at most thirty.
const OVERLAP_S: u32 = 86_400;
const OVERLAP_MOST_S: u32 = 30 * 86_400;

async fn rotate(
    caller: Caller,
    asks: Asks,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let mut read = Reading::of(&json_body(&headers, body)?)?;
    let overlap = read.may("overlap_s", "a whole number of seconds").unwrap_or(OVERLAP_S);
    read.end()?;
    if overlap > OVERLAP_MOST_S {
        return Err(Refusal::shape("/overlap_s", "an overlap has at most thirty days"));
    }
    let issued = Issued::new(Kind::Key).map_err(no_random)?;
    let (by, new) = (asks.by(), (issued.id.clone(), issued.hash));
    let key = blocking(caller, move |caller| {
        let key = caller.books.rotate_key(id, new, overlap.into(), by)?;
        caller.host.door.keys.forget();
        Ok(key)
    });
    Ok(made(key.await?, &issued))
}

async fn end(caller: Caller, asks: Asks, Path(id): Path<String>) -> Result<Response, Refusal> {
    // So there is always one left who can make another.
    if matches!(asks.actor.who(), Who::Key { id: own, .. } if *own == id) {
        let help = "rotate it, or end it with another key";
        return Err(Refusal::new(StatusCode::CONFLICT, "own_key", "", "a key does not end itself", help));
    }
    let by = asks.by();
    let key = blocking(caller, move |caller| {
        let key = caller.books.end_key(id, by)?;
        caller.host.door.keys.forget();
        Ok(key)
    });
    Ok(Json(Told::from(key.await?)).into_response())
}
