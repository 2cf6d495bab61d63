//! `/v1/session/totp`: the second factor of whoever is signed in. An app is shown a seed, a code of it confirms it, and recovery
//! codes are told once.

use super::super::Host;
use super::super::accounts::{Body, parse};
use super::super::calls::json_body;
use super::super::problem::Refusal;
use super::session::{again, signed_in};
use super::sign_in::{looked_at, refused};
use super::{Asks, no_random, now, secret};
use crate::identity::totp::Seed;
use crate::identity::{Candidate, recovery};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Proof {
    password: String,
}

#[derive(Serialize)]
struct Offered {
    /// For an app that has no camera.
    seed: String,
    /// What the picture says.
    address: String,
}

pub(super) async fn offer(
    State(host): State<Host>,
    asks: Asks,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let (number, books) = (signed_in(&asks)?, asks.books(&host)?);
    let Proof { password } = parse(&json_body(&headers, body)?)?;
    let seed = Seed::new().map_err(no_random)?;
    let offered = seed.base32();
    let name = looked_at(&host, move |_| {
        let person = again(&books, number, &password)?;
        books.offer_totp(&person, offered)?;
        Ok(person.name)
    });
    let address = seed.address("Counterfoil", &name.await?);
    Ok(secret(StatusCode::OK, &Offered { seed: seed.base32(), address }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Code {
    code: String,
}

#[derive(Serialize)]
struct Confirmed {
    recovery_codes: Vec<String>,
}

pub(super) async fn confirm(
    State(host): State<Host>,
    asks: Asks,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let (number, books, by) = (signed_in(&asks)?, asks.books(&host)?, asks.by());
    let Code { code } = parse(&json_body(&headers, body)?)?;
    let codes = recovery::codes().map_err(no_random)?;
    let hashes = codes.iter().map(|(_, hash)| *hash).collect();
    looked_at(&host, move |_| {
        let Candidate::Person(person) = books.ask_again(number, now())? else { return Err(refused()) };
        let offered = person.pending_seed.clone().ok_or_else(not_offered)?;
        let step = Seed::from_base32(&offered).and_then(|seed| seed.accept(&code, now(), None)).ok_or_else(refused)?;
        if books.take_totp(*person, offered, step, hashes, by)? { Ok(()) } else { Err(not_offered()) }
    })
    .await?;
    let recovery_codes = codes.iter().map(|(code, _)| code.reveal().to_owned()).collect();
    Ok(secret(StatusCode::OK, &Confirmed { recovery_codes }))
}

fn not_offered() -> Refusal {
    let help = "ask for a seed at `POST /v1/session/totp`";
    Refusal::new(StatusCode::CONFLICT, "totp_not_offered", "", "no seed waits to be confirmed", help)
}

pub(super) async fn remove(
    State(host): State<Host>,
    asks: Asks,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let (number, books, by) = (signed_in(&asks)?, asks.books(&host)?, asks.by());
    let Proof { password } = parse(&json_body(&headers, body)?)?;
    looked_at(&host, move |_| {
        let person = again(&books, number, &password)?;
        Ok(books.drop_totp(person, by)?)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
