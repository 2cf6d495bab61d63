//! The presets' sample accounts: their invoices are those that were worked out apart from the engine, the preview of an
//! invoice is the invoice, and every document can be issued, sent and taken back.

use counterfoil_core::call;
use counterfoil_tests::accounts::{PRESETS, answer, cases, drafts, file, months};
use counterfoil_tests::quarter::preset;
use serde_json::{Value, json};

#[test]
fn a_preset_is_a_sound_rulebook() {
    for name in PRESETS {
        let call_ = json!({"rulebook": preset(name)}).to_string();
        let checked: Value = serde_json::from_slice(&call("check", call_.as_bytes())).expect("JSON");
        assert_eq!((&checked["status"], &checked["answer"]["name"]), (&json!("ok"), &json!(name)), "{checked}");
    }
}

#[test]
fn every_call_of_a_sample_account_has_an_answer() {
    for case in cases() {
        let _: Value = answer(&case);
    }
}

#[test]
fn a_previewed_invoice_is_the_invoice() {
    for month in PRESETS.iter().flat_map(|name| months(name)) {
        let (preview, drafted) = (answer(&month.draft), drafts(&month.answer));
        let last = drafted.last().expect("an invoice");
        assert_eq!(preview["document"], last["document"], "{}", month.draft.name);
        assert_eq!((&preview["due"], &preview["invoice"]), (&last["due"], &last["invoice"]), "{}", month.draft.name);
    }
}

/// The documents that `tests/oracle/samples.py` has worked out from the decisions, and the engine's: the same bytes.
#[test]
fn the_invoices_of_a_sample_account_are_those_that_were_worked_out() {
    for name in PRESETS {
        let expected = file(&format!("{name}.invoices"));
        let drafted: Vec<Value> = months(name).iter().flat_map(|month| drafts(&month.answer)).collect();
        let expected = expected.as_array().expect("a list");
        assert_eq!(drafted.len(), expected.len(), "{name}");
        for (drafted, expected) in drafted.iter().zip(expected) {
            assert_eq!(shown(drafted).to_string(), expected.to_string(), "{name} at {}", expected["time"]);
        }
    }
}

/// What of a draft is worked out: everything that has an amount, a quantity or a day.
fn shown(effect: &Value) -> Value {
    let document = &effect["document"];
    let list = |field: &str, show: &dyn Fn(&Value) -> Value| -> Vec<Value> {
        document[field].as_array().into_iter().flatten().map(show).collect()
    };
    let allowance =
        |one: &Value| json!({"amount": one["amount"], "percent": one["tax"]["percent"], "reason": one["reason"]});
    json!({
        "time": effect["time"],
        "lines": list("lines", &line),
        "allowances": list("allowances", &allowance),
        "tax": list("tax", &|row| pick(row, &["category", "percent", "taxable", "tax"])),
        "totals": document["totals"],
        "due": effect["due"],
        "balance": effect["balance"],
    })
}

fn line(line: &Value) -> Value {
    let fields = ["id", "name", "description", "quantity", "unit", "price", "base_quantity", "net"];
    let mut shown = pick(line, &fields);
    for (from, field) in [("tax", "category"), ("tax", "percent"), ("period", "from"), ("period", "until")] {
        shown[field] = line[from][field].clone();
    }
    if let Some(subaccount) = line.get("subaccount") {
        shown["subaccount"] = subaccount.clone();
    }
    shown
}

fn pick(object: &Value, fields: &[&str]) -> Value {
    let there = |field: &&str| object.get(*field).map(|value| ((*field).to_owned(), value.clone()));
    Value::Object(fields.iter().filter_map(there).collect())
}
