//! `POST /v1/accounts/{id}/tokens`: a token for the browser of a customer, who sees one account and sets what the token names.

use super::super::caller::Caller;
use super::super::calls::Body;
use super::super::calls::{blocking, json_body};
use super::super::problem::Refusal;
use super::super::reading::Reading;
use super::super::routes::{JSON, Needs, Route, Shape};
use super::words::written;
use super::{Asks, no_random, now, secret};
use crate::identity::{Issued, Kind, NewToken, Scope, is_setting};
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Serialize;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/v1/accounts/{id}/tokens", "makeToken", add)
            .told("Accounts", "Make a token for the browser of a customer")
            .about(ABOUT)
            .needs(Needs::READ)
            .takes(JSON, Shape::Host("TokenBody"), r#"{"minutes": 15, "settings": ["alerts", "recharge"]}"#)
            .shows(201, Shape::Host("CustomerToken"), NEW)
            .at("/v1/accounts/acme/tokens"),
    ]
}

const ABOUT: &str = "It opens this account alone: to read, and to set what it names. Names are parts of the settings, types of other \
    events of the owner's (`method_added`, which also begins to take one in at Stripe), or `charges`: to have its payment methods charged. Without `minutes` it lasts a quarter of an hour, at most a whole one. Whoever makes it \
    must have the rights that it gives.";
const NEW: &str = r#"{"token": "cft_2x9k4m7q0f8d_...", "id": "2x9k4m7q0f8d", "account": "acme", "settings": ["alerts", "recharge"], "ends_at": "2026-01-02T09:15:00Z"}"#;

/// Longest a token lasts, and how long without a word.
const MOST_MIN: u32 = 60;
const MINUTES: u32 = 15;

struct Wanted {
    minutes: u32,
    settings: Vec<String>,
}

#[derive(Serialize)]
struct New {
    token: String,
    id: String,
    account: String,
    settings: Vec<String>,
    ends_at: String,
}

impl Wanted {
    fn read(body: &[u8]) -> Result<Self, Refusal> {
        let mut read = Reading::of(body)?;
        let minutes = read.may("minutes", "a whole number").unwrap_or(MINUTES);
        let settings = read.may("settings", "a list of names").unwrap_or_default();
        read.end()?;
        let mut wanted = Self { minutes, settings };
        wanted.check().map(|()| wanted)
    }

    fn check(&mut self) -> Result<(), Refusal> {
        if !(1..=MOST_MIN).contains(&self.minutes) {
            return Err(Refusal::shape("/minutes", "a token lasts 1 to 60 minutes"));
        }
        if let Some(place) = self.settings.iter().position(|name| !is_setting(name)) {
            let told = "expected a part of the settings, another event of the owner's by its type, or `charges`";
            return Err(Refusal::shape(&format!("/settings/{place}"), told));
        }
        self.settings.sort();
        self.settings.dedup();
        Ok(())
    }
}

async fn add(
    caller: Caller,
    asks: Asks,
    Path(account): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let wanted = Wanted::read(&json_body(&headers, body)?)?;
    if !asks.actor.may_give(&wanted.settings) {
        let help = "ask with a key that may set it itself; a token makes no other";
        let message = "nobody gives what they do not have";
        return Err(Refusal::new(StatusCode::FORBIDDEN, "right_missing", "/settings", message, help));
    }
    let issued = Issued::new(Kind::Customer).map_err(no_random)?;
    let ends_at = now() + i64::from(wanted.minutes) * 60;
    let opens = Scope { id: issued.id.clone(), account, settings: wanted.settings };
    let (by, token) = (asks.by(), NewToken { opens: opens.clone(), hash: issued.hash, ends_at });
    blocking(caller, move |caller| Ok(caller.books.add_token(token, by)?)).await?;
    let Scope { id, account, settings } = opens;
    let token = issued.secret.reveal().to_owned();
    Ok(secret(StatusCode::CREATED, &New { token, id, account, settings, ends_at: written(ends_at) }))
}
