//! The command line: exit codes, exact bytes, all or nothing.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn run(words: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_counterfoil"))
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    // A command that refuses its words does not read its input.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    child.wait_with_output().expect("the command ends")
}

const RULEBOOK: &str = r#"{"name":"x","currency":"USD","rounding":{"scale":2,"mode":"half_up"},"rates":[{"id":"r","product":"call","unit":"minute","price":"0.1"}]}"#;

fn write(folder: &Path, name: &str, text: &str) -> String {
    let file = folder.join(name);
    std::fs::write(&file, text).expect("a file");
    file.to_str().expect("a path").to_owned()
}

#[test]
fn exit_codes_say_how_it_ended() {
    let folder = tempfile::tempdir().expect("a folder");
    let code = |words: &[&str], input: &str| run(words, input).status.code();
    assert_eq!(code(&["call", "check"], &format!("{{\"rulebook\":{RULEBOOK}}}")), Some(0));
    assert_eq!(code(&["call", "check", "-"], "{}"), Some(1));
    assert_eq!(code(&["call", "bill"], "{}"), Some(1));
    assert_eq!(code(&["call"], ""), Some(2));
    assert_eq!(code(&["bill"], ""), Some(2));
    assert_eq!(code(&["call", "check", "/no/such/file"], ""), Some(2));
    assert_eq!(code(&["--engine", "/dev/null", "version"], ""), Some(2));
    let trap = wat::parse_str(
        r#"(module (memory (export "memory") 1) (func (export "version") (result i32) (i32.const 1))
           (func (export "alloc") (param i32) (result i32) (i32.const 16))
           (func (export "call") (param i32 i32 i32 i32) (result i64) unreachable) (func (export "free") (param i32 i32)))"#,
    );
    let trap_file = folder.path().join("trap.wasm");
    std::fs::write(&trap_file, trap.expect("a module")).expect("a file");
    assert_eq!(code(&["--engine", trap_file.to_str().expect("a path"), "call", "check"], "{}"), Some(70));
}

#[test]
fn standard_output_is_the_answer_and_nothing_else() {
    let call = format!("{{\"rulebook\":{RULEBOOK}}}");
    let engine = counterfoil::Engine::embedded().expect("the engine");
    let expected = engine.call("check", call.as_bytes()).expect("an answer").bytes;
    let with_newline = [&expected[..], b"\n"].concat();
    assert_eq!(run(&["call", "check"], &call).stdout, with_newline);
    assert_eq!(run(&["--no-cache", "check", "-"], RULEBOOK).stdout, with_newline);
    let version = String::from_utf8(run(&["version"], "").stdout).expect("text");
    assert!(version.starts_with(&format!("engine {}\ncontract 2\n", engine.digest())), "{version}");
}

#[test]
fn rows_are_ndjson_or_csv_and_say_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let rulebook = write(folder.path(), "rulebook.json", RULEBOOK);
    let ndjson = "{\"id\":\"u1\",\"time\":\"2026-01-05T12:00:00Z\",\"product\":\"call\",\"quantity\":\"10.5\",\"unit\":\"minute\"}\n";
    let csv = "id,time,product,destination,quantity,unit\nu1,2026-01-05T12:00:00Z,call,,10.5,minute\n";
    let by = |rows: &str| run(&["rate", "--rulebook", &rulebook], rows);
    let (one, other) = (by(ndjson), by(csv));
    assert_eq!(one.status.code(), Some(0), "{}", String::from_utf8_lossy(&one.stdout));
    assert_eq!(one.stdout, other.stdout);
    assert!(String::from_utf8_lossy(&one.stdout).contains("\"amount\":\"1.05\""));
    // A line cannot smuggle in a second row.
    let smuggled = ndjson.trim().to_owned() + "," + ndjson;
    assert_eq!(by(&smuggled).status.code(), Some(2));
}

