//! Every door, asked the same calls. Each answers with stamped bytes; natively the stamp is put on here.

use crate::cases::Case;
use crate::root;
use counterfoil::{Engine, Status};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The reference: the core as a Rust library.
#[must_use]
pub fn native(case: &Case, engine: &Engine) -> Vec<u8> {
    counterfoil_core::stamp(&counterfoil_core::call(&case.verb, case.call.as_bytes()), engine.digest())
}

/// The artefact in the host's sandbox.
#[must_use]
pub fn wasmtime(case: &Case, engine: &Engine) -> Vec<u8> {
    engine.call(&case.verb, case.call.as_bytes()).unwrap_or_else(|error| panic!("{}: {error}", case.name)).bytes
}

/// The `counterfoil` command; its exit code says whether there were problems.
#[must_use]
pub fn command(case: &Case) -> Vec<u8> {
    let mut child = Command::new(binary())
        .args(["call", &case.verb])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command starts");
    child.stdin.take().expect("a pipe").write_all(case.call.as_bytes()).expect("the call is read");
    let output = child.wait_with_output().expect("the command ends");
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let expected = if answer["status"] == "ok" { 0 } else { 1 };
    assert_eq!(output.status.code(), Some(expected), "{}", case.name);
    output.stdout.strip_suffix(b"\n").expect("an answer ends with a newline").to_vec()
}

/// The `counterfoil` binary of this build: tests stand beside it.
#[must_use]
pub fn binary() -> PathBuf {
    let test = std::env::current_exe().expect("this test's file");
    let folder = test.parent().and_then(Path::parent).expect("target/<profile>/deps");
    let file = folder.join("counterfoil");
    assert!(file.is_file(), "{} is missing: cargo test --workspace builds it", file.display());
    file
}

/// A JavaScript runner of `tests/browser`: calls in, answers out, a line each.
#[must_use]
pub fn script(name: &str, cases: &[Case], folder: &Path) -> Vec<Vec<u8>> {
    let line = |case: &Case| serde_json::json!({"verb": case.verb, "call": case.call}).to_string();
    script_lines(name, &cases.iter().map(line).collect::<Vec<_>>(), folder)
}

/// The same with lines of the runner's own.
#[must_use]
pub fn script_lines(name: &str, lines: &[String], folder: &Path) -> Vec<Vec<u8>> {
    let (calls, answers) = (folder.join(format!("{name}.in")), folder.join(format!("{name}.out")));
    fs::write(&calls, lines.join("\n") + "\n").expect("the calls are written");
    let status = Command::new("node")
        .arg(root().join("tests/browser").join(name))
        .args([&calls, &answers])
        .status()
        .expect("node starts");
    assert!(status.success(), "{name}: {status}");
    let text = fs::read_to_string(&answers).expect("the answers");
    text.lines().map(|line| line.as_bytes().to_vec()).collect()
}

/// The answer over HTTP: a problem comes as problem details, with the same list.
pub fn assert_http(case: &Case, native: &[u8], status: Status, http: (u16, Vec<u8>)) {
    if status == Status::Ok {
        assert_eq!((http.0, &http.1[..]), (200, native), "{}", case.name);
        return;
    }
    let list = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).expect("JSON")["problems"].clone();
    assert!([400, 404, 409, 422].contains(&http.0), "{}: {}", case.name, http.0);
    assert_eq!(list(&http.1), list(native), "{}", case.name);
}
