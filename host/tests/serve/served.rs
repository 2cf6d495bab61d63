//! The server as a process: exact bytes, once, durably, and clear refusals that change nothing.

use crate::server::{Server, rulebook, usage};
use serde_json::{Value, json};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

#[test]
fn calls_have_the_bytes_of_every_other_door() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), "report");
    let engine = counterfoil::Engine::embedded().expect("the engine");
    let call = json!({"rulebook": rulebook(), "usage": []}).to_string();
    let (status, text) = server.send("/v1/call/rate", "application/json; charset=utf-8", &call);
    assert_eq!((status, text.as_bytes()), (200, &engine.call("rate", call.as_bytes()).expect("an answer").bytes[..]));
    let (status, version) = server.get("/v1/version");
    assert_eq!((status, version["engine"].as_str()), (200, Some(engine.digest())));
}

#[test]
fn a_batch_posted_a_hundred_times_counts_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), "report");
    server.open();
    let batch = json!({"events": [usage("u1", 10), usage("u2", 20)]});
    let (status, first) = server.post("/v1/accounts/a/events", &batch);
    assert_eq!((status, &first["applied"]), (200, &json!(2)), "{first}");
    let state = server.state();
    let (status, text) = server.send("/v1/accounts/a/events", "application/json", &batch.to_string());
    for _ in 0..100 {
        let again = server.send("/v1/accounts/a/events", "application/json", &batch.to_string());
        assert_eq!((again.0, &again.1), (status, &text), "the first answer, byte for byte");
    }
    assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), first);
    // One of them by itself was not posted before.
    let (status, one) = server.post("/v1/accounts/a/events", &json!({"events": [usage("u2", 20)]}));
    assert_eq!((status, one), (200, json!({"applied": 0, "duplicates": ["u2"]})));
    // Other spaces and another order of keys are the same event.
    let (status, text) = server.send(
        "/v1/accounts/a/events",
        "application/x-ndjson",
        "{ \"unit\":\"minute\", \"quantity\":10, \"product\":\"call\", \"time\":\"2026-01-05T12:00:00Z\", \"id\":\"u1\", \"type\":\"usage\" }\n",
    );
    assert_eq!((status, text.as_str()), (200, r#"{"applied":0,"duplicates":["u1"]}"#));
    let (status, conflict) =
        server.post("/v1/accounts/a/events", &json!({"atomic": true, "events": [usage("u3", 1), usage("u1", 11)]}));
    assert_eq!((status, conflict["code"].as_str()), (409, Some("event_conflict")));
    assert_eq!(conflict["problems"][0]["message"].as_str().expect("text").matches("sha256:").count(), 2, "both hashes");
    assert_eq!(conflict["problems"][0]["path"], "/events/1/id");
    let twice = json!({"atomic": true, "events": [usage("u4", 1), usage("u4", 2)]});
    let (status, twice) = server.post("/v1/accounts/a/events", &twice);
    assert_eq!((status, &twice["problems"][0]["path"]), (409, &json!("/events/1/id")));
    let message = twice["problems"][0]["message"].as_str().expect("text");
    assert!(message.contains("twice in this call"), "nothing is kept of it: {message}");
    assert_eq!(server.state(), state, "nothing has changed");
    assert_eq!(server.get("/v1/accounts/a/history").1["data"].as_array().expect("entries").len(), 3);
}

/// One bad event does not refuse the others, whatever is wrong with it and however many there are; and the answer is kept.
#[test]
fn what_is_refused_is_told_beside_what_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), "report");
    server.open();
    let unpriced = |id: &str| json!({"type": "usage", "id": id, "time": "2026-01-05T12:00:00Z", "product": "mail", "quantity": 1, "unit": "minute"});
    // Of each kind: not of the shape, not of the rulebook, an id that is kept with other content; and a known one.
    let mut events: Vec<Value> = (0..100)
        .map(|number| match number % 10 {
            3 => json!({"type": "usage", "id": format!("u{number}")}),
            7 => unpriced(&format!("u{number}")),
            _ => usage(&format!("u{number}"), 1),
        })
        .collect();
    events.push(usage("t", 1));
    events.push(json!({"type": "top_up", "id": "t", "time": "2026-01-01T00:00:00Z", "amount": "100"}));
    let body = json!({"events": events}).to_string();
    let (status, text) = server.send("/v1/accounts/a/events", "application/json", &body);
    let answer: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((status, &answer["applied"], &answer["duplicates"]), (200, &json!(80), &json!(["t"])), "{text}");
    let refused = answer["refused"].as_array().expect("refusals");
    let places: Vec<u64> = refused.iter().map(|one| one["event"].as_u64().expect("a place")).collect();
    let expected: Vec<u64> = (0..100).filter(|number| [3, 7].contains(&(number % 10))).chain([100]).collect();
    assert_eq!(places, expected);
    for (one, place) in refused.iter().zip(&places) {
        let code = match (place, place % 10) {
            (100, _) => "event_conflict",
            (_, 3) => "missing_field",
            _ => "rate_missing",
        };
        assert_eq!(one["problems"][0]["code"], code, "{one}");
        assert!(one["problems"][0]["path"].as_str().expect("a path").starts_with(&format!("/events/{place}")), "{one}");
    }
    assert_eq!(answer["answer"]["entries"].as_array().expect("entries").len(), 80);
    assert_eq!(
        (answer["answer"]["balance"].clone(), server.state()["balance"].clone()),
        (json!("99.20"), json!("99.20"))
    );
    assert_eq!(server.send("/v1/accounts/a/events", "application/json", &body), (status, text), "the same again");
    // Where nothing can be taken, that is a refusal.
    let (status, none) = server.post("/v1/accounts/a/events", &json!({"events": [unpriced("v1"), unpriced("v2")]}));
    assert_eq!((status, none["problems"].as_array().expect("problems").len()), (422, 2), "{none}");
    let atomic = json!({"atomic": true, "events": [usage("w1", 1), unpriced("w2")]});
    assert_eq!(server.post("/v1/accounts/a/events", &atomic).0, 422);
    assert_eq!(server.state()["balance"], "99.20");
    // What was taken in part is no answer to who asks for all or nothing.
    let mut atomic: Value = serde_json::from_str(&body).expect("JSON");
    atomic["atomic"] = true.into();
    assert_ne!(server.post("/v1/accounts/a/events", &atomic).0, 200);
}

