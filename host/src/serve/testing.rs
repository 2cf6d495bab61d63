//! A tenant's own time.

use super::caller::Caller;
use super::calls::{Body, blocking, json_body};
use super::problem::Refusal;
use super::reading::Reading;
use super::routes::{JSON, Needs, Route, Shape};
use crate::TestClock;
use crate::identity::Right;
use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/v1/test-clock", "readTestClock", read)
            .told("Test clock", "What time it is for this tenant, where it has a time of its own")
            .needs(Needs::READ)
            .shows(200, Shape::Host("TestClock"), r#"{"real": true, "now": "2026-11-28T02:30:00.000Z"}"#)
            .at("/v1/test-clock")
            .alone(),
        Route::post("/v1/test-clock", "setTestClock", set)
            .told("Test clock", "Give the tenant a time of its own, or let it go on")
            .about(
                "For trying things out: what is due happens as fast as it can be done, each thing at its own time, charges and \
                 their results between. Only a tenant without accounts gets a time of its own, and it never goes back.",
            )
            .needs(Needs::One(Right::Rules))
            .takes(JSON, Shape::Host("TestClockBody"), r#"{"now": "2026-01-01T00:00:00Z"}"#)
            .shows(200, Shape::Host("TestClock"), r#"{"real": false, "now": "2026-01-01T00:00:00.000Z", "goal": "2026-02-01T00:00:00.000Z"}"#)
            .at("/v1/test-clock")
            .alone(),
        Route::delete("/v1/test-clock", "leaveTestClock", leave)
            .told("Test clock", "Live in the host's time from here on")
            .about("Only where the tenant's own time has stopped and is not ahead of it. There is no way back.")
            .needs(Needs::One(Right::Rules))
            .shows(200, Shape::Host("TestClock"), r#"{"real": true, "now": "2026-11-28T02:30:00.000Z"}"#)
            .at("/v1/test-clock")
            .alone(),
    ]
}

fn told(clock: Option<&TestClock>) -> Value {
    match clock {
        None => json!({"real": true, "now": crate::clock::now()}),
        Some(TestClock { now, goal: None }) => json!({"real": false, "now": now}),
        Some(TestClock { now, goal: Some(goal) }) => json!({"real": false, "now": now, "goal": goal}),
    }
}

async fn read(caller: Caller) -> Result<Response, Refusal> {
    let clock = blocking(caller, |caller| Ok(caller.books.test_clock()?));
    Ok(Json(told(clock.await?.as_ref())).into_response())
}

async fn set(caller: Caller, headers: HeaderMap, body: Body) -> Result<Response, Refusal> {
    let mut read = Reading::of(&json_body(&headers, body)?)?;
    let now: String = read.must("now", "a time");
    read.end()?;
    let Ok(time) = now.parse::<jiff::Timestamp>() else {
        return Err(Refusal::shape("/now", "it is not a time: write `2026-01-01T00:00:00Z`"));
    };
    let clock = blocking(caller, move |caller| {
        if !caller.books.set_test_clock(crate::clock::written(time))? {
            let (code, message) = ("test_clock", "the tenant's time cannot be set to that");
            let help = "it does not go back, nor on by more than a year at once; a tenant with accounts in real time stays there";
            return Err(Refusal::new(StatusCode::CONFLICT, code, "/now", message, help));
        }
        Ok(caller.books.test_clock()?)
    });
    Ok(Json(told(clock.await?.as_ref())).into_response())
}

async fn leave(caller: Caller) -> Result<Response, Refusal> {
    let left = blocking(caller, move |caller| {
        if caller.books.leave_test_clock()? {
            return Ok(told(None));
        }
        let (code, message) = ("test_clock", "there is no time to leave for the host's");
        let help = "the tenant's own has to stand still, and not be ahead";
        Err(Refusal::new(StatusCode::CONFLICT, code, "", message, help))
    });
    Ok(Json(left.await?).into_response())
}

/// What time it is for a caller's tenant, from a thread that must not wait.
pub(super) async fn now(caller: &Caller) -> Result<String, Refusal> {
    match caller.books.heard_now() {
        Some(now) => Ok(now),
        None => blocking(caller.clone(), |caller| Ok(caller.books.now()?)).await,
    }
}
