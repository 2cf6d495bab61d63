//! A host of its own, on a file or in PostgreSQL, and what is on it at first.

use crate::client::Client;
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Credit of each account, in cents.
pub(crate) const CREDIT: u64 = 10_000_000;

pub(crate) struct Host {
    child: Child,
    address: String,
    /// Of the first tenant.
    pub(crate) key: String,
}

impl Host {
    pub(crate) fn start(program: &Path, database: &str) -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = free.local_addr().expect("an address").to_string();
        drop(free);
        let key = key(program, &[]);
        let child = Command::new(program)
            .args([
                "serve",
                "--no-duties",
                "--log-level",
                "warn",
                "--payments",
                "report",
                "--listen",
                &address,
                "--database",
                database,
            ])
            .env("COUNTERFOIL_FIRST_KEY", &key)
            .stdout(Stdio::null())
            .spawn()
            .expect("the host");
        let host = Self { child, address, key };
        let begun = Instant::now();
        while Client::connect(&host.address, "").is_none_or(|mut client| client.get("/readyz").0 != 200) {
            assert!(begun.elapsed() < Duration::from_secs(60), "the host is not ready");
            std::thread::sleep(Duration::from_millis(50));
        }
        host
    }

    pub(crate) fn client(&self, key: &str) -> Client {
        Client::connect(&self.address, key).expect("a connection")
    }

    /// Its memory, in MiB: what it has now (`VmRSS`) or had at its most (`VmHWM`).
    pub(crate) fn memory(&self, which: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(which)).unwrap_or_default();
        line.trim_start_matches(':').trim().trim_end_matches(" kB").trim().parse::<u64>().unwrap_or_default() / 1024
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A key that the command line makes.
pub(crate) fn key(program: &Path, words: &[&str]) -> String {
    let made = Command::new(program).arg("key").args(words).output().expect("a key");
    assert!(made.status.success(), "{made:?}");
    String::from_utf8_lossy(&made.stdout).trim().to_owned()
}

/// Messages at two cents.
pub(crate) fn rulebook() -> Value {
    json!({"name": "load", "currency": "USD", "rounding": {"scale": 2, "mode": "half_up"},
        "rates": [{"id": "sms", "product": "sms", "unit": "message", "price": "0.02"}]})
}

/// The same, and calls to a hundred thousand destinations.
pub(crate) fn card() -> Value {
    let mut card = rulebook();
    let rates = card["rates"].as_array_mut().expect("rates");
    rates.extend((0..100_000_u32).map(|number| {
        let prefix = 1_000_000 + number * 7;
        json!({"id": format!("r{number}"), "product": "call", "unit": "minute", "prefix": prefix.to_string(),
            "price": format!("0.{:03}", number % 90 + 1)})
    }));
    card
}

/// Accounts of a rulebook, with credit.
pub(crate) fn open(client: &mut Client, rulebook: &Value, names: impl Iterator<Item = String>) {
    let (status, answer) = client.post("/v1/rulebooks", &rulebook.to_string());
    assert_eq!(status, 201, "{}", String::from_utf8_lossy(&answer[..answer.len().min(500)]));
    let digest = serde_json::from_slice::<Value>(&answer).expect("JSON")["digest"].clone();
    for name in names {
        let open = json!({"rulebook": digest, "open": {"account": name, "time": "2026-01-01T00:00:00Z"}});
        assert_eq!(client.post_shortly("/v1/accounts", &open.to_string()).0, 201);
        let credit = format!("{}.{:02}", CREDIT / 100, CREDIT % 100);
        let top_up = json!({"as_of": "2026-01-01T00:00:00Z", "events": [{"type": "top_up", "id": "credit",
            "time": "2026-01-01T00:00:00Z", "amount": credit, "method": "card"}]});
        let (status, answer) = client.post(&format!("/v1/accounts/{name}/events"), &top_up.to_string());
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&answer));
    }
}
