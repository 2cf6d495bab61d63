//! The driver of `cargo xtask load`: clients over HTTP against a host of its own, and raw rows of the same shape on the same
//! disk. `load HOST FOLDER SECONDS` prints a table of Markdown. It fails where an answer is wrong or an amount is missing, never
//! by a figure.

mod client;
mod raw;

use client::{Client, Took};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

const CLIENTS: usize = 50;
const ACCOUNTS: usize = 1_000;
/// Events in a batch, and accounts that batches go to.
const BATCH: usize = 1_000;
const BATCH_ACCOUNTS: usize = 20;
/// Of each usage, in cents.
const PRICE: u64 = 2;
const CREDIT: u64 = 10_000_000;

struct Host {
    child: Child,
    address: String,
}

impl Host {
    fn start(program: &str, folder: &Path) -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = free.local_addr().expect("an address").to_string();
        drop(free);
        let child = Command::new(program)
            .args(["serve", "--payments", "report", "--listen", &address, "--database"])
            .arg(folder.join("host.db"))
            .env("COUNTERFOIL_FIRST_KEY", client::KEY)
            .stdout(Stdio::null())
            .spawn()
            .expect("the host");
        let host = Self { child, address };
        let begun = Instant::now();
        while Client::connect(&host.address).is_none_or(|mut client| client.get("/readyz").0 != 200) {
            assert!(begun.elapsed() < Duration::from_secs(60), "the host is not ready");
            std::thread::sleep(Duration::from_millis(50));
        }
        host
    }

    fn client(&self) -> Client {
        Client::connect(&self.address).expect("a connection")
    }

    /// Peak of its memory, in MiB.
    fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
        line.trim().trim_end_matches(" kB").trim().parse::<u64>().unwrap_or_default() / 1024
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn main() {
    // Without a host this is somebody running every benchmark there is: there is nothing to measure.
    let mut words = std::env::args().skip(1).filter(|word| !word.starts_with('-'));
    let (Some(program), Some(folder), Some(seconds)) = (words.next(), words.next(), words.next()) else { return };
    let (folder, time) = (PathBuf::from(folder), Duration::from_secs(seconds.parse().expect("seconds")));
    let host = Host::start(&program, &folder);
    open(&host);
    println!("| {CLIENTS} clients, {seconds} s each | a second | p50, ms | p99, ms | to raw rows |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    let raw = raw::rows(&folder.join("raw.db"), CLIENTS, ACCOUNTS, time);
    told("raw rows: SQLite, as durable, flushed together", &raw, 1, None);
    let spends = drive(&host, time, |client, number| spend(client, &account(number), number));
    told(&format!("`spend` on {ACCOUNTS} accounts"), &spends, 1, Some(&raw));
    let hot = drive(&host, time, |client, number| spend(client, "hot", number));
    told("`spend` on one account", &hot, 1, Some(&raw));
    let posts = drive(&host, time, post);
    told(&format!("an event a call, {ACCOUNTS} accounts"), &posts, 1, Some(&raw));
    let batches = drive(&host, time, batch);
    told(&format!("events in batches of {BATCH}"), &batches, BATCH as u64, Some(&raw));
    let decisions = drive(&host, time, authorize);
    told("`authorize`, nothing written", &decisions, 1, None);
    conserved(&host, hot.count());
    println!("\nThe host's memory at its most: {} MiB.", host.memory());
}

fn account(number: u64) -> String {
    format!("a{}", number as usize % ACCOUNTS)
}

/// A rulebook, accounts, and credit for each.
fn open(host: &Host) {
    let mut client = host.client();
    let rulebook = json!({"name": "load", "currency": "USD", "rounding": {"scale": 2, "mode": "half_up"},
        "rates": [{"id": "sms", "product": "sms", "unit": "message", "price": "0.02"}]});
    let (status, answer) = client.post("/v1/rulebooks", &rulebook.to_string());
    assert_eq!(status, 201, "{}", String::from_utf8_lossy(&answer));
    let digest = serde_json::from_slice::<Value>(&answer).expect("JSON")["digest"].clone();
    let names = (0..ACCOUNTS).map(|number| account(number as u64));
    let names = names.chain((0..BATCH_ACCOUNTS).map(|number| format!("b{number}"))).chain(["hot".to_owned()]);
    for name in names {
        let open = json!({"rulebook": digest, "open": {"account": name, "time": "2026-01-01T00:00:00Z"}});
        assert_eq!(client.post("/v1/accounts", &open.to_string()).0, 201);
        let credit = format!("{}.{:02}", CREDIT / 100, CREDIT % 100);
        let top_up = json!({"as_of": "2026-01-01T00:00:00Z", "events": [{"type": "top_up", "id": "credit",
            "time": "2026-01-01T00:00:00Z", "amount": credit, "method": "card"}]});
        let (status, answer) = client.post(&format!("/v1/accounts/{name}/events"), &top_up.to_string());
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&answer));
    }
}

