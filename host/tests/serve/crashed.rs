//! Killed at each write to the disk and at each flush: whatever was acknowledged by then is there, and the books are whole.

use crate::killed::made_again;
use crate::server::{Server, usage};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Of each of these system calls, at its so many-th time in a thread.
const CALLS: [&str; 2] = ["pwrite64", "fsync,fdatasync"];
const HANDS: usize = 3;
/// Where there are more points than this, something goes round in circles.
const POINTS_MAX: usize = 400;

/// A copy of books that one account is in.
fn copy(first: &Path, folder: &Path, name: &str) -> PathBuf {
    let copy = folder.join(name);
    std::fs::copy(first, &copy).expect("a copy");
    copy
}

/// Does a little of everything that writes; ids of events whose answer came.
fn work(server: &Server) -> Vec<String> {
    let mut acknowledged = Vec::new();
    let post = |path: &str, body: &Value| {
        let url = format!("{}{path}", server.base);
        let answer = server.agent.post(url).content_type("application/json").send(body.to_string());
        answer.is_ok_and(|answer| answer.status().is_success())
    };
    for number in 0..3 {
        let mut one = usage(&format!("s{number}"), 1);
        one.as_object_mut().expect("an object").remove("type");
        let batch = [format!("b{number}-0"), format!("b{number}-1")];
        let events: Vec<Value> = batch.iter().map(|id| usage(id, 1)).collect();
        if post("/v1/accounts/a/spend", &json!({"usage": one})) {
            acknowledged.push(format!("s{number}"));
        }
        if post("/v1/accounts/a/events", &json!({"events": events})) {
            acknowledged.extend(batch);
        }
    }
    acknowledged
}

/// `false` where there were fewer such calls.
fn crash(database: &Path, call: &str, at: usize) -> bool {
    let inject = format!("inject={call}:signal=KILL:when={at}");
    let Some(server) = Server::traced(database, &inject) else {
        // It was killed before it had begun: nothing was there to lose, and whoever looks first finds it whole.
        let copy = database.with_extension("copy");
        counterfoil::backup(database, &copy).expect("a copy");
        made_again(copy.as_os_str());
        made_again(database.as_os_str());
        return true;
    };
    let acknowledged = work(&server);
    // Who is gone answers no more.
    let killed = acknowledged.len() < 9;
    drop(server);
    let told = made_again(database.as_os_str());
    assert_eq!(told["faults"], json!([]), "{call} {at}");
    let books = Server::start(database, "report");
    let (_, page) = books.get("/v1/accounts/a/history?limit=200");
    let entries: BTreeSet<&str> =
        page["data"].as_array().expect("entries").iter().map(|entry| entry["id"].as_str().expect("an id")).collect();
    for id in acknowledged {
        assert!(entries.contains(&*format!("{id}/usage")), "{call} {at}: {id} was acknowledged and is lost");
    }
    for number in 0..3 {
        let there = |part: &str| entries.contains(&*format!("b{number}-{part}/usage"));
        assert_eq!(there("0"), there("1"), "{call} {at}: a batch by halves");
    }
    let left = 10_000 - entries.iter().filter(|id| id.ends_with("/usage")).count();
    assert_eq!(books.state()["balance"], format!("{}.{:02}", left / 100, left % 100), "{call} {at}");
    killed
}

#[test]
fn every_write_and_every_flush_may_be_the_last() {
    let traceable = Command::new("strace").args(["-f", "-qq", "-o", "/dev/null", "true"]).status();
    if !traceable.is_ok_and(|status| status.success()) {
        eprintln!("nothing can be traced here: no crash points");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let first = folder.path().join("first.db");
    {
        let server = Server::start(&first, "report");
        server.open();
        server.stop();
    }
    // What a clean end leaves in the log beside the file is in the file after a copy.
    let whole = folder.path().join("whole.db");
    counterfoil::backup(&first, &whole).expect("a copy");
    for call in CALLS {
        let (next, points) = (AtomicUsize::new(1), Mutex::new(0));
        std::thread::scope(|threads| {
            for _ in 0..HANDS {
                threads.spawn(|| {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        assert!(at < POINTS_MAX, "no end of {call}");
                        let database = copy(&whole, folder.path(), &format!("{call}-{at}.db"));
                        if !crash(&database, call, at) {
                            return;
                        }
                        *points.lock().expect("a number") += 1;
                    }
                });
            }
        });
        let points = points.into_inner().expect("a number");
        println!("{call}: {points} points");
        assert!(points > 5, "{call}: {points} points");
    }
}