/// A spend is decided and posted in one step, and told again as it was.
#[test]
fn a_spend_is_posted_where_it_may_go_ahead() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), "report");
    server.open();
    let spend = |id: &str, quantity: u32| {
        let mut usage = usage(id, quantity);
        usage.as_object_mut().expect("an object").remove("type");
        json!({"usage": usage}).to_string()
    };
    let post = |body: &str| server.send("/v1/accounts/a/spend", "application/json", body);
    let (status, text) = post(&spend("s1", 6_000));
    let answer: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(
        (status, &answer["answer"]["decision"]["allowed"], &answer["answer"]["balance"]),
        (200, &json!(true), &json!("40.00"))
    );
    assert_eq!(post(&spend("s1", 6_000)), (status, text));
    let (status, text) = post(&spend("s2", 6_000));
    let answer: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(
        (status, &answer["applied"], &answer["answer"]["decision"]["allowed"]),
        (200, &json!(0), &json!(false)),
        "{text}"
    );
    assert_eq!(server.state()["balance"], "40.00", "what is denied is not posted");
    let (status, text) = post(&spend("s1", 1));
    assert_eq!(status, 409);
    assert!(text.contains("\"/usage/id\""), "{text}");
    let (status, text) = post("{\"usage\":7}");
    assert_eq!(status, 422, "{text}");
    // As an event it is the same usage.
    let (status, known) = server.post("/v1/accounts/a/events", &json!({"events": [usage("s1", 6_000)]}));
    assert_eq!((status, known), (200, json!({"applied": 0, "duplicates": ["s1"]})));
    // Counts alone, for whoever wants no more.
    let request = server.agent.post(format!("{}/v1/accounts/a/spend", server.base)).content_type("application/json");
    let mut minimal = request.header("prefer", "return=minimal").send(spend("s3", 100)).expect("an answer");
    let text = minimal.body_mut().read_to_string().expect("a text");
    assert_eq!(text, r#"{"applied":1,"duplicates":[],"allowed":true,"balance":"39.00"}"#);
}

/// Rows of a spreadsheet are events, too.
#[test]
fn events_come_as_csv() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), "report");
    server.open();
    let path = "/v1/accounts/a/events";
    let text = "type,id,time,product,quantity,unit,subaccount\n\
        usage,u1,2026-01-05T12:00:00Z,call,10,minute,\nusage,u2,2026-01-05T12:00:00Z,call,20,minute,\n";
    let (status, answer) = server.send(path, "text/csv; charset=utf-8", text);
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!(
        (status, &answer["applied"], &answer["answer"]["balance"]),
        (200, &json!(2), &json!("99.70")),
        "{answer}"
    );
    // What is wrong is told by its place, as in JSON.
    let (status, answer) = server.send(path, "text/csv", "type,id\nusage,u3\n");
    assert!(status == 422 && answer.contains("/events/0"), "{answer}");
    let (status, answer) = server.send(path, "text/csv", "type,id\nusage,u3,more\n");
    assert!(status == 400 && answer.contains("csv_syntax"), "{answer}");
}

