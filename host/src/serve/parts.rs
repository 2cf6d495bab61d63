//! Questions about a kept account: what is on it, and what the engine says of it at a moment.

use super::accounts::AsOf;
use super::caller::Caller;
use super::calls::{answer, blocking};
use super::problem::Refusal;
use super::reading::parse;
use super::routes::param::MOMENT;
use super::routes::{JSON, Needs, Route, Shape};
use crate::{Account, Reply, Status, StoreError};
use axum::Json;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A part of an account, by its field.
struct Part {
    path: &'static str,
    id: &'static str,
    field: &'static str,
    /// As of a moment, and not of the last event.
    seen: bool,
    shape: Shape,
    group: &'static str,
    summary: &'static str,
    example: &'static str,
}

static PARTS: &[Part] = &[
    Part {
        path: "/v1/accounts/{id}/customer",
        id: "readCustomer",
        field: "customer",
        seen: false,
        shape: Shape::Contract("Party"),
        group: "Settings",
        summary: "Who is billed",
        example: "/v1/accounts/acme/customer",
    },
    Part {
        path: "/v1/accounts/{id}/settings",
        id: "readSettings",
        field: "settings",
        seen: false,
        shape: Shape::Contract("Settings"),
        group: "Settings",
        summary: "What the owner has set",
        example: "/v1/accounts/acme/settings",
    },
    Part {
        path: "/v1/accounts/{id}/methods",
        id: "listMethods",
        field: "methods",
        seen: false,
        shape: Shape::List(&Shape::Contract("Method")),
        group: "Payment methods",
        summary: "Payment methods, in the order in which they were added",
        example: "/v1/accounts/acme/methods",
    },
    Part {
        path: "/v1/accounts/{id}/subaccounts",
        id: "listSubaccounts",
        field: "subaccounts",
        seen: false,
        shape: Shape::List(&Shape::Contract("Subaccount")),
        group: "Subaccounts",
        summary: "Subaccounts with their limits and usage",
        example: "/v1/accounts/acme/subaccounts",
    },
    Part {
        path: "/v1/accounts/{id}/grants",
        id: "listGrants",
        field: "grants",
        seen: true,
        shape: Shape::List(&Shape::Contract("Grant")),
        group: "Credit",
        summary: "Credit, in the order in which it is burned",
        example: "/v1/accounts/acme/grants?as_of=2026-02-03T12:00:00Z",
    },
    Part {
        path: "/v1/accounts/{id}/subscriptions",
        id: "listSubscriptions",
        field: "subscriptions",
        seen: true,
        shape: Shape::List(&Shape::Contract("Subscription")),
        group: "Plans",
        summary: "Plans that are taken",
        example: "/v1/accounts/acme/subscriptions?as_of=2026-02-03T12:00:00Z",
    },
    Part {
        path: "/v1/accounts/{id}/allowances",
        id: "listAllowances",
        field: "allowances",
        seen: true,
        shape: Shape::List(&Shape::Contract("Remaining")),
        group: "Plans",
        summary: "What is left of allowances",
        example: "/v1/accounts/acme/allowances?as_of=2026-02-03T12:00:00Z",
    },
    Part {
        path: "/v1/accounts/{id}/holds",
        id: "listHolds",
        field: "holds",
        seen: false,
        shape: Shape::List(&Shape::Contract("Hold")),
        group: "Usage",
        summary: "Open holds, as of the last event",
        example: "/v1/accounts/acme/holds",
    },
    Part {
        path: "/v1/accounts/{id}/due",
        id: "listDue",
        field: "due",
        seen: true,
        shape: Shape::List(&Shape::Contract("Due")),
        group: "Documents",
        summary: "Invoices that are not paid",
        example: "/v1/accounts/acme/due?as_of=2026-02-03T12:00:00Z",
    },
];

pub(super) fn routes() -> Vec<Route> {
    let mut all = vec![
        Route::get("/v1/accounts/{id}/balance", "readBalance", balance)
            .told("Accounts", "The engine's overview: balance, credit, what may be used now, and why no more")
            .needs(Needs::READ)
            .asks(MOMENT)
            .answers(200, JSON, Shape::Answer("overview"))
            .at("/v1/accounts/acme/balance?as_of=2026-02-03T12:00:00Z"),
        Route::get("/v1/accounts/{id}/alerts", "readAlerts", alerts)
            .told("Settings", "Alerts in force, and those that the account's usage calls for")
            .about("The recommendation is always told, and never overrides what the owner has set.")
            .needs(Needs::READ)
            .asks(MOMENT)
            .answers(200, JSON, Shape::Answer("recommend"))
            .at("/v1/accounts/acme/alerts?as_of=2026-02-03T12:00:00Z"),
        Route::get("/v1/accounts/{id}/draft", "readDraft", draft)
            .told("Documents", "The next invoice, if nothing more happens")
            .about("The preview is the bill: the period's end makes the same document.")
            .needs(Needs::READ)
            .asks(MOMENT)
            .answers(200, JSON, Shape::Answer("draft"))
            .at("/v1/accounts/acme/draft?as_of=2026-02-03T12:00:00Z"),
    ];
    all.extend(PARTS.iter().map(Part::route));
    all
}

