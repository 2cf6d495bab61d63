//! Commands that ask a host, or the books themselves: both are answered alike, and what goes wrong says what to do.

#[cfg(unix)]
mod doctor;
#[path = "../serve/server.rs"]
#[allow(dead_code, reason = "the server's own tests use all of it")]
mod server;
mod verbs;

use serde_json::{Value, json};
use server::{KEY, Server};
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn run(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_counterfoil"));
    for name in ["COUNTERFOIL_URL", "COUNTERFOIL_DATABASE", "COUNTERFOIL_KEY"] {
        command.env_remove(name);
    }
    command.args(words).env("COUNTERFOIL_KEY", KEY).stdin(Stdio::null()).output().expect("the command starts")
}

/// What was answered, where it was answered well.
fn said(words: &[&str]) -> String {
    let output = run(words);
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.ends_with('\n'), "{words:?}: no newline");
    text
}

fn value(words: &[&str]) -> Value {
    serde_json::from_str(&said(words)).expect("JSON")
}

/// An account of two seats with two months behind it, served.
fn month(file: &Path) -> Server {
    let served = Server::start(file, "simulator");
    let start = "2026-01-01T00:00:00Z";
    assert_eq!(served.post("/v1/test-clock", &json!({"now": start})).0, 200);
    let preset = include_str!("../../../core/presets/seat-invoiced.json");
    let rulebook: Value = serde_json::from_str(preset).expect("a preset");
    let digest = served.post("/v1/rulebooks", &rulebook).1["digest"].clone();
    let customer = json!({"name": "Muster GmbH", "city": "Bonn", "postcode": "53111", "country": "DE"});
    let open = json!({"account": "seats", "time": start, "customer": customer});
    assert_eq!(served.post("/v1/accounts", &json!({"rulebook": digest, "open": open})).0, 201);
    let card = json!({"type": "card", "method": "visa", "brand": "Visa", "last4": "4242", "expires": "2031-12"});
    let events = json!([
        {"type": "method_added", "id": "card", "time": start, "method": card, "default": true},
        {"type": "subscribed", "id": "s", "time": start, "subscription": "seats", "plan": "seat", "quantity": 2},
    ]);
    assert_eq!(served.post("/v1/accounts/seats/events", &json!({"events": events})).0, 200);
    assert_eq!(served.post("/v1/test-clock", &json!({"now": "2026-03-05T00:00:00Z"})).0, 200);
    while served.get("/v1/test-clock").1.get("goal").is_some() {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    served
}

#[test]
fn a_host_and_its_books_say_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, copy) = (folder.path().join("x.db"), folder.path().join("copy.db"));
    let served = month(&file);
    let (database, copied) = (file.to_str().expect("a path"), copy.to_str().expect("a path"));
    assert!(run(&["backup", "--database", database, copied]).status.success());
    let url = served.base.clone();
    // Questions change nothing, so that the copy answers as the host does.
    let questions: [&[&str]; 9] = [
        &["invoice", "list"],
        &["invoice", "list", "--json"],
        &["invoice", "show", "INV-000001"],
        &["invoice", "show", "INV-000001", "--format", "ubl"],
        &["invoice", "draft", "seats"],
        &["explain", "balance", "--account", "seats"],
        &["explain", "balance", "--account", "seats", "--json"],
        &["close", "2026-02", "--dry-run"],
        &["close", "2026-02", "--dry-run", "--json"],
    ];
    for words in questions {
        let host = said(&[words, &["--url", &url]].concat());
        assert_eq!(host, said(&[words, &["--database", copied]].concat()), "{words:?}");
    }
    let listed = said(&["invoice", "list", "--url", &url]);
    assert!(listed.starts_with("number") && listed.lines().count() == 4 && listed.contains("paid"), "{listed}");
    let closed = value(&["close", "2026-02", "--url", &url, "--json"]);
    assert_eq!((&closed["sums"]["EUR"]["invoices"], &closed["open"]), (&json!(1), &json!([])), "{closed}");
    assert_eq!(closed["sums"]["EUR"]["to_pay"], "0.00");
    // What is made is made at either.
    let made = said(&["keys", "make", "meter", "--role", "ingest", "--url", &url]);
    assert!(made.starts_with("cfk_"), "{made}");
    assert!(said(&["keys", "list", "--url", &url]).contains("meter"));
    let temporary = said(&["user", "add", "ada@acme.example", "--role", "finance", "--database", copied]);
    assert_eq!(temporary.trim().len(), 19, "{temporary}");
    assert!(said(&["user", "list", "--database", copied]).contains("ada@acme.example"));
    assert!(said(&["user", "disable", "ada@acme.example", "--database", copied]).contains("no more"));
    assert!(said(&["tenant", "add", "acme", "--database", copied]).starts_with("cfk_"));
    assert_eq!(said(&["tenant", "list", "--database", copied]), "tenant\nmain\nacme\n");
    let pdf = folder.path().join("x.pdf");
    assert!(
        run(&[
            "invoice",
            "show",
            "INV-000001",
            "--format",
            "pdf",
            "--out",
            pdf.to_str().expect("a path"),
            "--url",
            &url
        ])
        .status
        .success()
    );
    assert!(std::fs::read(&pdf).expect("a file").starts_with(b"%PDF-"));
    assert_eq!(
        said(&["invoice", "credit", "INV-000001", "--reason", "Service was down", "--database", copied]),
        "CN-000001\n"
    );
    assert!(said(&["doctor", "--url", &url]).contains("ok    host: ready"));
    assert!(said(&["doctor", "--database", copied]).contains("ok    payments: 0 "));
}

