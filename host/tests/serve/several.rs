//! Several hosts on one PostgreSQL: whoever is asked, and whoever is killed, the money is there once.

use crate::killed::{entries, made_again, settled};
use crate::server::{KEY, Server, agent, rulebook};
use counterfoil_postgres::Server as Postgres;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, RwLock};
use std::time::{Duration, Instant};

const HOSTS: usize = 3;
const CLIENTS: u64 = 50;
const ACCOUNTS: usize = 5;
/// Cents that are on each account at first.
const FIRST: i64 = 100_000;
/// How long at least, how many hosts are killed meanwhile, and how much is taken, on however slow a machine.
const TIME: Duration = Duration::from_secs(15);
const KILLS: u64 = 10;
const TAKEN: usize = 500;
const PAUSE: Duration = Duration::from_millis(700);

fn open(server: &Server) {
    let (_, answer) = server.post("/v1/rulebooks", &rulebook());
    for account in 0..ACCOUNTS {
        let open = json!({"account": format!("k{account}"), "time": "2026-01-01T00:00:00Z"});
        assert_eq!(server.post("/v1/accounts", &json!({"rulebook": answer["digest"], "open": open})).0, 201);
        let top_up = json!({"type": "top_up", "id": "first", "time": "2026-01-01T00:00:00Z", "amount": "1000"});
        assert_eq!(server.post(&format!("/v1/accounts/k{account}/events"), &json!({"events": [top_up]})).0, 200);
    }
}

/// Numbers that nobody has chosen.
fn mixed(number: u64) -> u64 {
    let mixed = (number ^ (number >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

/// One thing after the other, each at any of the hosts, and again at another where none answered.
fn client(number: u64, hosts: &RwLock<Vec<Server>>, stop: &AtomicBool, taken: &Mutex<Vec<(usize, String)>>) {
    let agent = agent(KEY);
    for turn in 0.. {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let lot = mixed(number << 32 | turn);
        let (account, id) = ((lot % ACCOUNTS as u64) as usize, format!("c{number}-{turn}"));
        let body = if lot & 0x100 == 0 {
            let usage =
                json!({"id": id, "time": "2026-01-05T12:00:00Z", "product": "call", "quantity": 1, "unit": "minute"});
            ("spend", json!({"usage": usage}))
        } else {
            let top_up = json!({"type": "top_up", "id": id, "time": "2026-01-05T12:00:00Z", "amount": "0.01"});
            ("events", json!({"events": [top_up]}))
        };
        for attempt in 0.. {
            let base = {
                let hosts = hosts.read().expect("hosts");
                hosts[mixed(lot + attempt) as usize % hosts.len()].base.clone()
            };
            let url = format!("{base}/v1/accounts/k{account}/{}", body.0);
            let answer = agent.post(url).content_type("application/json").send(body.1.to_string());
            match answer.map(|answer| answer.status().as_u16()) {
                Ok(200) => {
                    taken.lock().expect("a list").push((account, id));
                    break;
                }
                // Gone, or it could not be done now: the same again, elsewhere.
                Err(_) | Ok(503) => assert!(attempt < 100, "nobody answers"),
                Ok(other) => panic!("{other}"),
            }
        }
    }
}

#[test]
fn three_hosts_on_one_database_are_one() {
    let postgres = Postgres::start().expect("PostgreSQL");
    let url = postgres.database().expect("a database");
    let start = || Server::start(&url, "report");
    let hosts = RwLock::new((0..HOSTS).map(|_| start()).collect::<Vec<_>>());
    open(&hosts.read().expect("hosts")[0]);
    let (stop, taken, kills) = (AtomicBool::new(false), Mutex::new(Vec::new()), AtomicU64::new(0));
    std::thread::scope(|threads| {
        for number in 0..CLIENTS {
            let (hosts, stop, taken) = (&hosts, &stop, &taken);
            threads.spawn(move || client(number, hosts, stop, taken));
        }
        let begun = Instant::now();
        let done = || kills.load(Ordering::Relaxed) >= KILLS && taken.lock().expect("a list").len() > TAKEN;
        while begun.elapsed() < TIME || !done() && begun.elapsed() < 20 * TIME {
            std::thread::sleep(PAUSE);
            let kill = kills.fetch_add(1, Ordering::Relaxed);
            let fresh = start();
            let mut hosts = hosts.write().expect("hosts");
            let which = mixed(kill) as usize % HOSTS;
            hosts[which].kill();
            hosts[which] = fresh;
        }
        stop.store(true, Ordering::Relaxed);
        assert!(done(), "{} kills", kills.load(Ordering::Relaxed));
    });
    let (taken, hosts) = (taken.into_inner().expect("a list"), hosts.into_inner().expect("hosts"));
    for account in 0..ACCOUNTS {
        settled(&hosts[0], account);
        let books = entries(&hosts[0], account);
        let told: BTreeSet<&str> = taken.iter().filter(|(of, _)| *of == account).map(|(_, id)| &**id).collect();
        let of = |kind: &str| books.iter().filter(|id| id.ends_with(kind)).count() as i64;
        for id in told {
            let there = ["usage", "top_up"].iter().filter(|kind| books.contains(&format!("{id}/{kind}"))).count();
            assert_eq!(there, 1, "{id} was acknowledged");
        }
        // Every host says the same, and it is what the entries make.
        let left = FIRST + of("/top_up") - 1 - of("/usage");
        for host in &hosts {
            let (_, kept) = host.get(&format!("/v1/accounts/k{account}"));
            assert_eq!(kept["state"]["balance"], format!("{}.{:02}", left / 100, left % 100));
        }
    }
    let told: Value = made_again(url.as_ref());
    assert_eq!((&told["accounts"], &told["faults"]), (&json!(ACCOUNTS), &json!([])));
}
