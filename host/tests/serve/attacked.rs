//! What wears a server down, or leads it astray, does neither.

use crate::server::{Server, agent, usage};
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

fn raw(server: &Server, request: &str) -> String {
    let mut stream = TcpStream::connect(server.base.trim_start_matches("http://")).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(5))).expect("a deadline");
    stream.write_all(request.as_bytes()).expect("a request");
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    answer
}

/// Only by a name of its own: a page whose name was made to point here is told apart.
#[test]
fn another_name_is_turned_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), "report");
    let of =
        |name: &str| raw(&server, &format!("GET /v1/version HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n"));
    for name in ["evil.example", "evil.example:8090", "127.0.0.1.evil.example"] {
        let answer = of(name);
        assert!(answer.starts_with("HTTP/1.1 421 ") && answer.contains("host_unknown"), "{answer}");
    }
    for name in ["127.0.0.1", "localhost:80", "[::1]"] {
        assert!(of(name).starts_with("HTTP/1.1 200 "), "{name}");
    }
}

/// A length that nobody waits for.
#[test]
fn a_body_that_says_it_is_too_long_is_refused_before_it_comes() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), "report");
    let begun = Instant::now();
    for path in ["/v1/accounts/a/events", "/v1/rulebooks"] {
        let head = "Content-Type: application/json\r\nContent-Length: 99999999999999\r\nConnection: close";
        let answer = raw(&server, &format!("POST {path} HTTP/1.1\r\nHost: localhost\r\n{head}\r\n\r\n{{"));
        assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("body_too_long"), "{answer}");
    }
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

/// What stands twice would be heard once.
#[test]
fn nothing_stands_twice() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), "report");
    server.open();
    let event = r#"{"type":"usage","type":"top_up","id":"u","time":"2026-01-05T12:00:00Z","amount":"5"}"#;
    for (route, body) in [
        ("authorize", r#"{"requests":[],"requests":[{"product":"call"}]}"#.to_owned()),
        ("simulate", r#"{"days":1,"days":2,"usage":{"type":"daily","amount":"1"}}"#.to_owned()),
        ("events", format!(r#"{{"events":[{event}]}}"#)),
        ("spend", r#"{"usage":{"id":"a","id":"b"}}"#.to_owned()),
    ] {
        let (status, text) = server.send(&format!("/v1/accounts/a/{route}"), "application/json", &body);
        assert_eq!(status, 422, "{route}: {text}");
        assert!(text.contains("twice") || text.contains("duplicate"), "{route}: {text}");
    }
}

/// Numbers pass as they are written.
#[test]
fn a_question_is_passed_on_as_it_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), "report");
    server.open();
    let body = r#"{"requests":[{"product":"call","quantity":1.10}]}"#;
    let (status, text) = server.send("/v1/accounts/a/authorize", "application/json", body);
    assert!(status == 422 && text.contains("1.10"), "{text}");
}

#[test]
fn many_things_at_once_hold_nobody_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), "report");
    let digest = server.open();
    let begun = Instant::now();
    // Nothing, a million times.
    let empty = format!("{{\"events\":[{}]}}", vec!["{}"; 1_700_000].join(","));
    let (status, text) = server.send("/v1/accounts/a/events", "application/json", &empty);
    assert!(status == 413 && text.contains("events_too_many"), "{status} {text:.200}");
    // Lists in which each was compared with each.
    let base = json!({"name": "long", "currency": "USD", "rounding": {"scale": 2, "mode": "half_up"},
        "rates": [{"id": "r", "product": "call", "unit": "minute", "price": "0.01"}]});
    let alerts: Vec<String> = (0..100_000).map(|number| number.to_string()).collect();
    let coupons: Vec<Value> =
        (0..50_000).map(|number| json!({"coupon": format!("c{number}"), "amount": "1"})).collect();
    for (key, list) in [("alerts", json!({"system": alerts})), ("coupons", json!(coupons))] {
        let mut rulebook = base.clone();
        rulebook[key] = list;
        let (status, answer) = server.post("/v1/rulebooks", &rulebook);
        assert_eq!(status, 201, "{key}: {:.200}", answer.to_string());
    }
    // A run in which more happens than anyone reads.
    let settings = json!({"recharge": {"enabled": true, "threshold": "50", "amount": "25", "method": "card"}});
    for (days, status) in [(90, 200), (3_660, 422)] {
        let call = json!({"days": days, "usage": {"type": "daily", "amount": "5000"}, "settings": settings});
        let (found, text) = server.send("/v1/accounts/a/simulate", "application/json", &call.to_string());
        assert_eq!(found, status, "{days}: {text:.300}");
    }
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
    // A card that is larger than other bodies may be, and costs its account no more than another does.
    let rates: Vec<Value> = (0..70_000)
        .map(|number| json!({"id": format!("p{number}"), "product": "call", "unit": "minute", "price": "0.01", "prefix": format!("{}", 1_000_000 + number)}))
        .collect();
    let mut card = base;
    card["rates"] = rates.into();
    let text = card.to_string();
    assert!(text.len() > 5 << 20);
    let (status, answer) = server.post("/v1/rulebooks", &card);
    assert_eq!(status, 201, "{answer}");
    assert_ne!(answer["digest"], json!(digest));
    let open = json!({"rulebook": answer["digest"], "open": {"account": "card", "time": "2026-01-01T00:00:00Z"}});
    assert_eq!(server.post("/v1/accounts", &open).0, 201);
    let begun = Instant::now();
    for number in 0..20 {
        let mut usage = usage(&format!("u{number}"), 1);
        usage["destination"] = "10300001".into();
        let (status, answer) = server.post("/v1/accounts/card/events", &json!({"events": [usage]}));
        assert_eq!(status, 200, "{answer}");
    }
    assert!(begun.elapsed() < Duration::from_secs(10), "the card is read once: {:?}", begun.elapsed());
}

