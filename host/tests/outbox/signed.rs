//! What is sent is signed, by secrets that change and are sealed.

use crate::place::{Place, on_both};
use crate::receiver::Receiver;
use crate::world::*;
use counterfoil::outbox::{Pace, Sealing, verified};
use counterfoil::{Clock, NewOutlet};
use serde_json::json;
use std::time::Duration;

on_both! {
    a_new_secret_is_signed_with_beside_the_old_one,
    nothing_is_sent_unsigned,
    urls_of_owners_are_told_with_a_secret_of_their_own,
}

const MINUTE: Duration = Duration::from_secs(60);

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
