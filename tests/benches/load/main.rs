//! The driver of `cargo xtask load`: clients over HTTP against a host of its own, and raw rows of the same shape on the same
//! disk and in the same store. `load HOST FOLDER SECONDS [long]` prints tables of Markdown. It fails where an answer is wrong or
//! an amount is missing, never by a figure.

mod ask;
mod client;
mod host;
mod raw;
mod raw_postgres;

use client::{Client, Took};
use host::{CREDIT, Host, card, key, open, rulebook};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

const CLIENTS: usize = 50;
const ACCOUNTS: usize = 1_000;
/// Events in a batch, and accounts that batches go to.
const BATCH: usize = 1_000;
const BATCH_ACCOUNTS: usize = 20;
/// Of each usage, in cents.
const PRICE: u64 = 2;
/// What is asked for in a second, where that is what is given.
#[derive(Clone, Copy)]
struct Pace {
    spends: u64,
    authorizations: u64,
}

/// Of a host on a file, and of one on PostgreSQL, which shares the two cores.
const ON_A_FILE: Pace = Pace { spends: 2_000, authorizations: 5_000 };
const ON_POSTGRES: Pace = Pace { spends: 1_000, authorizations: 2_500 };
/// Spends that a tenant asks for in a second who needs less than his share of the host.
const MODEST: u64 = 500;

fn main() {
    // Without a host this is somebody running every benchmark there is: there is nothing to measure.
    let mut words = std::env::args().skip(1).filter(|word| !word.starts_with('-'));
    let (Some(program), Some(folder), Some(seconds)) = (words.next(), words.next(), words.next()) else { return };
    let (program, folder) = (PathBuf::from(program), PathBuf::from(folder));
    let time = Duration::from_secs(seconds.parse().expect("seconds"));
    let wanted = words.next().unwrap_or_default();
    if wanted == "long" {
        return long(&program, &folder, time);
    }
    let (file, raw_file) = (folder.join("host.db").display().to_string(), folder.join("raw.db"));
    println!("SQLite, one host:\n");
    let raw = raw::rows(&raw_file, CLIENTS, ACCOUNTS, time);
    measure(&program, &file, time, "raw rows: SQLite, as durable, flushed together", &raw, ON_A_FILE, &wanted);
    let postgres = counterfoil_postgres::Server::start().expect("PostgreSQL");
    let url = postgres.database().expect("a database");
    println!("\nPostgreSQL, one host:\n");
    let raw = raw_postgres::rows(&postgres.database().expect("a database"), CLIENTS, ACCOUNTS, time);
    measure(&program, &url, time, "raw rows: PostgreSQL, as durable, groups in 8 sessions", &raw, ON_POSTGRES, &wanted);
    if !"tenants".contains(&wanted) {
        return;
    }
    println!("\nTwo tenants on one host (SQLite), 5 clients of the one:\n");
    beside(&program, &folder.join("tenants.db").display().to_string(), time);
}

fn heading(time: Duration) {
    println!("| {CLIENTS} clients, {} s each | a second | p50, ms | p99, ms | to raw rows |", time.as_secs());
    println!("| --- | ---: | ---: | ---: | ---: |");
}

fn measure(program: &Path, database: &str, time: Duration, named: &str, raw: &Took, asked: Pace, wanted: &str) {
    let host = Host::start(program, database);
    let names = (0..ACCOUNTS).map(|number| account(number as u64));
    let names = names.chain((0..BATCH_ACCOUNTS).map(|number| format!("b{number}"))).chain(["hot".to_owned()]);
    open(&mut host.client(&host.key), &rulebook(), names);
    heading(time);
    told(named, raw, 1, None);
    let mut hot = 0;
    let mut row =
        |what: &str, each: u64, beside: Option<&Took>, pace: Option<u64>, ask: &(dyn Fn(&mut Client, u64) + Sync)| {
            if !what.contains(wanted) {
                return;
            }
            settle();
            let took = drive(&host, &host.key, CLIENTS, time, pace, ask);
            told(what, &took, each, beside);
            if what.ends_with("one account") {
                hot = took.count();
            }
        };
    let many = Some(raw);
    let spend = |client: &mut Client, number: u64| ask::spend(client, &account(number), number);
    let spends = format!("`spend` on {ACCOUNTS} accounts");
    row(&spends, 1, many, None, &spend);
    row(&format!("{spends}, {} asked for a second", asked.spends), 1, None, Some(asked.spends), &spend);
    row("`spend` on one account", 1, many, None, &|client, number| ask::spend(client, "hot", number));
    row(&format!("an event a call, {ACCOUNTS} accounts"), 1, many, None, &ask::post);
    row(&format!("events in batches of {BATCH}"), BATCH as u64, many, None, &ask::batch);
    row("`authorize`, nothing written", 1, None, None, &ask::authorize);
    let paced = format!("`authorize`, {} asked for a second", asked.authorizations);
    row(&paced, 1, None, Some(asked.authorizations), &ask::authorize);
    row("HTTP with nothing behind it (`GET /livez`)", 1, many, None, &ask::nothing);
    let dear = "`spend` by a card of 100,000 prefixes";
    if dear.contains(wanted) {
        open(&mut host.client(&host.key), &card(), (0..ACCOUNTS).map(|number| format!("card-{number}")));
        row(dear, 1, many, None, &|client, number| {
            ask::call(client, &format!("card-{}", number as usize % ACCOUNTS), number)
        });
    }
    conserved(&host, hot);
    println!("\nThe host's memory at its most: {} MiB.", host.memory("VmHWM"));
}

