//! The second factor: codes of an app, and how its seed is kept.

use super::{Caller, OWN, code, start, user};
use crate::server::Server;
use counterfoil::identity::totp::Seed;
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds since 1970, at least some seconds before the step of a code ends.
fn early() -> i64 {
    while now() % 30 > 24 {
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    now()
}

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("a time").as_secs().cast_signed()
}

#[test]
fn a_second_factor_is_asked_for() {
    let (_folder, server) = start();
    let bob = user(&server, "bob", "read");
    assert_eq!(code(&bob.post("/v1/session/totp", json!({"password": "not seven herons"}))), (401, "sign_in_refused"));
    let (status, offered) = bob.post("/v1/session/totp", json!({"password": OWN}));
    assert!(status == 200 && offered["address"].as_str().is_some_and(|address| address.starts_with("otpauth://totp/")));
    let seed = Seed::from_base32(offered["seed"].as_str().expect("a seed")).expect("a seed");
    assert_eq!(Caller::browser(&server).sign_in(json!({"name": "bob", "password": OWN})).0, 200, "not yet");
    // The step before, so that the next is fresh.
    let (status, told) = bob.post("/v1/session/totp/confirm", json!({"code": seed.code(early() - 30)}));
    assert_eq!(status, 200, "{told}");
    let codes = told["recovery_codes"].as_array().expect("codes");
    let sign_in = |code: Option<Value>| {
        let mut shown = json!({"name": "bob", "password": OWN});
        if let Some(code) = code {
            shown["code"] = code;
        }
        Caller::browser(&server).sign_in(shown)
    };
    assert_eq!(code(&sign_in(None)), (401, "code_required"));
    let fresh: Value = seed.code(early()).into();
    assert_eq!(sign_in(Some(fresh.clone())).0, 200);
    assert_eq!(code(&sign_in(Some(fresh))), (401, "sign_in_refused"), "each step once");
    assert_eq!(sign_in(Some(codes[2].clone())).0, 200);
    assert_eq!(sign_in(Some(codes[2].clone())).0, 401, "each recovery code once");
    assert_eq!(bob.post("/v1/session/totp/remove", json!({"password": OWN})).0, 204);
    assert_eq!(sign_in(None).0, 200);
}

/// A seed that was kept before there was a key is sealed when its user signs in, and opens with that key alone.
#[test]
fn a_second_factor_is_sealed() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("x.db");
    let kept = || -> String {
        let books = rusqlite::Connection::open(&file).expect("the books");
        books.query_row("SELECT seed FROM console_user WHERE name = 'bob'", [], |row| row.get(0)).expect("a seed")
    };
    let sign_in = |server: &Server, code: &Value| {
        Caller::browser(server).sign_in(json!({"name": "bob", "password": OWN, "code": code}))
    };
    let server = Server::start(&file, "report");
    let bob = user(&server, "bob", "read");
    let seed = bob.post("/v1/session/totp", json!({"password": OWN})).1["seed"].as_str().expect("a seed").to_owned();
    let app = Seed::from_base32(&seed).expect("a seed");
    let (status, told) = bob.post("/v1/session/totp/confirm", json!({"code": app.code(early() - 30)}));
    assert_eq!((status, kept()), (200, seed.clone()), "{told}");
    drop(server);
    let server = Server::sealing(&file, &"0a".repeat(32));
    assert_eq!(sign_in(&server, &app.code(early()).into()).0, 200);
    let sealed = kept();
    assert!(sealed.starts_with("sealed:") && !sealed.contains(&seed), "{sealed}");
    // What is offered from now on is sealed at once.
    let ada = user(&server, "ada", "read");
    let seed = ada.post("/v1/session/totp", json!({"password": OWN})).1["seed"].as_str().expect("a seed").to_owned();
    let app = Seed::from_base32(&seed).expect("a seed");
    assert_eq!(ada.post("/v1/session/totp/confirm", json!({"code": app.code(early())})).0, 200);
    drop(server);
    let server = Server::sealing(&file, &"0b".repeat(32));
    assert_eq!(code(&sign_in(&server, &told["recovery_codes"][0])), (503, "store_unavailable"));
    drop(server);
    let server = Server::sealing(&file, &"0a".repeat(32));
    assert_eq!(sign_in(&server, &told["recovery_codes"][0]).0, 200);
    drop(server);
    // Another key comes: beside it the one before is read, and when all is sealed by the new one, that is enough.
    let both = format!("{},{}", "0b".repeat(32), "0a".repeat(32));
    let server = Server::sealing(&file, &both);
    assert_eq!(sign_in(&server, &told["recovery_codes"][1]).0, 200);
    drop(server);
    let reseal = |keys: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_counterfoil"));
        command.args(["reseal", "--json", "--database"]).arg(&file).env("COUNTERFOIL_SECRET_KEY", keys);
        let told = command.output().expect("it ends");
        (told.status.code(), serde_json::from_slice::<Value>(&told.stdout).expect("JSON"))
    };
    let (status, unread) = reseal(&"0b".repeat(32));
    assert_eq!((status, unread["unreadable"].as_array().map(Vec::len)), (Some(1), Some(2)), "{unread}");
    let (status, done) = reseal(&both);
    assert_eq!((status, &done["unreadable"]), (Some(0), &json!([])), "{done}");
    let server = Server::sealing(&file, &"0b".repeat(32));
    assert_eq!(sign_in(&server, &told["recovery_codes"][2]).0, 200);
}
