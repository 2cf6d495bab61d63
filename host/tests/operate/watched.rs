//! What whoever operates the host sees of it: lines, metrics, its configuration, and how it stops.

use crate::{KEY, Server, command};
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn signal(server: &Server) {
    let told = Command::new("kill").args(["-TERM", &server.child.id().to_string()]).status().expect("kill runs");
    assert!(told.success());
}

/// What a server that has ended said on standard error, a line each.
fn said(mut server: Server) -> Vec<String> {
    let errors = server.child.stderr.take().expect("a pipe");
    signal(&server);
    assert_eq!(server.child.wait().expect("it ends").code(), Some(0));
    BufReader::new(errors).lines().map(|line| line.expect("a line")).collect()
}

fn spoken(database: &Path, words: &[&str]) -> Server {
    let mut command = command(database, words);
    command.stderr(Stdio::piped());
    Server::of(command)
}

#[test]
fn a_line_is_json_with_its_request_and_nothing_secret() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = spoken(&folder.path().join("x.db"), &[]);
    let trace = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n";
    let more = format!("{trace}X-Request-Id: mine-1\r\nCookie: a=hush\r\n");
    assert_eq!(server.send_with("GET /v1/accounts/hush/balance?as_of=hush", &more).0, 404);
    assert_eq!(server.send("GET /hush/hush").0, 404);
    assert_eq!(server.send("POST /v1/call/rate").0, 415);
    let lines = said(server);
    let read = |line: &String| serde_json::from_str::<Value>(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
    let of_one: Vec<Value> = lines.iter().map(read).filter(|line| line["span"]["request_id"] == "mine-1").collect();
    assert_eq!(of_one.len(), 1, "{lines:?}");
    let line = &of_one[0];
    assert_eq!((&line["method"], &line["route"]), (&"GET".into(), &"/v1/accounts/{id}/balance".into()));
    assert!(line["status"] == 404 && line["duration_ms"].is_number(), "{line}");
    assert_eq!(line["span"]["trace_id"], "4bf92f3577b34da6a3ce929d0e0e4736");
    let all = lines.join("\n");
    assert!(all.contains("\"route\":\"none\"") && all.contains("/v1/call/{verb}"), "{all}");
    assert!(!all.contains("hush") && !all.contains(&KEY[17..]), "{all}");
}

#[test]
fn it_says_as_little_as_it_is_told_to() {
    let folder = tempfile::tempdir().expect("a folder");
    for (words, some) in [(["--log", "off"], false), (["--log-level", "warn"], false), (["--log", "text"], true)] {
        let mut command = command(&folder.path().join("x.db"), &[]);
        command.args(words).stderr(Stdio::piped());
        let server = Server::of(command);
        assert_eq!(server.send("GET /livez").0, 200);
        let lines = said(server);
        assert_eq!(lines.iter().any(|line| line.contains("route=\"/livez\"")), some, "{words:?}: {lines:?}");
    }
}

#[test]
fn metrics_count_what_was_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    metrics(&folder.path().join("x.db"));
    let postgres = counterfoil_postgres::Server::start().expect("PostgreSQL");
    metrics(Path::new(&postgres.database().expect("a database")));
}

