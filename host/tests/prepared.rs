//! A rulebook in the memory that instances begin with: isolated, bounded, and refused where a file is not made for it.

use counterfoil::{Engine, EngineError, Limits, Status};

const CHECK: &str = r#"{"rulebook":{"name":"p","currency":"USD","rounding":{"scale":2,"mode":"half_up"},"rates":[{"id":"c","product":"call","unit":"unit","price":"1"}]}}"#;
const USAGE: &str =
    r#"{"usage":[{"id":"u","time":"2026-01-05T00:00:00Z","product":"call","quantity":"3","unit":"unit"}]}"#;

#[test]
fn each_call_begins_with_the_rulebook_and_leaves_nothing_behind() {
    let engine = Engine::embedded().expect("the engine");
    let prepared = engine.prepare(CHECK.as_bytes()).expect("an answer").expect("a sound rulebook");
    let whole = format!("{},{}", &CHECK[..CHECK.len() - 1], &USAGE[1..]);
    let expected = engine.call("rate", whole.as_bytes()).expect("an answer");
    assert_eq!(expected.status, Status::Ok);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for place in 0..50 {
                    // A large call between, and one that is wrong: the next one knows nothing of either.
                    if place % 10 == 0 {
                        let usage = vec![&USAGE[10..USAGE.len() - 2]; 2_000].join(",");
                        assert_eq!(
                            prepared
                                .call("rate", format!(r#"{{"usage":[{usage}]}}"#).as_bytes())
                                .expect("an answer")
                                .status,
                            Status::Ok
                        );
                        assert_eq!(prepared.call("rate", b"{").expect("an answer").status, Status::Problems);
                    }
                    assert_eq!(prepared.call("rate", USAGE.as_bytes()).expect("an answer").bytes, expected.bytes);
                }
            });
        }
    });
}

#[test]
fn what_is_wrong_with_a_rulebook_is_told_as_check_tells_it() {
    let engine = Engine::embedded().expect("the engine");
    for check in
        ["{}", "7", r#"{"rulebook":{"name":"p","currency":"USD","rounding":{"scale":1,"mode":"half_up"},"rates":[]}}"#]
    {
        let refused = engine.prepare(check.as_bytes()).expect("an answer").err().expect("a refusal");
        assert_eq!(refused.bytes, engine.call("check", check.as_bytes()).expect("an answer").bytes);
    }
}

#[test]
fn limits_hold_for_prepared_calls() {
    let wasm = Engine::embedded().expect("the engine").wasm();
    let limits = Limits { fuel_base: 3_000_000, fuel_per_byte: 0, bytes_max: 200_000, ..Limits::default() };
    let engine = Engine::from_bytes(&wasm, limits, None).expect("the engine");
    let prepared = engine.prepare(CHECK.as_bytes()).expect("an answer").expect("a sound rulebook");
    assert!(prepared.call("rate", USAGE.as_bytes()).is_ok());
    let many = format!(r#"{{"usage":[{}]}}"#, vec![&USAGE[10..USAGE.len() - 2]; 2_000].join(","));
    assert!(matches!(prepared.call("rate", many.as_bytes()), Err(EngineError::OutOfFuel)));
    let longer = [many.as_bytes(), &[b' '; 200_000]].concat();
    assert!(matches!(prepared.call("rate", &longer), Err(EngineError::CallTooLong(_))));
}

/// An engine that keeps the ABI's names and gives these.
fn hostile(memory: &str, globals: &str, prepare: &str, data: &str) -> Vec<u8> {
    let text = format!(
        r#"(module {memory} {globals}
            (func (export "version") (result i32) i32.const 2)
            (func (export "alloc") (param i32) (result i32) i32.const 4096)
            (func (export "free") (param i32 i32))
            (func (export "call") (param i32 i32 i32 i32) (result i64) i64.const 0)
            (func (export "call_with") (param i32 i32 i32 i32 i32) (result i64) i64.const 0x7fffffff00000010)
            (func (export "prepare") (param i32 i32) (result i64) {prepare})
            {data})"#
    );
    wat::parse_str(text).expect("a module")
}

const MEMORY: &str = r#"(memory (export "memory") 2)"#;
/// Handle 1 and an answer.
const DATA: &str =
    r#"(data (i32.const 16) "\01\00\00\00{\22contract\22:\222\22,\22status\22:\22ok\22,\22answer\22:{}}")"#;
const BLOCK: &str = "i64.const 0x000000100000002e";

#[test]
fn a_file_that_cannot_be_prepared_is_refused() {
    let prepare = |wasm: &[u8]| Engine::from_bytes(wasm, Limits::default(), None)?.prepare(b"{}").map(|_| ());
    let two = format!(r#"{MEMORY} (memory 1)"#);
    let imported = r#"(import "a" "g" (global i32)) (memory (export "memory") 2)"#;
    let counts = "(global $g (mut i32) (i32.const 0))";
    for (name, wasm) in [
        ("a memory of another's", hostile(imported, "", BLOCK, DATA)),
        ("data that lies nowhere yet", hostile(MEMORY, "", BLOCK, r#"(data "x")"#)),
        ("a start", hostile(MEMORY, "(func $s) (start $s)", BLOCK, DATA)),
        ("a global that changed", hostile(MEMORY, counts, &format!("i32.const 7 global.set $g {BLOCK}"), DATA)),
    ] {
        assert!(matches!(prepare(&wasm), Err(EngineError::NotAnEngine(_))), "{name}: {:?}", prepare(&wasm));
    }
    assert!(prepare(&hostile(&two, "", BLOCK, DATA)).is_err());
    for (name, wasm) in [
        ("an answer outside its memory", hostile(MEMORY, "", "i64.const 0x7fffffff00000010", DATA)),
        ("a block without a handle", hostile(MEMORY, "", "i64.const 0x0000001000000002", DATA)),
        ("an answer that is none", hostile(MEMORY, "", BLOCK, r#"(data (i32.const 16) "\01\00\00\00{}")"#)),
        ("another signature", hostile(MEMORY, "", "unreachable", DATA).to_vec()),
        ("data outside its memory", hostile(MEMORY, "", BLOCK, r#"(data (i32.const 131071) "xx")"#)),
    ] {
        assert!(prepare(&wasm).is_err(), "{name}");
    }
    // One that can: its calls are not believed either.
    let engine = Engine::from_bytes(&hostile(MEMORY, counts, BLOCK, DATA), Limits::default(), None).expect("an engine");
    let prepared = engine.prepare(b"{}").expect("an answer").expect("a handle");
    assert!(matches!(prepared.call("rate", b"{}"), Err(EngineError::BadAnswer(_))));
}