/// The books are their owner's alone, and a second name for them lets no second host in.
#[cfg(unix)]
#[test]
fn the_file_is_one_whatever_it_is_called() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().expect("a folder");
    let (file, other) = (folder.path().join("x.db"), folder.path().join("y.db"));
    let server = Server::start(&file, "report");
    server.open();
    for name in ["x.db", "x.db-wal", "x.db-lock"] {
        let mode = std::fs::metadata(folder.path().join(name)).expect("a file").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name}: {mode:o}");
    }
    symlink(&file, &other).expect("a second name");
    let second = Command::new(env!("CARGO_BIN_EXE_counterfoil"))
        .args(["serve", "--no-duties", "--listen", "127.0.0.1:0", "--database"])
        .arg(&other)
        .output()
        .expect("it ends");
    assert!(!second.status.success());
    assert!(String::from_utf8_lossy(&second.stderr).contains("another host uses it"), "{second:?}");
}

/// A key that asks for more work than the operator allows waits; another one does not.
#[test]
fn a_key_that_costs_too_much_waits() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start_with(&folder.path().join("x.db"), "report", &["--key-work", "1"]);
    let (status, made) = server.post("/v1/keys", &json!({"name": "greedy", "role": "read"}));
    assert_eq!(status, 201, "{made}");
    let greedy = agent(made["key"].as_str().expect("a key"));
    let url = format!("{}/v1/accounts", server.base);
    let refused = (0..200).map(|_| greedy.get(&url).call().expect("an answer")).find(|answer| answer.status() == 429);
    let mut refused = refused.expect("30 ms are less than 200 requests");
    let after: u64 = refused.headers()["retry-after"].to_str().expect("a text").parse().expect("seconds");
    let told: Value = serde_json::from_str(&refused.body_mut().read_to_string().expect("a text")).expect("JSON");
    assert!((1..60).contains(&after) && told["code"] == "cost_limit", "{after} {told}");
    assert_eq!(server.get("/v1/accounts").0, 200, "the other key has a limit of its own");
}