#[test]
fn books_are_restored_carried_forward_and_made_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("a path").to_owned();
    let (file, copy, place) = (path("x.db"), path("copy.db"), path("restored.db"));
    drop(month(Path::new(&file)));
    said(&["migrate", "--database", &file]);
    assert!(run(&["backup", "--database", &file, &copy]).status.success());
    assert!(said(&["restore", &copy, "--database", &place]).contains("is restored"));
    let again = run(&["restore", &copy, "--database", &place]);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("--force"));
    let served = Server::start(&place, "report");
    let held = run(&["restore", &copy, "--database", &place, "--force"]);
    assert!(held.status.code() == Some(2) && String::from_utf8_lossy(&held.stderr).contains("stop the host first"));
    drop(served);
    said(&["restore", &copy, "--database", &place, "--force"]);
    std::fs::write(path("no.db"), "a text").expect("a file");
    for more in [&[][..], &["--unverified"]] {
        let no_books = run(&[&["restore", &path("no.db"), "--database", &path("other.db")], more].concat());
        assert!(no_books.status.code() == Some(2) && !Path::new(&path("other.db.new")).exists());
    }
    assert!(Path::new(&format!("{place}.before")).is_file());
    let twice = run(&["restore", &copy, "--database", &place, "--force"]);
    assert!(
        twice.status.code() == Some(2) && String::from_utf8_lossy(&twice.stderr).contains("put aside there before")
    );
    let down = run(&["doctor", "--json", "--url", "http://127.0.0.1:39999"]);
    let found: Value = serde_json::from_slice(&down.stdout).expect("JSON");
    assert_eq!((down.status.code(), &found[1]["how"]), (Some(1), &json!("bad")), "{found}");
    assert!(said(&["replay", "--database", &place]).ends_with("the same, byte for byte\n"));
    assert_eq!(value(&["replay", "--database", &place, "--json"])["faults"], json!([]));
    let schema = value(&["migrate", "--dry-run", "--json", "--database", &place]);
    assert_eq!((&schema["from"], &schema["done"]), (&schema["to"], &json!(false)));
    // A copy that somebody has written in is not put anywhere.
    let broken = rusqlite::Connection::open(&copy).expect("a file");
    broken.execute_batch("DROP TRIGGER IF EXISTS entry_kept; PRAGMA writable_schema = ON").expect("SQL");
    let triggers: Vec<String> = broken
        .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        .and_then(|mut all| all.query_map([], |row| row.get(0))?.collect())
        .expect("triggers");
    triggers.iter().for_each(|name| broken.execute_batch(&format!("DROP TRIGGER {name}")).expect("SQL"));
    broken.execute("UPDATE account SET state = replace(state, 'EUR', 'USD')", []).expect("SQL");
    drop(broken);
    let refused = run(&["restore", &copy, "--database", &path("other.db")]);
    assert_eq!(refused.status.code(), Some(2), "{}", String::from_utf8_lossy(&refused.stderr));
    assert!(!Path::new(&path("other.db")).exists());
}