impl Part {
    fn route(&'static self) -> Route {
        let serve = move |caller, id, query| self.read(caller, id, query);
        let route = Route::get(self.path, self.id, serve)
            .told(self.group, self.summary)
            .needs(Needs::READ)
            .answers(200, JSON, self.shape)
            .at(self.example);
        if self.seen { route.asks(MOMENT) } else { route }
    }

    async fn read(
        &'static self,
        caller: Caller,
        Path(id): Path<String>,
        Query(query): Query<AsOf>,
    ) -> Result<Response, Refusal> {
        let account = blocking(caller, move |caller| {
            let account = caller.books.account(&id)?;
            if self.seen { overview(caller, &account, query) } else { parse(account.state.get().as_bytes()) }
        });
        let value = account.await?.remove(self.field);
        if let Shape::List(_) = self.shape {
            return Ok(Json(json!({ "data": value.unwrap_or_else(empty) })).into_response());
        }
        value.map_or_else(|| Err(StoreError::NotFound(self.field).into()), |value| Ok(Json(value).into_response()))
    }
}

fn empty() -> Box<RawValue> {
    RawValue::from_string("[]".into()).unwrap_or_default()
}

type Object = BTreeMap<String, Box<RawValue>>;

#[derive(Deserialize)]
struct Answered {
    answer: Object,
}

fn at(caller: &Caller, query: AsOf) -> Result<String, Refusal> {
    let as_of = query.as_of.map_or_else(|| caller.books.now(), Ok)?;
    Ok(format!(r#""as_of":{}"#, Value::from(as_of)))
}

fn overview(caller: &Caller, account: &Account, query: AsOf) -> Result<Object, Refusal> {
    let reply = caller.books.ask_of(account, "overview", &at(caller, query)?)?;
    match reply.status {
        Status::Ok => Ok(parse::<Answered>(&reply.bytes)?.answer),
        Status::Problems => Err(Refusal::of_reply(&reply)),
    }
}

async fn balance(caller: Caller, Path(id): Path<String>, Query(query): Query<AsOf>) -> Result<Response, Refusal> {
    answer(blocking(caller, move |caller| Ok(caller.books.ask(&id, "overview", &at(caller, query)?)?)).await?)
}

async fn draft(caller: Caller, Path(id): Path<String>, Query(query): Query<AsOf>) -> Result<Response, Refusal> {
    let ask = move |caller: &Caller| {
        let rest = format!(r#"{},"payments":"{}""#, at(caller, query)?, caller.host.payments.word());
        Ok(caller.books.ask(&id, "draft", &rest)?)
    };
    answer(blocking(caller, ask).await?)
}

/// The verb `recommend` takes its facts by themselves: what was used, what the owner has set, and what is left.
async fn alerts(caller: Caller, Path(id): Path<String>, Query(query): Query<AsOf>) -> Result<Response, Refusal> {
    let ask = move |caller: &Caller| {
        let account = caller.books.account(&id)?;
        let as_of = at(caller, AsOf { as_of: query.as_of.clone() })?;
        let (state, seen): (Object, _) = (parse(account.state.get().as_bytes())?, overview(caller, &account, query)?);
        let settings: Object =
            state.get("settings").map_or_else(|| Ok(Object::new()), |set| parse(set.get().as_bytes()))?;
        let mut call = as_of;
        for (name, value) in [
            ("opened_at", state.get("opened_at")),
            ("daily_usage", state.get("usage_by_day")),
            ("alerts", settings.get("alerts")),
            ("balance", seen.get("balance")),
        ] {
            value.inspect(|value| call.push_str(&format!(r#","{name}":{value}"#)));
        }
        by_rulebook(caller, &account, "recommend", &call)
    };
    answer(blocking(caller, ask).await?)
}

/// Asks a verb that takes the account's rulebook and no state; `rest` has its other fields.
pub(super) fn by_rulebook(caller: &Caller, account: &Account, verb: &str, rest: &str) -> Result<Reply, Refusal> {
    let comma = if rest.is_empty() { "" } else { "," };
    let call = format!(r#"{{"rulebook":{}{comma}{rest}}}"#, account.rulebook);
    Ok(caller.host.store.engine().call(verb, call.as_bytes())?)
}
