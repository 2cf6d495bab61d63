//! Keys of the callers' own: ten thousand calls over a hundred keys have a hundred effects.

use crate::server::{Server, rulebook, usage};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};

const KEYS: usize = 100;
const HANDS: usize = 8;

/// Status, whether it was kept, and the body.
fn post(server: &Server, path: &str, key: &str, body: &str) -> (u16, bool, String) {
    let request = server.agent.post(format!("{}{path}", server.base)).content_type("application/json");
    let mut answer = request.header("idempotency-key", key).send(body).expect("an answer");
    let replayed = answer.headers().get("idempotency-replayed").is_some();
    (answer.status().as_u16(), replayed, answer.body_mut().read_to_string().expect("a text"))
}

fn top_up(number: usize) -> String {
    let time = "2026-01-05T12:00:00Z";
    json!({"events": [{"type": "top_up", "id": format!("k{number}"), "time": time, "amount": "1"}]}).to_string()
}

#[test]
fn ten_thousand_calls_over_a_hundred_keys_have_a_hundred_effects() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), "report");
    server.open();
    let (next, first) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|threads| {
        for _ in 0..HANDS {
            threads.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= 10_000 {
                        return;
                    }
                    let key = number % KEYS;
                    match post(&server, "/v1/accounts/a/events", &format!("key-{key}"), &top_up(key)) {
                        (200, replayed, text) => {
                            assert!(text.starts_with(r#"{"applied":1,"#), "{text}");
                            first.fetch_add(usize::from(!replayed), Ordering::Relaxed);
                        }
                        // Two hands at the same key at one moment.
                        (409, _, text) => assert!(text.contains("idempotency_in_flight"), "{text}"),
                        other => panic!("{other:?}"),
                    }
                }
            });
        }
    });
    assert_eq!(first.load(Ordering::Relaxed), KEYS);
    assert_eq!(server.state()["balance"], "200.00");
}

#[test]
fn a_key_is_of_one_call() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("x.db");
    let server = Server::start(&file, "report");
    server.open();
    let path = "/v1/accounts/a/events";
    let one = post(&server, path, "one", &top_up(1));
    assert_eq!((one.0, one.1), (200, false));
    assert_eq!(post(&server, path, "one", &top_up(1)), (200, true, one.2.clone()));
    for (path, body) in [(path, top_up(2)), ("/v1/accounts", top_up(1))] {
        let (status, _, text) = post(&server, path, "one", &body);
        assert!(status == 422 && text.contains("idempotency_mismatch"), "{text}");
    }
    let (status, _, text) = post(&server, path, &"k".repeat(256), &top_up(3));
    assert!(status == 400 && text.contains("idempotency_key"), "{text}");
    // A key makes no body longer than its route takes.
    let (status, _, text) = post(&server, path, "long", &" ".repeat((5 << 20) + 1));
    assert!(status == 413 && text.contains("longer than 5 MiB"), "{text}");
    // What was refused is looked at again: mended, it is another call, and the key is free.
    assert_eq!(post(&server, path, "two", "{").0, 400);
    assert_eq!(post(&server, path, "two", &top_up(2)).0, 200);
    // A rulebook, an account: the same, and after a restart.
    let rulebook = post(&server, "/v1/rulebooks", "three", &rulebook().to_string());
    assert_eq!((rulebook.0, rulebook.1), (201, false));
    server.stop();
    let server = Server::start(&file, "report");
    let again = post(&server, "/v1/rulebooks", "three", &crate::server::rulebook().to_string());
    assert_eq!(again, (201, true, rulebook.2));
    let body = json!({"events": [usage("u", 1)]}).to_string();
    let spent: Value = serde_json::from_str(&post(&server, path, "four", &body).2).expect("JSON");
    assert_eq!(spent["answer"]["balance"], "101.99");
}
