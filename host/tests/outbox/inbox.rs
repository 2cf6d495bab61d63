//! The host's own inbox, by the command line and the API: webhooks with their signatures looked at, and mail.

use crate::server::Server;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn put(server: &Server, path: &str, body: &Value) -> (u16, Value) {
    let request = server.agent.put(format!("{}{path}", server.base)).content_type("application/json");
    let mut answer = request.send(body.to_string()).expect("an answer");
    let text = answer.body_mut().read_to_string().expect("a text");
    (answer.status().as_u16(), serde_json::from_str(&text).expect("JSON"))
}

#[test]
fn what_is_sent_to_the_inbox_is_found_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start_with(&folder.path().join("x.db"), "report", &["--inbox"]);
    server.open();
    let addresses = json!({"type": "settings_changed", "id": "s", "time": "2026-01-02T00:00:00Z", "settings": {"addresses": ["owner@a.example"]}});
    assert_eq!(server.post("/v1/accounts/a/events", &json!({"events": [addresses]})).0, 200);
    let (status, made) = put(&server, "/v1/webhooks/own", &json!({"url": "inbox:"}));
    assert_eq!(status, 201, "{made}");
    let secret = made["secret"].as_str().expect("a secret").to_owned();
    assert!(secret.starts_with("whsec_"));
    assert_eq!(put(&server, "/v1/webhooks/own", &json!({"url": "inbox:"})).0, 200);
    // 51 of 100 are used: a charge is asked for, and with no method there is none.
    let usage = json!({"type": "usage", "id": "u", "time": "2026-01-05T12:00:00Z", "product": "call", "quantity": "10000", "unit": "minute"});
    assert_eq!(server.post("/v1/accounts/a/events", &json!({"events": [usage]})).0, 200);
    let begun = Instant::now();
    let items = loop {
        let items = server.get("/v1/inbox").1["data"].as_array().expect("a list").clone();
        let has = |kind: &str| items.iter().any(|item| item["kind"] == kind);
        if has("webhook") && has("mail") {
            break items;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{items:?}");
        std::thread::sleep(Duration::from_millis(20));
    };
    let webhook = items.iter().find(|item| item["kind"] == "webhook").expect("a webhook");
    assert_eq!((&webhook["verified"], &webhook["body"]["account"]), (&json!(true), &json!("a")), "{webhook}");
    let mail = items.iter().find(|item| item["kind"] == "mail").expect("a mail");
    assert_eq!(mail["to"], "owner@a.example");
    let log = server.get("/v1/deliveries").1;
    assert!(log["data"].as_array().is_some_and(|all| !all.is_empty()), "{log}");
    assert!(!log.to_string().contains(&secret[6..]));
}

/// Whoever says what is not so is told all of it, and nothing is kept.
#[test]
fn webhooks_are_refused_with_what_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), "report");
    for (body, path) in [
        (json!({"url": "http://acme.example/"}), "/url"),
        (json!({"url": "https://user:x@acme.example/"}), "/url"),
        (json!({"url": "https://169.254.169.254/"}), "/url"),
        (json!({"url": "inbox:"}), "/url"),
        (json!({"url": "https://acme.example/", "types": ["balance.alarm"]}), "/types"),
        (json!({"url": "https://acme.example/", "description": "a\u{7}b"}), "/description"),
        (json!({"url": "https://acme.example/", "secret": "whsec_x"}), "/secret"),
    ] {
        let (status, told) = put(&server, "/v1/webhooks/w", &body);
        assert_eq!((status, &told["problems"][0]["path"]), (422, &json!(path)), "{told}");
    }
    assert_eq!(put(&server, "/v1/webhooks/a.b", &json!({"url": "https://acme.example/"})).0, 422);
    assert_eq!(server.get("/v1/webhooks").1["data"], json!([]));
    let template = json!({"subject": "{{ data.balanse | money }}", "text": "x"});
    let (status, told) = put(&server, "/v1/mail-templates/balance.alert/en", &template);
    assert_eq!(
        (status, &told["problems"][0]["code"], &told["problems"][0]["path"]),
        (422, &json!("template_unusable"), &json!("/subject"))
    );
    assert_eq!(put(&server, "/v1/mail-templates/hold.taken/en", &json!({"subject": "x", "text": "x"})).0, 404);
    assert_eq!(
        put(&server, "/v1/mail-settings", &json!({"language": "fr", "reply_to": "x"})).1["problems"]
            .as_array()
            .map(Vec::len),
        Some(2)
    );
}