fn metrics(database: &Path) {
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = free.local_addr().expect("an address").to_string();
    drop(free);
    let mut command = command(database, &[]);
    command.args(["--metrics", &address]);
    let server = Server::of(command);
    for _ in 0..3 {
        assert_eq!(server.send("GET /v1/accounts/nobody").0, 404);
    }
    assert_eq!(server.send("GET /metrics").0, 404, "not for callers");
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: metrics.example\r\nConnection: close\r\n\r\n").expect("asked");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("an answer");
    for line in [
        "http_requests_total{route=\"/v1/accounts/{id}\",method=\"GET\",status=\"404\"} 3",
        "http_request_duration_seconds_count{route=\"/v1/accounts/{id}\"} 3",
        "counterfoil_payments{state=\"unposted\"} 0",
        "counterfoil_stuck_accounts 0",
        "counterfoil_books_up 1",
        "counterfoil_broken_invariants_total{invariant=\"known_case\"} 0",
        "counterfoil_engine_calls_total{outcome=\"trap\"} 0",
        "counterfoil_gateway_calls_total{outcome=\"refused\"} 0",
        "counterfoil_build_info{version=",
        "# EOF",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(!text.contains("nobody"), "what callers say is no label");
}

#[test]
fn a_file_says_what_nobody_else_does_and_no_key_is_passed_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, database) = (folder.path().join("host.toml"), folder.path().join("file.db"));
    let url = "postgres://u:hush@db.example/books?sslmode=require&password=hush";
    std::fs::write(&file, format!("# ours\ndatabase = \"{url}\"\npayments = \"report\"\nhost = [\"a.example\"]\n"))
        .expect("a file");
    let run = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_counterfoil"));
        command.args(words).arg("--config").arg(&file).env("COUNTERFOIL_PAYMENTS", "decline");
        command.output().expect("it ends")
    };
    let shown =
        run(&["config", "show", "--listen", "0.0.0.0:80", "--smtp=smtps://u:hush@m", "--mail-from=a@b.example"]);
    let text = String::from_utf8(shown.stdout).expect("text");
    for line in [
        "listen = \"0.0.0.0:80\"  # command line",
        "payments = \"decline\"  # environment",
        "database = \"postgres://u:***@db.example/books?sslmode=require\"  # file",
        "host = [\"a.example\"]  # file",
        "smtp = \"smtps://u:***@m\"  # command line",
        "log = \"json\"  # default",
        "# COUNTERFOIL_SECRET_KEY is not set",
    ] {
        assert!(text.lines().any(|shown| shown == line), "{line}\n{text}");
    }
    assert!(!text.contains("hush"), "{text}");
    std::fs::write(&file, "payments = \"report\"\n\nlisten_on = \"x\"\n").expect("a file");
    for words in [&["serve"][..], &["config", "show"]] {
        let told = run(words);
        let error = String::from_utf8_lossy(&told.stderr).into_owned();
        assert_eq!(told.status.code(), Some(2), "{error}");
        assert!(error.contains("host.toml:3: there is no key `listen_on`"), "{error}");
    }
    std::fs::write(&file, format!("database = {database:?}\nlisten = \"127.0.0.1:0\"\n")).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_counterfoil"));
    command.arg("serve").env("COUNTERFOIL_CONFIG", &file).env("COUNTERFOIL_FIRST_KEY", KEY);
    let server = Server::of(command);
    assert_eq!(server.send("GET /readyz").0, 200);
    assert!(database.exists());
}

#[test]
fn a_container_can_ask_whether_it_is_ready() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), &[]);
    let ask = |address: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_counterfoil"));
        command.args(["healthcheck", "--listen", address]).status().expect("it ends").code()
    };
    let address = server.address.clone();
    assert_eq!(ask(&address), Some(0));
    drop(server);
    assert_eq!(ask(&address), Some(1));
}

/// A request whose body is still on its way when the host is told to stop.
#[cfg(unix)]
#[test]
fn what_was_begun_is_finished_while_the_host_says_that_it_stops() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start(&folder.path().join("x.db"), &[]);
    let mut slow = TcpStream::connect(&server.address).expect("a connection");
    let body = r#"{"country": "FR", "value": "FR40303265045"}"#;
    write!(
        slow,
        "POST /v1/call/tax_number HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {KEY}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
        body.len(),
        &body[..9]
    )
    .expect("a beginning");
    // It is in hand once another has been answered.
    assert_eq!(server.send("GET /readyz").0, 200);
    std::thread::sleep(Duration::from_millis(300));
    signal(&server);
    let until = Instant::now() + Duration::from_secs(5);
    while server.answered("GET /readyz", "").is_none_or(|(status, ..)| status == 200) {
        assert!(Instant::now() < until, "it says that it is ready");
        std::thread::sleep(Duration::from_millis(20));
    }
    let (status, _, problem) = server.send("GET /v1/accounts");
    let problem: Value = serde_json::from_slice(&problem).expect("JSON");
    assert_eq!((status, problem["code"].as_str()), (503, Some("host_stopping")));
    assert_eq!(server.send("GET /livez").0, 200);
    slow.write_all(&body.as_bytes()[9..]).expect("the rest");
    let mut answer = [0; 15];
    slow.read_exact(&mut answer).expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
    assert_eq!(server.child.wait().expect("it ends").code(), Some(0));
}

#[cfg(unix)]
#[test]
fn a_second_signal_ends_it_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start(&folder.path().join("x.db"), &[]);
    let mut slow = TcpStream::connect(&server.address).expect("a connection");
    let head = format!("POST /v1/call/rate HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {KEY}");
    write!(slow, "{head}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{{").expect("a beginning");
    std::thread::sleep(Duration::from_millis(300));
    signal(&server);
    while server.answered("GET /readyz", "").is_none_or(|(status, ..)| status == 200) {
        std::thread::sleep(Duration::from_millis(20));
    }
    let begun = Instant::now();
    signal(&server);
    assert_eq!(server.child.wait().expect("it ends").code(), Some(1));
    assert!(begun.elapsed() < Duration::from_secs(9), "{:?}", begun.elapsed());
}
