//! Keys, people and customers' tokens, at the door.

use crate::server::{KEY, Server, agent, rulebook, usage};
use counterfoil::identity::totp::Seed;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

/// Somebody who asks, with a key or with a browser's cookie.
struct Caller<'s> {
    server: &'s Server,
    key: Option<String>,
    cookie: Option<String>,
    csrf: Option<String>,
}

struct Answer {
    status: u16,
    body: Value,
    cookie: Option<String>,
}

impl<'s> Caller<'s> {
    fn key(server: &'s Server, key: &Value) -> Self {
        Self { server, key: Some(key.as_str().expect("a key").to_owned()), cookie: None, csrf: None }
    }

    fn browser(server: &'s Server) -> Self {
        Self { server, key: None, cookie: None, csrf: None }
    }

    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.server.base));
        let shown = [
            ("authorization", self.key.as_ref().map(|key| format!("Bearer {key}"))),
            ("cookie", self.cookie.clone()),
            ("counterfoil-csrf", self.csrf.clone()),
            ("content-type", body.map(|_| "application/json".to_owned())),
        ];
        for (name, value) in shown {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let body = body.map(Value::to_string).unwrap_or_default();
        let mut response = agent.run(request.body(body).expect("a request")).expect("an answer");
        let cookie = response.headers().get("set-cookie").map(|value| value.to_str().expect("letters").to_owned());
        let text = response.body_mut().read_to_string().expect("a text");
        let body = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).expect("JSON") };
        Answer { status: response.status().as_u16(), body, cookie }
    }

    fn get(&self, path: &str) -> (u16, Value) {
        let answer = self.ask("GET", path, None);
        (answer.status, answer.body)
    }

    fn post(&self, path: &str, body: Value) -> (u16, Value) {
        let answer = self.ask("POST", path, Some(&body));
        (answer.status, answer.body)
    }

    /// Signs in, and keeps what a browser keeps.
    fn sign_in(&mut self, body: Value) -> (u16, Value) {
        let answer = self.ask("POST", "/v1/session", Some(&body));
        self.take(&answer);
        (answer.status, answer.body)
    }

    fn take(&mut self, answer: &Answer) {
        if let Some(cookie) = &answer.cookie {
            self.cookie = cookie.split(';').next().map(str::to_owned);
            self.csrf = answer.body["csrf"].as_str().map(str::to_owned);
        }
    }
}

fn start() -> (tempfile::TempDir, Server) {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), "report");
    (folder, server)
}

fn admin(server: &Server) -> Caller<'_> {
    Caller::key(server, &KEY.into())
}

fn code(answer: &(u16, Value)) -> (u16, &str) {
    (answer.0, answer.1["code"].as_str().unwrap_or_default())
}

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

const OWN: &str = "seven grey herons";

/// A user of this name and role with a password of the user's own, signed in.
fn user<'s>(server: &'s Server, name: &str, role: &str) -> Caller<'s> {
    let (status, made) = admin(server).post("/v1/users", json!({"name": name, "role": role}));
    assert_eq!(status, 201, "{made}");
    let mut browser = Caller::browser(server);
    let (status, told) = browser.sign_in(json!({"name": name, "password": made["temporary_password"]}));
    assert_eq!((status, &told["must_change"]), (200, &json!(true)));
    let change = json!({"current": made["temporary_password"], "new": OWN});
    let answer = browser.ask("POST", "/v1/session/password", Some(&change));
    assert_eq!((answer.status, &answer.body["must_change"]), (200, &json!(false)));
    browser.take(&answer);
    browser
}

