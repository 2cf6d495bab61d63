//! Documents under their numbers and a tenant's own time, over HTTP; what is wrong with a call changes nothing.

use crate::server::Server;
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::time::{Duration, Instant};

pub(crate) const START: &str = "2026-01-01T00:00:00Z";

pub(crate) struct Seats {
    pub(crate) server: Server,
    _folder: Option<tempfile::TempDir>,
}

impl Seats {
    /// A host at its duties, and a tenant whose time is its own.
    fn new() -> Self {
        Self::with(&[])
    }

    /// With more words of the command line.
    pub(crate) fn with(words: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("x.db");
        Self { _folder: Some(folder), ..Self::on(&file, words) }
    }

    /// The same on books that are somewhere.
    pub(crate) fn on(database: &(impl AsRef<OsStr> + ?Sized), words: &[&str]) -> Self {
        let server = Server::start_with(database, "simulator", words);
        assert_eq!(server.post("/v1/test-clock", &json!({"now": START})).0, 200);
        Self { server, _folder: None }
    }

    /// An account of so many seats, and how it is paid for.
    pub(crate) fn open(&self, account: &str, seats: u32, method: Option<&str>) {
        let preset = include_str!("../../../core/presets/seat-invoiced.json");
        let (_, told) = self.server.post("/v1/rulebooks", &serde_json::from_str(preset).expect("a preset"));
        let customer = json!({"name": "Muster GmbH", "city": "Bonn", "postcode": "53111", "country": "DE"});
        let open = json!({"account": account, "time": START, "customer": customer});
        let (status, told) = self.server.post("/v1/accounts", &json!({"rulebook": told["digest"], "open": open}));
        assert_eq!(status, 201, "{told}");
        let card = |method: &str| json!({"type": "card", "method": method, "brand": "Visa", "last4": "4242", "expires": "2031-12"});
        let mut events: Vec<Value> = method
            .map(|method| json!({"type": "method_added", "id": "card", "time": START, "method": card(method), "default": true}))
            .into_iter()
            .collect();
        events.push(json!({"type": "subscribed", "id": "s", "time": START, "subscription": "seats", "plan": "seat", "quantity": seats}));
        let (status, told) = self.server.post(&format!("/v1/accounts/{account}/events"), &json!({"events": events}));
        assert_eq!(status, 200, "{told}");
    }

