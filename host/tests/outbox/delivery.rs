//! Every effect is delivered: in the order of its account, signed, and again until it is heard.

use crate::place::{Place, on_both};
use crate::receiver::Receiver;
use crate::world::*;
use counterfoil::outbox::{Pace, Sealing, verified};
use counterfoil::{Clock, NewOutlet};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

on_both! {
    effects_are_told_in_the_order_of_their_account,
    webhooks_are_told_what_they_asked_for,
    nothing_is_written_down_for_tenants_who_do_not_listen,
    what_is_not_heard_is_said_again,
    one_account_waits_and_others_go_on,
    ten_attempts_make_a_dead_letter_that_can_be_sent_again,
    whoever_is_gone_is_told_no_more,
    whoever_fails_for_five_days_is_told_no_more,
    a_host_that_dies_is_followed_by_another,
    a_slow_receiver_holds_up_nobody_else,
    a_new_secret_is_signed_with_beside_the_old_one,
    nothing_is_sent_unsigned,
    urls_of_owners_are_told_with_a_secret_of_their_own,
    a_test_is_told_and_logged,
}

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(86_400);

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

fn what_is_not_heard_is_said_again(place: &Place) {
    let (store, clock) = (store(place), Clock::default());
    let books = main_books(&store);
    open(&books, "a", "10", &json!({}));
    let receiver = Receiver::start(|place, _| match place {
        0 => ("500 Internal Server Error".into(), "no\u{7}".into()),
        1 => ("302 Found\r\nlocation: http://127.0.0.1:1/".into(), String::new()),
        2 => ("503 Service Unavailable\r\nretry-after: 7200".into(), String::new()),
        _ => ("204 No Content".into(), String::new()),
    });
    webhook(&books, "all", &receiver.url(), &[], &[]);
    let host = Host::start(&store, &clock);
    deny(&books, "a", "h");
    let recorded =
        |attempts| until("its record", || deliveries(&books, None).first().is_some_and(|of| of.attempts == attempts));
    recorded(1);
    host.put_forward(Duration::from_secs(4));
    a_while();
    assert_eq!(receiver.heard().len(), 1, "not yet");
    host.put_forward(Duration::from_secs(2));
    recorded(2);
    host.put_forward(6 * MINUTE);
    recorded(3);
    // It would be half an hour, and the receiver has asked for two.
    host.put_forward(60 * MINUTE);
    a_while();
    assert_eq!(receiver.heard().len(), 3);
    host.put_forward(61 * MINUTE);
    recorded(4);
    let heard = receiver.heard();
    assert!(
        heard.iter().all(|one| one.body == heard[0].body && one.header("webhook-id") == heard[0].header("webhook-id"))
    );
    let seconds: BTreeSet<&str> = heard.iter().map(|one| one.header("webhook-timestamp")).collect();
    assert_eq!(seconds.len(), 4, "each is signed when it is sent");
    let told = books.delivery(deliveries(&books, None)[0].number).expect("a delivery");
    assert_eq!(told.delivery.state, "sent");
    let statuses: Vec<_> = told.attempts.iter().map(|attempt| attempt.status).collect();
    assert_eq!(statuses, [Some(500), Some(302), Some(503), Some(204)]);
    assert_eq!(told.attempts[0].said, "no");
    assert_eq!(books.webhook("all").expect("it").failing_since, None);
}