#[test]
fn a_temporary_password_is_changed_first() {
    let (_folder, server) = start();
    let (_, made) = admin(&server).post("/v1/users", json!({"name": "Ada@x.example", "role": "support"}));
    assert_eq!((&made["name"], &made["password"]), (&json!("ada@x.example"), &json!("temporary")));
    let temporary = &made["temporary_password"];
    let shown = json!({"name": "ADA@x.example", "password": temporary});
    let mut browser = Caller::browser(&server);
    assert_eq!(browser.sign_in(shown.clone()).0, 200);
    assert_eq!(code(&browser.get("/v1/accounts")), (403, "password_must_change"));
    assert_eq!(code(&Caller::browser(&server).sign_in(shown)), (401, "sign_in_refused"), "it is good for once");
    for (new, told) in [
        ("short", "at least 12"),
        ("ada@x.example", "name"),
        (temporary.as_str().expect("a text"), "replace"),
        ("aaaaaaaaaaaa", "different"),
    ] {
        let change = json!({"current": temporary, "new": new});
        let refused = browser.post("/v1/session/password", change);
        assert_eq!(code(&refused), (422, "password_unfit"));
        assert!(
            refused.1["problems"][0]["message"].as_str().is_some_and(|message| message.contains(told)),
            "{refused:?}"
        );
    }
    let wrong = json!({"current": "not the temporary one", "new": OWN});
    assert_eq!(code(&browser.post("/v1/session/password", wrong)), (401, "sign_in_refused"));
    let before = browser.cookie.clone();
    let answer = browser.ask("POST", "/v1/session/password", Some(&json!({"current": temporary, "new": OWN})));
    assert_eq!(answer.status, 200, "{}", answer.body);
    browser.take(&answer);
    assert_eq!((browser.get("/v1/accounts").0, browser.cookie == before), (200, false));
    let old = Caller { cookie: before, ..Caller::browser(&server) };
    assert_eq!(old.get("/v1/session").0, 401, "the session of the temporary password has ended");
    assert_eq!(Caller::browser(&server).sign_in(json!({"name": "ada@x.example", "password": OWN})).0, 200);
}

#[test]
fn a_session_is_the_browsers_own() {
    let (_folder, server) = start();
    server.open();
    let mut browser = Caller::browser(&server);
    drop(user(&server, "bob", "support"));
    let answer = browser.ask("POST", "/v1/session", Some(&json!({"name": "bob", "password": OWN})));
    let cookie = answer.cookie.clone().expect("a cookie");
    // Over plain http on this machine; elsewhere it has `__Host-` and `Secure`.
    assert!(
        cookie.starts_with("counterfoil=cfs_") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"),
        "{cookie}"
    );
    assert!(!answer.body.to_string().contains("cfs_"), "no script sees it");
    browser.take(&answer);
    let (_, who) = browser.get("/v1/session");
    assert_eq!(
        (&who["who"], &who["csrf"], &who["role"]),
        (&json!("user:bob"), &answer.body["csrf"], &json!("support"))
    );
    let ask = |csrf: Option<String>| {
        let body = json!({"subject": {"type": "balance"}});
        let caller = Caller { csrf, cookie: browser.cookie.clone(), ..Caller::browser(&server) };
        caller.post("/v1/accounts/a/explain", body)
    };
    assert_eq!(ask(browser.csrf.clone()).0, 200);
    for other in [None, Some("x".to_owned()), browser.cookie.clone()] {
        assert_eq!(code(&ask(other)), (403, "csrf_token"));
    }
    // A session is no key.
    let secret = browser.cookie.as_ref().and_then(|cookie| cookie.split_once('=')).expect("a cookie").1;
    assert_eq!(Caller::key(&server, &secret.into()).get("/v1/session").0, 401);
    assert_eq!(browser.post("/v1/keys", json!({"name": "x", "role": "admin"})).0, 403, "nobody makes themselves more");
    let out = browser.ask("DELETE", "/v1/session", None);
    assert!(out.status == 204 && out.cookie.is_some_and(|cookie| cookie.contains("Max-Age=0")));
    assert_eq!(browser.get("/v1/session").0, 401);
}