/// What one tenant has while another asks for the dearest things there are.
fn beside(program: &Path, database: &str, time: Duration) {
    let first = Host::start(program, database).key.clone();
    let operator = key(program, &["--database", database, "--role", "operator"]);
    let host = Host::start(program, database);
    let (status, made) = host.client(&operator).post("/v1/tenants", r#"{"name": "other"}"#);
    assert_eq!(status, 201, "{}", String::from_utf8_lossy(&made));
    let made: Value = serde_json::from_slice(&made).expect("JSON");
    let other = made["key"].as_str().expect("a key").to_owned();
    for key in [&first, &other] {
        open(&mut host.client(key), &rulebook(), (0..ACCOUNTS).map(|number| account(number as u64)));
    }
    println!("| {} s each | a second | p50, ms | p99, ms | to alone |", time.as_secs());
    println!("| --- | ---: | ---: | ---: | ---: |");
    let spend = |client: &mut Client, number: u64| ask::spend(client, &account(number), number);
    // As fast as it is answered, and by a pace that is below its share of the host.
    for (paced, pace) in [(String::new(), None), (format!(", {MODEST} asked for a second"), Some(MODEST))] {
        let few = || drive(&host, &first, 5, time, pace, &spend);
        let alone = few();
        told(&format!("`spend`{paced}, alone"), &alone, 1, None);
        for (what, hostile) in [
            ("batches of 1,000 events", &ask::batch_of_any as &(dyn Fn(&mut Client, u64) + Sync)),
            ("simulations of 90 days", &ask::simulate),
        ] {
            let beside = std::thread::scope(|threads| {
                let other = threads.spawn(|| drive(&host, &other, 45, time + Duration::from_secs(1), None, hostile));
                std::thread::sleep(Duration::from_millis(500));
                let beside = few();
                other.join().expect("the other tenant");
                beside
            });
            told(&format!("`spend`{paced}, beside 45 clients of another with {what}"), &beside, 1, Some(&alone));
        }
    }
}

/// Memory does not grow with time.
fn long(program: &Path, folder: &Path, time: Duration) {
    let host = Host::start(program, &folder.join("long.db").display().to_string());
    open(&mut host.client(&host.key), &rulebook(), (0..ACCOUNTS).map(|number| account(number as u64)));
    println!("| after, s | spends a second | p99, ms | memory, MiB |\n| ---: | ---: | ---: | ---: |");
    for part in 1..=10 {
        let spend = |client: &mut Client, number: u64| ask::spend(client, &account(number), number);
        let took = drive(&host, &host.key, CLIENTS, time / 10, None, &spend);
        println!(
            "| {} | {:.0} | {:.1} | {} |",
            (time / 10 * part).as_secs(),
            took.rate(),
            took.at(0.99),
            host.memory("VmRSS")
        );
    }
}

/// What the row before has left for the disk is no work of the next one's.
fn settle() {
    assert!(Command::new("sync").status().is_ok_and(|status| status.success()), "the disk does not settle");
}

fn account(number: u64) -> String {
    format!("a{}", number as usize % ACCOUNTS)
}

/// All clients at once, each with the next number as soon as it is answered, or when its time has come where there is a pace:
/// what waits for its time is not counted, what waits behind others is.
fn drive(
    host: &Host,
    key: &str,
    clients: usize,
    time: Duration,
    pace: Option<u64>,
    ask: &(dyn Fn(&mut Client, u64) + Sync),
) -> Took {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let begun = Instant::now();
    let until = begun + time;
    let times = std::thread::scope(|threads| {
        let clients = (0..clients).map(|client| {
            threads.spawn(move || {
                let (mut connection, mut times, mut turn) = (host.client(key), Vec::new(), 0_u32);
                while Instant::now() < until {
                    let mut asked = Instant::now();
                    if let Some(pace) = pace {
                        let every = Duration::from_secs(clients as u64) / pace as u32;
                        let due = begun + every * turn + every * client as u32 / clients as u32;
                        std::thread::sleep(due.saturating_duration_since(asked));
                        asked = due;
                        turn += 1;
                    }
                    ask(&mut connection, NEXT.fetch_add(1, Ordering::Relaxed));
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

/// What was acknowledged is what is gone, to the cent.
fn conserved(host: &Host, spent: usize) {
    let (status, answer) = host.client(&host.key).get("/v1/accounts/hot");
    assert_eq!(status, 200);
    let answer: Value = serde_json::from_slice(&answer).expect("JSON");
    let left = CREDIT - PRICE * spent as u64;
    let balance = json!(format!("{}.{:02}", left / 100, left % 100));
    assert_eq!(answer["state"]["balance"], balance, "{spent} were acknowledged");
}

fn told(what: &str, took: &Took, each: u64, raw: Option<&Took>) {
    let rate = took.rate() * each as f64;
    let beside = raw.map_or_else(String::new, |raw| format!("{:.2}", rate / raw.rate()));
    println!("| {what} | {rate:.0} | {:.1} | {:.1} | {beside} |", took.at(0.5), took.at(0.99));
}
