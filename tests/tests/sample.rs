//! A month of 5,000 telephone customers through prepaid accounts with auto-recharge: natively, in one command over
//! the file, and through HTTP. The three are the same, and every account balances to the cent.

use counterfoil_sample::{AS_OF, CUSTOMERS, OPENED_AT, RULEBOOK, SETTINGS, ndjson, samples};
use counterfoil_tests::runners::binary;
use counterfoil_tests::server::Server;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

struct Results {
    /// By account.
    states: BTreeMap<String, String>,
    entries: BTreeMap<String, Vec<String>>,
    effects: BTreeMap<String, Vec<String>>,
}

fn native() -> Results {
    let mut results = Results { states: BTreeMap::new(), entries: BTreeMap::new(), effects: BTreeMap::new() };
    for sample in samples() {
        let call = format!(
            r#"{{"rulebook":{RULEBOOK},"open":{{"account":"{}","time":"{OPENED_AT}","settings":{SETTINGS}}},"as_of":"{AS_OF}","payments":"succeed","events":[{}]}}"#,
            sample.account,
            sample.events.join(",")
        );
        let answer: Value = serde_json::from_slice(&counterfoil_core::call("apply", call.as_bytes())).expect("JSON");
        assert_eq!(answer["status"], "ok", "{answer}");
        let lines =
            |name: &str| answer["answer"][name].as_array().expect("a list").iter().map(Value::to_string).collect();
        results.states.insert(sample.account.clone(), answer["answer"]["state"].to_string());
        results.entries.insert(sample.account.clone(), lines("entries"));
        results.effects.insert(sample.account, lines("effects"));
    }
    results
}

fn by_command(folder: &Path) -> [String; 3] {
    let write = |name: &str, text: &str| {
        std::fs::write(folder.join(name), text).expect("a file");
        folder.join(name)
    };
    let status = Command::new(binary())
        .args(["apply", "--open-at", OPENED_AT, "--as-of", AS_OF, "--payments", "succeed"])
        .arg("--rulebook")
        .arg(write("rulebook.json", RULEBOOK))
        .arg("--settings")
        .arg(write("settings.json", SETTINGS))
        .arg("--out")
        .arg(folder.join("out"))
        .arg(write("events.ndjson", &ndjson()))
        .status()
        .expect("the command runs");
    assert!(status.success());
    ["states", "entries", "effects"]
        .map(|name| std::fs::read_to_string(folder.join("out").join(format!("{name}.ndjson"))).expect("its output"))
}

#[test]
fn one_command_over_the_file_is_what_the_library_makes() {
    let folder = tempfile::tempdir().expect("a folder");
    let [states, entries, effects] = by_command(folder.path());
    let native = native();
    // In a file of many accounts every line says whose it is.
    let joined = |lists: &BTreeMap<String, Vec<String>>| {
        let lines = lists.iter().flat_map(|(account, lines)| lines.iter().map(move |line| (account, line)));
        lines.map(|(account, line)| format!("{{\"account\":\"{account}\",{}\n", &line[1..])).collect::<String>()
    };
    assert_eq!(states, native.states.values().map(|line| line.clone() + "\n").collect::<String>());
    assert_eq!(entries, joined(&native.entries));
    assert_eq!(effects, joined(&native.effects));
    balances_to_the_cent(&native);
}

#[test]
fn http_makes_what_the_library_makes() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("sample.db"), "succeed");
    let (status, answer) = server.post("/v1/rulebooks", RULEBOOK);
    assert_eq!(status, 201);
    let digest = serde_json::from_slice::<Value>(&answer).expect("JSON")["digest"].clone();
    let native = native();
    let all: Vec<_> = samples().collect();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(sample) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    post(&server, &digest, sample, &native);
                }
            });
        }
    });
}

