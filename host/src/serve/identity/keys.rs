//! `/v1/keys`: API keys of a tenant.

use super::super::Host;
use super::super::accounts::{Body, parse};
use super::super::calls::{blocking, json_body};
use super::super::problem::Refusal;
use super::page::{Ask, Page};
use super::words::{ahead, label, role, written};
use super::{Asks, no_random, now, secret};
use crate::identity::{ApiKey, Issued, Kind, NewKey, Who};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};

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

pub(super) async fn list(State(host): State<Host>, asks: Asks, Query(ask): Query<Ask>) -> Result<Response, Refusal> {
    let (books, after, limit) = (asks.books(&host)?, ask.place(0)?, ask.limit()?);
    let piece = blocking(host, move |_| Ok(books.keys(after, limit)?)).await?;
    Ok(Json(Page::of(piece, Told::from)).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    name: String,
    role: String,
    ends_at: Option<String>,
}

pub(super) async fn add(
    State(host): State<Host>,
    asks: Asks,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let wanted: Wanted = parse(&json_body(&headers, body)?)?;
    let (name, role) = (label(wanted.name)?, role(&wanted.role)?);
    let ends_at = wanted.ends_at.map(|time| ahead(&time, "/ends_at", now())).transpose()?;
    let issued = Issued::new(Kind::Key).map_err(no_random)?;
    let (books, by, key) = (asks.books(&host)?, asks.by(), NewKey::of(&issued, name, role, ends_at));
    let key = blocking(host, move |_| Ok(books.add_key(key, by)?)).await?;
    Ok(made(key, &issued))
}

/// Without a word, a day; at most thirty.
const OVERLAP_S: u32 = 86_400;
const OVERLAP_MOST_S: u32 = 30 * 86_400;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rotation {
    overlap_s: Option<u32>,
}

pub(super) async fn rotate(
    State(host): State<Host>,
    asks: Asks,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let overlap = parse::<Rotation>(&json_body(&headers, body)?)?.overlap_s.unwrap_or(OVERLAP_S);
    if overlap > OVERLAP_MOST_S {
        return Err(Refusal::shape("/overlap_s", "an overlap has at most thirty days"));
    }
    let issued = Issued::new(Kind::Key).map_err(no_random)?;
    let (books, by, new) = (asks.books(&host)?, asks.by(), (issued.id.clone(), issued.hash));
    let key = blocking(host, move |host| {
        let key = books.rotate_key(id, new, overlap.into(), by)?;
        host.door.keys.forget();
        Ok(key)
    });
    Ok(made(key.await?, &issued))
}

pub(super) async fn end(State(host): State<Host>, asks: Asks, Path(id): Path<String>) -> Result<Response, Refusal> {
    // So there is always one left who can make another.
    if matches!(asks.actor.who(), Who::Key { id: own, .. } if *own == id) {
        let help = "rotate it, or end it with another key";
        return Err(Refusal::new(StatusCode::CONFLICT, "own_key", "", "a key does not end itself", help));
    }
    let (books, by) = (asks.books(&host)?, asks.by());
    let key = blocking(host, move |host| {
        let key = books.end_key(id, by)?;
        host.door.keys.forget();
        Ok(key)
    });
    Ok(Json(Told::from(key.await?)).into_response())
}
