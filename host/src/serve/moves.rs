//! Accounts that go from one rulebook to another.

use super::caller::Caller;
use super::calls::{Body, blocking, json_body};
use super::lists::Piece;
use super::problem::Refusal;
use super::reading::Reading;
use super::routes::param::PAGE;
use super::routes::{JSON, Needs, Route, Shape};
use crate::clock::{now, written};
use crate::{Activation, StoreError};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use serde_json::json;

const GROUP: &str = "Rulebooks";
/// Addresses of the rulebook of the examples, and bodies that name it.
macro_rules! at_rulebook {
    ($rest:literal) => {
        concat!("/v1/rulebooks/sha256:72a116afa3f263e9f705be72afdcf8409224b5e3204ea0bccbba9bbccf9d3411", $rest)
    };
}

macro_rules! to_rulebook {
    ($rest:literal) => {
        concat!(r#"{"rulebook": "sha256:72a116afa3f263e9f705be72afdcf8409224b5e3204ea0bccbba9bbccf9d3411""#, $rest, "}")
    };
}

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/v1/rulebooks", "listRulebooks", list)
            .told(GROUP, "Rulebooks that are kept: digest, name, and how many accounts have them")
            .needs(Needs::READ)
            .asks(PAGE)
            .answers(200, JSON, Shape::Page(&Shape::Host("ListedRulebook"))),
        Route::get("/v1/rulebooks/{digest}", "readRulebook", read)
            .told(GROUP, "A rulebook, as it was sent")
            .needs(Needs::READ)
            .answers(200, JSON, Shape::Contract("Rulebook"))
            .at(at_rulebook!("")),
        Route::post("/v1/rulebooks/{digest}/preview", "previewMove", preview)
            .told(GROUP, "What a move to another rulebook would be for each account that has this one")
            .about(
                "Can the other carry on what the account has, and what stands before and after it? Nothing is kept. \
                 What other prices would have made of the past says `compare`.",
            )
            .needs(Needs::RULES)
            .asks(PAGE)
            .takes(JSON, Shape::Host("MoveBody"), to_rulebook!(""))
            .answers(200, JSON, Shape::Page(&Shape::Host("MovePreview")))
            .by_the_clock()
            .at(at_rulebook!("/preview")),
        Route::put("/v1/rulebooks/{digest}/successor", "planSuccessor", plan)
            .told(GROUP, "From a time on another rulebook takes this one's place")
            .about(
                "Accounts that have this one go over with the first thing that happens to them then, at that very time. One that \
                 the other cannot carry on stays, and is found among the accounts of this one. Said again, the last word counts.",
            )
            .needs(Needs::RULES)
            .takes(JSON, Shape::Host("SuccessorBody"), to_rulebook!(r#", "begins": "2027-01-01T00:00:00Z""#))
            .answers(200, JSON, Shape::Host("Successor"))
            .at(at_rulebook!("/successor")),
        Route::get("/v1/successors", "listSuccessors", planned)
            .told(GROUP, "Which rulebooks take the place of others, and from when on")
            .needs(Needs::READ)
            .answers(200, JSON, Shape::List(&Shape::Host("Successor"))),
        Route::delete("/v1/rulebooks/{digest}/successor", "dropSuccessor", drop)
            .told(GROUP, "Nothing takes this rulebook's place any more")
            .about("Accounts that have gone over stay where they are.")
            .needs(Needs::RULES)
            .answers(200, JSON, Shape::Host("Dropped"))
            .at(at_rulebook!("/successor")),
    ]
}

pub(super) fn of_accounts() -> Vec<Route> {
    vec![
        Route::put("/v1/accounts/{id}/rulebook", "moveAccount", go_over)
            .told(GROUP, "An account is billed by another rulebook from now on")
            .about("Time passes to now by the one that it has. What the other cannot carry on is refused with its problems.")
            .needs(Needs::RULES)
            .takes(JSON, Shape::Host("MoveBody"), to_rulebook!(""))
            .answers(200, JSON, Shape::Host("Posted"))
            .at("/v1/accounts/acme/rulebook"),
    ]
}

type Told = Result<Response, Refusal>;

async fn list(caller: Caller, Query(piece): Query<Piece>) -> Told {
    let (cursor, limit) = (piece.cursor().to_owned(), piece.limit());
    let page = blocking(caller, move |caller| Ok(caller.books.rulebooks(&cursor, limit)?)).await?;
    Ok(Json(page).into_response())
}

async fn read(caller: Caller, Path(digest): Path<String>) -> Told {
    let document = blocking(caller, move |caller| Ok(caller.books.rulebook(&digest)?)).await?;
    Ok(super::calls::json(StatusCode::OK, document))
}

fn wanted(headers: &HeaderMap, body: Body) -> Result<String, Refusal> {
    let mut read = Reading::of(&json_body(headers, body)?)?;
    let rulebook = read.must("rulebook", "the digest of a rulebook");
    read.end()?;
    Ok(rulebook)
}

async fn preview(
    caller: Caller,
    Path(digest): Path<String>,
    Query(piece): Query<Piece>,
    headers: HeaderMap,
    body: Body,
) -> Told {
    let rulebook = wanted(&headers, body)?;
    let (cursor, limit) = (piece.cursor().to_owned(), piece.limit());
    let ask = move |caller: &Caller| Ok(caller.books.preview(&digest, &rulebook, &now(), &cursor, limit)?);
    Ok(Json(blocking(caller, ask).await?).into_response())
}

async fn plan(caller: Caller, Path(replaces): Path<String>, headers: HeaderMap, body: Body) -> Told {
    let mut read = Reading::of(&json_body(&headers, body)?)?;
    let rulebook = read.must("rulebook", "the digest of a rulebook");
    let begins: String = read.must("begins", "a time in RFC 3339");
    read.end()?;
    let time = begins.parse::<Timestamp>();
    let begins = written(time.map_err(|error| Refusal::shape("/begins", &error.to_string()))?);
    let activation = Activation { replaces, rulebook, begins };
    let said = activation.clone();
    blocking(caller, move |caller| Ok(caller.books.activate(activation)?)).await?;
    Ok(Json(said).into_response())
}

async fn planned(caller: Caller) -> Told {
    let data = blocking(caller, |caller| Ok(caller.books.activations()?)).await?;
    Ok(Json(json!({ "data": data })).into_response())
}

async fn drop(caller: Caller, Path(replaces): Path<String>) -> Told {
    let there = blocking(caller, move |caller| Ok(caller.books.deactivate(replaces)?)).await?;
    if there {
        Ok(Json(json!({ "dropped": true })).into_response())
    } else {
        Err(StoreError::NotFound("successor").into())
    }
}

async fn go_over(caller: Caller, Path(id): Path<String>, headers: HeaderMap, body: Body) -> Told {
    let rulebook = wanted(&headers, body)?;
    let moved = blocking(caller, move |caller| Ok(caller.books.move_account(id, rulebook, now())?)).await?;
    Ok(Json(moved).into_response())
}

#[cfg(test)]
mod tests {
    /// The rulebook of the examples.
    const EXAMPLE: &str = "sha256:72a116afa3f263e9f705be72afdcf8409224b5e3204ea0bccbba9bbccf9d3411";

    #[test]
    fn examples_name_the_rulebook_of_the_examples() {
        let open: serde_json::Value = serde_json::from_str(include_str!("examples/open.json")).expect("JSON");
        assert_eq!(open["rulebook"], EXAMPLE);
        assert!(
            super::routes().iter().all(|route| !route.path.contains("{digest}") || route.example.contains(EXAMPLE))
        );
    }
}
