//! Keys, and the tokens of customers.

use super::{Caller, admin, code, start, user};
use crate::server::{KEY, Server, agent, rulebook, usage};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

#[test]
fn a_first_key_and_a_first_user_are_told_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let lines = |many: usize| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_counterfoil"))
            .args(["serve", "--no-duties", "--listen", "127.0.0.1:0", "--database"])
            .arg(folder.path().join("x.db"))
            .env_remove("COUNTERFOIL_FIRST_KEY")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let lines: Vec<String> = lines.take(many).map(|line| line.expect("a line")).collect();
        (child, lines)
    };
    let word = |line: &str, place: usize| line.split_whitespace().nth(place).expect("a word").to_owned();
    let (mut child, told) = lines(6);
    let (base, key) = (word(&told[0], 1), word(&told[4], 1));
    assert!(key.starts_with("cfk_") && told[5].contains("one sign-in"), "{told:?}");
    let base = base.trim_end_matches('/');
    let status = |key: &str| agent(key).get(format!("{base}/v1/accounts")).call().expect("an answer").status().as_u16();
    assert_eq!((status(&key), status(KEY)), (200, 401));
    child.kill().and_then(|()| child.wait()).expect("it ends");
    // Whoever starts it again is told nothing, and the key is good.
    let (mut child, again) = lines(4);
    let base = word(&again[0], 1);
    let base = base.trim_end_matches('/');
    assert_eq!(agent(&key).get(format!("{base}/v1/accounts")).call().expect("an answer").status().as_u16(), 200);
    child.kill().expect("it runs");
    let output = child.wait_with_output().expect("it ends");
    assert!(!again.concat().contains("cfk_") && output.stdout.is_empty());
}

#[test]
fn whoever_holds_the_database_makes_a_key() {
    let (folder, server) = start();
    let database = folder.path().join("x.db");
    let key = |words: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_counterfoil")).arg("key").args(words).output().expect("it runs");
        (output.status.success(), String::from_utf8(output.stdout).expect("a text").trim().to_owned())
    };
    let file = database.to_str().expect("a path");
    assert!(!key(&["--database", file]).0, "a host serves it");
    server.stop();
    let (made, operator) = key(&["--database", file, "--role", "operator"]);
    assert!(made && operator.starts_with("cfk_"), "{operator}");
    assert!(!key(&["--database", file, "--tenant", "none"]).0);
    let begun = std::time::Instant::now();
    let server = Server::start(&database, "report");
    assert!(begun.elapsed().as_secs() < 60);
    let operator = Caller::key(&server, &operator.into());
    assert_eq!(operator.get("/v1/accounts").0, 403);
    let (status, made) = operator.post("/v1/tenants", json!({"name": "second"}));
    assert_eq!((status, &made["tenant"]), (201, &json!("second")));
    assert_eq!(code(&operator.post("/v1/tenants", json!({"name": "second"}))), (409, "tenant_taken"));
    assert_eq!(operator.get("/v1/tenants").1["data"], json!([{"tenant": "main"}, {"tenant": "second"}]));
    assert_eq!(operator.get("/v1/audit").1["data"][0]["action"], "tenant_made");
    let second = Caller::key(&server, &made["key"]);
    let (_, who) = second.get("/v1/session");
    assert_eq!((&who["tenant"], &who["role"]), (&json!("second"), &json!("admin")));
    // An account of each by the same id: each sees its own.
    let digest = server.open();
    assert_eq!(second.get("/v1/accounts/a").0, 404);
    let open = json!({"rulebook": digest, "open": {"account": "a", "time": "2026-01-01T00:00:00Z"}});
    assert_eq!(second.post("/v1/accounts", open.clone()).0, 404, "not the other's rulebook");
    assert_eq!(second.post("/v1/rulebooks", rulebook()).0, 201);
    assert_eq!(second.post("/v1/accounts", open).0, 201);
    assert_eq!(second.get("/v1/accounts/a").1["state"]["balance"], "0.00");
    assert_eq!(admin(&server).get("/v1/accounts/a").1["state"]["balance"], "100.00");
}