#[test]
fn whoever_guesses_waits_and_is_told_nothing() {
    let (_folder, server) = start();
    drop(user(&server, "bob", "read"));
    let guess = |name: &str, password: &str| {
        let answer = Caller::browser(&server).sign_in(json!({"name": name, "password": password}));
        (answer.0, answer.1.to_string())
    };
    let refused = guess("bob", "not seven herons");
    assert_eq!(refused.0, 401);
    let elsewhere = Caller::browser(&server).sign_in(json!({"tenant": "none", "name": "bob", "password": OWN}));
    assert_eq!((guess("nobody", OWN), (elsewhere.0, elsewhere.1.to_string())), (refused.clone(), refused.clone()));
    for _ in 0..4 {
        assert_eq!(guess("bob", "not seven herons"), refused);
    }
    // The right one is not looked at while he waits, nor is he told of it.
    assert_eq!(guess("bob", OWN), refused);
    assert_eq!(admin(&server).post("/v1/users/bob/reset", json!({})).0, 200, "an admin lets him in anew");
    let (_, log) = admin(&server).get("/v1/audit");
    let refusals = log["data"].as_array().expect("lines").iter().filter(|line| line["outcome"] == "sign_in_refused");
    assert!(
        refusals.clone().count() >= 4 && !log.to_string().contains("herons") && !log.to_string().contains("nobody")
    );
}

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

#[test]
fn a_user_who_is_put_out_is_out() {
    let (_folder, server) = start();
    let (bob, ada) = (user(&server, "bob", "admin"), user(&server, "ada", "admin"));
    assert_eq!(code(&bob.post("/v1/users/bob/disable", json!({}))), (409, "own_user"), "nobody shuts themselves out");
    assert_eq!(bob.post("/v1/users/ada/disable", json!({})).0, 200);
    assert_eq!(ada.get("/v1/session").0, 401);
    let again = || Caller::browser(&server).sign_in(json!({"name": "ada", "password": OWN})).0;
    assert_eq!(again(), 401);
    assert_eq!((bob.post("/v1/users/ada/enable", json!({})).0, again()), (200, 200));
    let (_, listed) = bob.get("/v1/users");
    let names: Vec<&Value> = listed["data"].as_array().expect("users").iter().map(|user| &user["name"]).collect();
    assert_eq!(names, ["admin", "bob", "ada"]);
    assert!(!listed.to_string().contains("argon2"));
    assert_eq!(code(&bob.post("/v1/users", json!({"name": "ada", "role": "read"}))), (409, "user_taken"));
    let lines = bob.get("/v1/audit").1["data"].as_array().expect("lines").clone();
    assert!(
        lines.iter().any(|line| line["who"] == "user:bob"
            && line["action"] == "user_disabled"
            && line["subject"] == "user:ada")
    );
    assert!(lines.iter().all(|line| line["request"].as_str().is_some_and(|id| !id.is_empty())));
}

/// A page of another site calls with a token where its origin is named, and never with somebody's cookie.
#[test]
fn pages_of_named_origins_may_call() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start_with(&folder.path().join("x.db"), "report", &["--origin", "https://app.example"]);
    let asked = |method: &str, origin: &str| {
        let request = ureq::http::Request::builder().method(method).uri(format!("{}/v1/accounts", server.base));
        let request = request.header("origin", origin).header("access-control-request-method", "GET");
        let request = request.header("access-control-request-headers", "authorization").body(()).expect("a request");
        let answer = server.agent.run(request).expect("an answer");
        let named = |name: &str| answer.headers().get(name).map(|value| value.to_str().expect("letters").to_owned());
        (named("access-control-allow-origin"), named("access-control-allow-credentials"))
    };
    for method in ["OPTIONS", "GET"] {
        assert_eq!(asked(method, "https://app.example"), (Some("https://app.example".into()), None), "{method}");
        for other in ["https://evil.example", "http://app.example", "null", "https://app.example.evil.example"] {
            assert_eq!(asked(method, other), (None, None), "{method} {other}");
        }
    }
    let (_folder, closed) = start();
    let answer = closed.agent.get(format!("{}/v1/accounts", closed.base)).header("origin", "https://app.example");
    assert!(answer.call().expect("an answer").headers().get("access-control-allow-origin").is_none());
}
