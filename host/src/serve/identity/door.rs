//! Who knocks: a key or a token in `Authorization`, or a session in its cookie.

use super::super::Host;
use super::super::calls::blocking;
use super::super::problem::Refusal;
use super::now;
use crate::Store;
use crate::identity::session::{CSRF_HEADER, Cookie, is_csrf};
use crate::identity::{Actor, Kind, KnownKey, Presented, Who};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};

/// Nothing was shown.
pub(in crate::serve) fn nobody() -> Refusal {
    let help = "send `Authorization: Bearer` and a key, or sign in at `POST /v1/session`";
    Refusal::new(StatusCode::UNAUTHORIZED, "key_missing", "", "the call shows no key", help)
}

/// What was shown opens nothing, for whatever reason.
fn unknown() -> Refusal {
    let help = "make a new one; what has ended stays so";
    Refusal::new(
        StatusCode::UNAUTHORIZED,
        "key_unknown",
        "",
        "the key, token or session is unknown, or has ended",
        help,
    )
}

/// Whoever it is, or 401.
pub(super) async fn actor(host: &Host, parts: &Parts) -> Result<Actor, Refusal> {
    if parts.headers.contains_key(header::AUTHORIZATION) {
        let shown = bearer(&parts.headers).and_then(Presented::read).ok_or_else(unknown)?;
        return match shown.kind {
            Kind::Key => of_key(host, shown).await,
            Kind::Customer => of_customer(host, shown).await,
            Kind::Session => Err(unknown()),
        };
    }
    let (_, session) = session(&parts.headers);
    let session = session.ok_or_else(nobody)?.to_owned();
    let shown = Presented::read(&session).filter(|shown| shown.kind == Kind::Session).ok_or_else(unknown)?;
    let actor = of_session(host, shown).await?;
    // The browser sends the cookie by itself, whoever's page asks it to.
    let safe = [Method::GET, Method::HEAD].contains(&parts.method);
    let token = parts.headers.get(CSRF_HEADER).and_then(|token| token.to_str().ok()).unwrap_or_default();
    if safe || is_csrf(&session, token) {
        return Ok(actor);
    }
    let help = format!("send the header `{CSRF_HEADER}` with the token that `GET /v1/session` tells");
    Err(Refusal::new(StatusCode::FORBIDDEN, "csrf_token", "", "the call has not the token of its session", &help))
}

/// The one credential of the header.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut all = headers.get_all(header::AUTHORIZATION).iter();
    let (first, more) = (all.next()?, all.next());
    let (scheme, shown) = first.to_str().ok()?.split_once(' ')?;
    (more.is_none() && scheme.eq_ignore_ascii_case("bearer")).then(|| shown.trim())
}

/// The cookie of this connection, and the session in it.
pub(super) fn session(headers: &HeaderMap) -> (Cookie, Option<&str>) {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let cookie = Cookie::at(text(header::HOST.as_str()).unwrap_or_default(), text("x-forwarded-proto"));
    (cookie, text(header::COOKIE.as_str()).and_then(|header| cookie.find(header)))
}

async fn of_key(host: &Host, shown: Presented) -> Result<Actor, Refusal> {
    let keys = &host.door.keys;
    let key = match keys.get(&shown.id) {
        Some(key) => key,
        None => {
            let id = shown.id.clone();
            let key = blocking(host.clone(), move |host| Ok(host.store.known_key(&id)?)).await?.ok_or_else(unknown)?;
            keys.put(&shown.id, key.clone());
            key
        }
    };
    let KnownKey { tenant, hash, role, ends_at, .. } = key;
    if hash != shown.hash || ends_at.is_some_and(|ends_at| ends_at <= now()) {
        return Err(unknown());
    }
    if keys.to_note(&shown.id, now()) {
        let id = shown.id.clone();
        noted(host, move |store| store.note_key(id, now()));
    }
    Ok(Actor::new(tenant, Who::Key { id: shown.id, role }))
}

async fn of_customer(host: &Host, shown: Presented) -> Result<Actor, Refusal> {
    let token =
        blocking(host.clone(), move |host| Ok(host.store.known_token(&shown.id)?)).await?.ok_or_else(unknown)?;
    if token.hash != shown.hash || token.ends_at <= now() {
        return Err(unknown());
    }
    Ok(Actor::new(Some(token.tenant), Who::Customer(token.opens)))
}

async fn of_session(host: &Host, shown: Presented) -> Result<Actor, Refusal> {
    let id = shown.id.clone();
    let session = blocking(host.clone(), move |host| Ok(host.store.known_session(&id)?)).await?.ok_or_else(unknown)?;
    if session.hash != shown.hash || !session.times.stands(now()) {
        return Err(unknown());
    }
    if session.times.to_note(now()) {
        let id = shown.id.clone();
        noted(host, move |store| store.note_session(id, now()));
    }
    let (name, role, must_change) = (session.name, session.role, session.must_change);
    Ok(Actor::new(Some(session.tenant), Who::User { number: session.user, name, role, session: shown.id, must_change }))
}

/// Written down beside the call: nobody waits for it, and where it fails the next use is written down.
fn noted(host: &Host, note: impl FnOnce(&Store) -> Result<(), crate::StoreError> + Send + 'static) {
    let store = host.store.clone();
    tokio::task::spawn_blocking(move || drop(note(&store)));
}

#[cfg(test)]
mod tests {
    use super::bearer;
    use axum::http::{HeaderMap, HeaderValue, header};

    #[test]
    fn one_credential_is_one() {
        let of = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::AUTHORIZATION, HeaderValue::from_static(value));
            }
            bearer(&headers).map(str::to_owned)
        };
        assert_eq!(of(&["Bearer x"]).as_deref(), Some("x"));
        assert_eq!(of(&["bearer  x "]).as_deref(), Some("x"));
        for other in [&[][..], &["x"], &["Basic x"], &["Bearer x", "Bearer y"], &[""]] {
            assert_eq!(of(other), None, "{other:?}");
        }
    }
}
