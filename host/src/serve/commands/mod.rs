//! Commands: one event each, posted as `/events` posts it. What the address and the table say is not said again in the body.

mod credit;
mod plans;
mod settings;
mod usage;

use super::caller::Caller;
use super::calls::{Body, blocking, json_body};
use super::permit::permit;
use super::posting::{answered, skewed};
use super::problem::Refusal;
use super::reading::{Reading, members};
use super::routes::{JSON, Kind, Method, Needs, Param, Route, Shape};
use super::testing::now;
use super::told::told;
use crate::engine::hex;
use crate::identity::{Actor, Right};
use crate::{Events, StoreError, Time};
use axum::Extension;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use sha2::{Digest as _, Sha256};

/// A command: its address, and the event that it is.
pub(super) struct Command {
    method: Method,
    path: &'static str,
    /// The operation's name.
    id: &'static str,
    /// The event's type.
    event: &'static str,
    /// The part of the settings that it sets, where it sets one.
    part: Option<&'static str>,
    group: &'static str,
    summary: &'static str,
    /// Address and body of an example.
    example: (&'static str, &'static str),
    /// Events that the example stands on.
    after: &'static str,
}

/// What a command is called by where it has no body.
const NAMED: &[Param] = &[
    Param { name: "id", kind: Kind::Contract("Id"), about: "The event's id; without it a new one." },
    Param { name: "time", kind: Kind::Contract("Instant"), about: "When it happened; without it now." },
];

/// What an owner sets, and credit.
pub(super) fn before_usage() -> Vec<Route> {
    [settings::COMMANDS, credit::COMMANDS].into_iter().flatten().map(Command::route).collect()
}

/// Usage and what comes of it.
pub(super) fn from_usage() -> Vec<Route> {
    [usage::COMMANDS, plans::COMMANDS].into_iter().flatten().map(Command::route).collect()
}

/// What ends an account.
pub(super) fn closing() -> Vec<Route> {
    vec![plans::CLOSING.route()]
}

impl Command {
    const fn new(method: Method, path: &'static str) -> Self {
        let (id, event, part, group, summary) = ("", "", None, "", "");
        Self { method, path, id, event, part, group, summary, example: ("", ""), after: "" }
    }

    /// The operation's name, and the event's type.
    const fn is(self, id: &'static str, event: &'static str) -> Self {
        Self { id, event, ..self }
    }

    /// The operation's name, and the part of the settings that it sets.
    const fn sets(self, id: &'static str, part: &'static str) -> Self {
        Self { id, event: "settings_changed", part: Some(part), ..self }
    }

    const fn told(self, group: &'static str, summary: &'static str) -> Self {
        Self { group, summary, ..self }
    }

    /// Address and body of an example.
    const fn example(self, address: &'static str, body: &'static str) -> Self {
        Self { example: (address, body), ..self }
    }

    /// Events that the example stands on.
    const fn after(self, after: &'static str) -> Self {
        Self { after, ..self }
    }

    fn route(&'static self) -> Route {
        let serve = move |caller, path, query, key, actor, body| self.post(caller, path, query, key, actor, body);
        let shape = self.part.map_or(Shape::Event(self.event), Shape::Setting);
        let route = Route::new(self.method, self.path, self.id, serve)
            .told(self.group, self.summary)
            .needs(Needs::One(Right::of_event(self.event)))
            .answers(200, JSON, Shape::Host("Done"))
            .at(self.example.0)
            .after(self.after);
        if self.method == Method::Delete { route.asks(NAMED) } else { route.takes(JSON, shape, self.example.1) }
    }

