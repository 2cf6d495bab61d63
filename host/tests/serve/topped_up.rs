//! A top-up that is charged: asked for once, within the rulebook's bounds, posted when the money has come, and not otherwise.

use crate::money::Seats;
use crate::server::Server;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const METHODS: [&str; 5] = ["visa", "visa-decline", "visa-lost", "visa-timeout", "visa-dispute"];
const TIME: &str = "2026-01-01T00:00:00Z";

/// An account without credit, with a card for each story.
pub(crate) fn open(server: &Server, account: &str, methods: &[&str]) {
    let preset = include_str!("../../../core/presets/prepaid-ladder.json");
    let (_, told) = server.post("/v1/rulebooks", &serde_json::from_str(preset).expect("a preset"));
    let customer = json!({"name": "Muster GmbH", "city": "Bonn", "postcode": "53111", "country": "DE"});
    let open = json!({"account": account, "time": TIME, "customer": customer});
    let (status, told) = server.post("/v1/accounts", &json!({"rulebook": told["digest"], "open": open}));
    assert_eq!(status, 201, "{told}");
    let settings =
        json!({"type": "settings_changed", "id": "set", "time": TIME, "settings": {"addresses": ["a@example.com"]}});
    let card = |method: &&str| json!({"type": "card", "method": method, "brand": "Visa", "last4": "4242", "expires": "2031-12"});
    let added = |method: &&str| json!({"type": "method_added", "id": format!("add-{method}"), "time": TIME, "method": card(method)});
    let events: Vec<Value> = std::iter::once(settings).chain(methods.iter().map(added)).collect();
    let (status, told) = server.post(&format!("/v1/accounts/{account}/events"), &json!({"events": events}));
    assert_eq!(status, 200, "{told}");
}

