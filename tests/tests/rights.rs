//! What the host asks of whoever posts something covers all that can be posted.

use counterfoil::identity::{Right, SETTINGS};
use counterfoil_tests::root;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

fn schema() -> Value {
    let text = fs::read_to_string(root().join("wasm/npm/types/schema.json")).expect("the schema");
    serde_json::from_str(&text).expect("JSON")
}

/// An event that nobody thought of asks for the most; of those that are there, only the closing of an account does.
#[test]
fn every_event_asks_for_a_right_of_its_own() {
    let schema = schema();
    let kinds = schema["$defs"]["Event"]["oneOf"].as_array().expect("its kinds");
    let kinds: Vec<&str> =
        kinds.iter().map(|kind| kind["properties"]["type"]["const"].as_str().expect("a word")).collect();
    assert!(kinds.len() > 25, "{kinds:?}");
    let most: Vec<&str> = kinds.into_iter().filter(|kind| Right::of_event(kind) == Right::Rules).collect();
    assert_eq!(most, ["account_closed"]);
}

#[test]
fn the_settings_of_a_token_are_those_of_an_account() {
    let schema = schema();
    let parts = schema["$defs"]["Settings"]["properties"].as_object().expect("its parts");
    let parts: BTreeSet<&str> = parts.keys().map(String::as_str).collect();
    assert_eq!(BTreeSet::from(SETTINGS), parts);
}
