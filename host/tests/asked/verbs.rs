//! `check`, `rate`, `apply`, `compare` and `history`: a host answers files as this program does, to the byte, and knows its accounts.

use crate::{month, run, said, value};
use serde_json::{Value, json};

const PRESET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/presets/seat-invoiced.json");
const NOW: &str = "2026-03-06T00:00:00Z";

/// Rows of a list, as they are or each with its account.
fn rows(list: &Value, account: Option<&str>) -> String {
    let rows = list["data"].as_array().expect("a list").iter().cloned();
    let row = |mut row: Value| {
        account.inspect(|account| row["account"] = json!(account));
        format!("{row}\n")
    };
    rows.map(row).collect()
}

#[test]
fn files_and_hosts_answer_alike() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("a path").to_owned();
    let write = |name: &str, text: &str| {
        std::fs::write(path(name), text).expect("a file");
        path(name)
    };
    let served = month(folder.path().join("x.db").as_ref());
    let url = served.base.clone();
    let preset: Value = serde_json::from_str(&std::fs::read_to_string(PRESET).expect("a preset")).expect("JSON");
    let mut dearer = preset.clone();
    dearer["name"] = json!("dearer");
    dearer["rates"].as_array_mut().expect("rates").iter_mut().for_each(|rate| {
        if rate.get("price").is_some() {
            rate["price"] = json!("99");
        }
    });
    assert_eq!(served.post("/v1/rulebooks", &dearer).0, 201);
    let credit = json!({"type": "top_up", "id": "credit", "time": "2026-03-05T00:00:00Z", "amount": "10"});
    let (status, told) = served.post("/v1/accounts/seats/events", &json!({"events": [credit]}));
    assert_eq!(status, 200, "{told}");
    let dearer = write("dearer.json", &dearer.to_string());
    let events = write("events.ndjson", &rows(&served.get("/v1/accounts/seats/events?limit=200").1, Some("seats")));
    let entries = write("entries.ndjson", &rows(&served.get("/v1/accounts/seats/history?limit=200").1, None));
    let usage = r#"{"id":"c1","time":"2026-03-05T00:00:00Z","product":"conversations","quantity":"2.50","unit":"conversation"}"#;
    let usage = write("usage.ndjson", usage);
    let customer =
        write("customer.json", r#"{"name": "Muster GmbH", "city": "Bonn", "postcode": "53111", "country": "DE"}"#);
    let facts = ["--rulebook", PRESET, "--as-of", NOW, "--open-at", "2026-01-01T00:00:00Z", "--customer", &customer];
    let copy = path("copy.db");
    assert!(run(&["backup", "--database", &path("x.db"), &copy]).status.success());
    let calls: [Vec<&str>; 5] = [
        vec!["check", PRESET],
        vec!["rate", "--rulebook", PRESET, &usage],
        [&["apply"], &facts[..], &[&events]].concat(),
        [&["compare"], &facts[..], &["--other", &dearer, &events]].concat(),
        vec!["history", "--rulebook", PRESET, &entries],
    ];
    let mut files = Vec::new();
    for call in calls {
        let here = said(&call);
        assert_eq!(said(&[&call[..], &["--url", &url]].concat()), here, "{call:?}");
        assert_eq!(said(&[&call[..], &["--database", &copy]].concat()), here, "{call:?}");
        files.push(here);
    }
    let account: [&[&str]; 3] = [&["rate", &usage], &["compare", "--other", &dearer, "--as-of", NOW], &["history"]];
    for (words, file) in account.into_iter().zip([&files[1], &files[3], &files[4]]) {
        let words = [words, &["--account", "seats"]].concat();
        assert_eq!(said(&[&words[..], &["--url", &url]].concat()), **file, "{words:?}");
        assert_eq!(said(&[&words[..], &["--database", &copy]].concat()), **file, "{words:?}");
    }
    assert!(files[4].lines().count() > 1, "{}", files[4]);
}

#[test]
fn events_are_posted_to_a_hosts_own_accounts() {
    let folder = tempfile::tempdir().expect("a folder");
    let served = month(folder.path().join("x.db").as_ref());
    let file = |name: &str, rows: &[Value]| {
        let file = folder.path().join(name);
        std::fs::write(&file, rows.iter().map(|row| format!("{row}\n")).collect::<String>()).expect("a file");
        file.to_str().expect("a path").to_owned()
    };
    let chat = |account: &str, id: &str, unit: &str| {
        json!({"account": account, "type": "usage", "id": id, "time": "2026-03-05T00:00:00Z", "product": "conversations",
            "quantity": "2", "unit": unit})
    };
    let good = file("good.ndjson", &[chat("seats", "c1", "conversation"), chat("seats", "c2", "conversation")]);
    let told = value(&["apply", &good, "--url", &served.base]);
    assert_eq!(told["applied"], 2, "{told}");
    // Told twice, posted once.
    assert_eq!(value(&["apply", &good, "--url", &served.base])["applied"], 2);
    let posted = || served.get("/v1/accounts/seats/events?limit=200&kind=usage").1["data"].as_array().map(Vec::len);
    assert_eq!(posted(), Some(2));
    // All of an account's events or none of them.
    let bad = file("bad.ndjson", &[chat("seats", "c3", "conversation"), chat("seats", "c4", "stone")]);
    let refused = run(&["apply", &bad, "--url", &served.base]);
    let error = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refused.status.code() == Some(1) && error.contains("seats: ") && error.contains("/events/1"), "{error}");
    assert_eq!(posted(), Some(2));
    let files_alone = run(&["apply", &good, "--url", &served.base, "--open-at", "2026-01-01T00:00:00Z"]);
    assert_eq!(files_alone.status.code(), Some(2));
    let nobody = run(&["apply", &good]);
    assert!(nobody.status.code() == Some(2) && String::from_utf8_lossy(&nobody.stderr).contains("--rulebook"));
    let timeless = run(&["apply", "--rulebook", PRESET, "--open-at", "2026-01-01T00:00:00Z", &good]);
    assert!(timeless.status.code() == Some(2) && String::from_utf8_lossy(&timeless.stderr).contains("--as-of"));
}