/// All clients at once, each with the next number as soon as it is answered.
fn drive(host: &Host, time: Duration, ask: impl Fn(&mut Client, u64) + Sync) -> Took {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let (until, ask) = (Instant::now() + time, &ask);
    let begun = Instant::now();
    let times = std::thread::scope(|threads| {
        let clients = (0..CLIENTS).map(|_| {
            threads.spawn(move || {
                let (mut client, mut times) = (host.client(), Vec::new());
                while Instant::now() < until {
                    let asked = Instant::now();
                    ask(&mut client, NEXT.fetch_add(1, Ordering::Relaxed));
                    times.push(asked.elapsed());
                }
                times
            })
        });
        let clients: Vec<_> = clients.collect();
        clients.into_iter().flat_map(|client| client.join().expect("a client")).collect()
    });
    Took::new(times, begun.elapsed())
}

fn usage(number: u64) -> String {
    let second = number % 86_400;
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!(
        r#""id":"u{number}","time":"2026-01-05T{hour:02}:{minute:02}:{second:02}Z","product":"sms","quantity":"1","unit":"message""#
    )
}

const NOW: &str = r#""as_of":"2026-01-06T00:00:00Z""#;

fn spend(client: &mut Client, account: &str, number: u64) {
    let body = format!(r#"{{{NOW},"usage":{{{}}}}}"#, usage(number));
    let (status, answer) = client.post(&format!("/v1/accounts/{account}/spend"), &body);
    assert!(status == 200 && answer.starts_with(br#"{"applied":1,"#), "{status} {}", String::from_utf8_lossy(&answer));
}

fn post(client: &mut Client, number: u64) {
    let body = format!(r#"{{{NOW},"events":[{{"type":"usage",{}}}]}}"#, usage(number));
    let (status, answer) = client.post(&format!("/v1/accounts/{}/events", account(number)), &body);
    assert!(status == 200 && answer.starts_with(br#"{"applied":1,"#), "{status} {}", String::from_utf8_lossy(&answer));
}

fn batch(client: &mut Client, number: u64) {
    let first = number.wrapping_mul(BATCH as u64);
    let events = (first..).take(BATCH).map(|number| format!(r#"{{"type":"usage",{}}}"#, usage(number)));
    let body = format!(r#"{{{NOW},"events":[{}]}}"#, events.collect::<Vec<_>>().join(","));
    let (status, answer) = client.post(&format!("/v1/accounts/b{}/events", number as usize % BATCH_ACCOUNTS), &body);
    let all = format!(r#"{{"applied":{BATCH},"#);
    assert!(status == 200 && answer.starts_with(all.as_bytes()), "{status} {}", String::from_utf8_lossy(&answer));
}

fn authorize(client: &mut Client, number: u64) {
    let body = format!(r#"{{{NOW},"requests":[{{"product":"sms","quantity":"1","unit":"message"}}]}}"#);
    let (status, answer) = client.post(&format!("/v1/accounts/{}/authorize", account(number)), &body);
    assert!(status == 200, "{status} {}", String::from_utf8_lossy(&answer));
}

/// What was acknowledged is what is gone, to the cent.
fn conserved(host: &Host, spent: usize) {
    let (status, answer) = host.client().get("/v1/accounts/hot");
    assert_eq!(status, 200);
    let answer: Value = serde_json::from_slice(&answer).expect("JSON");
    let left = CREDIT - PRICE * spent as u64;
    assert_eq!(answer["state"]["balance"], format!("{}.{:02}", left / 100, left % 100), "{spent} were acknowledged");
}

fn told(what: &str, took: &Took, each: u64, raw: Option<&Took>) {
    let rate = took.rate() * each as f64;
    let beside = raw.map_or_else(String::new, |raw| format!("{:.2}", rate / raw.rate()));
    println!("| {what} | {rate:.0} | {:.1} | {:.1} | {beside} |", took.at(0.5), took.at(0.99));
}
