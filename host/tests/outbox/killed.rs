//! A host is killed between sending and writing down, again and again: every effect is heard, under one id, and in order.

use crate::receiver::Receiver;
use crate::server::{Server, rulebook};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

const KILLS: u32 = 12;
const EFFECTS: usize = 60;

fn start(file: &std::path::Path) -> Server {
    Server::start_with(file, "report", &["--allow-private-addresses"])
}

/// Calls for a kill while a request is answered: before its answer, after it, or somewhere near.
#[derive(Default)]
struct Bell {
    rung: Mutex<u32>,
    changed: Condvar,
}

#[test]
fn kills_between_sending_and_writing_down_lose_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("x.db");
    let (bell, requests) = (Arc::new(Bell::default()), Arc::new(AtomicU32::new(0)));
    let ringing = Arc::clone(&bell);
    let receiver = Receiver::start(move |_, _| {
        let request = requests.fetch_add(1, Ordering::SeqCst);
        if request % 4 == 1 {
            *ringing.rung.lock().expect("a number") += 1;
            ringing.changed.notify_all();
            // Now the kill comes before the answer, and now on its heels.
            std::thread::sleep(Duration::from_millis(u64::from(request % 3) * 15));
        }
        ("200 OK".into(), String::new())
    });
    let mut server = start(&file);
    let digest = server.post("/v1/rulebooks", &rulebook()).1["digest"].clone();
    let open = json!({"account": "a", "time": "2026-01-01T00:00:00Z"});
    assert_eq!(server.post("/v1/accounts", &json!({"rulebook": digest, "open": open})).0, 201);
    let put = json!({"url": receiver.url()});
    let put = server
        .agent
        .put(format!("{}/v1/webhooks/all", server.base))
        .content_type("application/json")
        .send(put.to_string());
    assert_eq!(put.expect("an answer").status(), 201);
    let holds: Vec<Value> = (0..EFFECTS)
        .map(|n| json!({"type": "hold_requested", "id": format!("h{n:02}"), "time": "2026-01-02T00:00:00Z", "product": "call",
                        "quantity": "1", "unit": "minute", "until": "2026-01-03T00:00:00Z"}))
        .collect();
    assert_eq!(server.post("/v1/accounts/a/events", &json!({"events": holds})).0, 200);
    let mut kills = 0;
    while kills < KILLS {
        {
            let rung = bell.rung.lock().expect("a number");
            let waited = bell.changed.wait_timeout_while(rung, Duration::from_secs(20), |rung| *rung <= kills);
            let (rung, _) = waited.expect("a number");
            assert!(*rung > kills, "{kills} kills");
            kills = *rung;
        }
        server.kill();
        drop(server);
        server = start(&file);
    }
    let begun = Instant::now();
    let sent =
        |server: &Server| server.get("/v1/deliveries?state=sent&limit=200").1["data"].as_array().map_or(0, Vec::len);
    while sent(&server) < EFFECTS {
        assert!(begun.elapsed() < Duration::from_secs(60), "{} of {EFFECTS}", sent(&server));
        std::thread::sleep(Duration::from_millis(20));
    }
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    let (mut order, mut heard_again) = (Vec::new(), 0);
    for heard in receiver.heard() {
        let event: Value = serde_json::from_slice(&heard.body).expect("JSON");
        let effect = event["data"]["id"].as_str().expect("an id").to_owned();
        let id = heard.header("webhook-id").to_owned();
        match ids.insert(effect.clone(), id.clone()) {
            Some(before) => (heard_again, _) = (heard_again + 1, assert_eq!(before, id)),
            None => order.push(effect),
        }
    }
    let expected: Vec<String> = (0..EFFECTS).map(|n| format!("h{n:02}/hold_denied")).collect();
    assert_eq!(order, expected);
    assert!(heard_again > 0, "no kill came before its record");
}