#[test]
fn apply_is_all_or_nothing_and_names_the_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let rulebook = write(folder.path(), "rulebook.json", RULEBOOK);
    let out = folder.path().join("out");
    let apply = |events: &str, more: &[&str]| {
        let words = [
            "apply",
            "--rulebook",
            &rulebook,
            "--as-of",
            "2026-02-01T00:00:00Z",
            "--out",
            out.to_str().expect("a path"),
        ];
        run(&[&words[..], more].concat(), events)
    };
    let event = |account: &str, id: &str, product: &str| {
        format!(
            "{{\"account\":\"{account}\",\"type\":\"usage\",\"id\":\"{id}\",\"time\":\"2026-01-05T12:00:00Z\",\"product\":\"{product}\",\"quantity\":\"1\",\"unit\":\"minute\"}}\n"
        )
    };
    let open = ["--open-at", "2026-01-01T00:00:00Z"];
    let bad = apply(&(event("a", "u1", "call") + "\n" + &event("b", "u2", "fax")), &open);
    assert_eq!(bad.status.code(), Some(1));
    assert!(!out.exists(), "nothing is written");
    let told = String::from_utf8_lossy(&bad.stderr).into_owned();
    assert!(told.contains(":3: b: rate_missing at /events/0/product"), "{told}");

    let good = apply(&(event("a", "u1", "call") + &event("b", "u2", "call") + &event("a", "u3", "call")), &open);
    assert_eq!(good.status.code(), Some(0), "{}", String::from_utf8_lossy(&good.stderr));
    let states = std::fs::read_to_string(out.join("states.ndjson")).expect("states");
    assert_eq!(states.lines().count(), 2);
    assert_eq!(std::fs::read_to_string(out.join("entries.ndjson")).expect("entries").lines().count(), 3);

    // The states of one run are the beginning of the next.
    let kept = write(folder.path(), "kept.ndjson", &states);
    let next = apply(&event("a", "u4", "call"), &["--states", &kept]);
    assert_eq!(next.status.code(), Some(0), "{}", String::from_utf8_lossy(&next.stderr));
    assert!(std::fs::read_to_string(out.join("states.ndjson")).expect("states").contains("\"balance\":\"-0.30\""));
    assert_eq!(apply(&event("c", "u5", "call"), &["--states", &kept]).status.code(), Some(2));
    assert_eq!(apply("{\"type\":\"usage\"}\n", &open).status.code(), Some(2));
    assert_eq!(apply("not rows", &open).status.code(), Some(0), "a header without rows applies nothing");
}

#[test]
fn a_rulebook_is_the_same_in_json_yaml_and_toml() {
    let folder = tempfile::tempdir().expect("a folder");
    let yaml = "name: x\ncurrency: USD\nrounding: {scale: 2, mode: half_up}\nrates:\n- {id: r, product: call, unit: minute, price: '0.1'}\n";
    let toml = "name = 'x'\ncurrency = 'USD'\nrounding = {scale = 2, mode = 'half_up'}\n[[rates]]\nid = 'r'\nproduct = 'call'\nunit = 'minute'\nprice = '0.1'\n";
    let check = |name: &str, text: &str| run(&["check", &write(folder.path(), name, text)], "");
    let json = check("x.json", RULEBOOK);
    assert_eq!(json.status.code(), Some(0));
    assert_eq!(check("x.yaml", yaml).stdout, json.stdout);
    assert_eq!(check("x.yml", yaml).stdout, json.stdout);
    assert_eq!(check("x.toml", toml).stdout, json.stdout);
    let wrong = check("y.yaml", "name: *x\n");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("y.yaml: not YAML: "));
}

#[test]
fn lists_for_a_rulebook_are_printed() {
    let printed = |words: &[&str]| {
        let output = run(words, "");
        assert_eq!(output.status.code(), Some(0), "{words:?}");
        serde_json::from_slice::<serde_json::Value>(&output.stdout).expect("JSON")
    };
    let berlin = printed(&["zone", "europe/berlin"]);
    assert_eq!(berlin["name"], "Europe/Berlin");
    assert_eq!(berlin["transitions"][0], serde_json::json!({"from": "2000-01-01T00:00:00Z", "offset_s": 3600}));
    assert_eq!(berlin["transitions"][1], serde_json::json!({"from": "2000-03-26T01:00:00Z", "offset_s": 7200}));
    assert_eq!(printed(&["zone", "Asia/Tokyo"])["transitions"].as_array().map(Vec::len), Some(1));
    assert_eq!(run(&["zone", "Europe/Atlantis"], "").status.code(), Some(2));
    assert!(printed(&["preset", "eu-vat-rates"]).as_array().is_some_and(|rates| rates.len() > 27));
}

