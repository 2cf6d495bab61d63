//! `/v1/tenants`: whose books this host keeps. For its operator alone.

use super::super::Host;
use super::super::accounts::{Body, parse};
use super::super::calls::{blocking, json_body};
use super::super::problem::Refusal;
use super::page::{Ask, Page};
use super::words::tenant_name;
use super::{Asks, no_random, secret};
use crate::identity::{Issued, Kind, NewKey, Role};
use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct Told {
    tenant: String,
}

/// A tenant, with the first key, which is told this once.
#[derive(Serialize)]
struct New {
    tenant: String,
    key: String,
}

pub(super) async fn list(State(host): State<Host>, Query(ask): Query<Ask>) -> Result<Response, Refusal> {
    let (after, limit) = (ask.place(0)?, ask.limit()?);
    let piece = blocking(host, move |host| Ok(host.store.tenants(after, limit)?)).await?;
    Ok(Json(Page::of(piece, |tenant| Told { tenant })).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    name: String,
}

pub(super) async fn add(
    State(host): State<Host>,
    asks: Asks,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let name = tenant_name(parse::<Wanted>(&json_body(&headers, body)?)?.name)?;
    let issued = Issued::new(Kind::Key).map_err(no_random)?;
    let (key, by, tenant) = (NewKey::of(&issued, "the first".into(), Role::Admin, None), asks.by(), name.clone());
    blocking(host, move |host| Ok(host.store.make_tenant(name, key, by)?)).await?;
    Ok(secret(StatusCode::CREATED, &New { tenant, key: issued.secret.reveal().to_owned() }))
}
