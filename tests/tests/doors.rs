//! Every case at every door, byte for byte: native, wasmtime, the command, HTTP, Node, headless Chromium.

use counterfoil::{Engine, Status};
use counterfoil_tests::cases;
use counterfoil_tests::runners::{assert_http, command, native, script, wasmtime};
use counterfoil_tests::server::Server;

#[test]
fn the_command_and_the_sandbox_answer_like_the_library() {
    let engine = Engine::embedded().expect("the engine");
    for case in cases::everything() {
        let expected = native(&case, &engine);
        assert_eq!(wasmtime(&case, &engine), expected, "{}", case.name);
        assert_eq!(command(&case), expected, "{}", case.name);
    }
}

#[test]
fn http_answers_like_the_library() {
    let engine = Engine::embedded().expect("the engine");
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("cases.db"), "report");
    for case in cases::everything() {
        let reply = engine.call(&case.verb, case.call.as_bytes()).expect("an answer");
        let http = server.post(&format!("/v1/call/{}", case.verb), &case.call);
        assert_eq!(reply.bytes, native(&case, &engine), "{}", case.name);
        assert_http(&case, &reply.bytes, reply.status, http);
        assert!(matches!(reply.status, Status::Ok | Status::Problems));
    }
}

#[test]
fn node_answers_like_the_library() {
    javascript("cases-node.mjs");
}

#[test]
fn chromium_answers_like_the_library() {
    javascript("cases.mjs");
}

fn javascript(runner: &str) {
    let engine = Engine::embedded().expect("the engine");
    let folder = tempfile::tempdir().expect("a folder");
    let cases = cases::everything();
    let answers = script(runner, &cases, folder.path());
    assert_eq!(answers.len(), cases.len());
    for (case, answer) in cases.iter().zip(answers) {
        assert_eq!(answer, native(case, &engine), "{}", case.name);
    }
}

#[test]
fn one_digest_names_the_file_everywhere() {
    use sha2::{Digest as _, Sha256};
    let file = std::fs::read(counterfoil_tests::root().join("wasm/pkg/counterfoil.wasm")).expect("the artefact");
    let hex: String = Sha256::digest(&file).iter().map(|byte| format!("{byte:02x}")).collect();
    let digest = format!("sha256:{hex}");
    assert_eq!(Engine::embedded().expect("the engine").digest(), digest);
    let version = std::process::Command::new(counterfoil_tests::runners::binary()).arg("version").output();
    assert!(String::from_utf8_lossy(&version.expect("the command").stdout).contains(&digest));
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("digest.db"), "report");
    assert!(String::from_utf8_lossy(&server.get("/v1/version").1).contains(&digest));
    assert_eq!(server.get("/counterfoil.wasm").1, file, "the server hands out the file it bills with");
    // Node's and Chromium's answers carry it in every byte-for-byte comparison above.
}