#[test]
fn a_key_is_made_rotated_and_ended() {
    let (_folder, server) = start();
    server.open();
    let admin = admin(&server);
    let (status, made) = admin.post("/v1/keys", json!({"name": "meter", "role": "ingest"}));
    assert_eq!((status, &made["role"]), (201, &json!("ingest")));
    let meter = Caller::key(&server, &made["key"]);
    let spend =
        |caller: &Caller<'_>, id: &str| caller.post("/v1/accounts/a/events", json!({"events": [usage(id, 1)]})).0;
    assert_eq!(spend(&meter, "u1"), 200);
    let credit =
        json!({"type": "credit_granted", "id": "c", "time": "2026-01-05T12:00:00Z", "source": "trial", "amount": "5"});
    let refused = meter.post("/v1/accounts/a/events", json!({"events": [usage("u2", 1), credit]}));
    assert_eq!(code(&refused), (403, "right_missing"));
    assert!(refused.1.to_string().contains("`credit_granted`, which asks for `money`"), "{}", refused.1);
    assert_eq!(meter.get("/v1/accounts/a").0, 403, "a meter sees nothing");
    let replay = json!({"as_of": "2026-02-01T00:00:00Z", "events": [usage("u3", 1)]});
    assert_eq!(code(&meter.post("/v1/accounts/a/events", replay)), (403, "right_missing"));
    assert_eq!(
        server.get("/v1/accounts/a/events").1["data"].as_array().map(Vec::len),
        Some(2),
        "and nothing was posted"
    );

    let id = made["id"].as_str().expect("an id");
    let (status, next) = admin.post(&format!("/v1/keys/{id}/rotate"), json!({"overlap_s": 0}));
    assert_eq!((status, &next["name"], &next["role"]), (201, &json!("meter"), &json!("ingest")));
    let successor = Caller::key(&server, &next["key"]);
    assert_eq!((spend(&meter, "u4"), spend(&successor, "u4")), (401, 200));
    let next = next["id"].as_str().expect("an id");
    assert_eq!(admin.ask("DELETE", &format!("/v1/keys/{next}"), None).status, 200);
    assert_eq!(spend(&successor, "u5"), 401, "at once");
    let (_, listed) = admin.get("/v1/keys");
    let listed = listed["data"].as_array().expect("keys");
    assert_eq!(listed.len(), 3);
    assert!(listed.iter().all(|key| key.get("key").is_none() && key.get("hash").is_none()), "{listed:?}");
    assert!(listed[1]["used_at"].is_string() && listed[1]["successor"] == next, "{listed:?}");
    let own = listed[0]["id"].as_str().expect("an id");
    let answer = admin.ask("DELETE", &format!("/v1/keys/{own}"), None);
    assert_eq!((answer.status, &answer.body["code"]), (409, &json!("own_key")));
    for (body, path) in [
        (json!({"name": "x", "role": "operator"}), "/role"),
        (json!({"name": "", "role": "read"}), "/name"),
        (json!({"name": "x", "role": "read", "ends_at": "2020-01-01T00:00:00Z"}), "/ends_at"),
    ] {
        let (status, refused) = admin.post("/v1/keys", body);
        assert_eq!((status, &refused["problems"][0]["path"]), (422, &json!(path)));
    }
    let (_, log) = admin.get("/v1/audit");
    let word = |line: &Value| line["action"].as_str().expect("a word").to_owned();
    let actions: Vec<String> = log["data"].as_array().expect("lines").iter().map(word).collect();
    // What the meter told is in the books, and nowhere else.
    let opened = ["postEvents", "openAccount", "openAccount", "putRulebook", "user_made", "key_made"];
    assert_eq!(actions, [&["key_revoked", "key_rotated", "key_made", "key_made"][..], &opened].concat());
}

/// Whatever is more than usage is written down with who did it, once.
#[test]
fn money_is_moved_by_somebody() {
    let (_folder, server) = start();
    server.open();
    let finance = user(&server, "fin", "finance");
    let credit = |id: &str| json!({"type": "credit_granted", "id": id, "time": "2026-01-05T12:00:00Z", "source": "trial", "amount": "5"});
    assert_eq!(finance.post("/v1/accounts/a/events", json!({"events": [credit("c1")]})).0, 200);
    assert_eq!(finance.post("/v1/accounts/a/events", json!({"events": [credit("c1")]})).0, 200, "told again");
    let direct = json!({"id": "c2", "time": "2026-01-05T12:00:00Z", "source": "trial", "amount": "5"});
    assert_eq!(finance.post("/v1/accounts/a/credits", direct).0, 200);
    assert_eq!(server.post("/v1/accounts/a/events", &json!({"events": [usage("u", 1)]})).0, 200);
    assert_eq!(
        finance.post("/v1/accounts/a/refunds", json!({"id": "r", "time": "2026-01-05T12:00:00Z", "amount": "5000"})).0,
        422
    );
    let (_, log) = server.get("/v1/audit?limit=4");
    let told = |line: &Value| {
        ["who", "action", "subject", "outcome"].map(|name| line[name].as_str().expect("a word").to_owned())
    };
    let lines: Vec<_> = log["data"].as_array().expect("lines").iter().map(told).collect();
    assert_eq!(lines[0], ["user:fin", "grantCredit", "account:a", "done"]);
    assert_eq!(lines[1], ["user:fin", "postEvents", "account:a", "done"]);
    assert_eq!(lines[2], ["user:fin", "password_changed", "user:fin", "done"]);
}