#[test]
fn files_are_simulated_and_explained_as_by_the_engine() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).expect("a file");
        file.to_str().expect("a path").to_owned()
    };
    let rulebook = write(
        "r.json",
        r#"{"name":"x","currency":"USD","rounding":{"scale":2,"mode":"half_up"},"rates":[{"id":"r","product":"call","unit":"minute","price":"0.1"}]}"#,
    );
    let events = write(
        "e.ndjson",
        "{\"account\":\"a\",\"type\":\"top_up\",\"id\":\"t\",\"time\":\"2026-01-02T00:00:00Z\",\"amount\":\"10\"}\n{\"account\":\"a\",\"type\":\"usage\",\"id\":\"u\",\"time\":\"2026-01-03T00:00:00Z\",\"product\":\"call\",\"quantity\":\"15\",\"unit\":\"minute\"}\n",
    );
    let out = folder.path().join("out");
    let facts = ["--rulebook", &rulebook, "--as-of", "2026-02-01T00:00:00Z", "--open-at", "2026-01-01T00:00:00Z"];
    assert!(
        run(&[&["apply"], &facts[..], &["--out", out.to_str().expect("a path"), &events]].concat()).status.success()
    );
    let state = out.join("states.ndjson");
    let simulate = [
        "simulate",
        "--days",
        "30",
        "--daily",
        "1",
        "--rulebook",
        &rulebook,
        "--state",
        state.to_str().expect("a path"),
    ];
    assert!(said(&simulate).contains("money ends        2026-"), "{}", said(&simulate));
    assert_eq!(value(&[&simulate[..], &["--json"]].concat())["answer"]["days"].as_array().map(Vec::len), Some(30));
    let explain = |subject: &str| said(&[&["explain", subject], &facts[..], &["--events", &events]].concat());
    let told = explain("entry:u/usage");
    assert!(told.starts_with("u/usage: ") && told.contains("[rating.lookup]"), "{told}");
    assert!(explain("balance").starts_with("balance: 8.50"), "{}", explain("balance"));

    let card = write("card.csv", "prefix,price\n,0.02\n44,0.015\n");
    let priced = said(&["prices", "import", &card, "--rulebook", &rulebook, "--product", "call", "--unit", "minute"]);
    let other = write("other.json", &priced);
    assert!(run(&["check", &other]).status.success());
    assert_eq!(
        said(&["prices", "export", &other]),
        "product,unit,prefix,price,also\ncall,minute,,0.02,\ncall,minute,44,0.015,\n"
    );
    for (twice, told) in [
        ("44,0.01\n1,0.02\n44,0.01\n", "`44` stands in line 2"),
        (",1\n2,3\n,2\n", "a row without prefix stands in line 2"),
    ] {
        let twice = write("twice.csv", &format!("prefix,price\n{twice}"));
        let refused =
            run(&["prices", "import", &twice, "--rulebook", &rulebook, "--product", "call", "--unit", "minute"]);
        let error = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(refused.status.code() == Some(2) && error.contains("twice.csv:4: ") && error.contains(told), "{error}");
        assert!(refused.stdout.is_empty());
    }
    let diff = run(&["prices", "diff", &rulebook, &other, "--json"]);
    assert_eq!(diff.status.code(), Some(1));
    let rows: Value = serde_json::from_slice(&diff.stdout).expect("JSON");
    assert_eq!((&rows[0]["how"], &rows[0]["by"], &rows[1]["how"]), (&json!("cheaper"), &json!("-0.08"), &json!("new")));
    assert_eq!(said(&["prices", "diff", &other, &other]), "none\n");
    // What holds for a time is another price than what holds always.
    let timed = write(
        "timed.json",
        &priced.replace("\"prefix\": \"44\"", "\"prefix\": \"44\", \"until\": \"2027-01-01T00:00:00Z\""),
    );
    let diff = run(&["prices", "diff", &other, &timed]);
    assert!(diff.status.code() == Some(1) && String::from_utf8_lossy(&diff.stdout).contains("gone"), "{diff:?}");
}

