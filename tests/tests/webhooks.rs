//! What docs/webhooks.md says of events and of signatures is what there is.

use counterfoil::outbox::{EVENTS, sample};
use counterfoil_tests::{events, root};
use std::collections::BTreeSet;
use std::fs;

fn page() -> String {
    fs::read_to_string(root().join("docs/webhooks.md")).expect("docs/webhooks.md")
}

#[test]
fn the_catalogue_is_fresh() {
    let page = page();
    assert!(page == events::page(&page), "docs/webhooks.md is stale: run `cargo xtask bless`");
}

/// The receivers that the page shows are those that the host's tests verify with.
#[test]
fn the_receivers_are_those_that_are_tried() {
    let page = page();
    for (language, file) in [("js", "receive.mjs"), ("python", "receive.py"), ("rust", "receive.rs")] {
        let code = fs::read_to_string(root().join("tests/receivers").join(file)).expect("a receiver");
        assert!(page.contains(&format!("```{language}\n{code}```\n")), "{file}");
    }
}

/// Each effect and each notice is an event, and its sample has what it must have and nothing else.
#[test]
fn every_effect_is_an_event_with_a_sample() {
    let schema = counterfoil_core::contract::schema().to_value();
    let mut effects = schema["$defs"]["Effect"]["oneOf"].as_array().expect("effects").clone();
    effects.extend(events::notices());
    assert_eq!(effects.len(), EVENTS.len());
    for effect in &effects {
        let kind = effect["properties"]["type"]["const"].as_str().expect("a name");
        let event = EVENTS.iter().find(|event| event.effect == kind).unwrap_or_else(|| panic!("no event for {kind}"));
        let sample = sample(event.name).and_then(|sample| sample.as_object()).expect("a sample");
        let has: BTreeSet<&str> = sample.keys().map(String::as_str).collect();
        let known: BTreeSet<&str> =
            effect["properties"].as_object().expect("fields").keys().map(String::as_str).collect();
        let must = effect["required"].as_array().expect("fields").iter().filter_map(|name| name.as_str());
        assert!(has.is_subset(&known), "{kind}: {has:?}");
        assert!(must.into_iter().all(|name| has.contains(name)), "{kind}: {has:?}");
    }
}
