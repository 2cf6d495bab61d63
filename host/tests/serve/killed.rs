//! Killed again and again while many post: what was acknowledged is there, once, and nothing is there by halves.

use crate::server::{Server, rulebook};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

const CLIENTS: usize = 8;
const ACCOUNTS: usize = 5;

/// How often; `KILLS` says otherwise.
fn kills() -> u64 {
    std::env::var("KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(200)
}

fn open(server: &Server) {
    let (_, answer) = server.post("/v1/rulebooks", &rulebook());
    for account in 0..ACCOUNTS {
        let open = json!({"account": format!("k{account}"), "time": "2026-01-01T00:00:00Z"});
        assert_eq!(server.post("/v1/accounts", &json!({"rulebook": answer["digest"], "open": open})).0, 201);
        let top_up = json!({"type": "top_up", "id": "t", "time": "2026-01-01T00:00:00Z", "amount": "100000"});
        assert_eq!(server.post(&format!("/v1/accounts/k{account}/events"), &json!({"events": [top_up]})).0, 200);
    }
}

/// Posts until the server is gone: spends, and batches of three. Ids that were acknowledged, by account.
fn post(server: &Server, next: &AtomicU64, acknowledged: &Mutex<Vec<(usize, String)>>) {
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let account = number as usize % ACCOUNTS;
        let usage = |id: &str| json!({"id": id, "time": "2026-01-05T12:00:00Z", "product": "call", "quantity": 1, "unit": "minute"});
        let ids: Vec<String> =
            (0..if number.is_multiple_of(3) { 3 } else { 1 }).map(|part| format!("u{number}-{part}")).collect();
        let (path, body) = match &ids[..] {
            [one] => ("spend", json!({"usage": usage(one)})),
            several => {
                let events = several.iter().map(|id| {
                    let mut event = usage(id);
                    event["type"] = "usage".into();
                    event
                });
                ("events", json!({"events": events.collect::<Value>()}))
            }
        };
        let url = format!("{}/v1/accounts/k{account}/{path}", server.base);
        let answer = server.agent.post(url).content_type("application/json").send(body.to_string());
        let Ok(answer) = answer else { return };
        assert_eq!(answer.status().as_u16(), 200);
        acknowledged.lock().expect("a list").extend(ids.into_iter().map(|id| (account, id)));
    }
}

/// Ids of all entries of an account, each once.
pub(crate) fn entries(server: &Server, account: usize) -> BTreeSet<String> {
    let (mut found, mut cursor) = (BTreeSet::new(), String::new());
    loop {
        let (_, page) = server.get(&format!("/v1/accounts/k{account}/history?limit=200{cursor}"));
        for entry in page["data"].as_array().expect("entries") {
            let id = entry["id"].as_str().expect("an id").to_owned();
            assert!(found.insert(id.clone()), "{id} stands twice");
        }
        match page["cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}

#[test]
fn kills_lose_nothing_and_double_nothing_in_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("x.db");
    killed(file.as_os_str(), |kill| copied(&file, &folder.path().join(format!("copy{kill}.db"))));
}

#[test]
fn kills_lose_nothing_and_double_nothing_in_postgresql() {
    let postgres = counterfoil_postgres::Server::start().expect("PostgreSQL");
    killed(postgres.database().expect("a database").as_ref(), |_| ());
}

/// Until this life of the host has acknowledged something, however slow the machine is.
fn busy(acknowledged: &Mutex<Vec<(usize, String)>>) {
    let count = || acknowledged.lock().expect("a list").len();
    let (before, end) = (count(), Instant::now() + Duration::from_secs(60));
    while count() == before {
        assert!(Instant::now() < end, "nothing was acknowledged in a minute");
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn killed(database: &OsStr, copied: impl Fn(u64)) {
    let (next, acknowledged) = (AtomicU64::new(0), Mutex::new(Vec::new()));
    open(&Server::start(database, "report"));
    for kill in 0..kills() {
        let server = Server::start(database, "report");
        std::thread::scope(|threads| {
            for _ in 0..CLIENTS {
                threads.spawn(|| post(&server, &next, &acknowledged));
            }
            if kill % 50 == 7 {
                copied(kill);
            }
            busy(&acknowledged);
            // Now in the middle of a flush, now between two.
            std::thread::sleep(Duration::from_micros(kill * 7_919 % 60_000));
            server.kill();
        });
    }
    verify(database, acknowledged.into_inner().expect("a list"));
    // And all of it can be made again.
    let told = made_again(database);
    assert_eq!(told["accounts"], ACCOUNTS);
}

/// What `counterfoil verify` says of sound books.
pub(crate) fn made_again(database: &OsStr) -> Value {
    let told = Command::new(env!("CARGO_BIN_EXE_counterfoil")).args(["verify", "--database"]).arg(database).output();
    let told = told.expect("it ends");
    assert!(told.status.success(), "{told:?}");
    serde_json::from_slice(&told.stdout).expect("JSON")
}

/// A copy that is taken while all are posting can be served, and made again.
fn copied(file: &Path, copy: &Path) {
    let program = env!("CARGO_BIN_EXE_counterfoil");
    let backup = Command::new(program).args(["backup", "--database"]).args([file, copy]).output().expect("it ends");
    assert!(backup.status.success(), "{backup:?}");
    let again = Command::new(program).args(["backup", "--database"]).args([file, copy]).output().expect("it ends");
    assert!(!again.status.success(), "what is there is not written over");
    let verified = Command::new(program).args(["verify", "--database"]).arg(copy).output().expect("it ends");
    assert!(verified.status.success(), "{verified:?}");
    assert_eq!(Server::start(copy, "report").get("/v1/accounts/k0").0, 200);
}

/// A commit that was on its way when its host was killed comes to its end in the database: the next turn is behind it.
pub(crate) fn settled(server: &Server, account: usize) {
    let event = json!({"type": "time_passed", "id": "settled", "time": "2026-01-06T00:00:00Z"});
    assert_eq!(server.post(&format!("/v1/accounts/k{account}/events"), &json!({"events": [event]})).0, 200);
}

fn verify(database: &OsStr, acknowledged: Vec<(usize, String)>) {
    let server = Server::start(database, "report");
    assert!(acknowledged.len() as u64 > kills(), "only {} were acknowledged", acknowledged.len());
    (0..ACCOUNTS).for_each(|account| settled(&server, account));
    let books: Vec<BTreeSet<String>> = (0..ACCOUNTS).map(|account| entries(&server, account)).collect();
    for (account, id) in &acknowledged {
        assert!(books[*account].contains(&format!("{id}/usage")), "{id} was acknowledged and is lost");
    }
    for (account, entries) in books.iter().enumerate() {
        let usages: Vec<&str> = entries.iter().filter_map(|id| id.strip_suffix("/usage")).collect();
        let (_, kept) = server.get(&format!("/v1/accounts/k{account}"));
        // A cent each: the state is what the entries make it.
        let left = 10_000_000 - usages.len();
        assert_eq!(kept["state"]["balance"], format!("{}.{:02}", left / 100, left % 100));
        // A batch of three is there whole or not at all.
        let parts = |id: &&&str| id.ends_with("-1") || id.ends_with("-2");
        for id in usages.iter().filter(parts) {
            let first = format!("{}-0", &id[..id.len() - 2]);
            assert!(usages.contains(&&*first), "{id} without {first}");
        }
    }
}
