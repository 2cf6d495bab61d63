//! `doctor` finds what is wrong with this machine, with books and with a host, and says what to do.

use crate::run;
use crate::server::Server;
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// How it found each of these, by their names; and its exit code.
fn found(words: &[&str], what: &str) -> (Option<i32>, Vec<String>) {
    let output = run(&[&["doctor", "--json"], words].concat());
    let all: Vec<Value> = serde_json::from_slice(&output.stdout).expect("JSON");
    for one in &all {
        assert!(one["how"] == "ok" || one["help"].as_str().is_some_and(|help| !help.is_empty()), "{one}");
    }
    let how = |one: &Value| one["how"].as_str().expect("a word").to_owned();
    (output.status.code(), all.iter().filter(|one| one["what"] == what).map(how).collect())
}

fn one(how: &str) -> Vec<String> {
    vec![how.to_owned()]
}

fn chmod(file: &Path, mode: u32) {
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(mode)).expect("a mode");
}

#[test]
fn books_are_looked_at_with_their_disk_and_clock() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("x.db");
    let database = ["--database", file.to_str().expect("a path")];
    let served = Server::start(&file, "report");
    let rulebook = json!({"name": "x", "currency": "USD", "rounding": {"scale": 2, "mode": "half_up"},
        "rates": [{"id": "r", "product": "call", "unit": "minute", "price": "0.1"}]});
    let digest = served.post("/v1/rulebooks", &rulebook).1["digest"].clone();
    let open = json!({"account": "a", "time": "2026-01-01T00:00:00Z"});
    assert_eq!(served.post("/v1/accounts", &json!({"rulebook": digest, "open": open})).0, 201);
    let top_up = |id: &str, time: &str| {
        let body = json!({"as_of": time, "events": [{"type": "top_up", "id": id, "time": time, "amount": "10"}]});
        let (status, told) = served.post("/v1/accounts/a/events", &body);
        assert_eq!(status, 200, "{told}");
    };
    top_up("now", "2026-01-02T00:00:00Z");
    let copy = |name: &str| {
        let copy = folder.path().join(name).to_str().expect("a path").to_owned();
        assert!(run(&["backup", database[0], database[1], &copy]).status.success());
        copy
    };
    let sound = copy("sound.db");
    for what in ["engine", "file", "books", "clock"] {
        assert_eq!(found(&["--database", &sound], what), (Some(0), one("ok")), "{what}");
    }
    assert_eq!(found(&["--database", &sound], "disk").1.len(), 1);
    chmod(sound.as_ref(), 0o644);
    assert_eq!(found(&["--database", &sound], "file"), (Some(1), one("bad")));
    // Books that have seen more time than this machine.
    let to_come = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24);
    top_up("to-come", &format!("{to_come:.3}"));
    assert_eq!(found(&["--database", &copy("ahead.db")], "clock"), (Some(1), one("bad")));
}

/// A place where nothing can be written is a disk that is full.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_found() {
    assert_eq!(found(&["--database", "/proc/version"], "disk"), (Some(1), one("bad")));
}

#[test]
fn the_clock_of_a_host_is_compared() {
    let host = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", host.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for stream in host.incoming() {
            let (mut stream, mut head) = (stream.expect("a connection"), [0; 4_096]);
            let _ = stream.read(&mut head);
            let answer = "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 2015 00:00:00 GMT\r\nContent-Type: application/json\r\nContent-Length: 11\r\nConnection: close\r\n\r\n{\"data\":[]}";
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    assert_eq!(found(&["--url", &url], "its clock"), (Some(1), one("bad")));
    let folder = tempfile::tempdir().expect("a folder");
    let served = Server::start(&folder.path().join("x.db"), "report");
    assert_eq!(found(&["--url", &served.base], "its clock"), (Some(0), one("ok")));
    let key = folder.path().join("key");
    std::fs::write(&key, crate::KEY).expect("a file");
    for (mode, code, how) in [(0o600, 0, "ok"), (0o640, 1, "bad")] {
        chmod(&key, mode);
        let words = ["--url", &served.base, "--key-file", key.to_str().expect("a path")];
        assert_eq!(found(&words, "key file"), (Some(code), one(how)), "{mode:o}");
    }
}

#[test]
fn the_file_of_serve_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("counterfoil.toml");
    let words = ["--config", file.to_str().expect("a path")];
    for (text, mode, code, how) in [
        ("listen = \"127.0.0.1:80\"\n", 0o644, 0, &["ok"][..]),
        ("lisen = \"127.0.0.1:80\"\n", 0o600, 1, &["bad"]),
        ("payments = \"gold\"\n", 0o600, 1, &["bad"]),
        ("database = \"postgres://u:p@db/x\"\n", 0o600, 0, &["ok"]),
        ("database = \"postgres://u:p@db/x\"\n", 0o644, 1, &["ok", "bad"]),
    ] {
        std::fs::write(&file, text).expect("a file");
        chmod(&file, mode);
        let how = how.iter().map(ToString::to_string).collect();
        assert_eq!(found(&words, "config"), (Some(code), how), "{text} {mode:o}");
    }
    std::fs::remove_file(&file).expect("a file");
    assert_eq!(found(&words, "config"), (Some(1), one("bad")));
}
