//! The published schema says what the engine does: every call that is answered fits it, and every answer.

use counterfoil_tests::{cases, root};
use serde_json::{Value, json};
use std::process::Command;

#[test]
fn calls_that_are_answered_and_their_answers_fit_the_schema() {
    let (mut lines, mut answered) = (String::new(), 0);
    for case in cases::all() {
        let answer: Value =
            serde_json::from_slice(&counterfoil_core::call(&case.verb, case.call.as_bytes())).expect("JSON");
        if answer["status"] != "ok" {
            continue;
        }
        let call: Value = serde_json::from_str(&case.call).expect("JSON");
        for (kind, value) in [("call", &call), ("answer", &answer["answer"])] {
            let line = json!({"name": case.name, "verb": case.verb, "kind": kind, "value": value});
            lines.push_str(&format!("{line}\n"));
        }
        answered += 1;
    }
    assert!(answered > 80, "{answered} answered");
    held(&lines);
}

/// What an editor marks is what the engine refuses, and a rulebook that names its schema is a rulebook.
#[test]
fn rulebooks_fit_the_schema_that_editors_read() {
    let (mut lines, mut sound) = (String::new(), 0);
    let mut line = |name: &str, kind: &str, value: &Value| {
        lines.push_str(&format!("{}\n", json!({"name": name, "kind": kind, "value": value})));
    };
    for case in cases::all() {
        let call: Value = serde_json::from_str(&case.call).unwrap_or_default();
        let Some(mut rulebook) = call.get("rulebook").filter(|rulebook| rulebook.is_object()).cloned() else {
            continue;
        };
        if check(&rulebook)["status"] == "ok" {
            line(&case.name, "rulebook", &rulebook);
            let digest = check(&rulebook)["rulebook"].clone();
            rulebook["$schema"] = json!("./node_modules/counterfoil/rulebook.schema.json");
            line(&case.name, "rulebook", &rulebook);
            assert_eq!(check(&rulebook)["rulebook"], digest, "{}: the schema is no part of the digest", case.name);
            rulebook["billling"] = json!({"anchor_day": 1});
            line(&case.name, "no_rulebook", &rulebook);
            sound += 1;
        }
    }
    assert!(sound > 80, "{sound} sound rulebooks");
    held(&lines);
}

fn check(rulebook: &Value) -> Value {
    let call = json!({"rulebook": rulebook}).to_string();
    serde_json::from_slice(&counterfoil_core::call("check", call.as_bytes())).expect("JSON")
}

fn held(lines: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("lines.ndjson");
    std::fs::write(&file, lines).expect("the lines");
    let output = Command::new(root().join("tests/.venv/bin/python"))
        .arg(root().join("tests/schema.py"))
        .arg(root().join("wasm/npm/types/schema.json"))
        .arg(file)
        .output()
        .expect("Python runs: `cargo xtask test` installs it");
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
