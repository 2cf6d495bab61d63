//! `GET /v1/audit`: who changed what of who may pass.

use super::super::Host;
use super::super::calls::blocking;
use super::super::problem::Refusal;
use super::Asks;
use super::page::{Ask, Page};
use super::words::written_ms;
use crate::identity::Line;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

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
pub(super) async fn list(State(host): State<Host>, asks: Asks, Query(ask): Query<Ask>) -> Result<Response, Refusal> {
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