/// Opens an account, posts its month, and holds the answer and what is kept against the library's.
fn post(server: &Server, digest: &Value, sample: &counterfoil_sample::Sample, native: &Results) {
    let id = &sample.account;
    let open =
        format!(r#"{{"rulebook":{digest},"open":{{"account":"{id}","time":"{OPENED_AT}","settings":{SETTINGS}}}}}"#);
    assert_eq!(server.post("/v1/accounts", &open).0, 201);
    let batch = format!(r#"{{"as_of":"{AS_OF}","events":[{}]}}"#, sample.events.join(","));
    let (status, answer) = server.post(&format!("/v1/accounts/{id}/events"), &batch);
    let answer: Value = serde_json::from_slice(&answer).expect("JSON");
    assert_eq!(status, 200, "{answer}");
    let applied = &answer["answer"];
    let lines = |list: &Value| list.as_array().expect("a list").iter().map(Value::to_string).collect::<Vec<_>>();
    assert_eq!(lines(&applied["entries"]), native.entries[id], "{id}");
    assert_eq!(lines(&applied["effects"]), native.effects[id], "{id}");
    let (_, kept) = server.get(&format!("/v1/accounts/{id}?as_of={AS_OF}"));
    assert_eq!(serde_json::from_slice::<Value>(&kept).expect("JSON")["state"].to_string(), native.states[id], "{id}");
    let (_, page) = server.get(&format!("/v1/accounts/{id}/history?limit=200"));
    assert_eq!(lines(&serde_json::from_slice::<Value>(&page).expect("JSON")["data"]), native.entries[id], "{id}");
}

/// The balance is what was paid in less the published minutes at the published prices, in ten-thousandths; and each
/// class, rounded half up to cents, is the published charge but for the 56 known ties.
fn balances_to_the_cent(results: &Results) {
    let (mut ties, mut paid_in) = (0, 0);
    for row in CUSTOMERS.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let entries: Vec<Value> =
            results.entries[cells[0]].iter().map(|entry| serde_json::from_str(entry).expect("JSON")).collect();
        let amount = |entry: &Value| units(entry["postings"][0]["amount"].as_str().expect("text"));
        let mut used = 0;
        for (product, charge) in [("call.day", 6), ("call.evening", 9), ("call.night", 12), ("call.international", 15)]
        {
            let of_class: i64 =
                entries.iter().filter(|entry| entry["line"]["product"] == product).map(|entry| -amount(entry)).sum();
            used += of_class;
            let published = units(cells[charge]) / 100;
            let cents = (of_class + 50) / 100;
            if cents != published {
                assert_eq!((product, cents), ("call.night", published + 1), "{}", cells[0]);
                ties += 1;
            }
        }
        let credit: i64 = entries.iter().map(amount).filter(|amount| *amount > 0).sum();
        let state: Value = serde_json::from_str(&results.states[cells[0]]).expect("JSON");
        assert_eq!(units(state["balance"].as_str().expect("text")), credit - used, "{}", cells[0]);
        assert!(
            credit - used >= 20 * 10_000,
            "{}: a recharge that succeeds leaves no balance below its threshold",
            cells[0]
        );
        paid_in += credit;
    }
    assert_eq!(ties, 56);
    assert!(paid_in > 0);
}

/// A decimal of at most four places as ten-thousandths.
fn units(amount: &str) -> i64 {
    let (whole, places) = amount.split_once('.').unwrap_or((amount, ""));
    let digits = format!("{whole}{places:0<4}");
    digits.parse().unwrap_or_else(|_| panic!("{amount} is no amount"))
}

#[test]
fn the_sample_is_made_the_same_every_time() {
    assert_eq!(ndjson(), ndjson());
    assert_eq!(samples().count(), 5_000);
    let first: Value = serde_json::from_str(&samples().next().expect("a customer").events[0]).expect("JSON");
    assert_eq!(
        first,
        json!({"account": "c0001", "type": "top_up", "id": "c0001-start", "time": OPENED_AT, "amount": "25", "method": "card_4242"})
    );
}
