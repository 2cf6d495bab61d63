//! `/v1/users`: who may sign in at the console.

use super::super::caller::Caller;
use super::super::calls::Body;
use super::super::calls::{blocking, json_body};
use super::super::problem::Refusal;
use super::super::reading::Reading;
use super::super::routes::param::PAGE;
use super::super::routes::{JSON, Needs, Route, Shape};
use super::page::{Ask, Page};
use super::words::{role, user_name, written};
use super::{Asks, no_random, secret};
use crate::identity::{NewUser, Right, Shown, Standing, User, Who, password};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

const GROUP: &str = "Access";
const ACCESS: Needs = Needs::One(Right::Access);

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/v1/users", "makeUser", add)
            .told(GROUP, "Make a user of the console")
            .about("The temporary password is told this once. It is good for one sign-in within three days, and has to be changed there.")
            .needs(ACCESS)
            .takes(JSON, Shape::Host("UserBody"), r#"{"name": "ada@acme.example", "role": "finance"}"#)
            .shows(201, Shape::Host("NewConsoleUser"), NEW),
        Route::get("/v1/users", "listUsers", list)
            .told(GROUP, "Users of the console")
            .needs(ACCESS)
            .asks(PAGE)
            .shows(200, Shape::Page(&Shape::Host("ConsoleUser")), LISTED)
            .at("/v1/users?limit=1"),
        Route::post("/v1/users/{name}/reset", "resetUser", reset)
            .told(GROUP, "Give a user a temporary password, and take the second factor away")
            .about("What the user has open ends. For whoever has forgotten a password, lost a phone, or guessed too often.")
            .needs(ACCESS)
            .shows(200, Shape::Host("NewConsoleUser"), NEW)
            .at("/v1/users/ada@acme.example/reset"),
        Route::post("/v1/users/{name}/disable", "disableUser", disable)
            .told(GROUP, "Let a user sign in no more, and end what the user has open")
            .needs(ACCESS)
            .shows(200, Shape::Host("ConsoleUser"), DISABLED)
            .at("/v1/users/ada@acme.example/disable"),
        Route::post("/v1/users/{name}/enable", "enableUser", enable)
            .told(GROUP, "Let a user sign in again")
            .needs(ACCESS)
            .shows(200, Shape::Host("ConsoleUser"), ENABLED)
            .at("/v1/users/ada@acme.example/enable"),
    ]
}

const NEW: &str = r#"{"temporary_password": "k3v9-2q7m-hx0d-w8tp", "name": "ada@acme.example", "role": "finance", "password": "temporary", "temporary_until": "2026-01-05T09:00:00Z", "totp": false, "disabled": false, "made_at": "2026-01-02T09:00:00Z", "made_by": "key:000000000000"}"#;
const LISTED: &str = r#"{"data": [{"name": "admin", "role": "admin", "password": "temporary", "temporary_until": "2026-01-04T09:00:00Z", "totp": false, "disabled": false, "made_at": "2026-01-01T09:00:00Z", "made_by": "host"}], "has_more": true, "cursor": "1"}"#;
const DISABLED: &str = r#"{"name": "ada@acme.example", "role": "finance", "password": "temporary", "temporary_until": "2026-01-05T09:00:00Z", "totp": false, "disabled": true, "made_at": "2026-01-02T09:00:00Z", "made_by": "key:000000000000"}"#;
const ENABLED: &str = r#"{"name": "ada@acme.example", "role": "finance", "password": "temporary", "temporary_until": "2026-01-05T09:00:00Z", "totp": false, "disabled": false, "made_at": "2026-01-02T09:00:00Z", "made_by": "key:000000000000"}"#;

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

async fn list(caller: Caller, Query(ask): Query<Ask>) -> Result<Response, Refusal> {
    let (after, limit) = (ask.place(0)?, ask.limit()?);
    let piece = blocking(caller, move |caller| Ok(caller.books.users(after, limit)?)).await?;
    Ok(Json(Page::of(piece, Told::from)).into_response())
}

async fn add(caller: Caller, asks: Asks, headers: HeaderMap, body: Body) -> Result<Response, Refusal> {
    let mut read = Reading::of(&json_body(&headers, body)?)?;
    let (name, role_word): (String, String) = (read.must("name", "a text"), read.must("role", "a role"));
    read.end()?;
    let (name, role, by) = (user_name(&name)?, role(&role_word)?, asks.by());
    let temporary = password::temporary().map_err(no_random)?;
    let shown = temporary.clone();
    let user = blocking(caller, move |caller| {
        let password = password::hash(shown.reveal()).map_err(no_random)?;
        Ok(caller.books.add_user(NewUser { name, role, password }, by)?)
    });
    Ok(made(StatusCode::CREATED, user.await?, &temporary))
}

/// Whoever has forgotten a password, or lost a phone, gets both anew.
async fn reset(caller: Caller, asks: Asks, Path(name): Path<String>) -> Result<Response, Refusal> {
    let (name, by) = (other(&asks, &name)?, asks.by());
    let temporary = password::temporary().map_err(no_random)?;
    let shown = temporary.clone();
    let user = blocking(caller, move |caller| {
        let password = password::hash(shown.reveal()).map_err(no_random)?;
        Ok(caller.books.reset_user(name, password, by)?)
    });
    Ok(made(StatusCode::OK, user.await?, &temporary))
}

async fn disable(caller: Caller, asks: Asks, name: Path<String>) -> Result<Response, Refusal> {
    allow(caller, asks, name, false).await
}

async fn enable(caller: Caller, asks: Asks, name: Path<String>) -> Result<Response, Refusal> {
    allow(caller, asks, name, true).await
}

async fn allow(caller: Caller, asks: Asks, Path(name): Path<String>, allowed: bool) -> Result<Response, Refusal> {
    let (name, by) = (other(&asks, &name)?, asks.by());
    let user = blocking(caller, move |caller| Ok(caller.books.allow_user(name, allowed, by)?)).await?;
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