fn one_account_waits_and_others_go_on(place: &Place) {
    let (store, clock) = (store(place), Clock::default());
    let books = main_books(&store);
    ["a", "b"].iter().for_each(|account| open(&books, account, "10", &json!({})));
    let well = Arc::new(AtomicBool::new(false));
    let is_well = Arc::clone(&well);
    let receiver = Receiver::start(move |_, heard| {
        let of_a = String::from_utf8_lossy(&heard.body).contains(r#""account":"a""#);
        (if of_a && !is_well.load(Ordering::SeqCst) { "500 No" } else { "200 OK" }.into(), String::new())
    });
    webhook(&books, "all", &receiver.url(), &[], &[]);
    let host = Host::start(&store, &clock);
    for n in 0..3 {
        deny(&books, "a", &format!("a{n}"));
        deny(&books, "b", &format!("b{n}"));
    }
    until("those of b", || deliveries(&books, Some("sent")).len() == 3);
    a_while();
    assert_eq!(effects(&receiver).iter().filter(|id| id.starts_with('a')).count(), 1, "{:?}", effects(&receiver));
    well.store(true, Ordering::SeqCst);
    host.put_forward(Duration::from_secs(6));
    until("those of a", || deliveries(&books, Some("sent")).len() == 6);
    let of_a: Vec<String> = effects(&receiver).into_iter().filter(|id| id.starts_with('a')).collect();
    assert_eq!(of_a, ["a0/hold_denied", "a0/hold_denied", "a1/hold_denied", "a2/hold_denied"]);
}

fn ten_attempts_make_a_dead_letter_that_can_be_sent_again(place: &Place) {
    let (store, clock) = (store(place), Clock::default());
    let books = main_books(&store);
    open(&books, "a", "10", &json!({}));
    let receiver = Receiver::start(|place, _| (if place < 10 { "500 No" } else { "200 OK" }.into(), String::new()));
    webhook(&books, "all", &receiver.url(), &[], &[]);
    let host = Host::start(&store, &clock);
    deny(&books, "a", "first");
    deny(&books, "a", "second");
    for attempts in 1..=10 {
        until("an attempt", || {
            let all = deliveries(&books, None);
            all.last().is_some_and(|first| first.attempts >= attempts)
        });
        let first = deliveries(&books, None).pop().expect("the first");
        host.put_forward(Duration::from_millis((first.due_at - clock.now_ms()).max(0).unsigned_abs() + 1_000));
    }
    // With the first given up, the second comes.
    until("the second", || deliveries(&books, Some("sent")).len() == 1);
    let dead = deliveries(&books, Some("dead"));
    assert_eq!((dead.len(), dead[0].attempts, dead[0].event_type.as_str()), (1, 10, "hold.denied"));
    assert_eq!(books.redeliver_dead("all".into(), clock.now_ms()).expect("it"), 1);
    until("both", || deliveries(&books, Some("sent")).len() == 2);
    assert_eq!(books.delivery(dead[0].number).expect("it").attempts.len(), 11);
    let ids: Vec<String> = receiver.heard().iter().map(|heard| heard.header("webhook-id").to_owned()).collect();
    assert_eq!((ids[0] == ids[11], ids[0] == ids[10]), (true, false));
    // What was sent can be sent again, too.
    books.redeliver(dead[0].number, clock.now_ms()).expect("it");
    until("once more", || receiver.heard().len() == 13);
}

fn whoever_is_gone_is_told_no_more(place: &Place) {
    let store = store(place);
    let books = main_books(&store);
    open(&books, "a", "10", &json!({}));
    let receiver = Receiver::start(|_, _| ("410 Gone".into(), String::new()));
    webhook(&books, "all", &receiver.url(), &[], &[]);
    let _host = Host::start(&store, &Clock::default());
    deny(&books, "a", "h0");
    until("the end", || !books.webhook("all").expect("it").enabled);
    deny(&books, "a", "h1");
    a_while();
    assert_eq!((receiver.heard().len(), deliveries(&books, None).len()), (1, 1));
    assert_eq!(books.webhook("all").expect("it").why.as_deref(), Some("gone"));
    let line = books.log(None, 1).expect("the log").data.remove(0);
    assert_eq!((&*line.action, &*line.subject, &*line.outcome), ("webhookDisabled", "webhook:all", "gone"));
}

fn whoever_fails_for_five_days_is_told_no_more(place: &Place) {
    let (store, clock) = (store(place), Clock::default());
    let books = main_books(&store);
    open(&books, "a", "10", &json!({}));
    let receiver = Receiver::start(|_, _| ("500 No".into(), String::new()));
    webhook(&books, "all", &receiver.url(), &[], &[]);
    let host = Host::start(&store, &clock);
    deny(&books, "a", "h0");
    until("a failure", || books.webhook("all").expect("it").failing_since.is_some());
    host.put_forward(5 * DAY);
    until("the end", || !books.webhook("all").expect("it").enabled);
    assert_eq!(books.webhook("all").expect("it").why.as_deref(), Some("failing"));
    let tries = receiver.heard().len();
    host.put_forward(DAY);
    a_while();
    assert_eq!(receiver.heard().len(), tries, "what waits goes on waiting");
    // Whoever enables it again has what waited.
    let well = Receiver::content();
    webhook(&books, "all", &well.url(), &[], &[]);
    until("it", || well.heard().len() == 1);
}

/// Its last delivery may have been heard: it comes again, with the same id.
fn a_host_that_dies_is_followed_by_another(place: &Place) {
    let (store, clock) = (store(place), Clock::default());
    let books = main_books(&store);
    open(&books, "a", "10", &json!({}));
    let receiver = Receiver::start(|place, _| {
        // The answer to the first never comes.
        std::thread::sleep(Duration::from_secs(if place == 0 { 60 } else { 0 }));
        ("200 OK".into(), String::new())
    });
    webhook(&books, "all", &receiver.url(), &[], &[]);
    let first = Host::start(&store, &clock);
    deny(&books, "a", "h");
    until("the first", || receiver.heard().len() == 1);
    drop(first);
    let second = Host::start(&store, &clock);
    second.put_forward(2 * MINUTE);
    until("the second", || deliveries(&books, Some("sent")).len() == 1);
    let heard = receiver.heard();
    assert_eq!(heard.len(), 2);
    assert_eq!((heard[0].header("webhook-id"), &heard[0].body), (heard[1].header("webhook-id"), &heard[1].body));
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

fn a_new_secret_is_signed_with_beside_the_old_one(place: &Place) {
    let (store, receiver, clock) = (store(place), Receiver::content(), Clock::default());
    let books = main_books(&store);
    open(&books, "a", "10", &json!({}));
    webhook(&books, "all", &receiver.url(), &[], &[]);
    let new = counterfoil::outbox::Secret::new().expect("randomness");
    let until_ms = clock.now_ms() + 3_600_000;
    books.rotate_webhook("all".into(), format!("open:{}", new.reveal()), until_ms).expect("it");
    let host = Host::start(&store, &clock);
    let signed = |place: usize| {
        until("it", || receiver.heard().len() > place);
        let heard = receiver.heard().remove(place);
        let headers =
            ["webhook-id", "webhook-timestamp", "webhook-signature"].map(|name| heard.header(name).to_owned());
        let headers = headers.each_ref().map(String::as_str);
        [secret(), new.clone()].map(|secret| verified(&[secret], headers, &heard.body, clock.now_ms() / 1_000))
    };
    deny(&books, "a", "h0");
    assert_eq!(signed(0), [true, true]);
    host.put_forward(61 * MINUTE);
    deny(&books, "a", "h1");
    assert_eq!(signed(1), [false, true]);
}

/// A host without the key that a secret is sealed with cannot sign, and says nothing; with the key it does.
fn nothing_is_sent_unsigned(place: &Place) {
    let (store, receiver, clock) = (store(place), Receiver::content(), Clock::default());
    let books = main_books(&store);
    open(&books, "a", "10", &json!({}));
    let sealing = Sealing::by(&"0a".repeat(32)).expect("a key");
    let sealed = sealing.seal(&secret(), "1/webhook/all").expect("sealed");
    let new = NewOutlet {
        id: "all".into(),
        url: receiver.url(),
        description: String::new(),
        types: Vec::new(),
        accounts: Vec::new(),
        enabled: true,
    };
    books.put_webhook(new, sealed, by()).expect("a webhook");
    let without = Host::start(&store, &clock);
    deny(&books, "a", "h");
    until("a try", || deliveries(&books, None).first().is_some_and(|of| of.attempts == 1));
    without.stop();
    assert!(receiver.heard().is_empty());
    let with = Host::sealed(&store, &clock, None, Pace::default(), sealing);
    with.put_forward(MINUTE);
    until("it", || deliveries(&books, Some("sent")).len() == 1);
    let heard = receiver.heard().remove(0);
    let headers = ["webhook-id", "webhook-timestamp", "webhook-signature"].map(|name| heard.header(name).to_owned());
    assert!(verified(&[secret()], headers.each_ref().map(String::as_str), &heard.body, clock.now_ms() / 1_000));
}

fn urls_of_owners_are_told_with_a_secret_of_their_own(place: &Place) {
    let (store, clock) = (store(place), Clock::default());
    let books = main_books(&store);
    let spend = json!({"enabled": true, "daily_notification": "5", "webhook": "https://owner.example/hooks"});
    for account in ["a", "b"] {
        open(&books, account, "100", &json!({"spend": spend}));
        let usage = json!({"type": "usage", "id": "u", "time": "2026-01-02T00:00:00Z", "product": "call", "quantity": "6", "unit": "minute"});
        post(&books, account, usage);
    }
    let _host = Host::start(&store, &clock);
    // The tests' names lead nowhere: what counts is that each is tried, and at its own URL.
    until("both", || deliveries(&books, Some("waiting")).iter().filter(|of| of.attempts == 1).count() == 2);
    let told = deliveries(&books, None);
    assert!(told.iter().all(|of| of.kind == "owners" && of.part == "https://owner.example/hooks"), "{told:?}");
    assert!(told.iter().all(|of| of.event_type == "usage.daily_notification"));
    let kept = books.owners_secret(String::new(), 0).expect("a secret");
    let kept = counterfoil::outbox::Secret::read(kept.strip_prefix("open:").expect("kept")).expect("a secret");
    let [a, b] = ["a", "b"].map(|account| counterfoil::outbox::owners_secret(&kept, account));
    assert!(a != b && a != kept && b != kept);
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
