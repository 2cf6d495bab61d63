//! `POST /v1/accounts/{id}/tokens`: a token for the browser of a customer, who sees one account and sets what the token names.

use super::super::Host;
use super::super::accounts::{Body, parse};
use super::super::calls::{blocking, json_body};
use super::super::problem::Refusal;
use super::words::written;
use super::{Asks, no_random, now, secret};
use crate::identity::{Issued, Kind, NewToken, Scope, is_setting};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::{Deserialize, Serialize};

/// Longest a token lasts, and how long without a word.
const MOST_MIN: u32 = 60;
const MINUTES: u32 = 15;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    minutes: Option<u32>,
    #[serde(default)]
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
    fn check(&mut self) -> Result<(), Refusal> {
        if !(1..=MOST_MIN).contains(&self.minutes.unwrap_or(MINUTES)) {
            return Err(Refusal::shape("/minutes", "a token lasts 1 to 60 minutes"));
        }
        if let Some(place) = self.settings.iter().position(|name| !is_setting(name)) {
            let told = "expected a part of the settings, or another event of the owner's by its type";
            return Err(Refusal::shape(&format!("/settings/{place}"), told));
        }
        self.settings.sort();
        self.settings.dedup();
        Ok(())
    }
}

pub(super) async fn add(
    State(host): State<Host>,
    asks: Asks,
    Path(account): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let mut wanted: Wanted = parse(&json_body(&headers, body)?)?;
    wanted.check()?;
    if !asks.actor.may_give(&wanted.settings) {
        let help = "ask with a key that may set it itself; a token makes no other";
        let message = "nobody gives what they do not have";
        return Err(Refusal::new(StatusCode::FORBIDDEN, "right_missing", "/settings", message, help));
    }
    let issued = Issued::new(Kind::Customer).map_err(no_random)?;
    let ends_at = now() + i64::from(wanted.minutes.unwrap_or(MINUTES)) * 60;
    let opens = Scope { id: issued.id.clone(), account, settings: wanted.settings };
    let (books, by) = (asks.books(&host)?, asks.by());
    let token = NewToken { opens: opens.clone(), hash: issued.hash, ends_at };
    blocking(host, move |_| Ok(books.add_token(token, by)?)).await?;
    let Scope { id, account, settings } = opens;
    let token = issued.secret.reveal().to_owned();
    Ok(secret(StatusCode::CREATED, &New { token, id, account, settings, ends_at: written(ends_at) }))
}
