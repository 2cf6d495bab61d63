//! The jobs' input, made from the telephone customers: the same files for everyone.

use crate::outcome::{Outcome, output, root};
use counterfoil_sample::{AS_OF, CUSTOMERS, OPENED_AT, RULEBOOK, SETTINGS, samples};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Rows beside a call; their numbers are made by the workers, the same in both.
pub(super) const ROWS: usize = 1_000_000;
/// Usages of a drafted month.
pub(super) const DRAFTED: usize = 100_000;
/// Usages in JSON of the rulebook that the columns have.
pub(super) const GRADUATED: usize = 100_000;
/// Prefixes of a card.
pub(super) const PREFIXES: usize = 100_000;

/// Graduated pricing behind an allowance, and a plain price: nine rows in ten are of the first.
const COLUMNS: &str = r#"{"rulebook": {"name": "columns", "currency": "USD", "rounding": {"scale": 6, "mode": "half_even"},
    "billing": {"anchor_day": 1},
    "rates": [{"id": "api", "product": "api", "unit": "call", "model": {"type": "graduated", "tiers": [
        {"up_to": "1000000", "price": "0.0012", "flat": "5"}, {"up_to": "100000000", "price": "0.00095"}, {"price": "0.0007"}]}},
      {"id": "sms", "product": "sms", "unit": "message", "price": "0.0075"}],
    "allowances": [{"id": "included", "products": ["api"], "unit": "call", "included": true, "quantity": "250000"}]},
  "usage": {"kinds": [{"product": "api", "unit": "call"}, {"product": "sms", "unit": "message"}], "scale": 3,
    "time": "2026-01-01T00:00:00Z"}}"#;

/// The first rows of the columns as usages in JSON.
fn graduated() -> Outcome<String> {
    let columns: Value = serde_json::from_str(COLUMNS)?;
    let usage = |row: usize| {
        let (product, unit) = if row.is_multiple_of(10) { ("sms", "message") } else { ("api", "call") };
        let (quantity, minute, milli) = (row * 7_919 % 20_000 + 1, row / 60_000, row % 60_000);
        format!(
            r#"{{"id":"u{row:06}","time":"2026-01-01T00:{minute:02}:{:02}.{:03}Z","product":"{product}","quantity":"{}.{:03}","unit":"{unit}"}}"#,
            milli / 1_000,
            milli % 1_000,
            quantity / 1_000,
            quantity % 1_000
        )
    };
    let list: Vec<String> = (0..GRADUATED).map(usage).collect();
    Ok(format!(r#"{{"rulebook":{},"usage":[{}],"totals_only":true}}"#, columns["rulebook"], list.join(",")))
}

/// An account of a preset with tax, discounts and tiers, and what its rows are usages of.
fn draft() -> Outcome<String> {
    let rulebook = one_line(&fs::read_to_string(root().join("core/presets/credits-overage.json"))?)?;
    one_line(&format!(
        r#"{{"rulebook": {rulebook}, "as_of": "2026-01-31T00:00:00Z", "open": {{"account": "a", "time": "2026-01-01T00:00:00Z",
            "customer": {{"name": "Muster GmbH", "business": true, "street": "Hauptstr. 1", "city": "Berlin",
              "postcode": "10115", "country": "DE"}}}},
          "events": [{{"type": "top_up", "id": "t", "time": "2026-01-01T00:00:00Z", "amount": "5000"}}],
          "usage": {{"kinds": [{{"product": "agent.minutes", "unit": "minute"}},
            {{"product": "tokens", "unit": "token", "dimensions": {{"tokens": "input"}}}},
            {{"product": "tokens", "unit": "token", "dimensions": {{"tokens": "output"}}}},
            {{"product": "messages", "unit": "message"}}], "scale": 1, "time": "2026-01-01T00:00:00Z"}}}}"#
    ))
}

/// A card with a price for each prefix of two to seven digits, as wholesale decks have them.
fn prefixes() -> String {
    let mut rates = Vec::with_capacity(PREFIXES);
    for place in 0..PREFIXES {
        let (prefix, price) = (10_u64.pow(place as u32 % 3 + 4) + place as u64, place % 997 + 3);
        rates.push(format!(
            r#"{{"id":"r{place}","product":"call","prefix":"{prefix}","unit":"minute","price":"0.{price:04}"}}"#
        ));
    }
    let rates = rates.join(",");
    format!(
        r#"{{"rulebook":{{"name":"deck","currency":"USD","rounding":{{"scale":6,"mode":"half_up"}},"rates":[{rates}]}}}}"#
    )
}

/// Product and column of its minutes.
const CLASSES: [(&str, usize); 4] =
    [("call.day", 5), ("call.evening", 8), ("call.night", 11), ("call.international", 14)];

/// Usages of one call, and accounts with the events that are applied to them: what the customers' file makes.
pub(super) const USAGES: usize = 20_000;
pub(super) const ACCOUNTS: usize = 5_000;
pub(super) const EVENTS: usize = 85_000;
/// Decisions, a call for each.
pub(super) const DECISIONS: usize = 1_000;