#[test]
fn compare_tells_what_another_rulebook_makes_of_a_file_of_events() {
    let folder = tempfile::tempdir().expect("a folder");
    let rulebook = write(folder.path(), "one.json", RULEBOOK);
    let other = write(folder.path(), "other.json", &RULEBOOK.replace("0.1", "0.25"));
    let row = |account: &str, id: &str, quantity: u32| {
        format!(
            r#"{{"type":"usage","id":"{id}","account":"{account}","time":"2026-01-02T00:00:00Z","product":"call","unit":"minute","quantity":"{quantity}"}}"#
        )
    };
    let rows = [row("a", "u1", 10), row("b", "u2", 0), row("a", "u3", 4)].join("\n");
    let opened = ["--as-of", "2026-02-01T00:00:00Z", "--open-at", "2026-01-01T00:00:00Z"];
    let words = [&["compare", "--rulebook", &rulebook, "--other", &other][..], &opened].concat();
    let output = run(&words, &rows);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let answer = &answer["answer"];
    assert_eq!((&answer["differing"], &answer["difference"]), (&1.into(), &"2.1".into()), "{answer}");
    assert_eq!(answer["accounts"][0]["lines"][1]["rule"], "rating.per_unit");
    let broken = write(folder.path(), "broken.json", &RULEBOOK.replace("\"price\":\"0.1\"", "\"price\":\"-1\""));
    let words = [&["compare", "--rulebook", &rulebook, "--other", &broken][..], &opened].concat();
    let output = run(&words, &rows);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("\"path\":\"/other/rates/0/price\""));
}

#[test]
fn a_document_is_printed_from_files_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let party = r#"{"name":"Beispiel Telefon GmbH","country":"DE","registrations":[{"country":"DE","kind":"vat","value":"DE136695976"}]}"#;
    let document = format!(
        r#"{{"kind":"invoice","number":"7","issued_on":"2026-02-01","due_on":"2026-02-15","currency":"EUR","seller":{party},"buyer":{party},
        "lines":[{{"id":"1","name":"Calls","quantity":"1","unit":"minute","price":"1","net":"1.00","tax":{{"category":"S","percent":"19"}}}}],
        "tax":[{{"category":"S","percent":"19","taxable":"1.00","tax":"0.19"}}],
        "totals":{{"lines":"1.00","allowances":"0.00","charges":"0.00","tax_exclusive":"1.00","tax":"0.19","tax_inclusive":"1.19",
        "prepaid":"0.00","rounding":"0.00","payable":"1.19"}}}}"#
    );
    let file = write(folder.path(), "document.json", &document);
    let brand = write(folder.path(), "brand.yaml", "language: de\naccent: '#0f766e'\n");
    let out = folder.path().join("out.pdf");
    let words = ["print", &file, "--brand", &brand, "-o", out.to_str().expect("a path")];
    let told = run(&words, "");
    assert_eq!((told.status.code(), told.stdout, told.stderr), (Some(0), vec![], vec![]));
    let pdf = std::fs::read(&out).expect("a PDF");
    assert!(pdf.starts_with(b"%PDF-1.7") && String::from_utf8_lossy(&pdf).contains("factur-x.xml"));
    assert!(String::from_utf8_lossy(&pdf).contains("/Title(Rechnung 7)"));
    // An answer's envelope is taken off, and standard output is the PDF and nothing else.
    let answer = format!(r#"{{"status":"ok","answer":{{"document":{document}}}}}"#);
    assert_eq!(run(&["print", "-", "--brand", &brand], &answer).stdout, pdf);
    let foreign = document.replace("Calls", "電話");
    let told = run(&["print", "-"], &foreign);
    let why = String::from_utf8_lossy(&told.stderr).into_owned();
    assert_eq!((told.status.code(), told.stdout), (Some(1), vec![]));
    assert!(why.contains("paper_glyph") && why.contains("/document/lines/0/name") && why.contains("U+96FB"), "{why}");
    // What is no electronic invoice is printed all the same, and it is said why.
    let draft = document.replace(r#""number":"7","#, "");
    let told = run(&["print", "-"], &draft);
    assert!(told.status.success() && told.stdout.starts_with(b"%PDF"));
    assert!(String::from_utf8_lossy(&told.stderr).contains("einvoice_missing"));
    for words in
        [&["print", "/no/such/file"][..], &["print", &file, "--language", "fr"], &["print", &file, "--logo", &file]]
    {
        assert_eq!(run(words, "").status.code(), Some(2), "{words:?}");
    }
}

/// Two accounts of one file, applied, with their entries bound together; the folder has the rulebook beside them.
fn applied(folder: &Path, words: &[&str]) -> Output {
    let rulebook = write(folder, "rulebook.json", RULEBOOK);
    let usage = |account: &str, quantity: u32| {
        format!(
            r#"{{"account":"{account}","type":"usage","id":"u","time":"2026-01-01T00:00:00Z","product":"call","quantity":"{quantity}","unit":"minute"}}"#
        )
    };
    let events = write(folder, "events.ndjson", &[usage("a", 10), usage("b", 20)].join("\n"));
    let out = folder.to_str().expect("a path").to_owned();
    let facts = ["--rulebook", &rulebook, "--as-of", "2026-01-02T00:00:00Z", "--open-at", "2026-01-01T00:00:00Z"];
    run(&[words, &["apply"], &facts, &["--out", &out, &events]].concat(), "")
}

#[test]
fn the_entries_of_apply_are_a_history() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(applied(folder.path(), &[]).status.success());
    let path = |name: &str| folder.path().join(name).to_str().expect("a path").to_owned();
    let (rulebook, entries) = (path("rulebook.json"), path("entries.ndjson"));
    let history = |more: &[&str]| run(&[&["history", "--rulebook", &rulebook], more, &[&entries]].concat(), "");
    for (account, moved) in [("a", "-1.00"), ("b", "-2.00")] {
        let told = history(&["--account", account]);
        let csv = String::from_utf8(told.stdout).expect("text");
        assert!(told.status.success() && csv.lines().count() == 2 && csv.contains(moved), "{csv}");
        // A file of one account needs no name.
        let own: String = std::fs::read_to_string(&entries)
            .expect("entries")
            .lines()
            .filter(|line| line.contains(&format!("{{\"account\":\"{account}\"")))
            .collect();
        let own = write(folder.path(), "own.ndjson", &own);
        assert_eq!(String::from_utf8(run(&["history", "--rulebook", &rulebook, &own], "").stdout).expect("text"), csv);
    }
    for (more, why) in [(&[][..], "--account"), (&["--account", "c"][..], "`c`")] {
        let told = history(more);
        assert_eq!(told.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&told.stderr).contains(why), "{told:?}");
    }
}

