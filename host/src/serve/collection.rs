//! How a tenant collects: attempts and reminders.

use super::caller::Caller;
use super::calls::{Body, blocking, json_body};
use super::problem::Refusal;
use super::reading::Reading;
use super::routes::{JSON, Needs, Route, Shape};
use crate::Collection;
use axum::Json;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};

const GROUP: &str = "Documents";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/v1/collection", "readCollection", read)
            .told(GROUP, "When invoices that could not be collected are tried again, and when their owners are reminded")
            .needs(Needs::READ)
            .answers(200, JSON, Shape::Host("Collection"))
            .at("/v1/collection"),
        Route::put("/v1/collection", "putCollection", put)
            .told(GROUP, "Say when invoices are tried again, and when their owners are reminded")
            .about("An attempt that failed is followed by `invoice.collection_failed`, a reminder is `invoice.reminder` (docs/webhooks.md).")
            .needs(Needs::RULES)
            .takes(JSON, Shape::Host("Collection"), r#"{"retry_after_days": [3, 5, 7, 7], "remind_after_days": [7, 14]}"#)
            .answers(200, JSON, Shape::Host("Collection"))
            .at("/v1/collection"),
    ]
}

/// Most of either, and longest.
const TIMES_MAX: usize = 12;
const DAYS_MAX: u16 = 365;

async fn read(caller: Caller) -> Result<Response, Refusal> {
    Ok(Json(blocking(caller, |caller| Ok(caller.books.collection()?)).await?).into_response())
}

async fn put(caller: Caller, headers: HeaderMap, body: Body) -> Result<Response, Refusal> {
    let mut read = Reading::of(&json_body(&headers, body)?)?;
    let retry_after_days: Vec<u16> = read.must("retry_after_days", "a list of days");
    let remind_after_days: Vec<u16> = read.must("remind_after_days", "a list of days");
    for (name, days) in [("retry_after_days", &retry_after_days), ("remind_after_days", &remind_after_days)] {
        if days.len() > TIMES_MAX || days.iter().any(|day| !(1..=DAYS_MAX).contains(day)) {
            let message = format!("expected at most {TIMES_MAX} numbers of 1 to {DAYS_MAX}");
            read.wrong("wrong_type", name, &message, "name fewer, or shorter waits");
        }
    }
    if !remind_after_days.is_sorted_by(|one, next| one < next) {
        read.wrong("wrong_type", "remind_after_days", "each is later than the one before", "sort them");
    }
    read.end()?;
    let collection = Collection { retry_after_days, remind_after_days };
    let kept = collection.clone();
    blocking(caller, move |caller| Ok(caller.books.put_collection(kept)?)).await?;
    Ok(Json(collection).into_response())
}