/// A balance, a subaccount with a day's limit and one that is switched off; and the same facts for rule engines, which are
/// told what a state would say.
fn decide() -> Outcome<String> {
    let opening = r#"{"rulebook": {"name": "desk", "currency": "EUR", "rounding": {"scale": 2, "mode": "half_up"},
        "rates": [{"id": "sms", "product": "sms", "unit": "message", "price": "0.07"},
          {"id": "voice", "product": "voice", "unit": "minute", "price": "0.12"}]},
      "open": {"account": "desk", "time": "2026-01-01T00:00:00Z"}, "as_of": "2026-01-05T02:00:00Z", "payments": "succeed",
      "events": [{"type": "top_up", "id": "t", "time": "2026-01-05T00:00:00Z", "amount": "15"},
        {"type": "subaccount_changed", "id": "s1", "time": "2026-01-05T00:00:01Z", "subaccount": "team", "limits": {"per_day": "14"}},
        {"type": "subaccount_changed", "id": "s2", "time": "2026-01-05T00:00:02Z", "subaccount": "left", "enabled": false},
        {"type": "usage", "id": "u", "time": "2026-01-05T01:00:00Z", "product": "voice", "quantity": "100", "unit": "minute", "subaccount": "team"}]}"#;
    let mut call: Value = serde_json::from_str(opening)?;
    let asks =
        "import { callJson } from './wasm/pkg/inline.js'; process.stdout.write(callJson('apply', process.argv[1]));";
    let mut node = Command::new("node");
    node.args(["--input-type=module", "-e", asks, "--", opening]).current_dir(root());
    let answer: Value = serde_json::from_str(&output(&mut node)?)?;
    let request = |place: usize| {
        let (product, unit) = if place.is_multiple_of(2) { ("sms", "message") } else { ("voice", "minute") };
        let subaccount = if place.is_multiple_of(5) { "left" } else { "team" };
        json!({"id": "r", "subaccount": subaccount, "product": product, "quantity": place % 30, "unit": unit})
    };
    let requests: Vec<Value> = (0..DECISIONS).map(request).collect();
    let facts = json!({"prices": {"sms": 0.07, "voice": 0.12}, "balance": 3, "subaccounts": {
        "team": {"enabled": true, "used_today": 12, "per_day": 14}, "left": {"enabled": false, "used_today": 0, "per_day": 1000}}});
    Ok(json!({"rulebook": call["rulebook"].take(), "state": answer["answer"]["state"], "as_of": call["as_of"].take(),
        "requests": requests, "facts": facts})
    .to_string())
}

/// Writes `rate.json`, one call, the same as `totals.json` without lines, and `apply.ndjson`, a call for each account.
pub(super) fn write(folder: &Path) -> Outcome {
    fs::create_dir_all(folder)?;
    let usages = usages();
    let rulebook = one_line(&fs::read_to_string(root().join("tests/cases/telephone/rulebook.json"))?)?;
    let list = usages.join(",");
    fs::write(folder.join("rate.json"), format!(r#"{{"rulebook":{rulebook},"usage":[{list}]}}"#))?;
    fs::write(folder.join("totals.json"), format!(r#"{{"rulebook":{rulebook},"usage":[{list}],"totals_only":true}}"#))?;
    fs::write(folder.join("graduated.json"), graduated()?)?;
    fs::write(folder.join("columns.json"), one_line(COLUMNS)?)?;
    fs::write(folder.join("draft.json"), draft()?)?;
    fs::write(folder.join("prefixes.json"), prefixes())?;
    fs::write(folder.join("decide.json"), decide()?)?;
    let (rulebook, settings) = (one_line(RULEBOOK)?, one_line(SETTINGS)?);
    let (mut calls, mut accounts, mut events) = (String::new(), 0, 0);
    for sample in samples() {
        let open = format!(r#"{{"account":"{}","time":"{OPENED_AT}","settings":{settings}}}"#, sample.account);
        let list = sample.events.join(",");
        writeln!(
            calls,
            r#"{{"rulebook":{rulebook},"open":{open},"as_of":"{AS_OF}","payments":"succeed","events":[{list}]}}"#
        )?;
        accounts += 1;
        events += sample.events.len();
    }
    fs::write(folder.join("apply.ndjson"), calls)?;
    let made = (usages.len(), accounts, events);
    if made == (USAGES, ACCOUNTS, EVENTS) { Ok(()) } else { Err(format!("the customers make {made:?}").into()) }
}

fn usages() -> Vec<String> {
    let mut usages = Vec::new();
    for row in CUSTOMERS.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        for (product, minutes) in CLASSES {
            usages.push(format!(
                r#"{{"id":"{}-{product}","time":"2026-01-31T00:00:00Z","product":"{product}","quantity":"{}","unit":"minute"}}"#,
                cells[0], cells[minutes]
            ));
        }
    }
    usages
}

fn one_line(json: &str) -> Outcome<String> {
    Ok(serde_json::from_str::<Value>(json)?.to_string())
}
