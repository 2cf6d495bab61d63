//! What clients ask, each with a number of its own.

use crate::client::Client;
use crate::{ACCOUNTS, BATCH, BATCH_ACCOUNTS, account};

const NOW: &str = r#""as_of":"2026-01-06T00:00:00Z""#;

fn at(number: u64) -> String {
    let second = number % 86_400;
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!(r#""id":"u{number}","time":"2026-01-05T{hour:02}:{minute:02}:{second:02}Z""#)
}

fn usage(number: u64) -> String {
    format!(r#"{},"product":"sms","quantity":"1","unit":"message""#, at(number))
}

fn done(client: &mut Client, path: &str, body: &str, begins: &str) {
    let (status, answer) = client.post(path, body);
    let fits = status == 200 && answer.starts_with(begins.as_bytes());
    assert!(fits, "{path}: {status} {}", String::from_utf8_lossy(&answer));
}

pub(crate) fn spend(client: &mut Client, account: &str, number: u64) {
    let body = format!(r#"{{{NOW},"usage":{{{}}}}}"#, usage(number));
    done(client, &format!("/v1/accounts/{account}/spend"), &body, r#"{"applied":1,"#);
}

/// A minute to one of a hundred thousand destinations.
pub(crate) fn call(client: &mut Client, account: &str, number: u64) {
    let destination = 1_000_000 + number.wrapping_mul(7_919) % 100_000 * 7;
    let usage =
        format!(r#"{},"product":"call","quantity":"1","unit":"minute","destination":"{destination}55""#, at(number));
    done(
        client,
        &format!("/v1/accounts/{account}/spend"),
        &format!(r#"{{{NOW},"usage":{{{usage}}}}}"#),
        r#"{"applied":1,"#,
    );
}

pub(crate) fn post(client: &mut Client, number: u64) {
    let body = format!(r#"{{{NOW},"events":[{{"type":"usage",{}}}]}}"#, usage(number));
    done(client, &format!("/v1/accounts/{}/events", account(number)), &body, r#"{"applied":1,"#);
}

pub(crate) fn batch(client: &mut Client, number: u64) {
    to(client, &format!("b{}", number as usize % BATCH_ACCOUNTS), number);
}

pub(crate) fn batch_of_any(client: &mut Client, number: u64) {
    to(client, &account(number), number);
}

fn to(client: &mut Client, account: &str, number: u64) {
    let first = number.wrapping_mul(BATCH as u64);
    let events = (first..).take(BATCH).map(|number| format!(r#"{{"type":"usage",{}}}"#, usage(number)));
    let body = format!(r#"{{{NOW},"events":[{}]}}"#, events.collect::<Vec<_>>().join(","));
    done(client, &format!("/v1/accounts/{account}/events"), &body, &format!(r#"{{"applied":{BATCH},"#));
}

pub(crate) fn authorize(client: &mut Client, number: u64) {
    let body = format!(r#"{{{NOW},"requests":[{{"product":"sms","quantity":"1","unit":"message"}}]}}"#);
    done(client, &format!("/v1/accounts/{}/authorize", account(number % ACCOUNTS as u64)), &body, "{");
}

pub(crate) fn simulate(client: &mut Client, number: u64) {
    let body = format!(r#"{{{NOW},"days":90,"usage":{{"type":"daily","amount":"500"}}}}"#);
    done(client, &format!("/v1/accounts/{}/simulate", account(number)), &body, "{");
}

/// What a request costs whatever it asks for: no key is looked at, no engine asked, nothing read.
pub(crate) fn nothing(client: &mut Client, _: u64) {
    let (status, _) = client.get("/livez");
    assert_eq!(status, 200);
}