/// The clocks of others may go some seconds ahead; minutes are another matter.
#[test]
fn a_skew_of_seconds_is_tolerated() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), "report");
    server.open();
    let ahead = |seconds: i64, id: &str| {
        let mut usage = usage(id, 1);
        let time = jiff::Timestamp::now().as_millisecond() + 1_000 * seconds;
        usage["time"] = jiff::Timestamp::from_millisecond(time).expect("a time").to_string().into();
        server.post("/v1/accounts/a/events", &json!({"events": [usage]}))
    };
    let (status, first) = ahead(4, "u1");
    assert_eq!(status, 200, "{first}");
    // The next is of now, and before what the account has seen.
    let (status, second) = ahead(0, "u2");
    assert_eq!(status, 200, "{second}");
    let (status, refused) = ahead(600, "u3");
    assert_eq!((status, &refused["code"]), (422, &json!("event_in_future")));
}

#[test]
fn many_hands_on_one_account_lose_and_double_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), "report");
    server.open();
    let applied = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for hand in 0..8 {
            let (server, applied) = (&server, &applied);
            scope.spawn(move || {
                // Every event is sent by two hands.
                for number in 0..25 {
                    let event = usage(&format!("u{}-{number}", hand / 2), 100);
                    let (status, answer) = server.post("/v1/accounts/a/events", &json!({"events": [event]}));
                    assert_eq!(status, 200, "{answer}");
                    // Whoever comes second is told the same.
                    applied.fetch_add(answer["applied"].as_u64().expect("a number") as usize, Ordering::Relaxed);
                }
            });
        }
    });
    assert_eq!(applied.load(Ordering::Relaxed), 200);
    assert_eq!(server.state()["balance"], "0.00");
    let (mut cursor, mut sum, mut entries) = (String::new(), 0_i64, 0);
    loop {
        let (_, page) = server.get(&format!("/v1/accounts/a/history?limit=7{cursor}"));
        for entry in page["data"].as_array().expect("entries") {
            let amount = entry["postings"][0]["amount"].as_str().expect("text");
            sum += amount.replace('.', "").parse::<i64>().expect("cents");
            entries += 1;
        }
        match page["cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!((entries, sum), (101, 0));
}

#[test]
fn what_was_answered_survives_a_kill() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("x.db");
    let server = Server::start(&database, "report");
    server.open();
    server.stop();
    let mut expected = 10_000;
    for round in 0..5 {
        let server = Server::start(&database, "report");
        for number in 0..10 {
            let (status, _) =
                server.post("/v1/accounts/a/events", &json!({"events": [usage(&format!("u{round}-{number}"), 7)]}));
            assert_eq!(status, 200);
            expected -= 7;
        }
        server.stop();
        let server = Server::start(&database, "report");
        let balance = server.state()["balance"].as_str().expect("text").replace('.', "");
        assert_eq!(balance.parse::<i64>().expect("cents"), expected);
        let (_, again) = server.post("/v1/accounts/a/events", &json!({"events": [usage(&format!("u{round}-9"), 7)]}));
        assert_eq!(again["answer"]["entries"][0]["id"], format!("u{round}-9/usage"), "its answer is told again");
        assert_eq!(server.state()["balance"].as_str().expect("text").replace('.', ""), expected.to_string());
        server.stop();
    }
}