    async fn post(
        &'static self,
        caller: Caller,
        Path(path): Path<Vec<(String, String)>>,
        Query(query): Query<Vec<(String, String)>>,
        headers: HeaderMap,
        actor: Option<Extension<Actor>>,
        body: Body,
    ) -> Result<Response, Refusal> {
        let mut fields = self.fields(&path, &headers, body)?;
        // The address names what the event is about; the account is what it is posted to.
        let mut account = String::new();
        for (name, value) in path {
            match &*name {
                "id" => account = value,
                _ => fields.push((name, text(&value))),
            }
        }
        fields.extend(query.into_iter().map(|(name, value)| (name, text(&value))));
        let named = named(&caller, &account, &fields, &headers).await?;
        fields.retain(|(name, _)| name != "id" && name != "time");
        let rest = members(&fields);
        let comma = if rest.is_empty() { "" } else { "," };
        let Named { id, time } = &named;
        let event = format!(r#"{{"type":"{}","id":{id},"time":{time}{comma}{rest}}}"#, self.event);
        let events = vec![RawValue::from_string(event).map_err(|error| Refusal::shape("", &error.to_string()))?];
        permit(actor.as_deref(), &events, false)?;
        let time = Time::Clock(skewed(&events));
        let events = Events { events, atomic: true };
        let posted =
            answered(|answer| caller.books.post_events(account, events, time, caller.host.payments.word(), answer))
                .await;
        told(&headers, Some(named), posted.map_err(|error| self.refused(error))?)
    }

    /// What the body says.
    fn fields(
        &self,
        path: &[(String, String)],
        headers: &HeaderMap,
        body: Body,
    ) -> Result<Vec<(String, Box<RawValue>)>, Refusal> {
        if self.method == Method::Delete {
            return Ok(Vec::new());
        }
        let mut read = Reading::of(&json_body(headers, body)?)?;
        read.never("type", "the address says which event it is");
        read.never("account", "the address names the account");
        for (name, _) in path.iter().filter(|(name, _)| name != "id") {
            read.never(name, "the address names it");
        }
        let Some(part) = self.part else { return read.rest() };
        let (id, time, set) = (read.may("id", "an id"), read.may("time", "a time"), read.raw(part));
        read.end()?;
        let settings = RawValue::from_string(format!(r#"{{"{part}":{set}}}"#)).unwrap_or_default();
        let named = [("id", id), ("time", time), ("settings", Some(settings))];
        Ok(named.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect())
    }

    /// A refusal whose paths name the caller's own fields.
    fn refused(&self, error: StoreError) -> Refusal {
        let own = |path: &str| {
            let path = path.strip_prefix("/events/0").unwrap_or(path);
            let within = self.part.and_then(|_| path.strip_prefix("/settings"));
            within.unwrap_or(path).to_owned()
        };
        match error {
            StoreError::Refused(reply) => Refusal::of_reply_at(&reply, own),
            StoreError::Conflict { what, id, path, in_call, kept, sent } => {
                StoreError::Conflict { what, id, path: own(&path), in_call, kept, sent }.into()
            }
            other => other.into(),
        }
    }
}

/// The event that was posted: its id says again what is said again.
#[derive(Debug, Serialize)]
pub(super) struct Named {
    id: Box<RawValue>,
    time: Box<RawValue>,
}

fn text(value: &str) -> Box<RawValue> {
    to_raw_value(value).unwrap_or_default()
}

/// What the event is called, and when it was: as it is said, else by the call's key and the host's clock. An event that is kept
/// under that name has a time already: what is sent again is the same.
async fn named(
    caller: &Caller,
    account: &str,
    fields: &[(String, Box<RawValue>)],
    headers: &HeaderMap,
) -> Result<Named, Refusal> {
    let given = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone());
    let known = given("id").or_else(|| key_id(headers).as_deref().map(text));
    let (id, time) = match (known, given("time")) {
        (Some(id), Some(time)) => (id, time),
        (Some(id), None) => {
            let (account, name) = (account.to_owned(), serde_json::from_str::<String>(id.get()).unwrap_or_default());
            let kept = blocking(caller.clone(), move |caller| Ok(caller.books.event(&account, &name)?)).await?;
            let kept = kept.and_then(|event| serde_json::from_str::<Kept>(event.get()).ok());
            (
                id,
                match kept {
                    Some(kept) => kept.time,
                    None => text(&now(caller).await?),
                },
            )
        }
        (None, Some(time)) => (text(&new_id()?), time),
        (None, None) => (text(&new_id()?), text(&now(caller).await?)),
    };
    Ok(Named { id, time })
}

#[derive(Deserialize)]
struct Kept {
    time: Box<RawValue>,
}

/// The key of the call as an id.
pub(super) fn key_id(headers: &HeaderMap) -> Option<String> {
    let key = headers.get("idempotency-key").map(HeaderValue::as_bytes)?;
    let letter = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.:-".contains(byte);
    Some(match std::str::from_utf8(key) {
        Ok(id) if (1..=128).contains(&id.len()) && key.iter().all(letter) => id.to_owned(),
        // Keys have more letters than ids.
        _ => format!("key:{}", hex(&Sha256::digest(key)[..16])),
    })
}

/// 128 random bits.
pub(super) fn new_id() -> Result<String, Refusal> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).map_err(|error| StoreError::Unavailable(error.to_string()))?;
    Ok(hex(&bits))
}
