//! Users of the console, their passwords and sessions.

use super::{Caller, OWN, admin, code, start, user};
use serde_json::{Value, json};

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
