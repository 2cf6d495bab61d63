//! Who may pass: keys, people and the tokens of customers, at the door and as routes.

mod cached;
mod door;
mod gate;
mod keys;
mod log;
mod page;
mod request;
mod session;
mod sign_in;
#[cfg(feature = "cli")]
mod start;
mod tenants;
mod tokens;
mod totp;
mod users;
mod words;

use cached::Cached;
pub(super) use door::nobody;
pub(super) use gate::{Gate, Noted, pass};
pub(super) use page::{Ask, Page};
pub(super) use request::{numbered, request_id_of};
#[cfg(feature = "cli")]
pub(crate) use start::{First, start};

use super::calls::blocking;
use super::problem::Refusal;
use super::routes::Route;
use crate::StoreError;
use crate::identity::{Actor, By};
use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use request::RequestId;
use serde::Serialize;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Whoever calls, and users at the console.
pub(super) fn sessions() -> Vec<Route> {
    [sign_in::routes(), session::routes(), totp::routes()].into_iter().flatten().collect()
}

/// Tokens of customers.
pub(super) fn tokens() -> Vec<Route> {
    tokens::routes()
}

/// Who may pass.
pub(super) fn routes() -> Vec<Route> {
    [keys::routes(), users::routes(), log::routes(), tenants::routes()].into_iter().flatten().collect()
}

/// An answer with a secret in it, which is told once: nobody keeps it.
#[derive(Clone, Copy)]
pub(super) struct Unkept;

pub(super) fn secret<T: Serialize>(status: StatusCode, told: &T) -> Response {
    let mut response = (status, Json(told)).into_response();
    response.extensions_mut().insert(Unkept);
    response
}

/// What the door of a host keeps.
#[derive(Clone)]
pub(super) struct Door {
    keys: Arc<Cached>,
    /// Passwords that are looked at, at one time: each takes a core and 19 MiB for a while.
    passwords: Arc<Semaphore>,
}

/// The others wait.
const PASSWORDS: usize = 2;

impl Default for Door {
    fn default() -> Self {
        Self { keys: Arc::default(), passwords: Arc::new(Semaphore::new(PASSWORDS)) }
    }
}

/// Whoever calls, for handlers that write down who it was.
pub(super) struct Asks {
    pub(super) actor: Actor,
    request: String,
}

impl<S: Sync> FromRequestParts<S> for Asks {
    type Rejection = Refusal;

    /// Routes that let everybody pass have nobody.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let actor = parts.extensions.get::<Actor>().cloned().ok_or_else(door::nobody)?;
        Ok(Self { actor, request: RequestId::of(&parts.extensions) })
    }
}

impl Asks {
    /// As the log tells of it.
    pub(super) fn by(&self) -> By {
        by(self.actor.to_string(), self.request.clone())
    }
}

/// Who is of no tenant has no books.
pub(super) fn no_tenant() -> Refusal {
    let message = "the host's operator has no books";
    Refusal::new(StatusCode::FORBIDDEN, "no_tenant", "", message, "use a key of a tenant")
}

fn by(who: String, request: String) -> By {
    By { who, at_ms: jiff::Timestamp::now().as_millisecond(), request }
}

fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

/// No secret can be made.
pub(super) fn no_random(error: crate::identity::NoRandom) -> Refusal {
    StoreError::Unavailable(error.to_string()).into()
}
