//! Who calls, as far as handlers need it: the host, and the books of the caller's tenant.

use super::Host;
use super::identity::no_tenant;
use super::problem::Refusal;
use crate::identity::Actor;
use crate::{Books, Tenant};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;

/// What a handler has to do with.
#[derive(Clone)]
pub(super) struct Caller {
    pub(super) host: Host,
    /// Of the caller's tenant, and of no other.
    pub(super) books: Books,
}

impl AsRef<Host> for Caller {
    fn as_ref(&self) -> &Host {
        &self.host
    }
}

impl FromRequestParts<Host> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, host: &Host) -> Result<Self, Refusal> {
        let tenant = parts.extensions.get::<Tenant>().copied().ok_or_else(no_tenant)?;
        let books = host.store.books(tenant);
        let books = match parts.extensions.get::<Actor>() {
            Some(actor) => books.by(&actor.to_string()),
            None => books,
        };
        Ok(Self { host: host.clone(), books })
    }
}