/// What is told once is not told again, whatever the caller sends again.
#[test]
fn a_secret_is_not_kept_with_its_answer() {
    let (_folder, server) = start();
    let once = || {
        let url = format!("{}/v1/keys", server.base);
        let request = server.agent.post(url).header("idempotency-key", "k").content_type("application/json");
        let mut answer = request.send(r#"{"name":"x","role":"read"}"#).expect("an answer");
        (answer.status().as_u16(), answer.body_mut().read_to_string().expect("a text"))
    };
    let (first, again) = (once(), once());
    assert!(first.0 == 201 && first.1.contains("cfk_"), "{first:?}");
    assert!(again.0 == 409 && again.1.contains("secret_told") && !again.1.contains("cfk_"), "{again:?}");
    assert_eq!(server.get("/v1/keys").1["data"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_customer_sees_one_account_and_sets_what_was_named() {
    let (_folder, server) = start();
    let digest = server.open();
    let other = json!({"rulebook": digest, "open": {"account": "b", "time": "2026-01-01T00:00:00Z"}});
    let admin = admin(&server);
    assert_eq!(admin.post("/v1/accounts", other).0, 201);
    let tokens = "/v1/accounts/a/tokens";
    let (status, made) = admin.post(tokens, json!({"minutes": 5, "settings": ["alerts"]}));
    assert_eq!((status, &made["account"], &made["settings"]), (201, &json!("a"), &json!(["alerts"])));
    let customer = Caller::key(&server, &made["token"]);
    assert_eq!((customer.get("/v1/accounts/a").0, customer.get("/v1/accounts/a/history").0), (200, 200));
    let (gone, hidden) = (customer.get("/v1/accounts/nobody"), customer.get("/v1/accounts/b"));
    assert_eq!((code(&gone), &gone), ((404, "account_not_found"), &hidden), "it is told as if it were nowhere");
    assert_eq!((customer.get("/v1/accounts").0, customer.get("/v1/keys").0), (403, 403));
    let set = |id: &str, settings: Value| {
        let event = json!({"type": "settings_changed", "id": id, "time": "2026-01-06T00:00:00Z", "settings": settings});
        customer.post("/v1/accounts/a/events", json!({"events": [event]})).0
    };
    assert_eq!(set("s1", json!({"alerts": []})), 200);
    assert_eq!(set("s2", json!({"alerts": [], "recharge": {"enabled": false}})), 403);
    assert_eq!(customer.post("/v1/accounts/a/events", json!({"events": [usage("u", 1)]})).0, 403);
    assert_eq!(code(&customer.post(tokens, json!({}))), (403, "right_missing"), "a token makes no other");
    let (_, who) = customer.get("/v1/session");
    assert_eq!((&who["rights"], &who["account"]), (&json!(["read", "settings"]), &json!("a")));
    assert_eq!(admin.post("/v1/accounts/nobody/tokens", json!({})).0, 404);
    for (body, path) in [(json!({"minutes": 61}), "/minutes"), (json!({"settings": ["credit_granted"]}), "/settings/0")]
    {
        let (status, refused) = admin.post(tokens, body);
        assert_eq!((status, &refused["problems"][0]["path"]), (422, &json!(path)));
    }
    // Whoever may not set it gives nobody the right to; and what a key has given ends with the key.
    let (_, reader) = admin.post("/v1/keys", json!({"name": "r", "role": "read"}));
    let key = Caller::key(&server, &reader["key"]);
    assert_eq!(key.post(tokens, json!({"settings": ["alerts"]})).0, 403);
    let (_, seen) = key.post(tokens, json!({}));
    let seen = Caller::key(&server, &seen["token"]);
    assert_eq!(seen.get("/v1/accounts/a").0, 200);
    admin.ask("DELETE", &format!("/v1/keys/{}", reader["id"].as_str().expect("an id")), None);
    assert_eq!(seen.get("/v1/accounts/a").0, 401);
}
