//! The server as something to operate: which engine it is, one shape of refusals, one host a file, stopping, and
//! clients that dawdle.

mod watched;

use counterfoil::Engine;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The first key of the tests' books.
const KEY: &str = "cfk_000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(database: &Path, words: &[&str]) -> Self {
        Self::of(command(database, words))
    }

    fn of(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the server starts");
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().expect("a pipe")).read_line(&mut line).expect("its first line");
        let address = line.trim().rsplit("//").next().expect("an address").trim_end_matches('/').to_owned();
        Self { child, address }
    }

    /// Status, headers in lower case, and body of a request as it stands.
    fn send(&self, request: &str) -> (u16, String, Vec<u8>) {
        self.send_with(request, "")
    }

    /// With more headers, each with the end of its line.
    fn send_with(&self, request: &str, more: &str) -> (u16, String, Vec<u8>) {
        self.answered(request, more).expect("an end of its headers")
    }

    /// Nothing where the connection ends without an answer, as one may that had asked nothing yet when the host was told to stop.
    fn answered(&self, request: &str, more: &str) -> Option<(u16, String, Vec<u8>)> {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        let head = format!("Host: localhost\r\nAuthorization: Bearer {KEY}\r\nConnection: close");
        write!(stream, "{request} HTTP/1.1\r\n{more}{head}\r\n\r\n").expect("a request");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
        Some((head[9..12].parse().expect("a status"), head, answer[end + 4..].to_vec()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already stopped is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(database: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_counterfoil"));
    command.env("COUNTERFOIL_FIRST_KEY", KEY);
    command.args(words).args(["serve", "--no-duties", "--listen", "127.0.0.1:0", "--database"]).arg(database);
    command
}

const ARTEFACT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../wasm/pkg/counterfoil.wasm");

#[test]
fn the_file_it_serves_is_the_engine_it_bills_with() {
    let folder = tempfile::tempdir().expect("a folder");
    // The shipped engine with a custom section behind it: the same answers, another digest.
    let other = [&std::fs::read(ARTEFACT).expect("the artefact")[..], b"\0\x04\x01otr"].concat();
    let file = folder.path().join("other.wasm");
    std::fs::write(&file, &other).expect("a file");
    let server =
        Server::start(&folder.path().join("x.db"), &["--no-cache", "--engine", file.to_str().expect("a path")]);
    let (_, _, version) = server.send("GET /v1/version");
    let version: Value = serde_json::from_slice(&version).expect("JSON");
    let (status, head, served) = server.send("GET /counterfoil.wasm");
    assert!(status == 200 && head.contains("content-type: application/wasm"), "{head}");
    let digest: String = Sha256::digest(&served).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(version["engine"], format!("sha256:{digest}"));
    assert_ne!(version["engine"], Engine::embedded().expect("the engine").digest());
}

#[test]
fn every_refusal_is_a_problem_of_one_shape() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), &[]);
    for (request, status, code) in [
        ("PUT /v1/accounts", 405, "method_not_allowed"),
        ("DELETE /v1/call/rate", 405, "method_not_allowed"),
        ("GET /v1/accounts?limit=many", 422, "request_shape"),
        ("GET /v1/accounts?limit=1&limit=2", 422, "duplicate_key"),
        ("GET /v1/accounts?other=1", 422, "unknown_field"),
        ("GET /v1/accounts/%ff", 400, "address_unreadable"),
        ("GET /v1/accounts/..%2f..%2fetc", 404, "account_not_found"),
        ("GET /assets/..%2f..%2fCargo.toml", 404, "not_found"),
        ("GET /../../Cargo.toml", 404, "not_found"),
        ("POST /v1/none", 404, "not_found"),
    ] {
        let (found, head, body) = server.send(request);
        let problem: Value = serde_json::from_slice(&body).unwrap_or_else(|_| panic!("{request}: {head}"));
        assert_eq!((found, problem["code"].as_str()), (status, Some(code)), "{request}: {problem}");
        assert_eq!(problem["status"], status);
        assert!(head.contains("content-type: application/problem+json"), "{head}");
        assert!(head.contains("'wasm-unsafe-eval'") && head.contains("x-content-type-options: nosniff"), "{head}");
        assert_eq!(head.contains("\nallow: "), status == 405, "{head}");
    }
    for path in ["/livez", "/readyz", "/healthz"] {
        assert_eq!(server.send(&format!("GET {path}")).0, 200, "{path}");
    }
}

#[test]
fn a_second_host_is_kept_out_until_the_first_has_ended() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("x.db");
    let first = Server::start(&database, &[]);
    let second = command(&database, &[]).output().expect("the second ends");
    assert_eq!(second.status.code(), Some(2));
    let told = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(told.contains("another host uses it"), "{told}");
    assert_eq!(first.send("GET /readyz").0, 200);
    drop(first);
    assert_eq!(Server::start(&database, &[]).send("GET /readyz").0, 200);
}

#[cfg(unix)]
#[test]
fn a_stop_signal_ends_it_though_clients_stay_connected() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start(&folder.path().join("x.db"), &[]);
    let mut idle = TcpStream::connect(&server.address).expect("a connection");
    idle.write_all(b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("a request");
    assert!(idle.read(&mut [0; 4096]).expect("an answer") > 0);
    let told = Command::new("kill").args(["-TERM", &server.child.id().to_string()]).status().expect("kill runs");
    assert!(told.success());
    let begun = Instant::now();
    assert_eq!(server.child.wait().expect("it ends").code(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(9), "an idle connection does not hold it: {:?}", begun.elapsed());
}

#[test]
fn a_client_that_dawdles_over_its_headers_is_dropped() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), &[]);
    let mut slow = TcpStream::connect(&server.address).expect("a connection");
    slow.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    slow.write_all(b"GET /livez HTTP/1.1\r\nHos").expect("a beginning");
    let mut rest = Vec::new();
    slow.read_to_end(&mut rest).expect("the server closes the connection first");
    assert!(!rest.starts_with(b"HTTP/1.1 200"));
    assert_eq!(server.send("GET /livez").0, 200);
}