/// Each says what is wrong, and what to do.
#[test]
fn what_goes_wrong_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("x.db");
    let served = Server::start(&file, "report");
    let database = file.to_str().expect("a path").to_owned();
    let nobody = folder.path().join("none.db").to_str().expect("a path").to_owned();
    let not_json = folder.path().join("x.json");
    std::fs::write(&not_json, "{\n  nonsense").expect("a file");
    let not_json = not_json.to_str().expect("a path").to_owned();
    let url = served.base.clone();
    let cases: [(&[&str], i32, &str); 17] = [
        (&["check", &nobody], 2, "or `-`"),
        (&["keys", "list", "--database", &not_json], 2, "is it a database"),
        (&["keys", "list"], 2, "--url"),
        (&["keys", "list", "--database", &nobody], 2, "counterfoil serve"),
        (&["keys", "list", "--database", &database], 2, "ask that by `--url`"),
        (&["keys", "list", "--url", "http://127.0.0.1:1"], 2, "is the host running"),
        (&["keys", "list", "--url", &url, "--key-file", &nobody], 2, "none.db"),
        (&["keys", "make", "x", "--role", "king", "--url", &url], 1, "role"),
        (&["keys", "revoke", "none", "--url", &url], 1, "not_found"),
        (&["invoice", "show", "INV-9", "--url", &url], 1, "check the id"),
        (&["invoice", "credit", "INV-1", "--reason", "x", "--line", "one", "--url", &url], 2, "1=12.50"),
        (&["close", "2026", "--url", &url], 2, "2026-10"),
        (&["close", "2999-01", "--url", &url], 2, "--dry-run"),
        (&["explain", "everything", "--account", "a", "--url", &url], 2, "entry:ID"),
        (&["simulate"], 2, "--rulebook"),
        (&["check", &not_json], 2, "line 2"),
        (&["man", "dance"], 2, "counterfoil help"),
    ];
    for (words, code, told) in cases {
        let output = run(words);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{words:?}: {error}");
        assert!(error.starts_with("counterfoil: ") && error.contains(told), "{words:?}: {error}");
        assert!(output.stdout.is_empty(), "{words:?}");
    }
}

#[test]
fn shells_and_man_know_every_command() {
    let help = said(&["help"]);
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|word| *word != "help" && word.bytes().all(|byte| byte.is_ascii_lowercase()))
        .collect();
    assert!(commands.len() >= 25, "{commands:?}");
    let page = said(&["man"]);
    for shell in ["bash", "zsh", "fish"] {
        let written = said(&["completions", shell]);
        commands.iter().for_each(|command| assert!(written.contains(command), "{shell}: {command}"));
    }
    for command in commands {
        assert!(page.contains(&format!("counterfoil\\-{command}")), "{command}");
        assert!(said(&["man", command]).contains(".SH NAME"), "{command}");
    }
}
