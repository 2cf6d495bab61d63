//! What another rulebook, or other settings, would have made of an account's own events.

use super::caller::Caller;
use super::calls::{Body, answer, blocking, json_body};
use super::problem::Refusal;
use super::reading::Reading;
use super::routes::{JSON, Needs, Route, Shape};
use crate::{List, Reply};
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// Most bytes of events that are compared at once: some 100,000 of them.
const BYTES_MAX: usize = 32 << 20;
const PAGE: usize = 200;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/v1/accounts/{id}/compare", "compare", compare)
            .told("Decisions", "Say what another rulebook, or other settings, would have made of the account's own events")
            .about(
                "All of them, from its opening on, under the account's rulebook and under the other one, which is named by its digest. \
                 Charges are answered as this host answers them.",
            )
            .needs(Needs::READ)
            .takes(
                JSON,
                Shape::Host("CompareBody"),
                r#"{"as_of": "2026-03-01T00:00:00Z", "rulebook": "sha256:a573e7b301c7a2eb02df07e42af38a3438ed028e49639c12eafc77019d5797bb"}"#,
            )
            .answers(200, JSON, Shape::Answer("compare"))
            .behind("/v1/rulebooks", JSON, include_str!("examples/dearer.json"))
            .at("/v1/accounts/acme/compare"),
    ]
}

async fn compare(caller: Caller, Path(id): Path<String>, headers: HeaderMap, body: Body) -> Result<Response, Refusal> {
    let mut read = Reading::of(&json_body(&headers, body)?)?;
    let (as_of, other) =
        (read.may::<String>("as_of", "a time"), read.may::<String>("rulebook", "the digest of a rulebook"));
    let settings = read.may::<Box<RawValue>>("settings", "settings");
    read.end()?;
    let ask = move |caller: &Caller| ask(caller, &id, as_of, other.as_deref(), settings.as_deref());
    answer(blocking(caller, ask).await?)
}

fn ask(
    caller: &Caller,
    id: &str,
    as_of: Option<String>,
    other: Option<&str>,
    settings: Option<&RawValue>,
) -> Result<Reply, Refusal> {
    let account = caller.books.account(id)?;
    let mut call = format!(r#"{{"rulebook":{}"#, account.rulebook);
    if let Some(other) = other {
        call.push_str(&format!(r#","other":{}"#, caller.books.rulebook(other)?));
    }
    if let Some(settings) = settings {
        call.push_str(&format!(r#","settings":{settings}"#));
    }
    let as_of = as_of.map_or_else(|| caller.books.now(), Ok)?;
    let facts = json!({"as_of": as_of, "payments": caller.host.payments.word()});
    for (name, value) in facts.as_object().into_iter().flatten() {
        call.push_str(&format!(",{}:{value}", Value::from(name.as_str())));
    }
    call.push_str(&format!(r#","accounts":[{{"open":{},"events":[{}]}}]}}"#, account.opening, events(caller, id)?));
    Ok(caller.host.store.engine().call("compare", call.as_bytes())?)
}

/// All of an account's events, in the order in which they were taken in.
fn events(caller: &Caller, id: &str) -> Result<String, Refusal> {
    let (mut all, mut place) = (String::new(), 0);
    loop {
        let page = caller.books.list(List::Events, id, &[], place, PAGE)?;
        for event in &page.data {
            if !all.is_empty() {
                all.push(',');
            }
            all.push_str(event.get());
        }
        if all.len() > BYTES_MAX {
            let message = format!("the account's events are longer than {} MiB", BYTES_MAX >> 20);
            let help = "compare accounts of less, or ask the verb `compare` with a state to begin with";
            return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "call_too_long", "", &message, help));
        }
        match page.cursor.and_then(|cursor| cursor.parse().ok()) {
            Some(next) => place = next,
            None => return Ok(all),
        }
    }
}
