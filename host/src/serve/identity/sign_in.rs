//! `POST /v1/session`: a name and a password, and a code where the user has a second factor. Whatever does not fit is answered
//! alike and after the same work: it does not tell who there is, or which of it was wrong.

use super::super::Host;
use super::super::calls::Body;
use super::super::calls::json_body;
use super::super::problem::Refusal;
use super::super::reading::Reading;
use super::super::routes::{JSON, Needs, Route, Shape};
use super::session::{OPENED, opened};
use super::{RequestId, by, door, no_random, now};
use crate::identity::password::{self, Verdict};
use crate::identity::totp::Seed;
use crate::identity::{Action, Actor, Candidate, Hash, Issued, Kind, Person, Proof, Standing, Who, recovery};
use crate::outbox::Sealing;
use crate::{Books, StoreError};
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use std::sync::Arc;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/v1/session", "signIn", add)
            .told("Access", "Sign in to the console")
            .about(ABOUT)
            .needs(Needs::Nothing)
            .takes(JSON, Shape::Host("SessionBody"), r#"{"name": "ada@acme.example", "password": "seven grey herons"}"#)
            .shows(200, Shape::Host("OpenedSession"), OPENED)
            .alone(),
    ]
}

const ABOUT: &str = "The session comes as a cookie that no script sees, and ends after half an hour without use or after twelve hours. \
    `code` is asked for (401 `code_required`) where the user has a second factor. After five failures a user waits, first a minute, \
    then twice as long each time up to an hour.";

struct Shown {
    tenant: String,
    name: String,
    password: String,
    /// Of the authenticator app, or a recovery code.
    code: Option<String>,
}

impl Shown {
    fn read(body: &[u8]) -> Result<Self, Refusal> {
        let mut read = Reading::of(body)?;
        let shown = Self {
            tenant: read.may("tenant", "a text").unwrap_or_else(|| "main".into()),
            name: read.must("name", "a text"),
            password: read.must("password", "a text"),
            code: read.may("code", "a text"),
        };
        read.end().map(|()| shown)
    }
}

/// Whatever it was.
pub(super) fn refused() -> Refusal {
    let help = "try again; after five failures wait, first a minute, then twice as long each time";
    Refusal::new(
        StatusCode::UNAUTHORIZED,
        "sign_in_refused",
        "",
        "the name, the password or the code is wrong, or there were too many attempts",
        help,
    )
}

/// The password was right: its holder learns what else is asked for.
fn code_required() -> Refusal {
    let help = "send the `code` of the authenticator app, or a recovery code, with the same name and password";
    Refusal::new(StatusCode::UNAUTHORIZED, "code_required", "/code", "the user has a second factor", help)
}

/// The host has another key than the one that the seed was sealed with.
pub(super) fn unreadable(unsealed: crate::outbox::Unsealed) -> Refusal {
    StoreError::Unavailable(unsealed.to_string()).into()
}

/// Where passwords are looked at: few at one time, beside whatever else blocks.
pub(super) async fn looked_at<T: Send + 'static>(
    host: &Host,
    work: impl FnOnce(&Host) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let stopped = |error: String| Refusal::from(StoreError::Unavailable(error));
    let turn = Arc::clone(&host.door.passwords).acquire_owned().await.map_err(|error| stopped(error.to_string()))?;
    let host = host.clone();
    let work = tokio::task::spawn_blocking(move || {
        let result = work(&host);
        drop(turn);
        result
    });
    work.await.map_err(|error| stopped(error.to_string()))?
}

async fn add(
    State(host): State<Host>,
    Extension(RequestId(request)): Extension<RequestId>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let shown = Shown::read(&json_body(&headers, body)?)?;
    let issued = Issued::new(Kind::Session).map_err(no_random)?;
    let session = (issued.id.clone(), issued.hash);
    let tenant = shown.tenant.clone();
    let (actor, tenant) = looked_at(&host, move |host| {
        let books = match host.store.tenant(&tenant) {
            Ok(number) => host.store.books(number),
            Err(StoreError::NotFound(_)) => return Err(nobody(host, &shown)),
            Err(other) => return Err(other.into()),
        };
        let person = signed_in(&host.outbox.sealing, &books, &shown, session.clone(), request)?;
        let (number, must_change) = (person.number(), person.standing != Standing::Own);
        let who = Who::User { number, name: person.name, role: person.role, session: session.0, must_change };
        Ok((Actor::new(Some(books.tenant()), who), tenant))
    })
    .await?;
    let (cookie, _) = door::session(&headers);
    Ok(opened(&actor, tenant, issued.secret.reveal(), cookie))
}

/// A tenant that is not there takes as long as one that is.
fn nobody(host: &Host, shown: &Shown) -> Refusal {
    let written = host.store.ready();
    let _ = password::verify(&shown.password, None);
    written.map_or_else(Refusal::from, |()| refused())
}

fn signed_in(
    sealing: &Sealing,
    books: &Books,
    shown: &Shown,
    session: (String, Hash),
    request: String,
) -> Result<Person, Refusal> {
    let candidate = books.begin_sign_in(shown.name.to_ascii_lowercase(), now())?;
    let person = match candidate {
        Candidate::Person(person) => *person,
        Candidate::Nobody => {
            let _ = password::verify(&shown.password, None);
            return Err(refused());
        }
    };
    let by = by(format!("user:{}", person.name), request);
    let proof = match proved(&person, shown, sealing, books.tenant().number()) {
        Ok(proof) => proof,
        Err((code, refusal)) => {
            // Beside the answer, which takes as long as another's.
            let (books, subject) = (books.clone(), by.who.clone());
            tokio::task::spawn_blocking(move || drop(books.log_refused(by, Action::SignedIn, subject, code)));
            return Err(refusal);
        }
    };
    if !books.sign_in(person.clone(), proof, session, by)? {
        return Err(refused());
    }
    Ok(person)
}

/// What was shown, held against what is kept.
fn proved(person: &Person, shown: &Shown, sealing: &Sealing, tenant: i64) -> Result<Proof, (&'static str, Refusal)> {
    let wrong = || ("sign_in_refused", refused());
    let mut proof = Proof::default();
    match password::verify(&shown.password, Some(&person.password)) {
        Verdict::Wrong => return Err(wrong()),
        Verdict::Right => {}
        // Where there is no randomness for it, another time.
        Verdict::RightButWeak => proof.rehashed = password::hash(&shown.password).ok(),
    }
    let Some(kept) = &person.seed else { return Ok(proof) };
    let code = shown.code.as_deref().ok_or_else(|| ("code_required", code_required()))?;
    let user = (tenant, person.number());
    let seed = Seed::of_kept(kept, sealing, user).map_err(|unsealed| ("unavailable", unreadable(unsealed)))?;
    if !Sealing::is_shut(kept) {
        // It was kept before the host had a key. Where there is no randomness for it, another time.
        proof.resealed = seed.kept(sealing, user).ok();
    }
    proof.step = seed.accept(code, now(), person.last_step);
    if proof.step.is_none() {
        let place = recovery::find(code, &person.codes).ok_or_else(wrong)?;
        proof.code = person.codes.get(place).copied();
    }
    Ok(proof)
}
