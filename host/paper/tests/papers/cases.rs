//! The documents of the case files, as the engine answers them, and their electronic invoices.

use counterfoil_core::contract;
use counterfoil_paper::{Brand, Language};
use serde_json::{Value, json};
use std::path::Path;

/// A document that was issued.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) document: Value,
    /// Where EN 16931 can say it.
    pub(crate) xml: Option<String>,
}

/// Every document that the cases of `tests/cases/rules` call for as XML, credit or issue.
pub(crate) fn documents() -> Vec<Case> {
    let mut found: Vec<Case> = Vec::new();
    for (name, verb, call) in calls() {
        let document = match verb.as_str() {
            "einvoice" => Some(call["document"].clone()),
            "issue" | "credit" => answer(&verb, &call).map(|answer| answer["document"].clone()),
            _ => None,
        };
        let Some(mut document) = document.filter(|document| document["lines"].is_array()) else { continue };
        // One text of the cases is Japanese, which has a test of its own.
        let latin = document.to_string().replace("電話", "phone");
        document = serde_json::from_str(&latin).expect("JSON");
        // Documents that the engine does not take are in the cases as well.
        if answer("totals", &json!({"document": document})).is_none() && !is_sound(&document) {
            continue;
        }
        if found.iter().all(|case| case.document != document) {
            let call = json!({"document": document, "syntax": "cii"});
            let xml = answer("einvoice", &call).and_then(|answer| Some(answer["xml"].as_str()?.to_owned()));
            found.push(Case { name, document, xml });
        }
    }
    assert!(found.len() > 30, "{} documents", found.len());
    found
}

/// The one that has a bit of everything.
pub(crate) fn standard() -> Case {
    documents().into_iter().find(|case| case.name.contains("standard in")).expect("the standard invoice")
}

/// Does the engine take it, whatever it lacks for XML?
fn is_sound(document: &Value) -> bool {
    let call = json!({"document": document, "syntax": "cii"}).to_string();
    let told: Value = serde_json::from_slice(&contract::call("einvoice", call.as_bytes())).expect("JSON");
    let lacks = |problem: &Value| problem["code"].as_str().is_some_and(|code| code.starts_with("einvoice"));
    told["status"] == "ok" || told["problems"].as_array().is_some_and(|problems| problems.iter().all(lacks))
}

pub(crate) fn receipts() -> Vec<Value> {
    let receipts = calls().into_iter().filter(|(_, verb, _)| verb == "receipt");
    let found: Vec<Value> = receipts
        .filter_map(|(_, verb, call)| {
            let receipt = answer(&verb, &call)?;
            let invoice = &call["invoice"];
            let seller = json!({"name": "Beispiel Telefon GmbH", "country": "DE"});
            let mut paper = json!({"receipt": receipt, "seller": seller});
            if invoice.is_object() {
                paper["seller"] = invoice["seller"].clone();
                paper["buyer"] = invoice["buyer"].clone();
            }
            Some(paper)
        })
        .collect();
    assert!(found.len() > 2);
    found
}

/// Name, verb and whole call of every case.
fn calls() -> Vec<(String, String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/rules");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("cases").map(|file| file.expect("a file").path()).collect();
    files.sort();
    let mut calls = Vec::new();
    for file in files {
        let whole: Value = serde_json::from_slice(&std::fs::read(file).expect("a file")).expect("JSON");
        for case in whole["cases"].as_array().expect("cases") {
            let text = |field: &str| case[field].as_str().unwrap_or_default().to_owned();
            let mut call = whole["base"].clone();
            merge(&mut call, &case["call"]);
            calls.push((text("name"), text("verb"), call));
        }
    }
    calls
}

/// RFC 7386.
fn merge(into: &mut Value, change: &Value) {
    let Some(change) = change.as_object() else {
        *into = change.clone();
        return;
    };
    if !into.is_object() {
        *into = json!({});
    }
    let into = into.as_object_mut().expect("an object");
    for (key, value) in change {
        if value.is_null() {
            into.remove(key);
        } else {
            merge(into.entry(key).or_insert(Value::Null), value);
        }
    }
}

pub(crate) fn answer(verb: &str, call: &Value) -> Option<Value> {
    let told: Value = serde_json::from_slice(&contract::call(verb, call.to_string().as_bytes())).expect("JSON");
    (told["status"] == "ok").then(|| told["answer"].clone())
}

pub(crate) fn brand(language: Language) -> Brand {
    let accent = match language {
        Language::En => "#1d4ed8",
        Language::De => "#0f766e",
    };
    let footer = [
        "Beispiel Telefon GmbH",
        "Lindenallee 1",
        "10115 Berlin",
        "Germany",
        "Managing director: Erika Beispiel",
        "Amtsgericht Berlin, HRB 12345",
        "VAT ID DE136695976",
        "Tax no. 30/123/45678",
        "billing@example.com",
        "www.example.com",
    ];
    let footer = footer.map(str::to_owned).to_vec();
    Brand { accent: Some(accent.to_owned()), language, footer, ..Brand::default() }
}

pub(crate) const LOGO: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 220 60"><g fill="#0f766e"><circle cx="30" cy="30" r="26"/>
<path d="M18 30 l8 9 l16 -18" fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round"/></g>
<g fill="#16181d"><rect x="70" y="14" width="140" height="10" rx="5"/><rect x="70" y="36" width="96" height="10" rx="5"/></g></svg>"##;

/// A statement with so many movements.
pub(crate) fn statement(rows: usize) -> Value {
    let party = |name: &str| json!({"name": name, "street": "Lindenallee 1", "city": "Berlin", "postcode": "10115", "country": "DE"});
    let mut cents = 1_250_i64;
    let shown =
        |cents: i64| format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100);
    let rows: Vec<Value> = (0..rows)
        .map(|row| {
            let amount = if row % 17 == 0 { 5_000 } else { -37 * (row as i64 % 5 + 1) };
            cents += amount;
            let what = if row % 17 == 0 { "recharge Visa 4242" } else { "call to Germany, 3 minutes" };
            let time = format!("2026-02-{:02}T{:02}:15:00Z", 1 + row / 5 % 28, row % 24);
            json!({"id": format!("u{row}/usage"), "description": what, "time": time, "amount": shown(amount), "balance": shown(cents)})
        })
        .collect();
    json!({"account": "acme", "currency": "EUR", "seller": party("Beispiel Telefon GmbH"), "buyer": party("Muster Verlag AG"),
           "from": "2026-02-01", "until": "2026-03-01", "opening": "12.50", "closing": shown(cents), "rows": rows})
}
