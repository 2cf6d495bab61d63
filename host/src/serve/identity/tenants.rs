//! `/v1/tenants`: whose books this host keeps. For its operator alone.

use super::super::Host;
use super::super::calls::Body;
use super::super::calls::{blocking, json_body};
use super::super::problem::Refusal;
use super::super::reading::Reading;
use super::super::routes::param::PAGE;
use super::super::routes::{JSON, Needs, Route, Shape};
use super::page::{Ask, Page};
use super::words::tenant_name;
use super::{Asks, no_random, secret};
use crate::identity::{Issued, Kind, NewKey, Right, Role};
use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

const GROUP: &str = "Access";
const TENANTS: Needs = Needs::One(Right::Tenants);

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/v1/tenants", "makeTenant", add)
            .told(GROUP, "Make a tenant, with its first key")
            .about("For the host's operator, whose key `counterfoil key --role operator` makes.")
            .needs(TENANTS)
            .takes(JSON, Shape::Host("TenantBody"), r#"{"name": "acme"}"#)
            .shows(201, Shape::Host("NewTenant"), r#"{"tenant": "acme", "key": "cfk_4m8q2x7k9f0a_..."}"#)
            .alone(),
        Route::get("/v1/tenants", "listTenants", list)
            .told(GROUP, "Tenants, in the order in which they were made")
            .needs(TENANTS)
            .asks(PAGE)
            .shows(200, Shape::Page(&Shape::Host("TenantName")), r#"{"data": [{"tenant": "main"}], "has_more": false}"#)
            .alone(),
    ]
}

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

async fn list(State(host): State<Host>, Query(ask): Query<Ask>) -> Result<Response, Refusal> {
    let (after, limit) = (ask.place(0)?, ask.limit()?);
    let piece = blocking(host, move |host| Ok(host.store.tenants(after, limit)?)).await?;
    Ok(Json(Page::of(piece, |tenant| Told { tenant })).into_response())
}

async fn add(State(host): State<Host>, asks: Asks, headers: HeaderMap, body: Body) -> Result<Response, Refusal> {
    let mut read = Reading::of(&json_body(&headers, body)?)?;
    let name = read.must("name", "a text");
    read.end()?;
    let name = tenant_name(name)?;
    let issued = Issued::new(Kind::Key).map_err(no_random)?;
    let (key, by, tenant) = (NewKey::of(&issued, "the first".into(), Role::Admin, None), asks.by(), name.clone());
    blocking(host, move |host| Ok(host.store.make_tenant(name, key, by)?)).await?;
    Ok(secret(StatusCode::CREATED, &New { tenant, key: issued.secret.reveal().to_owned() }))
}
