//! The presets' sample accounts: their invoices are those that were worked out apart from the engine, the preview of an
//! invoice is the invoice, and every document can be issued, sent and taken back.

use counterfoil_core::call;
use counterfoil_tests::accounts::{PRESETS, answer, cases, drafts, months};
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
