//! `Idempotency-Key`: a call that is sent again with the same key is answered again with the same bytes, and does nothing. The
//! header is that of the IETF's draft (httpapi-idempotency-key-header) and of the services that had it before.

use super::Host;
use super::caller::Caller;
use super::calls::blocking;
use super::identity::Unkept;
use super::problem::Refusal;
use crate::engine::hex;
use crate::{Claim, KeptAnswer, Tenant};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

const NAME: &str = "idempotency-key";
const LONGEST: usize = 255;

/// Keys whose calls are being answered.
pub(super) type InFlight = Arc<Mutex<BTreeSet<(Tenant, String)>>>;

/// A key's place among them, until its call is answered or given up.
struct Flight {
    keys: InFlight,
    key: (Tenant, String),
}

impl Flight {
    fn begin(keys: &InFlight, key: (Tenant, String)) -> Option<Self> {
        let new = keys.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone());
        new.then(|| Self { keys: Arc::clone(keys), key })
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}

pub(super) async fn once(State(host): State<Host>, request: Request, next: Next) -> Result<Response, Refusal> {
    let key = request.headers().get(NAME).filter(|_| !request.method().is_safe());
    // Keys are of a tenant: where nobody has to be known there are none.
    let (Some(key), Some(tenant)) = (key, request.extensions().get::<Tenant>()) else {
        return Ok(next.run(request).await);
    };
    let caller = Caller { books: host.store.books(*tenant), host };
    let key = key.to_str().ok().filter(|key| (1..=LONGEST).contains(&key.len())).map(str::to_owned);
    let Some(key) = key else {
        let message = format!("`Idempotency-Key` has 1 to {LONGEST} letters of ASCII");
        return Err(refusal(StatusCode::BAD_REQUEST, "idempotency_key", &message, "send a random one, such as a UUID"));
    };
    let (parts, body) = request.into_parts();
    // As the routes themselves have it: a key makes no body longer.
    let most = if parts.uri.path().starts_with(super::RULEBOOKS) { super::RULEBOOK_MAX } else { super::BODY_MAX };
    let body = to_bytes(body, most).await.map_err(|_| Refusal::too_long(most))?;
    let method = if parts.method == Method::POST { "" } else { parts.method.as_str() };
    let mut fingerprint = Sha256::new_with_prefix(format!("{method}{}", parts.uri));
    fingerprint.update([0]);
    fingerprint.update(parts.headers.get(header::CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes));
    fingerprint.update([0]);
    let fingerprint = hex(&fingerprint.chain_update(&body).finalize());
    let Some(_flight) = Flight::begin(&caller.host.in_flight, (caller.books.tenant(), key.clone())) else {
        return Err(in_flight());
    };
    let now = jiff::Timestamp::now().as_second();
    let (asked, of) = (key.clone(), fingerprint.clone());
    match blocking(caller.clone(), move |caller| Ok(caller.books.claim(asked, of, now)?)).await? {
        Claim::Kept(kept) if kept.fingerprint == fingerprint => return Ok(again(kept)),
        Claim::Kept(_) => {
            let (status, help) = (StatusCode::UNPROCESSABLE_ENTITY, "give each call a key of its own");
            return Err(refusal(status, "idempotency_mismatch", "the key is of a call with another content", help));
        }
        Claim::InFlight => return Err(in_flight()),
        Claim::New => {}
    }
    let answered = next.run(Request::from_parts(parts, Body::from(body))).await;
    // What was refused has changed nothing, and may be sent again as it is or mended.
    if !answered.status().is_success() {
        blocking(caller, move |caller| Ok(caller.books.release(key)?)).await?;
        return Ok(answered);
    }
    // A secret is told once: whoever asks again learns that it was.
    if answered.extensions().get::<Unkept>().is_some() {
        let (kept, told) = (told_once(), answered);
        let kept = whole(kept, fingerprint).await.0;
        blocking(caller, move |caller| Ok(caller.books.keep_answer(key, kept, now)?)).await?;
        return Ok(told);
    }
    let (kept, answered) = whole(answered, fingerprint).await;
    blocking(caller, move |caller| Ok(caller.books.keep_answer(key, kept, now)?)).await?;
    Ok(answered)
}

/// An answer as it is kept, and as it goes out.
async fn whole(answered: Response, fingerprint: String) -> (KeptAnswer, Response) {
    let (parts, body) = answered.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kept = KeptAnswer {
        fingerprint,
        status: parts.status.as_u16(),
        kind: kind.to_owned(),
        body: Bytes::clone(&body).into(),
    };
    (kept, Response::from_parts(parts, Body::from(body)))
}

fn in_flight() -> Refusal {
    let (status, help) = (StatusCode::CONFLICT, "wait for its answer, and send it again where none comes");
    refusal(status, "idempotency_in_flight", "a call with this key is being answered", help)
}

fn told_once() -> Response {
    let (message, help) = ("the call was answered with a secret, which is told once", "make another, and end that one");
    refusal(StatusCode::CONFLICT, "secret_told", message, help).into_response()
}

fn again(kept: KeptAnswer) -> Response {
    let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
    let mut response = (status, [(header::CONTENT_TYPE, kept.kind)], kept.body).into_response();
    response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
    response
}

fn refusal(status: StatusCode, code: &str, message: &str, help: &str) -> Refusal {
    Refusal::new(status, code, "", message, help)
}
