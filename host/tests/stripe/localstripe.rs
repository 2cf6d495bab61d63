//! Against `localstripe`, which others have written: that what is said on the wire is understood. It knows no idempotency, no bank accounts
//! of the US, no disputes, and lists no intents of a customer: what depends on these is tried against `fake/`.

use crate::disputed::invoiced_by;
use crate::server::Server;
use crate::world::{Process, SECRET, bare, prepaid, until};
use serde_json::{Value, json};
use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const KEY: &str = "sk_test_local";

struct Local {
    _process: Process,
    base: String,
    /// What it says of itself.
    said: PathBuf,
}

impl Local {
    fn start(folder: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
        let said = folder.join("localstripe.txt");
        let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/.venv/bin/python");
        let mut command = Command::new(python);
        command.args(["-u", "-m", "localstripe", "--from-scratch", "--port", &port.to_string()]).current_dir(folder);
        command.stdout(Stdio::null()).stderr(File::create(&said).expect("a file"));
        let process = Process(command.spawn().expect("localstripe runs: `cargo xtask test` installs it"));
        let base = format!("http://127.0.0.1:{port}");
        until("localstripe", || ureq::get(format!("{base}/js.stripe.com/v3/")).call().is_ok());
        Self { _process: process, base, said }
    }

    fn post(&self, path: &str, form: &str) -> Value {
        let sent = ureq::post(format!("{}{path}", self.base))
            .header("authorization", &format!("Bearer {KEY}"))
            .content_type("application/x-www-form-urlencoded")
            .send(form);
        let text = sent.expect("an answer").body_mut().read_to_string().expect("a text");
        serde_json::from_str(&text).unwrap_or_default()
    }

    fn get(&self, path: &str) -> Value {
        let asked = ureq::get(format!("{}{path}", self.base)).header("authorization", &format!("Bearer {KEY}")).call();
        serde_json::from_str(&asked.expect("an answer").body_mut().read_to_string().expect("a text")).expect("JSON")
    }
}

/// An account takes in a card by its name there.
fn card(server: &Server, local: &Local, account: &str, card: &str) -> String {
    let intents = format!("/v1/accounts/{account}/setup-intents");
    let (status, intent) = server.post(&intents, &json!({"type": "card"}));
    assert_eq!(status, 201, "{intent}");
    let id = intent["setup_intent"].as_str().expect("an id");
    let confirmed = local.post(&format!("/v1/setup_intents/{id}/confirm"), &format!("payment_method={card}"));
    assert_eq!(confirmed["status"], "succeeded", "{confirmed}");
    let (status, told) = bare(server, &format!("{intents}/{id}/complete"));
    assert_eq!((status, &told["status"]), (200, &json!("succeeded")), "{told}");
    told["method"].as_str().expect("a method").to_owned()
}

#[test]
fn a_card_is_taken_in_charged_declined_and_paid_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let local = Local::start(folder.path());
    let words = ["--stripe-key", KEY, "--stripe-url", &local.base, "--stripe-webhook-secret", SECRET];
    let server = Server::start_with(&folder.path().join("x.db"), "stripe", &words);
    local.post("/_config/webhooks/host", &format!("url={}/v1/stripe/webhook&secret={SECRET}", server.base));
    let (_, told) = server.post("/v1/rulebooks", &prepaid());
    let now = server.get("/v1/test-clock").1["now"].clone();
    let settings = json!({"recharge": {"enabled": true, "threshold": "50", "amount": "40"}});
    for (account, name) in [("good", "pm_card_visa"), ("bad", "pm_card_chargeCustomerFail")] {
        let open = json!({"account": account, "time": now, "settings": settings});
        assert_eq!(server.post("/v1/accounts", &json!({"rulebook": told["digest"], "open": open})).0, 201);
        card(&server, &local, account, name);
        let events = json!([{"type": "top_up", "id": "t", "time": now, "amount": "60"},
            {"type": "usage", "id": "u", "time": now, "product": "call", "quantity": 20, "unit": "minute"}]);
        assert_eq!(server.post(&format!("/v1/accounts/{account}/events"), &json!({"events": events})).0, 200);
    }
    let payment = |account: &str, kind: &str| {
        let (_, told) = server.get(&format!("/v1/accounts/{account}/payments"));
        told["data"].as_array().expect("a list").iter().find(|one| one["kind"] == kind).cloned().unwrap_or_default()
    };
    until("a charge", || payment("good", "recharge")["state"] == "paid");
    until("a decline", || payment("bad", "recharge")["state"] == "failed");
    assert!(payment("bad", "recharge")["reason"].to_string().contains("card_declined"));
    let charges = local.get("/v1/payment_intents?limit=100");
    let paid: Vec<&Value> =
        charges["data"].as_array().expect("a list").iter().filter(|one| one["status"] == "succeeded").collect();
    assert_eq!((paid.len(), &paid[0]["amount"], &paid[0]["currency"]), (1, &json!(4_000), &json!("usd")));
    assert_eq!(paid[0]["id"], payment("good", "recharge")["reference"]);
    // An invoice is collected, and paid back.
    let invoice = invoiced_by(&server, "seats", || drop(card(&server, &local, "seats", "pm_card_visa")));
    server.post(&format!("/v1/invoices/{invoice}/credit-notes"), &json!({"reason": "All of it", "to": "payer"}));
    until("a refund", || payment("seats", "refund")["state"] == "paid");
    let refunds = local.get("/v1/refunds?limit=100");
    assert_eq!(refunds["data"][0]["id"], payment("seats", "refund")["reference"]);
    // It has signed what it has told, and was heard.
    until("a webhook", || {
        let said = std::fs::read_to_string(&local.said).expect("a text");
        said.contains("webhook \"payment_intent.succeeded\" successfully delivered")
    });
    let said = std::fs::read_to_string(&local.said).expect("a text");
    assert!(!said.contains("failed with response code"), "{said}");
}
