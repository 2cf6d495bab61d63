//! What came of what was posted, as it was asked for.

use super::commands::Named;
use super::problem::Refusal;
use crate::{Applied, Refused};
use axum::Json;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};

/// As it was asked for: whole, or with counts alone (RFC 7240).
pub(super) fn told(headers: &HeaderMap, event: Option<Named>, applied: Applied) -> Result<Response, Refusal> {
    let minimal = minimal(headers);
    let replayed = applied.replayed;
    let mut response = if minimal {
        short(Told { event, what: Minimal::of(applied) })
    } else {
        Json(Told { event, what: applied }).into_response()
    };
    if replayed {
        response.headers_mut().insert("counterfoil-replayed", HeaderValue::from_static("true"));
    }
    Ok(response)
}

/// Is as little to be told as can be (RFC 7240)?
pub(super) fn minimal(headers: &HeaderMap) -> bool {
    let preferred = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    preferred.flat_map(|value| value.split(',')).any(|one| one.trim() == "return=minimal")
}

/// Little, because it was asked for.
pub(super) fn short(told: impl Serialize) -> Response {
    let mut response = Json(told).into_response();
    response.headers_mut().insert("preference-applied", HeaderValue::from_static("return=minimal"));
    response
}

/// What was posted, where the host has named it, and what came of it.
#[derive(Serialize)]
struct Told<T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<Named>,
    #[serde(flatten)]
    what: T,
}

#[derive(Serialize)]
struct Minimal {
    applied: usize,
    duplicates: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refused: Vec<Refused>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    balance: Option<String>,
}

#[derive(Deserialize)]
struct Decision {
    allowed: bool,
}

impl Minimal {
    fn of(applied: Applied) -> Self {
        let Applied { applied, duplicates, refused, answer, .. } = applied;
        let decision = answer.as_ref().and_then(|answer| answer.decision.as_deref());
        let allowed = decision.and_then(|decision| serde_json::from_str::<Decision>(decision.get()).ok());
        let allowed = allowed.map(|decision| decision.allowed);
        Self { applied, duplicates, refused, allowed, balance: answer.map(|answer| answer.balance) }
    }
}
