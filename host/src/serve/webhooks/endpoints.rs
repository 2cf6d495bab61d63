//! `/v1/webhooks`: where a tenant is told of its books.

use super::words::{line, name, written};
use crate::identity::Right;
use crate::outbox::{INBOX, Secret, TEST, known, owners_secret, place};
use crate::outgoing::Target;
use crate::serve::caller::Caller;
use crate::serve::calls::{Body, blocking, json_body};
use crate::serve::identity::{Ask, Asks, Page, no_random, secret};
use crate::serve::problem::{Problem, Refusal};
use crate::serve::reading::Reading;
use crate::serve::routes::param::PAGE;
use crate::serve::routes::{JSON, Needs, Route, Shape};
use crate::{NewOutlet, Outlet};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use serde_json::json;

const GROUP: &str = "Webhooks";
const SETTINGS: Needs = Needs::One(Right::Settings);
const HOOK: Shape = Shape::Host("Webhook");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::put("/v1/webhooks/{webhook}", "putWebhook", put)
            .told(GROUP, "Keep a webhook under a name, or change it")
            .about(PUT)
            .needs(Needs::RULES)
            .takes(JSON, Shape::Host("WebhookBody"), r#"{"url": "https://acme.example/hooks", "description": "The shop", "types": ["balance.alert", "service.suspended"]}"#)
            .shows(201, Shape::Host("NewWebhook"), NEW)
            .answers(200, JSON, HOOK)
            .at("/v1/webhooks/shop"),
        Route::get("/v1/webhooks", "listWebhooks", list)
            .told(GROUP, "Webhooks")
            .needs(Needs::READ)
            .asks(PAGE)
            .shows(200, Shape::Page(&HOOK), LISTED)
            .at("/v1/webhooks?limit=1"),
        Route::get("/v1/webhooks/{webhook}", "readWebhook", read)
            .told(GROUP, "A webhook")
            .needs(Needs::READ)
            .shows(200, HOOK, ONE)
            .at("/v1/webhooks/shop"),
        Route::post("/v1/webhooks/{webhook}/rotate", "rotateWebhook", rotate)
            .told(GROUP, "Make another secret, and sign with the old one beside it for a while")
            .about("Without `overlap_s` for a day. The secret is told this once.")
            .needs(Needs::RULES)
            .takes(JSON, Shape::Host("RotationBody"), r#"{"overlap_s": 3600}"#)
            .shows(201, Shape::Host("NewWebhook"), ROTATED)
            .at("/v1/webhooks/shop/rotate"),
        Route::post("/v1/webhooks/{webhook}/test", "testWebhook", test)
            .told(GROUP, "Tell a webhook something, to see whether it is heard")
            .about("An event of the type `webhook.test` goes the way of all events; its delivery says what came of it.")
            .needs(SETTINGS)
            .answers(201, JSON, Shape::Host("Delivery"))
            .by_the_clock()
            .at("/v1/webhooks/shop/test"),
        Route::get("/v1/accounts/{id}/webhook-secret", "readOwnersSecret", owners)
            .told("Settings", "The secret that the URL of an owner's daily limits is signed with")
            .about("It is of this account alone. A token reads it that may set `spend`.")
            .needs(SETTINGS)
            .shows(200, Shape::Host("OwnersSecret"), r#"{"secret": "whsec_..."}"#)
            .at("/v1/accounts/acme/webhook-secret"),
    ]
}

/// What an example ends with.
pub(super) fn end() -> Vec<Route> {
    vec![
        Route::delete("/v1/webhooks/{webhook}", "deleteWebhook", delete)
            .told(GROUP, "Take a webhook away, with what waits for it and its log")
            .needs(Needs::RULES)
            .answers(204, "", Shape::Nothing)
            .at("/v1/webhooks/shop"),
    ]
}

const PUT: &str = "What is left out is as without it: all types of events, all accounts, enabled. It is told what happens from then on. Its \
    secret is told once, when it is new; `POST …/rotate` makes another. A webhook that answers 410, or fails for five days, is \
    taken out of use; put it with `enabled` to go on, with what has waited.";
const NEW: &str = r#"{"secret": "whsec_...", "id": "shop", "url": "https://acme.example/hooks", "description": "The shop", "types": ["balance.alert", "service.suspended"], "accounts": [], "enabled": true, "made_at": "2026-01-02T09:00:00.000Z", "made_by": "key:000000000000"}"#;
const ONE: &str = r#"{"id": "shop", "url": "https://acme.example/hooks", "description": "The shop", "types": ["balance.alert", "service.suspended"], "accounts": [], "enabled": true, "made_at": "2026-01-02T09:00:00.000Z", "made_by": "key:000000000000"}"#;
const LISTED: &str = r#"{"data": [{"id": "shop", "url": "https://acme.example/hooks", "description": "The shop", "types": ["balance.alert", "service.suspended"], "accounts": [], "enabled": true, "made_at": "2026-01-02T09:00:00.000Z", "made_by": "key:000000000000"}], "has_more": false}"#;
const ROTATED: &str = r#"{"secret": "whsec_...", "id": "shop", "url": "https://acme.example/hooks", "description": "The shop", "types": ["balance.alert", "service.suspended"], "accounts": [], "enabled": true, "former_until": "2026-01-02T10:00:00.000Z", "made_at": "2026-01-02T09:00:00.000Z", "made_by": "key:000000000000"}"#;

/// A webhook without its secret.
#[derive(Serialize)]
struct Told {
    id: String,
    url: String,
    description: String,
    types: Vec<String>,
    accounts: Vec<String>,
    enabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failing_since: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    former_until: Option<String>,
    made_at: String,
    made_by: String,
}

impl From<Outlet> for Told {
    fn from(outlet: Outlet) -> Self {
        let Outlet { id, url, description, types, accounts, enabled, why, made_by, .. } = outlet;
        let (failing_since, former_until) = (outlet.failing_since.map(written), outlet.former_until.map(written));
        let made_at = written(outlet.made_at);
        Self { id, url, description, types, accounts, enabled, why, failing_since, former_until, made_at, made_by }
    }
}

/// With the secret that is told this once.
#[derive(Serialize)]
struct New {
    secret: String,
    #[serde(flatten)]
    told: Told,
}

/// Types, accounts and webhooks of one tenant at most.
const TYPES_MAX: usize = 50;
const ACCOUNTS_MAX: usize = 200;
const WEBHOOKS_MAX: usize = 50;

fn wanted(caller: &Caller, id: String, body: &[u8]) -> Result<NewOutlet, Refusal> {
    name(&id)?;
    let mut read = Reading::of(body)?;
    let url: String = read.must("url", "a URL");
    let description = read.may("description", "a text").unwrap_or_default();
    let types: Vec<String> = read.may("types", "a list of types of events").unwrap_or_default();
    let accounts: Vec<String> = read.may("accounts", "a list of accounts").unwrap_or_default();
    let enabled = read.may("enabled", "true or false").unwrap_or(true);
    let outbox = &caller.host.outbox;
    let own = outbox.inbox && url == INBOX;
    if let (true, Err(wrong)) = (read.is_sound("url") && !own, Target::read(&url, outbox.reach)) {
        read.wrong("webhook_url", "url", &wrong.to_string(), "name an address of the public internet over https");
    }
    let strange = types.iter().position(|kind| !known(kind));
    if let Some(kind) = strange.map(|place| &types[place]) {
        let shown: String = kind.chars().filter(|letter| !letter.is_control()).take(40).collect();
        let message = format!("there is no event of the type `{shown}`");
        read.wrong("event_type", "types", &message, "`GET /v1/event-types` lists them");
    }
    read.end()?;
    for (path, count, most) in [("/types", types.len(), TYPES_MAX), ("/accounts", accounts.len(), ACCOUNTS_MAX)] {
        if count > most {
            return Err(Refusal::shape(path, &format!("{count} are more than {most}")));
        }
    }
    let description = line(description, "/description", 200)?;
    Ok(NewOutlet { id, url, description, types, accounts, enabled })
}

/// A new secret, and as it is kept for this webhook.
fn new_secret(caller: &Caller, id: &str) -> Result<(Secret, String), Refusal> {
    let new = Secret::new().map_err(no_random)?;
    let place = place(caller.books.tenant().number(), "webhook", id);
    let kept = caller.host.outbox.sealing.seal(&new, &place).map_err(no_random)?;
    Ok((new, kept))
}

async fn put(
    caller: Caller,
    asks: Asks,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let new = wanted(&caller, id, &json_body(&headers, body)?)?;
    let (fresh, kept) = new_secret(&caller, &new.id)?;
    let by = asks.by();
    let (told, is_new) = blocking(caller, move |caller| {
        let all = caller.books.webhooks(0, WEBHOOKS_MAX)?.data;
        if all.len() >= WEBHOOKS_MAX && !all.iter().any(|known| known.id == new.id) {
            let (message, help) =
                (format!("there are {WEBHOOKS_MAX} webhooks"), "take one away that is not needed any more");
            return Err(Refusal::of(vec![Problem::new("webhooks_too_many", "", &message, help)]));
        }
        Ok(caller.books.put_webhook(new, kept, by)?)
    })
    .await?;
    Ok(match is_new {
        true => secret(StatusCode::CREATED, &New { secret: fresh.reveal(), told: told.into() }),
        false => Json(Told::from(told)).into_response(),
    })
}

async fn list(caller: Caller, Query(ask): Query<Ask>) -> Result<Response, Refusal> {
    let (after, limit) = (ask.place(0)?, ask.limit()?);
    let piece = blocking(caller, move |caller| Ok(caller.books.webhooks(after, limit)?)).await?;
    Ok(Json(Page::of(piece, Told::from)).into_response())
}

async fn read(caller: Caller, Path(id): Path<String>) -> Result<Response, Refusal> {
    let told = blocking(caller, move |caller| Ok(caller.books.webhook(&id)?)).await?;
    Ok(Json(Told::from(told)).into_response())
}

/// Without a word, a day; at most thirty.
const OVERLAP_S: u32 = 86_400;
const OVERLAP_MOST_S: u32 = 30 * 86_400;

async fn rotate(caller: Caller, Path(id): Path<String>, headers: HeaderMap, body: Body) -> Result<Response, Refusal> {
    let mut read = Reading::of(&json_body(&headers, body)?)?;
    let overlap = read.may("overlap_s", "a whole number of seconds").unwrap_or(OVERLAP_S);
    read.end()?;
    if overlap > OVERLAP_MOST_S {
        return Err(Refusal::shape("/overlap_s", "an overlap has at most thirty days"));
    }
    let (fresh, kept) = new_secret(&caller, &id)?;
    let until = caller.host.outbox.clock.now_ms() + i64::from(overlap) * 1_000;
    let told = blocking(caller, move |caller| Ok(caller.books.rotate_webhook(id, kept, until)?)).await?;
    Ok(secret(StatusCode::CREATED, &New { secret: fresh.reveal(), told: told.into() }))
}

async fn test(caller: Caller, Path(id): Path<String>) -> Result<Response, Refusal> {
    let now = caller.host.outbox.clock.now_ms();
    let event = format!("evt_test_{}", crate::identity::request_id());
    let body = json!({"id": event, "type": TEST, "time": written(now), "data": {"webhook": id}}).to_string();
    let told = blocking(caller, move |caller| Ok(caller.books.test_webhook(id, (event, TEST), body, now)?)).await?;
    Ok((StatusCode::CREATED, Json(super::deliveries::Told::from(told))).into_response())
}

async fn delete(caller: Caller, Path(id): Path<String>) -> Result<Response, Refusal> {
    blocking(caller, move |caller| Ok(caller.books.delete_webhook(id)?)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn owners(caller: Caller, asks: Asks, Path(account): Path<String>) -> Result<Response, Refusal> {
    if asks.actor.bound_to().is_some() && !asks.actor.may_set("spend") {
        let (message, help) = ("the token may not set `spend`", "make one that may");
        return Err(Refusal::new(StatusCode::FORBIDDEN, "right_missing", "", message, help));
    }
    let place = place(caller.books.tenant().number(), "owners", "");
    let new = caller.host.outbox.sealing.seal(&Secret::new().map_err(no_random)?, &place).map_err(no_random)?;
    let of_account = blocking(caller, move |caller| {
        caller.books.account(&account)?;
        let kept = caller.books.owners_secret(new, caller.host.outbox.clock.now_ms())?;
        let unavailable = |error: crate::outbox::Unsealed| crate::StoreError::Unavailable(error.to_string());
        let tenants = caller.host.outbox.sealing.unseal(&kept, &place).map_err(unavailable)?;
        Ok(owners_secret(&tenants, &account))
    });
    Ok(secret(StatusCode::OK, &json!({"secret": of_account.await?.reveal()})))
}
