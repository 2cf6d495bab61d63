//! A stand-in for Stripe and a host that charges through it, each a process of its own, and a tenant whose time is its own.

use crate::server::Server;
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub(crate) const START: &str = "2026-01-01T00:00:00Z";
pub(crate) const SECRET: &str = "whsec_test";
const KEY: &str = "sk_test_fake";

/// A program that listens, and is ended with whoever has started it.
pub(crate) struct Process(pub(crate) Child);

impl Drop for Process {
    fn drop(&mut self) {
        // Already ended is as good.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// `fake/`.
pub(crate) struct Fake {
    _process: Process,
    pub(crate) base: String,
    agent: ureq::Agent,
}

impl Fake {
    fn start(folder: &Path) -> Self {
        let (program, port) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stripe/fake"), folder.join("port"));
        let child = Command::new("python3").arg("-B").arg(program).arg(&port).stdout(Stdio::null()).spawn();
        let process = Process(child.expect("Python runs"));
        until("the stand-in", || port.exists());
        let port = std::fs::read_to_string(port).expect("a port");
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        Self { _process: process, base: format!("http://127.0.0.1:{port}"), agent }
    }

    pub(crate) fn told(&self, path: &str, body: &Value) -> Value {
        let sent = self.agent.post(format!("{}/_fake/{path}", self.base)).send(body.to_string());
        let mut answer = sent.expect("the stand-in answers");
        assert_eq!(answer.status().as_u16(), 200, "{path} {body}");
        serde_json::from_str(&answer.body_mut().read_to_string().expect("a text")).expect("JSON")
    }

    pub(crate) fn fails(&self, call: &str, faults: &[&str]) {
        self.told("faults", &faults.iter().map(|fault| json!({"call": call, "fault": fault})).collect());
    }

    /// What it has of an account: of one kind, in the order in which it came.
    pub(crate) fn has(&self, kind: &str, account: &str) -> Vec<Value> {
        let ledger = self.told("ledger", &json!({}));
        let own = |one: &&Value| one["metadata"]["counterfoil_account"] == account;
        ledger[kind].as_array().expect("a list").iter().filter(own).cloned().collect()
    }

    /// What an account has paid, in cents.
    pub(crate) fn moved(&self, account: &str) -> u64 {
        let received = |intent: &Value| intent["amount_received"].as_u64().expect("a count");
        self.has("payments", account).iter().map(received).sum()
    }
}

/// All of it.
pub(crate) struct World {
    pub(crate) fake: Fake,
    server: Option<Server>,
    database: String,
    _folder: tempfile::TempDir,
}

impl World {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("x.db").to_string_lossy().into_owned();
        Self::on(folder, database)
    }

    pub(crate) fn on(folder: tempfile::TempDir, database: String) -> Self {
        let fake = Fake::start(folder.path());
        let mut world = Self { fake, server: None, database, _folder: folder };
        world.begin();
        assert_eq!(world.server().post("/v1/test-clock", &json!({"now": START})).0, 200);
        world
    }

    pub(crate) fn server(&self) -> &Server {
        self.server.as_ref().expect("a host")
    }

    /// A host, the first or after another.
    pub(crate) fn begin(&mut self) {
        self.end();
        let server = Server::start_with(&self.database, "stripe", &words(&self.fake.base));
        let url = format!("{}/v1/stripe/webhook", server.base);
        self.fake.told("host", &json!({"pid": server.pid(), "url": url, "secret": SECRET}));
        self.server = Some(server);
    }

    /// It is killed, where it is there.
    pub(crate) fn end(&mut self) {
        self.fake.told("host", &json!({"pid": null}));
        self.server = None;
    }

    /// A copy of the books as they are now.
    pub(crate) fn copied(&self) -> String {
        let copy = format!("{}.copy", self.database);
        let program = env!("CARGO_BIN_EXE_counterfoil");
        let told = Command::new(program).args(["backup", "--database", &self.database, &copy]).output();
        assert!(told.expect("it ends").status.success());
        copy
    }

    /// A host on a copy, in the place of the one that was there.
    pub(crate) fn restored(&mut self, copy: String) {
        self.end();
        self.database = copy;
        self.begin();
    }

    /// An account with 60 on it that is charged 40 where it has less than 50.
    pub(crate) fn open(&self, account: &str) {
        let (_, told) = self.server().post("/v1/rulebooks", &prepaid());
        let settings = json!({"recharge": {"enabled": true, "threshold": "50", "amount": "40"}});
        let open = json!({"account": account, "time": self.now(), "settings": settings});
        let (status, told) = self.server().post("/v1/accounts", &json!({"rulebook": told["digest"], "open": open}));
        assert_eq!(status, 201, "{told}");
        self.event(account, json!({"type": "top_up", "id": "t", "time": self.now(), "amount": "60"}));
    }

    /// The account has a card that behaves so, by what a payer does.
    pub(crate) fn card(&self, account: &str, does: &[&str]) -> String {
        self.method(account, "card", does)
    }

    pub(crate) fn method(&self, account: &str, kind: &str, does: &[&str]) -> String {
        let intents = format!("/v1/accounts/{account}/setup-intents");
        let (status, intent) = self.server().post(&intents, &json!({"type": kind}));
        assert_eq!(status, 201, "{intent}");
        let id = intent["setup_intent"].as_str().expect("an id");
        self.fake.told("confirm", &json!({"setup_intent": id, "does": does}));
        let (status, told) = match kind {
            "card" => bare(self.server(), &format!("{intents}/{id}/complete")),
            _ => self.server().post(&format!("{intents}/{id}/verification"), &json!({"amounts": [32, 45]})),
        };
        assert_eq!((status, &told["status"]), (200, &json!("succeeded")), "{told}");
        told["method"].as_str().expect("a method").to_owned()
    }

    pub(crate) fn event(&self, account: &str, event: Value) {
        let (status, told) =
            self.server().post(&format!("/v1/accounts/{account}/events"), &json!({"events": [event], "atomic": true}));
        assert_eq!(status, 200, "{told}");
    }

    /// Twenty are used.
    pub(crate) fn use_up(&self, account: &str, id: &str) {
        self.event(
            account,
            json!({"type": "usage", "id": id, "time": self.now(), "product": "call", "quantity": 20, "unit": "minute"}),
        );
    }

    /// Posts something that a charge follows from, at which the host may be killed: nothing is answered then, and what was posted is in the books.
    pub(crate) fn tried(&mut self, path: &str, body: &Value) {
        let url = format!("{}{path}", self.server().base);
        match self.server().agent.post(url).content_type("application/json").send(body.to_string()) {
            Ok(answer) => assert!(answer.status().is_success(), "{path} {body} {answer:?}"),
            Err(_) => self.begin(),
        }
    }

    pub(crate) fn now(&self) -> String {
        self.server().get("/v1/test-clock").1["now"].as_str().expect("a time").to_owned()
    }

    /// The tenant's time goes on by so many seconds, and what is due until then is done, by a new host where the one that was there is killed.
    pub(crate) fn pass(&mut self, seconds: i64) {
        let now: jiff::Timestamp = self.now().parse().expect("a time");
        let goal = (now + jiff::SignedDuration::from_secs(seconds)).to_string();
        let (begun, mut asked) = (Instant::now(), false);
        loop {
            assert!(begun.elapsed() < Duration::from_secs(90), "time does not pass");
            let going = if asked { self.going() } else { self.goes(&goal) };
            match going {
                Some(true) => std::thread::sleep(Duration::from_millis(20)),
                Some(false) => return,
                None => {
                    self.begin();
                    continue;
                }
            }
            asked = true;
        }
    }

    fn goes(&self, goal: &str) -> Option<bool> {
        let url = format!("{}/v1/test-clock", self.server().base);
        let body = json!({"now": goal}).to_string();
        let answer = self.server().agent.post(url).content_type("application/json").send(body).ok()?;
        assert_eq!(answer.status().as_u16(), 200);
        Some(true)
    }

    /// Is its time on its way? None where nobody is there to say so.
    fn going(&self) -> Option<bool> {
        let mut answer = self.server().agent.get(format!("{}/v1/test-clock", self.server().base)).call().ok()?;
        let told: Value = serde_json::from_str(&answer.body_mut().read_to_string().ok()?).ok()?;
        Some(told.get("goal").is_some())
    }

    pub(crate) fn balance(&self, account: &str) -> String {
        let (_, told) = self.server().get(&format!("/v1/accounts/{account}"));
        told["state"]["balance"].as_str().expect("an amount").to_owned()
    }

    pub(crate) fn payments(&self, account: &str) -> Vec<Value> {
        let (_, told) = self.server().get(&format!("/v1/accounts/{account}/payments?limit=200"));
        told["data"].as_array().expect("a list").clone()
    }

    /// The only payment of a kind, which is there.
    pub(crate) fn payment(&self, account: &str, kind: &str) -> Value {
        let all = self.payments(account);
        let mut found = all.iter().filter(|one| one["kind"] == kind);
        let first = found.next().unwrap_or_else(|| panic!("no {kind} among {all:?}"));
        assert!(found.next().is_none(), "several of {kind}: {all:?}");
        first.clone()
    }

    /// What is in the books can be made again.
    pub(crate) fn sound(mut self) {
        self.end();
        let told =
            Command::new(env!("CARGO_BIN_EXE_counterfoil")).args(["verify", "--database", &self.database]).output();
        let told = told.expect("it ends");
        assert!(told.status.success(), "{told:?}");
    }
}

/// Holds in a file and in PostgreSQL.
pub(crate) fn on_both(holds: impl Fn(World)) {
    holds(World::new());
    let postgres = counterfoil_postgres::Server::start().expect("PostgreSQL");
    let database = postgres.database().expect("a database");
    holds(World::on(tempfile::tempdir().expect("a folder"), database));
}

/// What a host is told of this Stripe.
fn words(url: &str) -> [&str; 6] {
    ["--stripe-key", KEY, "--stripe-url", url, "--stripe-webhook-secret", SECRET]
}

pub(crate) fn prepaid() -> Value {
    json!({"name": "prepaid", "currency": "USD", "rounding": {"scale": 2, "mode": "half_up"},
        "rates": [{"id": "r", "product": "call", "unit": "minute", "price": "1"}],
        "recharge": {"trigger": "below", "ladder_percent": [75, 50, 25, 0]},
        "bank_debit": {"minimum": "25", "maximum": "5000"}})
}

/// Posts nothing to an address that takes nothing.
pub(crate) fn bare(server: &Server, path: &str) -> (u16, Value) {
    let mut answer = server.agent.post(format!("{}{path}", server.base)).send_empty().expect("an answer");
    let text = answer.body_mut().read_to_string().expect("a text");
    (answer.status().as_u16(), serde_json::from_str(&text).expect("JSON"))
}

/// Waits until it is so.
pub(crate) fn until(what: &str, so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !so() {
        assert!(begun.elapsed() < Duration::from_secs(20), "waited for {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}