/// The payment, when nothing more comes of it by itself.
pub(crate) fn over(server: &Server, account: &str, charge: &str) -> Value {
    let begun = Instant::now();
    loop {
        let (status, payment) = server.get(&format!("/v1/accounts/{account}/payments/{charge}"));
        assert_eq!(status, 200, "{payment}");
        if ["paid", "failed"].contains(&payment["state"].as_str().expect("a state")) {
            return payment;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{payment}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

pub(crate) fn balance(server: &Server, account: &str) -> Value {
    server.get(&format!("/v1/accounts/{account}")).1["state"]["balance"].clone()
}

#[test]
fn a_top_up_is_charged_once_and_posted_when_it_is_paid() {
    let seats = Seats::with(&["--inbox"]);
    let server = &seats.server;
    assert_eq!(server.put("/v1/webhooks/all", &json!({"url": "inbox:"})).0, 201);
    open(server, "a", &METHODS);
    let charge = |body: Value| server.post("/v1/accounts/a/charges", &body);

    // What the engine would not take is refused before anybody is charged.
    for (body, code, path) in [
        (json!({}), "missing_field", ""),
        (json!({"amount": 50}), "wrong_type", "/amount"),
        (json!({"amount": "50", "currency": "USD"}), "unknown_field", "/currency"),
        (json!({"amount": "1"}), "top_up_below_minimum", "/amount"),
        (json!({"amount": "1000000"}), "top_up_above_maximum", "/amount"),
        (json!({"amount": "50.001"}), "amount_scale", "/amount"),
        (json!({"amount": "-50"}), "amount_negative", "/amount"),
        (json!({"amount": "50", "method": "amex"}), "method_unknown", "/method"),
        (json!({"amount": "50", "id": "no spaces"}), "id_grammar", "/id"),
    ] {
        let (status, told) = charge(body.clone());
        assert_eq!(status, 422, "{body}: {told}");
        assert_eq!(
            (&told["problems"][0]["code"], &told["problems"][0]["path"]),
            (&json!(code), &json!(path)),
            "{body}"
        );
    }
    assert_eq!(server.post("/v1/accounts/b/charges", &json!({"amount": "50"})).0, 404);
    assert_eq!(server.get("/v1/accounts/a/payments").1["data"], json!([]));

    // The default card; said again it is the same charge, and another amount under its name is none.
    let (status, asked) = charge(json!({"id": "one", "amount": "50"}));
    assert_eq!((status, &asked["charge"], &asked["method"]), (202, &json!("topup.one"), &json!("visa")), "{asked}");
    assert_eq!(over(server, "a", "topup.one")["state"], "paid");
    let (status, again) = charge(json!({"id": "one", "amount": "50"}));
    assert_eq!((status, &again["state"]), (202, &json!("paid")), "{again}");
    assert_eq!(charge(json!({"id": "one", "amount": "60"})).0, 409);
    assert_eq!(balance(server, "a"), "50.0000");
    let (_, receipt) = server.get("/v1/accounts/a/receipts/topup.one");
    assert_eq!((&receipt["amount"], &receipt["method"]), (&json!("50.00"), &json!("top-up by visa")), "{receipt}");
    assert_eq!((&receipt["number"], &receipt["payment"]), (&json!("RC-000001"), &json!("topup.one")), "{receipt}");
    assert_eq!(server.get("/v1/accounts/a/receipts/RC-000001").1, receipt);

    // Nobody is charged twice where the call or its answer is lost.
    for (id, method, left) in [("lost", "visa-lost", "80.0000"), ("timeout", "visa-timeout", "110.0000")] {
        assert_eq!(charge(json!({"id": id, "amount": "30", "method": method})).0, 202);
        seats.until(if id == "lost" { "2026-01-02T00:00:00Z" } else { "2026-01-03T00:00:00Z" });
        assert_eq!(over(server, "a", &format!("topup.{id}"))["state"], "paid");
        assert_eq!(balance(server, "a"), left);
    }

    // What is declined posts nothing, and its owner is told once.
    assert_eq!(charge(json!({"id": "two", "amount": "50", "method": "visa-decline"})).0, 202);
    let failed = over(server, "a", "topup.two");
    assert_eq!((&failed["state"], &failed["reason"]), (&json!("failed"), &json!("not enough funds")));
    assert_eq!(balance(server, "a"), "110.0000");
    let told = crate::collected::told(&seats, "top_up.failed", 1);
    assert_eq!((&told[0]["data"]["charge"], &told[0]["data"]["amount"]), (&json!("topup.two"), &json!("50")));
    let received = crate::collected::told(&seats, "payment.received", 3);
    assert_eq!(received[0]["data"]["receipt"], "topup.one");

    // And what is disputed later is taken back from it.
    assert_eq!(charge(json!({"id": "three", "amount": "40", "method": "visa-dispute"})).0, 202);
    assert_eq!(over(server, "a", "topup.three")["state"], "paid");
    assert_eq!(balance(server, "a"), "150.0000");
    seats.until("2026-01-12T00:00:00Z");
    over(server, "a", "chargeback:topup.three");
    assert_eq!(balance(server, "a"), "110.0000");
}

/// A customer's browser charges where its token says so, its own account, within the rulebook's bounds, and moves no other money.
#[test]
fn a_customer_charges_what_its_token_allows() {
    let seats = Seats::with(&[]);
    let server = &seats.server;
    for account in ["a", "b"] {
        open(server, account, &["visa"]);
    }
    let token = |settings: Value| -> ureq::Agent {
        let (status, told) = server.post("/v1/accounts/a/tokens", &json!({"minutes": 5, "settings": settings}));
        assert_eq!(status, 201, "{told}");
        crate::server::agent(told["token"].as_str().expect("a token"))
    };
    let post = |agent: &ureq::Agent, path: &str, body: Value| {
        let sent = agent.post(format!("{}{path}", server.base)).content_type("application/json").send(body.to_string());
        let mut answer = sent.expect("an answer");
        let told: Value = serde_json::from_str(&answer.body_mut().read_to_string().expect("a text")).expect("JSON");
        (answer.status().as_u16(), told)
    };
    let (charges, method) = (token(json!(["charges"])), token(json!(["method_added", "alerts"])));
    let fifty = || json!({"id": "one", "amount": "50"});
    // Nobody charges by a token that does not say so.
    assert_eq!(post(&method, "/v1/accounts/a/charges", fifty()).0, 403);
    assert_eq!(post(&method, "/v1/accounts/a/invoices/none/pay", json!({})).0, 403);
    assert_eq!(post(&charges, "/v1/accounts/b/charges", fifty()).0, 404);
    assert_eq!(post(&charges, "/v1/accounts/b/invoices/none/pay", json!({})).0, 404);
    let (status, told) = post(&charges, "/v1/accounts/a/charges", json!({"amount": "1000000"}));
    assert_eq!((status, &told["code"]), (422, &json!("top_up_above_maximum")), "{told}");
    // What was not paid is not posted by it, by whatever name.
    let paid = json!({"type": "top_up", "id": "free", "time": TIME, "amount": "50"});
    assert_eq!(post(&charges, "/v1/accounts/a/events", json!({"events": [paid]})).0, 403);
    assert_eq!(post(&charges, "/v1/accounts/a/top-ups", json!({"amount": "50"})).0, 403);
    assert_eq!(balance(server, "a"), "0.0000");
    let (status, told) = post(&charges, "/v1/accounts/a/charges", fifty());
    assert_eq!(status, 202, "{told}");
    assert_eq!(over(server, "a", "topup.one")["state"], "paid");
    assert_eq!((balance(server, "a"), balance(server, "b")), (json!("50.0000"), json!("0.0000")));
    let (_, audit) = server.get("/v1/audit");
    let by_token = |line: &Value| {
        line["action"] == "chargeAccount" && line["who"].as_str().is_some_and(|who| who.starts_with("token:"))
    };
    assert_eq!(audit["data"].as_array().expect("lines").iter().filter(|line| by_token(line)).count(), 1, "{audit}");
}

#[test]
fn what_is_asked_for_now_is_charged_now() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("x.db");
    let server = Server::start(&database, "simulator");
    // It opened long ago: what it is owed by then waits a while, and this does not.
    open(&server, "a", &METHODS);
    assert_eq!(server.post("/v1/accounts/a/charges", &json!({"id": "now", "amount": "50"})).0, 202);
    assert_eq!(over(&server, "a", "topup.now")["state"], "paid");
    assert_eq!(balance(&server, "a"), "50.0000");
    server.stop();
    // Where nobody charges, nothing is put down.
    let server = Server::start(&database, "report");
    let (status, told) = server.post("/v1/accounts/a/charges", &json!({"amount": "50"}));
    assert_eq!((status, &told["code"]), (409, &json!("no_gateway")), "{told}");
}
