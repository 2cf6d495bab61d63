//! Who calls, as far as handlers need it: the books of their tenant.

use super::Host;
use super::identity::no_tenant;
use super::problem::Refusal;
use crate::{Books, Tenant};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;

/// The books of the caller's tenant.
pub(super) struct Caller(pub(super) Books);

impl FromRequestParts<Host> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, host: &Host) -> Result<Self, Refusal> {
        let tenant = parts.extensions.get::<Tenant>().copied().ok_or_else(no_tenant)?;
        Ok(Self(host.store.books(tenant)))
    }
}
