//! Payments that a host has in hand while something happens to their account.

use crate::conformance::raw;
use crate::place::{Place, engine, on_both};
use counterfoil::{Claiming, Draft, Events, Settled, Time};
use serde_json::{Value, json};

on_both! {
    a_method_that_comes_meanwhile_is_not_missed,
}

const START: &str = "2026-01-01T00:00:00Z";

/// A host finds no method, one is added, and only then the host lets go: the due is there to be collected by it.
fn a_method_that_comes_meanwhile_is_not_missed(place: &Place) {
    let store = place.open(engine());
    let tenant = store.add_tenant("tried").expect("a tenant");
    let books = store.books(tenant);
    assert!(books.set_test_clock(START.into()).expect("a clock"));
    let rulebook =
        books.put_rulebook(include_str!("../../../core/presets/seat-invoiced.json").into()).expect("a rulebook");
    let customer = json!({"name": "Muster GmbH", "city": "Bonn", "postcode": "53111", "country": "DE"});
    let open = raw(json!({"account": "a", "time": START, "customer": customer}));
    books.open_account(Draft { rulebook, open }).expect("an account");
    let post = |event: Value| {
        let events = Events { events: vec![raw(event)], atomic: true };
        books.apply_events("a".into(), events, Time::Clock(START.into()), "report").expect("events");
    };
    post(
        json!({"type": "subscribed", "id": "s", "time": START, "subscription": "seats", "plan": "seat", "quantity": 2}),
    );
    let clock = 1_000;
    let claim = |host: &str| {
        store.seen(host, clock).expect("a host");
        let claim = Claiming { host, of: Some(tenant), now: "2026-01-01T00:00:00.000Z", clock, limit: 10 };
        store.claim_payments(&claim).expect("payments")
    };
    let taken = claim("one");
    let [due] = &taken[..] else { panic!("{taken:?}") };
    assert_eq!((&*due.kind, &*due.method), ("invoice", ""));
    assert!(claim("two").is_empty(), "it is in hand");
    let card = json!({"type": "card", "method": "visa", "brand": "Visa", "last4": "4242", "expires": "2031-12"});
    post(json!({"type": "method_added", "id": "card", "time": START, "method": card, "default": true}));
    assert!(claim("two").is_empty(), "it is in hand still");
    store.settle(due, Settled { state: "wanted", ..Settled::default() }).expect("let go of");
    let again = claim("two");
    assert_eq!(again.iter().map(|one| &one.charge).collect::<Vec<_>>(), [&due.charge]);
    // Where nothing has come it waits for whatever comes next.
    store.settle(&again[0], Settled { state: "wanted", ..Settled::default() }).expect("let go of");
    assert!(claim("one").is_empty());
}
