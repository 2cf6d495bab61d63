//! Every case that can be taken apart, through the handles of every door: wasmtime, Node, headless Chromium.

use counterfoil::{Engine, Snapshot};
use counterfoil_core as core;
use counterfoil_tests::apart::{Apart, apart};
use counterfoil_tests::cases::{self, Case};
use counterfoil_tests::runners::{native, script_lines};
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;

/// The cases whose rulebook is sound, taken apart; the account where it is sound too.
fn sound() -> Vec<(Case, Apart)> {
    let mut rulebooks: HashMap<String, Option<Arc<core::Prepared>>> = HashMap::new();
    let mut sound = Vec::new();
    for case in cases::everything() {
        let Some(mut parts) = apart(&case.call) else { continue };
        let prepare = |check: &String| core::Prepared::new(check.as_bytes()).ok().map(Arc::new);
        let rulebook = rulebooks.entry(parts.check.clone()).or_insert_with_key(prepare);
        let Some(rulebook) = rulebook.clone() else { continue };
        let opens = |begins: &String| core::Account::open(rulebook, begins.as_bytes()).is_ok();
        // What a comparison is asked of stands in its own lists.
        parts.begins = parts.begins.filter(|begins| case.verb != "compare" && opens(begins));
        sound.push((case, parts));
    }
    assert!(sound.len() > 1_500, "only {} cases can be taken apart", sound.len());
    sound
}

/// Verbs without a rulebook refuse it in the call, and a handle has none to refuse.
fn has_rulebook(case: &Case) -> bool {
    !["issue", "credit", "receipt", "totals", "einvoice", "tax_number"].contains(&&*case.verb)
}

#[test]
fn a_prepared_rulebook_in_the_sandbox_answers_like_the_library() {
    let engine = Engine::embedded().expect("the engine");
    let mut rulebooks: HashMap<String, Snapshot> = HashMap::new();
    for (case, parts) in sound().into_iter().filter(|(case, _)| has_rulebook(case)) {
        let prepare = |check: &String| engine.prepare(check.as_bytes()).expect("an answer").expect("a sound rulebook");
        let rulebook = rulebooks.entry(parts.check).or_insert_with_key(prepare);
        let answer = rulebook.call(&case.verb, parts.rest.as_bytes()).expect("an answer").bytes;
        assert_eq!(answer, native(&case, &engine), "{}", case.name);
    }
}

#[test]
fn handles_in_node_and_chromium_answer_like_the_library() {
    let engine = Engine::embedded().expect("the engine");
    let folder = tempfile::tempdir().expect("a folder");
    let cases: Vec<(Case, Apart)> = sound().into_iter().filter(|(case, _)| has_rulebook(case)).collect();
    let line = |(case, parts): &(Case, Apart)| {
        let Apart { check, begins, rest, least } = parts;
        json!({"verb": case.verb, "apart": {"check": check, "begins": begins, "rest": rest, "least": least}})
            .to_string()
    };
    let lines: Vec<String> = cases.iter().map(line).collect();
    for runner in ["cases-node.mjs", "cases.mjs"] {
        let answers = script_lines(runner, &lines, folder.path());
        assert_eq!(answers.len(), cases.len());
        for ((case, _), answer) in cases.iter().zip(answers) {
            let expected = native(case, &engine);
            assert_eq!(String::from_utf8_lossy(&answer), String::from_utf8_lossy(&expected), "{runner}: {}", case.name);
        }
    }
}
