//! `GET /v1/audit`: who changed what of who may pass.

use super::super::Host;
use super::super::calls::blocking;
use super::super::problem::Refusal;
use super::super::routes::param::PAGE;
use super::super::routes::{Needs, Route, Shape};
use super::Asks;
use super::page::{Ask, Page};
use super::words::written_ms;
use crate::identity::{Line, Right};
use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/v1/audit", "listAudit", list)
            .told("Access", "Who changed what of who may pass, the newest first")
            .about(
                "Lines are added with what they tell of, and never changed. The host's operator sees the host's own.",
            )
            .needs(Needs::Any(&[Right::Access, Right::Tenants]))
            .asks(PAGE)
            .shows(200, Shape::Page(&Shape::Host("AuditLine")), LISTED)
            .at("/v1/audit?limit=1"),
    ]
}

const LISTED: &str = r#"{"data": [{"at": "2026-01-02T09:00:00.123Z", "who": "key:000000000000", "action": "user_enabled", "subject": "user:ada@acme.example", "outcome": "done", "request": "6v2k8m1x0q9d4f7h"}], "has_more": true, "cursor": "8"}"#;

#[derive(Serialize)]
pub(super) struct Told {
    at: String,
    who: String,
    action: String,
    subject: String,
    outcome: String,
    request: String,
}

impl From<Line> for Told {
    fn from(line: Line) -> Self {
        let Line { at_ms, who, action, subject, outcome, request } = line;
        Self { at: written_ms(at_ms), who, action, subject, outcome, request }
    }
}

/// The newest first. The host's operator, who has no tenant, sees the host's own.
async fn list(State(host): State<Host>, asks: Asks, Query(ask): Query<Ask>) -> Result<Response, Refusal> {
    let (before, limit) = (Some(ask.place(i64::MAX)?), ask.limit()?);
    let tenant = asks.actor.tenant();
    let piece = blocking(host, move |host| {
        Ok(match tenant {
            Some(tenant) => host.store.books(tenant).log(before, limit)?,
            None => host.store.log(before, limit)?,
        })
    });
    Ok(Json(Page::of(piece.await?, Told::from)).into_response())
}
