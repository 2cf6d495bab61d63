//! `/v1/session`: who it is that calls, a user's own password, and the way out. The way in is in `sign_in.rs`.

use super::super::Host;
use super::super::caller::Caller;
use super::super::calls::Body;
use super::super::calls::json_body;
use super::super::problem::Refusal;
use super::super::reading::Reading;
use super::super::routes::{JSON, Needs, Route, Shape};
use super::sign_in::{self, refused};
use super::words::written;
use super::{Asks, blocking, door, no_random, now, secret};
use crate::Books;
use crate::identity::password::{self, Verdict};
use crate::identity::session::{Cookie, Times, csrf};
use crate::identity::{Actor, Candidate, Issued, Kind, Person, Who};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

const GROUP: &str = "Access";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/v1/session", "readSession", read)
            .told(GROUP, "Who it is that calls, and what that may do")
            .about("Of a key, a token or a session. A session is told its `csrf`, which is sent as `Counterfoil-Csrf` with whatever changes something.")
            .needs(Needs::Known)
            .answers(200, JSON, Shape::Host("Session")),
        Route::delete("/v1/session", "endSession", end)
            .told(GROUP, "Sign out")
            .needs(Needs::Known)
            .answers(204, "", Shape::Object)
            .alone(),
        Route::post("/v1/session/password", "changePassword", change)
            .told(GROUP, "Change the own password")
            .about("12 to 256 letters. Every session of the user ends, and another begins.")
            .needs(Needs::Known)
            .takes(JSON, Shape::Host("PasswordBody"), r#"{"current": "k3v9-2q7m-hx0d-w8tp", "new": "seven grey herons"}"#)
            .shows(200, Shape::Host("OpenedSession"), OPENED)
            .alone(),
    ]
}

pub(super) const OPENED: &str = r#"{"who": "user:ada@acme.example", "tenant": "main", "role": "finance", "rights": ["read", "settings", "plans", "money"], "must_change": false, "csrf": "dCm2W0...", "ends_at": "2026-01-02T09:30:00Z"}"#;

/// Who it is, and what that may do.
#[derive(Serialize)]
pub(super) struct Told {
    who: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    rights: Vec<&'static str>,
    /// The one account that a token opens, and what it sets there.
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    settings: Option<Vec<String>>,
    /// Of a session: the password is a temporary one and has to be changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    must_change: Option<bool>,
    /// Of a session: what is sent with whatever changes something.
    #[serde(skip_serializing_if = "Option::is_none")]
    csrf: Option<String>,
}

impl Told {
    pub(super) fn of(actor: &Actor, tenant: Option<String>, session: Option<&str>) -> Self {
        let mut told = Self {
            who: actor.to_string(),
            tenant,
            role: None,
            rights: actor.rights().iter().map(|right| right.word()).collect(),
            account: None,
            settings: None,
            must_change: None,
            csrf: None,
        };
        match actor.who() {
            Who::Key { role, .. } => told.role = Some(role.word()),
            Who::User { role, must_change, .. } => {
                told.role = Some(role.word());
                told.must_change = Some(*must_change);
                told.csrf = session.map(csrf);
            }
            Who::Customer(scope) => {
                told.account = Some(scope.account.clone());
                told.settings = Some(scope.settings.clone());
            }
        }
        told
    }
}

async fn read(State(host): State<Host>, asks: Asks, headers: HeaderMap) -> Result<Response, Refusal> {
    let tenant = asks.actor.tenant();
    let tenant = match tenant {
        Some(tenant) => Some(blocking(host, move |host| Ok(host.store.books(tenant).tenant_name()?)).await?),
        None => None,
    };
    let (_, session) = door::session(&headers);
    Ok(Json(Told::of(&asks.actor, tenant, session)).into_response())
}

async fn end(caller: Caller, asks: Asks, headers: HeaderMap) -> Result<Response, Refusal> {
    let Who::User { session, .. } = asks.actor.who() else { return Err(no_session()) };
    let (by, session) = (asks.by(), session.clone());
    blocking(caller, move |caller| Ok(caller.books.sign_out(session, by)?)).await?;
    let (cookie, _) = door::session(&headers);
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie.clear())]).into_response())
}

fn no_session() -> Refusal {
    let help = "sign in at `POST /v1/session`";
    Refusal::new(StatusCode::FORBIDDEN, "no_session", "", "this is for users who are signed in", help)
}

/// The user who is signed in.
pub(super) fn signed_in(asks: &Asks) -> Result<i64, Refusal> {
    match asks.actor.who() {
        Who::User { number, .. } => Ok(*number),
        Who::Key { .. } | Who::Customer(_) => Err(no_session()),
    }
}

/// Whoever is signed in shows the password once more: a browser that was left open is not its user. It counts as an attempt.
pub(super) fn again(books: &Books, number: i64, shown: &str) -> Result<Person, Refusal> {
    let candidate = books.ask_again(number, now())?;
    let (person, kept) = match candidate {
        Candidate::Person(person) => (Some(person.clone()), Some(person.password)),
        Candidate::Nobody => (None, None),
    };
    let right = password::verify(shown, kept.as_deref()) != Verdict::Wrong;
    person.filter(|_| right).map(|person| *person).ok_or_else(refused)
}

/// A password of the user's own. Every session of the user ends, and this browser has a new one.
async fn change(caller: Caller, asks: Asks, headers: HeaderMap, body: Body) -> Result<Response, Refusal> {
    let mut read = Reading::of(&json_body(&headers, body)?)?;
    let (current, new): (String, String) = (read.must("current", "a text"), read.must("new", "a text"));
    read.end()?;
    let number = signed_in(&asks)?;
    let Who::User { name, .. } = asks.actor.who() else { return Err(no_session()) };
    password::check(&new, name, &current).map_err(|unfit| {
        let help = "take some words that nobody else would put beside each other";
        Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "password_unfit", "/new", &unfit.to_string(), help)
    })?;
    let issued = Issued::new(Kind::Session).map_err(no_random)?;
    let (books, by, session) = (caller.books, asks.by(), (issued.id.clone(), issued.hash));
    let changed = sign_in::looked_at(&caller.host, move |_| {
        let person = again(&books, number, &current)?;
        let hashed = password::hash(&new).map_err(no_random)?;
        if !books.change_password(person.clone(), hashed, session, by)? {
            return Err(refused());
        }
        Ok((person, books.tenant(), books.tenant_name()?))
    });
    let (person, tenant, name) = changed.await?;
    let who =
        Who::User { number, name: person.name, role: person.role, session: issued.id.clone(), must_change: false };
    let (cookie, _) = door::session(&headers);
    Ok(opened(&Actor::new(Some(tenant), who), name, issued.secret.reveal(), cookie))
}

/// A session that begins, in its cookie.
pub(super) fn opened(actor: &Actor, tenant: String, session: &str, cookie: Cookie) -> Response {
    #[derive(Serialize)]
    struct Opened {
        #[serde(flatten)]
        told: Told,
        /// Where it is not used, it ends at this time.
        ends_at: String,
    }
    let (told, ends_at) = (Told::of(actor, Some(tenant), Some(session)), written(Times::new(now()).ends_at()));
    let mut response = secret(StatusCode::OK, &Opened { told, ends_at });
    // A cookie of ours is letters of ASCII.
    if let Ok(cookie) = HeaderValue::from_str(&cookie.set(session)) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}
