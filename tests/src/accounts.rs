//! A sample account of each preset: three months of events in `tests/cases/presets`, and what follows from them as calls.
//!
//! Each month carries on the state of the one before. Before it ends its invoice is previewed; then every document that
//! it drafted is issued, written as e-invoice, credited whole, and the credit note likewise.

use crate::cases::{Case, Expected};
use crate::quarter::preset;
use crate::root;
use serde_json::{Value, json};
use std::fs;

/// Every preset, in the order of its sources.
pub const PRESETS: [&str; 5] =
    ["seat-invoiced", "prepaid-cpaas", "seat-plan-credit", "prepaid-ladder", "credits-overage"];

/// A month of a sample account.
pub struct Month {
    /// The invoice of the open period, asked for before it ends.
    pub draft: Case,
    /// What happened.
    pub apply: Case,
    /// The answer to it.
    pub answer: Value,
}

/// Every call of every sample account.
#[must_use]
pub fn cases() -> Vec<Case> {
    PRESETS.iter().flat_map(|name| account(name)).collect()
}

fn account(name: &str) -> Vec<Case> {
    let months = months(name);
    let ahead = ahead(name, &months);
    let drafted: Vec<Value> = months.iter().flat_map(|month| drafts(&month.answer)).collect();
    let mut cases: Vec<Case> = months.into_iter().flat_map(|month| [month.draft, month.apply]).collect();
    cases.push(ahead);
    cases.extend(documents(name, &drafted));
    cases
}

/// A file of `tests/cases/presets`.
#[must_use]
pub fn file(name: &str) -> Value {
    let path = root().join(format!("tests/cases/presets/{name}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The months of a preset's account.
#[must_use]
pub fn months(name: &str) -> Vec<Month> {
    let (written, rulebook) = (file(name), preset(name));
    let mut state: Option<Value> = None;
    let mut months = Vec::new();
    for (place, month) in written["months"].as_array().expect("a list").iter().enumerate() {
        let mut call = json!({
            "rulebook": rulebook, "as_of": month["as_of"], "payments": month["payments"], "events": month["events"],
        });
        match &state {
            Some(state) => call["state"] = state.clone(),
            None => call["open"] = written["open"].clone(),
        }
        let apply = case(format!("account: {name}, month {}", place + 1), "apply", &call);
        // Its last event is the moment at which the period ends; the one before it is now.
        let events = call["events"].as_array_mut().expect("a list");
        events.pop();
        let now = events.last().expect("an event")["time"].clone();
        call["as_of"] = now;
        let draft = case(format!("account: {name}, draft of month {}", place + 1), "draft", &call);
        let answer = answer(&apply);
        state = Some(answer["state"].clone());
        months.push(Month { draft, apply, answer });
    }
    months
}

/// The invoices that an answer has drafted, as effects.
#[must_use]
pub fn drafts(answer: &Value) -> Vec<Value> {
    let effects = answer["effects"].as_array().expect("a list").iter();
    effects.filter(|effect| effect["type"] == "invoice_drafted").cloned().collect()
}

/// The month after, by the account's own history.
fn ahead(name: &str, months: &[Month]) -> Case {
    let last = &months.last().expect("a month").answer["state"];
    let call = json!({
        "rulebook": preset(name), "state": last, "as_of": last["as_of"], "days": 30, "usage": {"type": "history"},
    });
    case(format!("account: {name}, ahead"), "simulate", &call)
}

/// Every drafted invoice as it is issued, sent, and taken back.
#[must_use]
pub fn documents(name: &str, drafted: &[Value]) -> Vec<Case> {
    let mut series = json!({"prefix": "2026-", "next": 1, "digits": 4});
    let mut notes = json!({"prefix": "C2026-", "next": 1, "digits": 4});
    let mut cases = Vec::new();
    for effect in drafted {
        let date = issued_on(effect);
        let terms = preset(name)["invoice"]["terms_days"].clone();
        let called = format!("account: {name}, {}", effect["invoice"].as_str().expect("a name"));
        let call = json!({"document": effect["document"], "series": series, "date": date, "terms_days": terms});
        let issue = case(format!("{called}, issued"), "issue", &call);
        let issued = answer(&issue);
        series = issued["series"].clone();
        cases.push(issue);
        cases.extend(einvoices(&called, &issued["document"]));
        let call = json!({"invoice": issued["document"], "reason": "Sent to the wrong address"});
        let credit = case(format!("{called}, credited"), "credit", &call);
        let call = json!({"document": answer(&credit)["document"], "series": notes, "date": "2026-04-02"});
        let issue = case(format!("{called}, credit note"), "issue", &call);
        let issued = answer(&issue);
        notes = issued["series"].clone();
        cases.extend([credit, issue]);
        cases.extend(einvoices(&format!("{called}, credit note"), &issued["document"]));
    }
    cases
}

/// The local day on which a period ended; of an invoice before that the day it was drafted.
fn issued_on(effect: &Value) -> &str {
    let ends = effect["invoice"].as_str().is_some_and(|name| name.starts_with("period."));
    let day = if ends { &effect["document"]["period"]["until"] } else { &effect["time"] };
    day.as_str().and_then(|day| day.get(..10)).expect("a day")
}

fn einvoices(called: &str, document: &Value) -> Vec<Case> {
    let of = |syntax| case(format!("{called}, {syntax}"), "einvoice", &json!({"document": document, "syntax": syntax}));
    ["ubl", "cii"].map(of).into()
}

fn case(name: String, verb: &str, call: &Value) -> Case {
    Case { name, verb: verb.into(), call: call.to_string(), expected: Expected::Answer(json!({})) }
}

/// The answer's part of a call that has one.
#[must_use]
pub fn answer(case: &Case) -> Value {
    let told: Value = serde_json::from_slice(&counterfoil_core::call(&case.verb, case.call.as_bytes())).expect("JSON");
    assert_eq!(told["status"], "ok", "{}: {told}", case.name);
    told["answer"].clone()
}