#[test]
fn refusals_are_clear_and_change_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), "report");
    let digest = server.open();
    let state = server.state();
    let known = usage("t", 1);
    let deep = format!("{{\"events\":[{}{}]}}", "[".repeat(100_000), "]".repeat(100_000));
    let long = format!("{{\"events\":[\"{}\"]}}", "x".repeat(5 << 20));
    let with_known = json!({"atomic": true, "events": [{"type": "top_up", "id": "t", "time": "2026-01-01T00:00:00Z", "amount": "100"}, usage("n1", 1), json!({"type": "usage", "id": "n2"})]}).to_string();
    let path = "/v1/accounts/a/events";
    for (path, kind, body, status, code) in [
        (path, "application/json", "{", 400, "json_syntax"),
        (path, "application/json", &deep, 422, "wrong_type"),
        (path, "application/json", "[null,[]]", 422, "wrong_type"),
        (path, "application/json", "{\"events\":[],\"more\":1}", 422, "unknown_field"),
        (path, "application/json", "{\"events\":[],\"events\":[]}", 422, "duplicate_key"),
        (path, "application/json", "{\"events\":{}}", 422, "wrong_type"),
        (path, "application/json", "{\"events\":[{\"id\":\"n\",\"id\":\"m\"}]}", 422, "missing_field"),
        (path, "application/json", "{\"events\":[7]}", 422, "wrong_type"),
        (path, "application/json", &json!({"events": [known]}).to_string(), 409, "event_conflict"),
        (path, "application/json", &with_known, 422, "missing_field"),
        (
            path,
            "application/json",
            &json!({"as_of": "2026-01-02T00:00:00Z", "events": [usage("n", 1)]}).to_string(),
            422,
            "event_in_future",
        ),
        (
            path,
            "application/json",
            &json!({"as_of": "x\",\"payments\":\"succeed", "events": [usage("n", 1)]}).to_string(),
            422,
            "time_grammar",
        ),
        (path, "application/json", &long, 413, "body_too_long"),
        (path, "text/plain", "{}", 415, "content_type"),
        (path, "application/x-ndjson", "{\"id\":\"a\"},{\"id\":\"b\"}\n", 400, "json_syntax"),
        ("/v1/accounts/b/events", "application/json", "{\"events\":[]}", 404, "account_not_found"),
        ("/v1/call/bill", "application/json", "{}", 404, "unknown_verb"),
        ("/v1/call/rate", "application/json", "{}", 422, "missing_field"),
        ("/v1/rulebooks", "application/json", "{}", 422, "missing_field"),
        ("/v1/accounts", "application/json", "{\"rulebook\":\"sha256:0\",\"open\":{}}", 404, "rulebook_not_found"),
        (
            "/v1/accounts",
            "application/json",
            &json!({"rulebook": digest, "open": {"account": "b/c", "time": "2026-01-01T00:00:00Z"}}).to_string(),
            422,
            "id_grammar",
        ),
    ] {
        let (found, text) = server.send(path, kind, body);
        let problem: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"));
        assert_eq!((found, problem["code"].as_str()), (status, Some(code)), "{path} {:.80}: {text}", body);
        assert!(!problem["problems"][0]["help"].as_str().expect("help").is_empty(), "{text}");
    }
    let request = server.agent.post(format!("{}{path}", server.base)).content_type("application/json");
    let packed = request.header("content-encoding", "gzip").send("{}").expect("an answer");
    assert_eq!(packed.status().as_u16(), 415);
    // The path names the caller's own place, though a known event before it was left out.
    let (_, text) = server.send(path, "application/json", &with_known);
    assert!(text.contains("\"/events/2\""), "{text}");
    assert_eq!(server.state(), state, "nothing has changed");
    for (path, status) in [
        ("/v1/accounts/b", 404),
        ("/v1/accounts/a/history?limit=0", 422),
        ("/v1/accounts/a/history?cursor=x", 422),
        ("/none", 404),
    ] {
        assert_eq!(server.get(path).0, status, "{path}");
    }
}

#[test]
fn the_simulated_gateway_pays_within_the_batch() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), "succeed");
    server.open();
    let (_, answer) = server.post("/v1/accounts/a/events", &json!({"events": [usage("u", 9_000)]}));
    assert_eq!(answer["answer"]["balance"], "60.00", "{answer}");
    let (_, effects) = server.get("/v1/accounts/a/effects");
    let kinds: Vec<&str> = effects["data"]
        .as_array()
        .expect("effects")
        .iter()
        .map(|effect| effect["type"].as_str().expect("text"))
        .collect();
    assert_eq!(kinds, ["charge_request", "charge_request"]);
    let (_, account) = server.get("/v1/accounts/a?as_of=2026-01-05T12:00:00Z");
    assert_eq!(account["overview"]["answer"]["used_today"], "90.00");
    assert_eq!(server.get("/v1/accounts?search=a").1["data"][0]["id"], "a");
    assert_eq!(server.get("/v1/accounts?search=b").1["data"], json!([]));
}

#[test]
fn a_file_of_a_newer_schema_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("x.db");
    Server::start(&database, "report").stop();
    let file = rusqlite::Connection::open(&database).expect("the file");
    file.pragma_update(None, "user_version", 99).expect("a version");
    drop(file);
    let ended = Command::new(env!("CARGO_BIN_EXE_counterfoil"))
        .args(["serve", "--no-duties", "--listen", "127.0.0.1:0", "--database"])
        .arg(&database)
        .output();
    let ended = ended.expect("the server ends");
    assert_eq!(ended.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("schema 99"));
}
