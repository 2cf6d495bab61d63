//! Accounts: open, find, read.

use super::caller::Caller;
use super::calls::{Body, blocking, json_body};
use super::glance;
use super::problem::Refusal;
use super::reading::{Reading, parse};
use super::routes::param::{self, MOMENT};
use super::routes::{JSON, Kind, Needs, Param, Route, Shape};
use super::told::{self, minimal};
use crate::{Account, Draft, Search, Sort, Status};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

const GROUP: &str = "Accounts";
const SORTS: &[&str] = &["id", "-id", "balance", "-balance", "opened_at", "-opened_at", "as_of", "-as_of"];
const SEARCH: &[Param] = &[
    Param { name: "search", kind: Kind::Text, about: "How ids begin." },
    Param { name: "service", kind: Kind::Word(&["active", "suspended", "closed"]), about: "May they be used?" },
    Param { name: "rulebook", kind: Kind::Text, about: "The digest of their rulebook." },
    Param { name: "balance_below", kind: Kind::Decimal, about: "A balance that theirs is below." },
    Param {
        name: "sort",
        kind: Kind::Word(SORTS),
        about: "What they are put in order by, with a minus the other way round.",
    },
    Param {
        name: "glance",
        kind: Kind::Flag,
        about: "With how long each balance lasts, and with each one's last invoice.",
    },
    param::CURSOR,
    param::LIMIT,
];

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/v1/accounts", "openAccount", open)
            .told(GROUP, "Open an account")
            .about("201 where it is new; the same again is answered 200, and changes nothing.")
            .needs(Needs::RULES)
            .takes(JSON, Shape::Host("OpenBody"), include_str!("examples/open.json"))
            .answers(201, JSON, Shape::Host("KeptAccount"))
            .answers(200, JSON, Shape::Host("KeptAccount")),
        Route::get("/v1/accounts", "listAccounts", list)
            .told(GROUP, "Accounts with their states, looked through and put in order")
            .needs(Needs::READ)
            .asks(SEARCH)
            .answers(200, JSON, Shape::Page(&Shape::Host("ListedAccount")))
            .at("/v1/accounts?search=ac&service=active&sort=-balance&limit=10&glance=true"),
        Route::get("/v1/accounts/{id}", "readAccount", read)
            .told(GROUP, "An account: rulebook, opening, state, and the engine's overview at a moment")
            .about(
                "The state is of the last event. The overview is of `as_of`: what was due by then has happened in it.",
            )
            .needs(Needs::READ)
            .asks(MOMENT)
            .answers(200, JSON, Shape::Host("AccountWithOverview"))
            .at("/v1/accounts/acme?as_of=2026-01-03T00:00:00Z"),
    ]
}

async fn open(caller: Caller, headers: HeaderMap, body: Body) -> Result<Response, Refusal> {
    let mut read = Reading::of(&json_body(&headers, body)?)?;
    let draft = Draft { rulebook: read.must("rulebook", "the digest of a rulebook"), open: read.raw("open") };
    read.end()?;
    // A card of a hundred thousand prefixes is twelve megabytes: whoever has sent it does not need it again.
    let short = minimal(&headers);
    let (told, new) = blocking(caller, move |caller| {
        let digest = draft.rulebook.clone();
        let (account, new) = caller.books.open_account(draft)?;
        let told = if short {
            told::short(Opened { account, rulebook_digest: digest })
        } else {
            Json(caller.books.account(&account)?).into_response()
        };
        Ok((told, new))
    })
    .await?;
    Ok((if new { StatusCode::CREATED } else { StatusCode::OK }, told).into_response())
}

/// An account that was opened, in short.
#[derive(Serialize)]
struct Opened {
    account: String,
    rulebook_digest: String,
}

/// Which accounts.
#[derive(Deserialize)]
struct Wanted {
    cursor: Option<String>,
    limit: Option<usize>,
    search: Option<String>,
    service: Option<String>,
    rulebook: Option<String>,
    balance_below: Option<String>,
    sort: Option<String>,
    glance: Option<bool>,
}

impl Wanted {
    fn search(self) -> Search {
        let sort = self.sort.as_deref().unwrap_or("id");
        let (sort, descending) = sort.strip_prefix('-').map_or((sort, false), |sort| (sort, true));
        let sort = match sort {
            "balance" => Sort::Balance,
            "opened_at" => Sort::OpenedAt,
            "as_of" => Sort::AsOf,
            _ => Sort::Id,
        };
        let (service, rulebook, below) = (self.service, self.rulebook, self.balance_below);
        let prefix = self.search.unwrap_or_default();
        Search { prefix, service, rulebook, below, sort, descending, cursor: self.cursor }
    }
}

/// A page of accounts at a glance.
#[derive(Serialize)]
struct Glances {
    data: Vec<Value>,
    has_more: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    cursor: Option<String>,
}

async fn list(caller: Caller, Query(wanted): Query<Wanted>) -> Result<Response, Refusal> {
    let limit = wanted.limit.unwrap_or(param::PAGE_DEFAULT);
    let at_a_glance = wanted.glance == Some(true);
    let search = wanted.search();
    let page = blocking(caller, move |caller| {
        let page = caller.books.accounts(&search, limit)?;
        if !at_a_glance {
            return Ok(Json(page).into_response());
        }
        let as_of = caller.books.now()?;
        let data =
            page.data.iter().map(|listed| glance::with(caller, listed, &as_of)).collect::<Result<Vec<_>, _>>()?;
        Ok(Json(Glances { data, has_more: page.has_more, cursor: page.cursor }).into_response())
    })
    .await?;
    Ok(page)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AsOf {
    pub(super) as_of: Option<String>,
}

/// An account and the engine's overview of it, as stamped.
#[derive(Serialize)]
struct WithOverview {
    #[serde(flatten)]
    account: Account,
    overview: Box<RawValue>,
}

async fn read(caller: Caller, Path(id): Path<String>, Query(query): Query<AsOf>) -> Result<Response, Refusal> {
    let body = blocking(caller, move |caller| {
        let account = caller.books.account(&id)?;
        let as_of = query.as_of.map_or_else(|| caller.books.now(), Ok)?;
        let rest = format!(r#""as_of":{}"#, Value::from(as_of));
        let reply = caller.books.ask_of(&account, "overview", &rest)?;
        if reply.status == Status::Problems {
            return Err(Refusal::of_reply(&reply));
        }
        let overview: Box<RawValue> = parse(&reply.bytes)?;
        Ok(WithOverview { account, overview })
    })
    .await?;
    Ok(Json(body).into_response())
}
