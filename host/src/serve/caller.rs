//! Who calls, as far as handlers need it: the books of their tenant.

use super::Host;
use crate::{Books, Tenant};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::convert::Infallible;

/// The books of the caller's tenant.
pub(super) struct Caller(pub(super) Books);

impl FromRequestParts<Host> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, host: &Host) -> Result<Self, Infallible> {
        let tenant = parts.extensions.get::<Tenant>().copied().unwrap_or(Tenant::MAIN);
        Ok(Self(host.store.books(tenant)))
    }
}