    pub(crate) fn until(&self, time: &str) {
        assert_eq!(self.server.post("/v1/test-clock", &json!({"now": time})).0, 200);
        let begun = Instant::now();
        while self.server.get("/v1/test-clock").1.get("goal").is_some() {
            assert!(begun.elapsed() < Duration::from_secs(60), "time does not pass");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn invoice(&self, number: &str) -> Value {
        let (status, told) = self.server.get(&format!("/v1/invoices/{number}"));
        assert_eq!(status, 200, "{told}");
        told
    }
}

fn code(told: &Value) -> &str {
    told["code"].as_str().unwrap_or_default()
}

#[test]
fn an_invoice_is_credited_in_parts_until_it_is_void() {
    let seats = Seats::new();
    seats.open("a", 2, None);
    seats.until("2026-01-02T00:00:00Z");
    let whole = seats.invoice("INV-000001");
    assert_eq!((&whole["status"], &whole["to_pay"]), (&json!("open"), &whole["amount"]));
    let credit = |body: Value| seats.server.post("/v1/invoices/INV-000001/credit-notes", &body);
    for (body, at, known) in [
        (json!({}), "", "missing_field"),
        (json!({"reason": "x", "lines": [{"line": "9", "net": "1"}]}), "", ""),
        (json!({"reason": "x", "lines": [{"line": "1", "net": "100000"}]}), "", ""),
        (json!({"reason": "x", "lines": "all"}), "", ""),
        (json!({"reason": "x", "to": "nobody"}), "/to", ""),
        (json!({"reason": "x", "more": 1}), "/more", ""),
    ] {
        let (status, told) = credit(body.clone());
        assert!((400..500).contains(&status), "{body}: {status} {told}");
        assert!(known.is_empty() || code(&told) == known, "{body}: {told}");
        let paths: Vec<&str> =
            told["problems"].as_array().into_iter().flatten().filter_map(|one| one["path"].as_str()).collect();
        assert!(at.is_empty() || paths.contains(&at), "{body}: {told}");
    }
    assert_eq!(seats.server.get("/v1/credit-notes").1["data"], json!([]), "nothing was credited");
    let line = whole["document"]["lines"][0]["id"].clone();
    let (status, part) = credit(json!({"reason": "One day", "lines": [{"line": line, "net": "1"}]}));
    assert_eq!((status, &part["number"]), (201, &json!("CN-000001")), "{part}");
    assert_eq!(part["document"]["preceding"][0]["number"], "INV-000001");
    assert_eq!(seats.invoice("INV-000001")["status"], "open");
    let (status, rest) = credit(json!({"reason": "All of it"}));
    assert_eq!((status, &rest["number"]), (201, &json!("CN-000002")), "{rest}");
    let void = seats.invoice("INV-000001");
    assert_eq!((&void["status"], &void["to_pay"]), (&json!("void"), &json!("0")));
    // Nothing is left: it cannot be credited again, and it is the same document as before.
    assert_eq!(credit(json!({"reason": "Again"})).0, 422);
    assert_eq!(void["document"], whole["document"]);
    assert_eq!(seats.server.post("/v1/invoices/CN-000001/credit-notes", &json!({"reason": "x"})).0, 404);
}

#[test]
fn a_parked_invoice_waits_for_a_person() {
    let seats = Seats::new();
    seats.open("large", 400, Some("visa"));
    seats.until("2026-01-02T00:00:00Z");
    assert_eq!(seats.server.get("/v1/invoices").1["data"], json!([]), "it is above the bound");
    let (_, effects) = seats.server.get("/v1/accounts/large/effects?kind=invoice_drafted");
    let name = effects["data"][0]["invoice"].as_str().expect("a name").to_owned();
    assert_eq!(seats.server.get("/v1/accounts/large/payments").1["data"], json!([]), "nothing is collected");
    assert_eq!(seats.server.post("/v1/accounts/large/invoices/none/issue", &json!({})).0, 404);
    let issue = || seats.server.post(&format!("/v1/accounts/large/invoices/{name}/issue"), &json!({}));
    let (status, told) = issue();
    assert_eq!(
        (status, &told["number"], &told["issued_on"]),
        (200, &json!("INV-000001"), &json!("2026-01-02")),
        "{told}"
    );
    assert_eq!(issue().1["number"], "INV-000001", "once");
    seats.until("2026-01-02T00:00:01Z");
    assert_eq!(seats.invoice("INV-000001")["status"], "paid");
}

#[test]
fn a_time_of_ones_own_goes_on_and_not_back() {
    let seats = Seats::new();
    for (body, status) in [
        (json!({}), 422),
        (json!({"now": "tomorrow"}), 422),
        (json!({"now": 7}), 422),
        (json!({"now": START, "more": 1}), 422),
        (json!({"now": "2025-12-31T23:59:59Z"}), 409),
        (json!({"now": "2031-01-01T00:00:00Z"}), 409),
    ] {
        let (answered, told) = seats.server.post("/v1/test-clock", &body);
        assert_eq!(answered, status, "{body}: {told}");
    }
    assert_eq!(seats.server.get("/v1/test-clock").1, json!({"real": false, "now": "2026-01-01T00:00:00.000Z"}));
    let left = seats.server.agent.delete(format!("{}/v1/test-clock", seats.server.base)).call().expect("an answer");
    assert_eq!(left.status().as_u16(), 200);
    assert_eq!(seats.server.get("/v1/test-clock").1["real"], true);
    seats.open("real", 1, None);
    let (status, told) = seats.server.post("/v1/test-clock", &json!({"now": "2026-06-01T00:00:00Z"}));
    assert_eq!((status, code(&told)), (409, "test_clock"));
}

/// Whoever imports what has happened is not overtaken by a host that lets time pass meanwhile.
#[test]
fn an_account_that_opened_long_ago_is_left_alone_for_a_while() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), "simulator");
    let seats = Seats { server, _folder: Some(folder) };
    seats.open("a", 1, Some("visa"));
    // Its first period has ended long ago, and its first invoice is due.
    std::thread::sleep(Duration::from_secs(2));
    let replayed = json!({"as_of": "2026-02-01T00:00:00Z", "events": [{"type": "time_passed", "id": "t", "time": "2026-01-05T00:00:00Z"}]});
    let (status, told) = seats.server.post("/v1/accounts/a/events", &replayed);
    assert_eq!((status, &told["applied"]), (200, &json!(1)), "{told}");
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(seats.server.state()["as_of"], "2026-01-05T00:00:00Z");
    let (_, payments) = seats.server.get("/v1/accounts/a/payments");
    assert_eq!(
        (&payments["data"][0]["state"], &payments["data"][0]["tries"]),
        (&json!("wanted"), &json!(0)),
        "{payments}"
    );
}

#[test]
fn an_account_is_opened_in_short() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), "report");
    let (_, told) = server.post("/v1/rulebooks", &crate::server::rulebook());
    let open = json!({"rulebook": told["digest"], "open": {"account": "short", "time": START}}).to_string();
    let asked = server.agent.post(format!("{}/v1/accounts", server.base)).header("prefer", "return=minimal");
    let mut answer = asked.content_type("application/json").send(open).expect("an answer");
    assert_eq!(answer.status().as_u16(), 201);
    let told: Value = serde_json::from_str(&answer.body_mut().read_to_string().expect("a text")).expect("JSON");
    assert_eq!(told["account"], "short");
    assert!(told.get("rulebook").is_none() && told.get("state").is_none(), "{told}");
}
