//! Usages in columns at every door that takes them: native, wasmtime, Node, headless Chromium.

use counterfoil::Engine;
use counterfoil_tests::columns::{self, ColumnsCase, told};
use counterfoil_tests::matching::compare;
use counterfoil_tests::runners::script_lines;
use serde_json::Value;

#[test]
fn every_case_says_what_it_must_and_the_sandbox_the_same() {
    let engine = Engine::embedded().expect("the engine");
    let mut report = Vec::new();
    for case in columns::all() {
        let (answer, amounts) = case.native(&engine);
        assert_eq!(case.wasmtime(&engine), (answer.clone(), amounts.clone()), "{}", case.name);
        let answer: Value = serde_json::from_slice(&answer).expect("JSON");
        let amounts: Value = amounts.iter().map(i64::to_string).collect();
        let (mut found, none) = (Vec::new(), Value::Array(Vec::new()));
        match &case.problems {
            Some(problems) => compare(problems, &answer["problems"], "/problems", &mut found),
            None => compare(case.answer.as_ref().expect("an answer"), &answer["answer"], "", &mut found),
        }
        compare(case.amounts.as_ref().unwrap_or(&none), &amounts, "/amounts", &mut found);
        report.extend(found.into_iter().map(|difference| format!("{}: {difference}", case.name)));
    }
    assert!(report.is_empty(), "\n{}", report.join("\n"));
}

#[test]
fn node_and_chromium_answer_like_the_library() {
    let engine = Engine::embedded().expect("the engine");
    let folder = tempfile::tempdir().expect("a folder");
    let cases: Vec<ColumnsCase> = columns::all().into_iter().filter(|case| !case.raw).collect();
    let lines: Vec<String> = cases.iter().map(ColumnsCase::line).collect();
    for runner in ["cases-node.mjs", "cases.mjs"] {
        let answers = script_lines(runner, &lines, folder.path());
        assert_eq!(answers.len(), cases.len());
        for (case, answer) in cases.iter().zip(answers) {
            assert_eq!(String::from_utf8_lossy(&answer), told(&case.native(&engine)), "{runner}: {}", case.name);
        }
    }
}

#[test]
fn an_engine_without_columns_says_so() {
    let older = wat::parse_str(
        r#"(module (memory (export "memory") 1)
            (func (export "version") (result i32) i32.const 1)
            (func (export "alloc") (param i32) (result i32) i32.const 8)
            (func (export "free") (param i32 i32))
            (func (export "call") (param i32 i32 i32 i32) (result i64) i64.const 0))"#,
    );
    let engine =
        Engine::from_bytes(&older.expect("a module"), counterfoil::Limits::default(), None).expect("an engine");
    let error = engine.call_columns("rate", b"{}", b"").expect_err("it has no such export");
    assert!(error.to_string().contains("export"), "{error}");
}
