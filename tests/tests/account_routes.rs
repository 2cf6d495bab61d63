//! Decisions about a kept account over HTTP: authorize, simulate, explain, history as CSV, two calls at one moment.

use counterfoil_tests::quarter::{customer, preset};
use counterfoil_tests::server::Server;
use serde_json::{Value, json};

struct Host {
    server: Server,
    _folder: tempfile::TempDir,
}

impl Host {
    fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let (status, bytes) = self.server.post(path, &body.to_string());
        (status, serde_json::from_slice(&bytes).expect("JSON"))
    }

    fn apply(&self, events: Value) -> Value {
        let (status, reply) =
            self.post("/v1/accounts/a/events", &json!({"as_of": "2026-12-31T00:00:00Z", "events": events}));
        assert_eq!(status, 200, "{reply}");
        reply["answer"].clone()
    }
}

/// An account of the preset with 30 paid in, and ten cents of it used.
fn host() -> Host {
    let folder = tempfile::tempdir().expect("a folder");
    let host = Host { server: Server::start(&folder.path().join("x.db"), "report"), _folder: folder };
    let (status, kept) = host.post("/v1/rulebooks", &preset("prepaid-cpaas"));
    assert_eq!(status, 201, "{kept}");
    let open = json!({"account": "a", "time": "2026-01-01T00:00:00Z", "customer": customer("prepaid-cpaas")});
    assert_eq!(host.post("/v1/accounts", &json!({"rulebook": kept["digest"], "open": open})).0, 201);
    host.apply(json!([
        {"type": "top_up", "id": "t", "time": "2026-01-02T00:00:00Z", "amount": "30"},
    ]));
    host.apply(json!([
        {"type": "usage", "id": "u", "time": "2026-01-03T00:00:00Z", "product": "voice.outbound", "destination": "14155550100", "unit": "minute", "quantity": "10"},
    ]));
    host
}

fn voice(quantity: &str) -> Value {
    json!({"product": "voice.outbound", "destination": "14155550100", "quantity": quantity, "unit": "minute"})
}

#[test]
fn a_usage_is_allowed_as_long_as_there_is_credit_for_it() {
    let host = host();
    let body = json!({"as_of": "2026-01-04T00:00:00Z", "requests": [voice("100"), voice("2990"), voice("2990.1")]});
    let (status, answer) = host.post("/v1/accounts/a/authorize", &body);
    assert_eq!(status, 200, "{answer}");
    let allowed: Vec<&Value> =
        answer["answer"]["decisions"].as_array().expect("a list").iter().map(|one| &one["allowed"]).collect();
    assert_eq!(allowed, [true, true, false]);
    assert_eq!(answer["answer"]["decisions"][0]["affordable"], "2990");
    assert_eq!(answer["answer"]["decisions"][2]["reasons"], json!(["exceeds_available"]));
    let (status, refused) = host.post("/v1/accounts/a/authorize", &json!({"state": {}, "requests": []}));
    assert_eq!((status, &refused["problems"][0]["path"]), (422, &json!("/state")));
    assert_eq!(host.post("/v1/accounts/nobody/authorize", &body).0, 404);
}

/// Parallel calls against one account: what is held once cannot be held again, whoever comes first.
#[test]
fn many_calls_at_one_moment_hold_no_more_than_there_is() {
    let host = host();
    let taken: usize = std::thread::scope(|scope| {
        let caller = |number: u32| {
            let host = &host;
            scope.spawn(move || {
                let mut hold = voice("700");
                for (name, value) in [
                    ("type", json!("hold_requested")),
                    ("id", json!(format!("h{number}"))),
                    ("time", json!("2026-01-04T00:00:00Z")),
                    ("until", json!("2026-01-04T01:00:00Z")),
                ] {
                    hold[name] = value;
                }
                let answer = host.apply(json!([hold]));
                usize::from(answer["effects"][0]["type"] == "hold_taken")
            })
        };
        let calls: Vec<_> = (0..16).map(caller).collect();
        calls.into_iter().map(|call| call.join().expect("an answer")).sum()
    });
    // 29.90 are left, and each hold is of 7.00.
    assert_eq!(taken, 4);
}

#[test]
fn what_comes_and_why_can_be_asked_of_a_kept_account() {
    let host = host();
    let body = json!({"as_of": "2026-01-04T00:00:00Z", "days": 90, "usage": {"type": "daily", "amount": "5"}});
    let (status, simulated) = host.post("/v1/accounts/a/simulate", &body);
    assert_eq!((status, &simulated["answer"]["money_ends_on"]), (200, &json!("2026-01-10")), "{simulated}");
    let (status, why) = host.post("/v1/accounts/a/explain", &json!({"subject": {"type": "entry", "id": "u/usage"}}));
    assert_eq!((status, &why["answer"]["result"]), (200, &json!("-0.10000")), "{why}");
    let rules: Vec<&str> = why["answer"]["steps"]
        .as_array()
        .expect("steps")
        .iter()
        .map(|step| step["rule"].as_str().expect("a rule"))
        .collect();
    assert_eq!(rules, ["rating.lookup", "rating.call", "money.ledger_rounding", "credit.burn_down", "ledger.balanced"]);
    let (status, unknown) = host.post("/v1/accounts/a/explain", &json!({"subject": {"type": "entry", "id": "x"}}));
    assert_eq!((status, &unknown["code"]), (422, &json!("subject_unknown")));
}

#[test]
fn the_history_opens_safely_in_a_spreadsheet() {
    let host = host();
    host.apply(json!([{"type": "adjustment", "id": "adj", "time": "2026-01-05T00:00:00Z", "amount": "-1.5", "reason": "=HYPERLINK(\"http://x\",\"a, b\")"}]));
    let (status, csv) = host.server.get("/v1/accounts/a/history.csv");
    let csv = String::from_utf8(csv).expect("UTF-8");
    assert_eq!(status, 200, "{csv}");
    let rows: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!(rows[0], "id,description,created,amount,balance");
    assert_eq!(rows[1], "t/top_up,top-up,2026-01-02T00:00:00Z,30.00000,30.00000");
    assert_eq!(
        rows[3],
        "adj/adjustment,\"'=HYPERLINK(\"\"http://x\"\",\"\"a, b\"\")\",2026-01-05T00:00:00Z,-1.50000,28.40000"
    );
}
