//! `/v1/users`: who may sign in at the console.

use super::super::Host;
use super::super::accounts::{Body, parse};
use super::super::calls::{blocking, json_body};
use super::super::problem::Refusal;
use super::page::{Ask, Page};
use super::words::{role, user_name, written};
use super::{Asks, no_random, secret};
use crate::identity::{NewUser, Shown, Standing, User, Who, password};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
pub(super) struct Told {
    name: String,
    role: &'static str,
    /// `own`, `temporary`, or `used`: a temporary one that opens nothing any more.
    password: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    temporary_until: Option<String>,
    totp: bool,
    disabled: bool,
    made_at: String,
    made_by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    signed_in_at: Option<String>,
}

impl From<User> for Told {
    fn from(user: User) -> Self {
        Self {
            name: user.name,
            role: user.role.word(),
            password: match user.standing {
                Standing::Own => "own",
                Standing::Temporary => "temporary",
                Standing::Used => "used",
            },
            temporary_until: user.temporary_until.map(written),
            totp: user.totp,
            disabled: user.disabled,
            made_at: written(user.made_at),
            made_by: user.made_by,
            signed_in_at: user.signed_in_at.map(written),
        }
    }
}

/// A user, with the password that is told this once and good for one sign-in.
#[derive(Serialize)]
struct New {
    temporary_password: String,
    #[serde(flatten)]
    told: Told,
}

fn made(status: StatusCode, user: User, temporary: &Shown) -> Response {
    secret(status, &New { temporary_password: temporary.reveal().to_owned(), told: user.into() })
}

pub(super) async fn list(State(host): State<Host>, asks: Asks, Query(ask): Query<Ask>) -> Result<Response, Refusal> {
    let (books, after, limit) = (asks.books(&host)?, ask.place(0)?, ask.limit()?);
    let piece = blocking(host, move |_| Ok(books.users(after, limit)?)).await?;
    Ok(Json(Page::of(piece, Told::from)).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    name: String,
    role: String,
}

pub(super) async fn add(
    State(host): State<Host>,
    asks: Asks,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let wanted: Wanted = parse(&json_body(&headers, body)?)?;
    let (name, role) = (user_name(&wanted.name)?, role(&wanted.role)?);
    let (books, by) = (asks.books(&host)?, asks.by());
    let temporary = password::temporary().map_err(no_random)?;
    let shown = temporary.clone();
    let user = blocking(host, move |_| {
        let password = password::hash(shown.reveal()).map_err(no_random)?;
        Ok(books.add_user(NewUser { name, role, password }, by)?)
    });
    Ok(made(StatusCode::CREATED, user.await?, &temporary))
}

/// Whoever has forgotten a password, or lost a phone, gets both anew.
pub(super) async fn reset(State(host): State<Host>, asks: Asks, Path(name): Path<String>) -> Result<Response, Refusal> {
    let name = other(&asks, &name)?;
    let (books, by) = (asks.books(&host)?, asks.by());
    let temporary = password::temporary().map_err(no_random)?;
    let shown = temporary.clone();
    let user = blocking(host, move |_| {
        let password = password::hash(shown.reveal()).map_err(no_random)?;
        Ok(books.reset_user(name, password, by)?)
    });
    Ok(made(StatusCode::OK, user.await?, &temporary))
}

pub(super) async fn disable(host: State<Host>, asks: Asks, name: Path<String>) -> Result<Response, Refusal> {
    allow(host, asks, name, false).await
}

pub(super) async fn enable(host: State<Host>, asks: Asks, name: Path<String>) -> Result<Response, Refusal> {
    allow(host, asks, name, true).await
}

async fn allow(
    State(host): State<Host>,
    asks: Asks,
    Path(name): Path<String>,
    allowed: bool,
) -> Result<Response, Refusal> {
    let name = other(&asks, &name)?;
    let (books, by) = (asks.books(&host)?, asks.by());
    let user = blocking(host, move |_| Ok(books.allow_user(name, allowed, by)?)).await?;
    Ok(Json(Told::from(user)).into_response())
}

/// Nobody shuts themselves out.
fn other(asks: &Asks, name: &str) -> Result<String, Refusal> {
    let name = name.to_ascii_lowercase();
    if matches!(asks.actor.who(), Who::User { name: own, .. } if *own == name) {
        let help = "change the own password at `POST /v1/session/password`; another user or a key does the rest";
        return Err(Refusal::new(StatusCode::CONFLICT, "own_user", "", "users do not do this to themselves", help));
    }
    Ok(name)
}
