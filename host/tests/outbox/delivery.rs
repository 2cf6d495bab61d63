//! Every effect is delivered, in the order of its account, to whoever asked for it.

use crate::place::{Place, on_both};
use crate::receiver::Receiver;
use crate::world::*;
use counterfoil::Clock;
use counterfoil::outbox::Pace;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

on_both! {
    effects_are_told_in_the_order_of_their_account,
    webhooks_are_told_what_they_asked_for,
    nothing_is_written_down_for_tenants_who_do_not_listen,
    a_slow_receiver_holds_up_nobody_else,
    a_test_is_told_and_logged,
}

fn effects_are_told_in_the_order_of_their_account(place: &Place) {
    let (store, receiver, clock) = (store(place), Receiver::content(), Clock::default());
    let books = main_books(&store);
    ["a", "b"].iter().for_each(|account| open(&books, account, "10", &json!({})));
    webhook(&books, "all", &receiver.url(), &[], &[]);
    let host = Host::start(&store, &clock);
    for n in 0..20 {
        deny(&books, ["a", "b"][n % 2], &format!("h{n}"));
    }
    until("all", || receiver.heard().len() == 20);
    for (start, account) in ["a", "b"].iter().enumerate() {
        let own: Vec<Value> =
            receiver.heard().iter().map(|heard| serde_json::from_slice(&heard.body).expect("JSON")).collect();
        let own: Vec<&Value> = own.iter().filter(|event| event["account"] == *account).collect();
        let expected: Vec<String> = (0..10).map(|n| format!("h{}/hold_denied", 2 * n + start)).collect();
        let told: Vec<&str> = own.iter().map(|event| event["data"]["id"].as_str().expect("an id")).collect();
        assert_eq!(told, expected);
        assert!(own.iter().all(|event| event["type"] == "hold.denied" && event["time"] == "2026-01-02T00:00:00Z"));
    }
    let ids: BTreeSet<String> = receiver.heard().iter().map(|heard| heard.header("webhook-id").to_owned()).collect();
    assert_eq!(ids.len(), 20);
    host.stop();
    // As the public library of the standard has it.
    let library = standardwebhooks::Webhook::new(SECRET).expect("a secret");
    for heard in receiver.heard() {
        let mut headers = hyper::HeaderMap::new();
        for (name, value) in &heard.headers {
            let name: hyper::header::HeaderName = name.parse().expect("a name");
            headers.append(name, value.parse().expect("a value"));
        }
        library.verify(&heard.body, &headers).expect("signed");
        let event: Value = serde_json::from_slice(&heard.body).expect("JSON");
        assert_eq!(event["id"], heard.header("webhook-id"));
    }
    assert!(deliveries(&books, None).iter().all(|delivery| delivery.state == "sent" && delivery.attempts == 1));
    assert_eq!(place.lines("SELECT count(*) FROM outbox"), ["0"]);
}

fn webhooks_are_told_what_they_asked_for(place: &Place) {
    let store = store(place);
    let books = main_books(&store);
    ["a", "b"].iter().for_each(|account| open(&books, account, "10", &json!({"alerts": ["5"]})));
    let [all, alerts, of_b] = [(); 3].map(|()| Receiver::content());
    webhook(&books, "all", &all.url(), &[], &[]);
    webhook(&books, "alerts", &alerts.url(), &["balance.alert", "service.suspended"], &[]);
    webhook(&books, "of-b", &of_b.url(), &[], &["b"]);
    // Of another tenant: it is told nothing of this one's.
    let others = store.books(store.add_tenant("second").expect("a tenant"));
    let strange = Receiver::content();
    webhook(&others, "all", &strange.url(), &[], &[]);
    let _host = Host::start(&store, &Clock::default());
    deny(&books, "a", "h");
    for account in ["a", "b"] {
        let usage = json!({"type": "usage", "id": "u", "time": "2026-01-02T00:00:00Z", "product": "call", "quantity": "6", "unit": "minute"});
        post(&books, account, usage);
    }
    until("all of it", || all.heard().len() >= 3 && alerts.heard().len() >= 2 && !of_b.heard().is_empty());
    a_while();
    assert_eq!((all.heard().len(), alerts.heard().len(), of_b.heard().len(), strange.heard().len()), (3, 2, 1, 0));
    assert!(effects(&alerts).iter().all(|id| id.contains("/alert/")), "{:?}", effects(&alerts));
}

