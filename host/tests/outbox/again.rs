//! What is not heard is said again, until it is heard or nobody is there.

use crate::place::{Place, on_both};
use crate::receiver::Receiver;
use crate::world::*;
use counterfoil::Clock;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

on_both! {
    what_is_not_heard_is_said_again,
    one_account_waits_and_others_go_on,
    ten_attempts_make_a_dead_letter_that_can_be_sent_again,
    whoever_is_gone_is_told_no_more,
    whoever_fails_for_five_days_is_told_no_more,
    a_host_that_dies_is_followed_by_another,
}

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(86_400);

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
