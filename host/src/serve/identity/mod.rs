//! Who may pass: keys, people and the tokens of customers, at the door and as routes.

mod cached;
mod door;
mod gate;
mod keys;
mod log;
mod needs;
mod page;
mod posted;
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

pub(super) use cached::Cached;
pub(super) use gate::{Gate, pass};
pub(super) use needs::Needs;
pub(super) use posted::allowed;
pub(super) use request::numbered;
#[cfg(feature = "cli")]
pub(crate) use start::{First, start};

use super::Host;
use super::calls::blocking;
use super::problem::Refusal;
use crate::identity::{Actor, By, Right};
use crate::{Books, StoreError};
use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, delete, get, post};
use request::RequestId;
use serde::Serialize;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The routes: where, what each needs, and who serves it.
pub(super) fn routes() -> Vec<(&'static str, Needs, MethodRouter<Host>)> {
    let (access, tenants) = (Needs::One(Right::Access), Needs::One(Right::Tenants));
    vec![
        ("/v1/session", Needs::Nothing, post(sign_in::add)),
        ("/v1/session", Needs::Known, get(session::read).delete(session::end)),
        ("/v1/session/password", Needs::Known, post(session::change)),
        ("/v1/session/totp", Needs::Known, post(totp::offer)),
        ("/v1/session/totp/confirm", Needs::Known, post(totp::confirm)),
        ("/v1/session/totp/remove", Needs::Known, post(totp::remove)),
        ("/v1/accounts/{id}/tokens", Needs::READ, post(tokens::add)),
        ("/v1/keys", access, get(keys::list).post(keys::add)),
        ("/v1/keys/{key}", access, delete(keys::end)),
        ("/v1/keys/{key}/rotate", access, post(keys::rotate)),
        ("/v1/users", access, get(users::list).post(users::add)),
        ("/v1/users/{name}/reset", access, post(users::reset)),
        ("/v1/users/{name}/disable", access, post(users::disable)),
        ("/v1/users/{name}/enable", access, post(users::enable)),
        ("/v1/audit", Needs::Any(&[Right::Access, Right::Tenants]), get(log::list)),
        ("/v1/tenants", tenants, get(tenants::list).post(tenants::add)),
    ]
}

/// An answer with a secret in it, which is told once: nobody keeps it.
#[derive(Clone, Copy)]
pub(super) struct Unkept;

fn secret<T: Serialize>(status: StatusCode, told: &T) -> Response {
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
        let request = parts.extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
        Ok(Self { actor, request })
    }
}

impl Asks {
    /// As the log tells of it.
    fn by(&self) -> By {
        by(self.actor.to_string(), self.request.clone())
    }

    /// The books of the caller's tenant.
    fn books(&self, host: &Host) -> Result<Books, Refusal> {
        self.actor.tenant().map(|tenant| host.store.books(tenant)).ok_or_else(no_tenant)
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
fn no_random(error: crate::identity::NoRandom) -> Refusal {
    StoreError::Unavailable(error.to_string()).into()
}