#[test]
fn files_are_answered_here_unless_a_host_is_named_by_hand() {
    let folder = tempfile::tempdir().expect("a folder");
    let rulebook = write(folder.path(), "rulebook.json", RULEBOOK);
    // Nobody listens there.
    let nobody = "http://127.0.0.1:9";
    let said = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_counterfoil"));
        command.args(words).env("COUNTERFOIL_URL", nobody).env("COUNTERFOIL_KEY", "cfk_x");
        command.output().expect("the command ends")
    };
    let here = said(&["check", &rulebook]);
    assert_eq!(here.stdout, run(&["check", &rulebook], "").stdout);
    assert!(here.status.success() && String::from_utf8_lossy(&here.stderr).contains("answered here"), "{here:?}");
    let there = said(&["check", "--url", nobody, &rulebook]);
    assert_eq!((there.status.code(), there.stdout.len()), (Some(2), 0), "{there:?}");
    // What is of a host alone still asks the one that the environment names.
    assert_eq!(said(&["history", "--account", "a"]).status.code(), Some(2));
}

#[test]
fn progress_is_told_where_it_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let stderr = |told: Output| String::from_utf8(told.stderr).expect("text");
    assert_eq!(stderr(applied(folder.path(), &[])), "");
    let told = stderr(applied(folder.path(), &["--progress"]));
    assert!(told.starts_with("2 accounts, ") && told.ends_with(" a second\n"), "{told}");
    let path = |name: &str| folder.path().join(name).to_str().expect("a path").to_owned();
    let (card, rulebook) = (write(folder.path(), "card.csv", "prefix,price\n49,0.1\n1,0.2\n"), path("rulebook.json"));
    let import = ["prices", "import", &card, "--rulebook", &rulebook, "--product", "call", "--unit", "minute"];
    let told = run(&[&import[..], &["--progress"]].concat(), "");
    assert!(String::from_utf8_lossy(&told.stderr).starts_with("2 prices, "), "{told:?}");
    let with = |words: &[&str]| stderr(run(words, ""));
    let (state, events) = (path("states.ndjson"), path("events.ndjson"));
    let one = std::fs::read_to_string(&state).expect("states");
    let one = write(folder.path(), "one.ndjson", one.lines().next().expect("a state"));
    let simulate = ["simulate", "--rulebook", &rulebook, "--state", &one, "--daily", "1", "--json"];
    assert_eq!(with(&simulate), "", "a program reads it");
    assert!(with(&[&simulate[..], &["--progress"]].concat()).starts_with("simulating, "));
    let facts = ["--as-of", "2026-01-02T00:00:00Z", "--open-at", "2026-01-01T00:00:00Z"];
    let compare = [&["compare", "--rulebook", &rulebook, "--other", &rulebook, "--progress"], &facts[..], &[&events]];
    assert!(with(&compare.concat()).starts_with("comparing, "));
}
