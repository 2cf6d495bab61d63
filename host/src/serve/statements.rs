//! Statements of an account's balance over days.

use super::caller::Caller;
use super::calls::blocking;
use super::papers;
use super::problem::{Problem, Refusal};
use super::routes::{JSON, Kind, Needs, Param, Route, Shape};
use crate::paper::{self, Language};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

const ASKED: &[Param] = &[
    Param { name: "from", kind: Kind::Contract("Date"), about: "The first day, in UTC." },
    Param { name: "until", kind: Kind::Contract("Date"), about: "The day after the last." },
    papers::FORMAT,
    papers::LANGUAGE,
];

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/v1/accounts/{id}/statement", "readStatement", statement)
            .told("Documents", "The balance over a span of days: where it began, what moved it, where it ended")
            .about(
                "What came late stands where it was posted, so that statements of spans that follow one another leave out \
                 nothing. At most 5,000 movements.",
            )
            .needs(Needs::READ)
            .asks(ASKED)
            .answers(200, JSON, Shape::Host("Statement"))
            .answers(200, papers::PDF, Shape::Bytes)
            .at("/v1/accounts/acme/statement?from=2026-01-01&until=2026-02-01"),
    ]
}

#[derive(Deserialize)]
struct Asked {
    from: Option<String>,
    until: Option<String>,
    format: Option<String>,
    language: Option<Language>,
}

async fn statement(
    caller: Caller,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let pdf = papers::wanted(asked.format.as_deref(), &headers);
    let (from, until) = days(&asked)?;
    blocking(caller, move |caller| {
        let told = caller.books.statement(&id, &from, &until)?;
        if !pdf {
            return Ok(Json(told).into_response());
        }
        let brand = papers::brand(caller, asked.language)?;
        let json = serde_json::to_vec(&told).map_err(|error| Refusal::shape("", &error.to_string()))?;
        let made = paper::statement(&json, &brand).map_err(|refused| papers::refusal(refused, str::to_owned))?;
        Ok(papers::answer(made, &format!("{id}-{from}-{until}")))
    })
    .await
}

/// Two days, the second after the first.
fn days(asked: &Asked) -> Result<(String, String), Refusal> {
    let day = |name: &str, text: &Option<String>| {
        let sound = text.clone().filter(|text| text.parse::<jiff::civil::Date>().is_ok() && text.len() == 10);
        sound.ok_or_else(|| Problem::new("request_shape", &format!("/{name}"), "not a day", "write it as `2026-02-01`"))
    };
    match (day("from", &asked.from), day("until", &asked.until)) {
        (Ok(from), Ok(until)) if from < until => Ok((from, until)),
        (Ok(_), Ok(_)) => {
            let help = "name the day after the last one";
            Err(Refusal::of(vec![Problem::new("request_shape", "/until", "it is not after `from`", help)]))
        }
        (from, until) => Err(Refusal::of([from.err(), until.err()].into_iter().flatten().collect())),
    }
}
