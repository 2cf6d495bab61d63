//! `/v1/session/totp`: the second factor of whoever is signed in. An app is shown a seed, a code of it confirms it, and recovery
//! codes are told once.

use super::super::caller::Caller;
use super::super::calls::Body;
use super::super::calls::json_body;
use super::super::problem::Refusal;
use super::super::reading::Reading;
use super::super::routes::{JSON, Needs, Route, Shape};
use super::session::{again, signed_in};
use super::sign_in::{looked_at, refused, unreadable};
use super::{Asks, no_random, now, secret};
use crate::identity::totp::Seed;
use crate::identity::{Candidate, recovery};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/v1/session/totp", "offerTotp", offer)
            .told("Access", "Ask for the seed of a second factor")
            .about("RFC 6238: SHA-1, six digits, thirty seconds. Nothing changes until a code of it is confirmed.")
            .needs(Needs::Known)
            .takes(JSON, Shape::Host("ProofBody"), r#"{"password": "seven grey herons"}"#)
            .shows(200, Shape::Host("TotpOffer"), OFFERED)
            .alone(),
        Route::post("/v1/session/totp/confirm", "confirmTotp", confirm)
            .told("Access", "Show a code of the seed: from now on one is asked for at each sign-in")
            .about("Recovery codes are told this once, and each is good for one sign-in in the place of a code.")
            .needs(Needs::Known)
            .takes(JSON, Shape::Host("CodeBody"), r#"{"code": "287082"}"#)
            .shows(200, Shape::Host("RecoveryCodes"), r#"{"recovery_codes": ["4k7m-2x9q-0f8d-hw3t"]}"#)
            .alone(),
        Route::post("/v1/session/totp/remove", "removeTotp", remove)
            .told("Access", "Take the own second factor away")
            .needs(Needs::Known)
            .takes(JSON, Shape::Host("ProofBody"), r#"{"password": "seven grey herons"}"#)
            .answers(204, "", Shape::Object)
            .alone(),
    ]
}

const OFFERED: &str = r#"{"seed": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "address": "otpauth://totp/Counterfoil:ada%40acme.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Counterfoil&algorithm=SHA1&digits=6&period=30"}"#;

/// The one text of a body.
fn text(headers: &HeaderMap, body: Body, name: &'static str) -> Result<String, Refusal> {
    let mut read = Reading::of(&json_body(headers, body)?)?;
    let text = read.must(name, "a text");
    read.end().map(|()| text)
}

#[derive(Serialize)]
struct Offered {
    /// For an app that has no camera.
    seed: String,
    /// What the picture says.
    address: String,
}

async fn offer(caller: Caller, asks: Asks, headers: HeaderMap, body: Body) -> Result<Response, Refusal> {
    let password = text(&headers, body, "password")?;
    let (number, books) = (signed_in(&asks)?, caller.books);
    let seed = Seed::new().map_err(no_random)?;
    let offered = seed.clone();
    let name = looked_at(&caller.host, move |host| {
        let person = again(&books, number, &password)?;
        let kept = offered.kept(&host.outbox.sealing, (books.tenant().number(), person.number())).map_err(no_random)?;
        books.offer_totp(&person, kept)?;
        Ok(person.name)
    });
    let address = seed.address("Counterfoil", &name.await?);
    Ok(secret(StatusCode::OK, &Offered { seed: seed.base32(), address }))
}

#[derive(Serialize)]
struct Confirmed {
    recovery_codes: Vec<String>,
}

async fn confirm(caller: Caller, asks: Asks, headers: HeaderMap, body: Body) -> Result<Response, Refusal> {
    let code = text(&headers, body, "code")?;
    let (number, books, by) = (signed_in(&asks)?, caller.books, asks.by());
    let codes = recovery::codes().map_err(no_random)?;
    let hashes = codes.iter().map(|(_, hash)| *hash).collect();
    looked_at(&caller.host, move |host| {
        let Candidate::Person(person) = books.ask_again(number, now())? else { return Err(refused()) };
        let offered = person.pending_seed.clone().ok_or_else(not_offered)?;
        let user = (books.tenant().number(), person.number());
        let seed = Seed::of_kept(&offered, &host.outbox.sealing, user).map_err(unreadable)?;
        let step = seed.accept(&code, now(), None).ok_or_else(refused)?;
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

async fn remove(caller: Caller, asks: Asks, headers: HeaderMap, body: Body) -> Result<Response, Refusal> {
    let password = text(&headers, body, "password")?;
    let (number, books, by) = (signed_in(&asks)?, caller.books, asks.by());
    looked_at(&caller.host, move |_| {
        let person = again(&books, number, &password)?;
        Ok(books.drop_totp(person, by)?)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