fn nothing_is_written_down_for_tenants_who_do_not_listen(place: &Place) {
    let store = store(place);
    let books = main_books(&store);
    open(&books, "a", "10", &json!({"addresses": ["owner@example.com"], "alerts": ["5"]}));
    deny(&books, "a", "before");
    assert_eq!(place.lines("SELECT count(*) FROM outbox"), ["0"]);
    let receiver = Receiver::content();
    webhook(&books, "all", &receiver.url(), &[], &[]);
    deny(&books, "a", "after");
    assert_eq!(place.lines("SELECT count(*) FROM outbox"), ["1"]);
    // A host that begins later finds it.
    let _host = Host::start(&store, &Clock::default());
    until("it", || receiver.heard().len() == 1);
    assert_eq!(effects(&receiver), ["after/hold_denied"]);
}

fn a_slow_receiver_holds_up_nobody_else(place: &Place) {
    let store = store(place);
    let (slow, quick) = (main_books(&store), store.books(store.add_tenant("quick").expect("a tenant")));
    let asleep = Receiver::start(|_, _| {
        std::thread::sleep(Duration::from_secs(60));
        ("200 OK".into(), String::new())
    });
    for n in 0..6 {
        webhook(&slow, &format!("w{n}"), &asleep.url(), &[], &[]);
    }
    for n in 0..12 {
        open(&slow, &format!("s{n}"), "10", &json!({}));
        deny(&slow, &format!("s{n}"), "h");
    }
    let receiver = Receiver::content();
    open(&quick, "q", "10", &json!({}));
    webhook(&quick, "all", &receiver.url(), &[], &[]);
    // Places for 12, of which one tenant has 8 at most.
    let pace = Pace { at_once: 12, of_tenant: 8, of_outlet: 4, ..Pace::default() };
    let _host = Host::with(&store, &Clock::default(), None, pace);
    until("the slow ones", || asleep.heard().len() == 8);
    let begun = Instant::now();
    deny(&quick, "q", "h");
    until("the quick one", || receiver.heard().len() == 1);
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    a_while();
    assert_eq!(asleep.heard().len(), 8);
}

fn a_test_is_told_and_logged(place: &Place) {
    let (store, receiver, clock) = (store(place), Receiver::content(), Clock::default());
    let books = main_books(&store);
    webhook(&books, "all", &receiver.url(), &["balance.alert"], &[]);
    let _host = Host::start(&store, &clock);
    for n in 0..3 {
        let made =
            books.test_webhook("all".into(), (format!("evt_{n}"), "webhook.test"), r#"{"x":1}"#.into(), clock.now_ms());
        assert_eq!(made.expect("made").account, None);
    }
    until("all", || deliveries(&books, Some("sent")).len() == 3);
    let ids: Vec<String> = receiver.heard().iter().map(|heard| heard.header("webhook-id").to_owned()).collect();
    assert_eq!(ids, ["evt_0", "evt_1", "evt_2"]);
    books.delete_webhook("all".into()).expect("it");
    assert_eq!(place.lines("SELECT count(*) FROM delivery"), ["0"]);
    assert_eq!(place.lines("SELECT count(*) FROM attempt"), ["0"]);
}

/// Each effect comes once, though both look for it.
#[test]
fn two_hosts_on_one_database_tell_each_once() {
    let place = Place::postgres();
    let (one, other, receiver) = (store(&place), store(&place), Receiver::content());
    let books = [main_books(&one), main_books(&other)];
    (0..10).for_each(|account| open(&books[0], &format!("k{account}"), "10", &json!({})));
    webhook(&books[0], "all", &receiver.url(), &[], &[]);
    let clock = Clock::default();
    let _hosts = [Host::start(&one, &clock), Host::start(&other, &clock)];
    std::thread::scope(|threads| {
        for (n, books) in books.iter().enumerate() {
            threads.spawn(move || (0..100).for_each(|id| deny(books, &format!("k{}", id % 10), &format!("h{n}-{id}"))));
        }
    });
    until("all", || deliveries(&books[0], Some("sent")).len() == 200);
    a_while();
    let told = effects(&receiver);
    assert_eq!((told.len(), told.iter().collect::<BTreeSet<_>>().len()), (200, 200));
    // Within each account as the books have them.
    let sql = "SELECT account.id || ' ' || effect.id FROM effect JOIN account ON account.number = effect.account ORDER BY account.id, effect.seq";
    let events: Vec<Value> =
        receiver.heard().iter().map(|heard| serde_json::from_slice(&heard.body).expect("JSON")).collect();
    let mut heard: Vec<(String, String)> = events
        .iter()
        .map(|event| {
            (event["account"].as_str().expect("one").to_owned(), event["data"]["id"].as_str().expect("one").to_owned())
        })
        .collect();
    heard.sort_by(|(one, _), (other, _)| one.cmp(other));
    let heard: Vec<String> = heard.into_iter().map(|(account, id)| format!("{account} {id}")).collect();
    assert_eq!(heard, place.lines(sql));
}
