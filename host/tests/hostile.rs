//! Hostile guests: each ends with a typed error, and the host answers the next call.

use counterfoil::{Engine, EngineError, Limits, Status};

/// A guest whose parts can be replaced one by one.
struct Guest {
    imports: &'static str,
    memory: &'static str,
    start: &'static str,
    version: &'static str,
    alloc: &'static str,
    call: &'static str,
}

const ANSWER: &str = r#"{\22contract\22:\221\22,\22status\22:\22ok\22,\22rulebook\22:\22r\22,\22answer\22:{}}"#;
const PLAIN: Guest = Guest {
    imports: "",
    memory: r#"(memory (export "memory") 4)"#,
    start: "",
    version: "(i32.const 1)",
    alloc: "(i32.const 1024)",
    // Place 8, length 57: the answer in the data segment.
    call: "(i64.const 0x0000000800000039)",
};

impl Guest {
    fn wasm(&self) -> Vec<u8> {
        let Self { imports, memory, start, version, alloc, call } = self;
        let text = format!(
            r#"(module {imports} {memory} (data (i32.const 8) "{ANSWER}") {start}
              (func (export "version") (result i32) {version})
              (func (export "alloc") (param i32) (result i32) {alloc})
              (func (export "call") (param i32 i32 i32 i32) (result i64) {call})
              (func (export "free") (param i32 i32)))"#
        );
        wat::parse_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
    }

    fn engine(&self) -> Result<Engine, EngineError> {
        Engine::from_bytes(&self.wasm(), limits(), None)
    }

    fn fault(&self) -> EngineError {
        let fault = self.engine().and_then(|engine| {
            let first = engine.call("rate", b"{}");
            // A fault leaves nothing behind: the second call has the same end.
            assert_eq!(format!("{first:?}"), format!("{:?}", engine.call("rate", b"{}")));
            first
        });
        fault.expect_err("a hostile guest is refused")
    }
}

fn limits() -> Limits {
    Limits { memory_max: 16 << 20, fuel_base: 10_000_000, bytes_max: 1 << 20, ..Limits::default() }
}

#[test]
fn an_honest_guest_is_stamped() {
    assert_eq!(ANSWER.replace("\\22", "\"").len(), 0x39);
    let engine = PLAIN.engine().expect("an engine");
    let reply = engine.call("rate", b"{}").expect("an answer");
    assert_eq!(reply.status, Status::Ok);
    let expected = format!(r#"{{"engine":"{}",{}"#, engine.digest(), &ANSWER.replace("\\22", "\"")[1..]);
    assert_eq!(String::from_utf8(reply.bytes).expect("text"), expected);
}

#[test]
fn loops_end_with_the_fuel() {
    for guest in [
        Guest { call: "(loop $l (br $l)) (unreachable)", ..PLAIN },
        Guest { alloc: "(loop $l (br $l)) (unreachable)", ..PLAIN },
        Guest { version: "(loop $l (br $l)) (unreachable)", ..PLAIN },
        Guest { start: "(func $s (loop $l (br $l))) (start $s)", ..PLAIN },
    ] {
        assert!(matches!(guest.fault(), EngineError::OutOfFuel));
    }
}

/// With as much fuel as a large body brings, the clock ends it; and an honest guest answers all the same.
#[test]
fn long_calls_end_with_the_time() {
    let limits = Limits { fuel_base: u64::MAX / 4, time_max: std::time::Duration::from_millis(300), ..limits() };
    for guest in [
        Guest { call: "(loop $l (br $l)) (unreachable)", ..PLAIN },
        Guest { alloc: "(loop $l (br $l)) (unreachable)", ..PLAIN },
    ] {
        let engine = Engine::from_bytes(&guest.wasm(), limits, None).expect("an engine");
        for _ in 0..2 {
            assert!(matches!(engine.call("rate", b"{}"), Err(EngineError::TooLong)));
        }
    }
    let honest = Engine::from_bytes(&PLAIN.wasm(), limits, None).expect("an engine");
    assert!(honest.call("rate", b"{}").is_ok_and(|reply| reply.status == Status::Ok));
}

#[test]
fn memory_and_stack_are_bounded() {
    let grow = "(loop $l (br_if $l (i32.ne (memory.grow (i32.const 64)) (i32.const -1)))) (unreachable)";
    assert!(matches!(Guest { call: grow, ..PLAIN }.fault(), EngineError::Memory));
    let large = Guest { memory: r#"(memory (export "memory") 1000)"#, ..PLAIN };
    // Refused where it is loaded, since there is no place of that size in the pool; without a pool, where it is called.
    assert!(matches!(large.fault(), EngineError::NotAnEngine(_) | EngineError::Memory));
    // Asking on and on for what is refused ends with the fuel; being refused and answering all the same is no harm.
    let insists = "(loop $l (drop (memory.grow (i32.const 64000))) (br $l)) (unreachable)";
    assert!(matches!(Guest { call: insists, ..PLAIN }.fault(), EngineError::OutOfFuel));
    let content = "(drop (memory.grow (i32.const 64000))) (i64.const 0x0000000800000039)";
    assert!(Guest { call: content, ..PLAIN }.engine().expect("an engine").call("rate", b"{}").is_ok());
    // Filling memory is one instruction; its fuel is by the byte, or a loop of it would hold a thread for minutes.
    let fills = "(loop $l (memory.fill (i32.const 0) (i32.const 0) (i32.const 262144)) (br $l)) (unreachable)";
    let begun = std::time::Instant::now();
    assert!(matches!(Guest { call: fills, ..PLAIN }.fault(), EngineError::OutOfFuel));
    assert!(begun.elapsed() < std::time::Duration::from_secs(20), "{:?}", begun.elapsed());
    let tables = Guest {
        imports: "",
        memory: r#"(memory (export "memory") 4) (table $t 1 funcref)"#,
        call: "(br_if 0 (i64.const 0x0000000800000039) (i32.eq (table.grow $t (ref.null func) (i32.const 1000000)) (i32.const -1))) (drop) (unreachable)",
        ..PLAIN
    };
    assert!(tables.engine().expect("an engine").call("rate", b"{}").is_ok(), "a table of a million is refused");
    let deep = Guest { start: "(func $r (result i64) (i64.add (call $r) (i64.const 1)))", call: "(call $r)", ..PLAIN };
    assert!(matches!(deep.fault(), EngineError::Trap(_)));
}

/// Places in the pool are used again: what one call has written, in memory it began with, in memory it grew, or in a table, no
/// other call finds.
#[test]
fn nothing_of_a_call_is_there_in_the_next() {
    let memory = r#"(memory (export "memory") 1) (table $t 1 funcref) (elem declare func $mark) (func $mark)"#;
    let marks = r#"
        (if (i32.load8_u (i32.const 2000)) (then unreachable)) (i32.store8 (i32.const 2000) (i32.const 1))
        (drop (memory.grow (i32.const 4)))
        (if (i32.load8_u (i32.const 200000)) (then unreachable)) (i32.store8 (i32.const 200000) (i32.const 1))
        (if (i32.eqz (ref.is_null (table.get $t (i32.const 0)))) (then unreachable))
        (table.set $t (i32.const 0) (ref.func $mark))
        (i64.const 0x0000000800000039)"#;
    let engine = Guest { memory, call: marks, ..PLAIN }.engine().expect("an engine");
    for _ in 0..100 {
        engine.call("rate", b"{}").expect("an answer");
    }
}

#[test]
fn answers_are_not_trusted() {
    for call in [
        // Beyond the memory; beyond it by one byte; 4 GiB long; wrapping around; longer than the limit; empty.
        "(i64.const 0x7fffffff00000010)",
        "(i64.const 0x0003ffff00000002)",
        "(i64.const 0x00000008ffffffff)",
        "(i64.const 0xfffffff000000020)",
        "(i64.const 0x0000000800200000)",
        "(i64.const 0)",
        // Cut short, shifted: not JSON.
        "(i64.const 0x0000000800000038)",
        "(i64.const 0x0000000900000038)",
        // JSON of another shape: the inner object.
        "(i64.const 0x0000003e00000002)",
        // Not UTF-8.
        "(i32.store8 (i32.const 20) (i32.const 0xff)) (i64.const 0x0000000800000039)",
    ] {
        let fault = Guest { call, ..PLAIN }.fault();
        assert!(matches!(fault, EngineError::BadAnswer(_)), "{call}: {fault:?}");
    }
    assert!(matches!(Guest { alloc: "(i32.const -1)", ..PLAIN }.fault(), EngineError::BadAnswer(_)));
    assert!(matches!(Guest { alloc: "(i32.const 0)", ..PLAIN }.fault(), EngineError::Memory));
    assert!(matches!(Guest { version: "(i32.const 3)", ..PLAIN }.fault(), EngineError::BadAnswer(_)));
}

#[test]
fn imports_exist_but_lead_nowhere() {
    let wasi = Guest {
        imports: r#"(import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))"#,
        call: "(drop (call $random (i32.const 0) (i32.const 8))) (i64.const 0x0000000800000039)",
        ..PLAIN
    };
    assert!(matches!(wasi.fault(), EngineError::Trap(_)));
    // An import that is never reached is no harm: the JavaScript door's are such.
    let unused = Guest { call: PLAIN.call, ..wasi };
    assert!(unused.engine().expect("an engine").call("rate", b"{}").is_ok());
}

#[test]
fn what_is_not_an_engine_is_refused_at_once() {
    let refused = |bytes: &[u8]| matches!(Engine::from_bytes(bytes, limits(), None), Err(EngineError::NotAnEngine(_)));
    assert!(refused(b""));
    assert!(refused(b"\0asm\x01\0\0\0"));
    assert!(refused(b"not WebAssembly at all"));
    let whole = PLAIN.wasm();
    assert!(refused(&whole[..whole.len() / 2]));
    let other = wat::parse_str(r#"(module (memory (export "memory") 1) (func (export "version") (result i32) (i32.const 1)) (func (export "alloc")) (func (export "call")) (func (export "free")))"#).expect("a module");
    let engine = Engine::from_bytes(&other, limits(), None).expect("its exports have the names");
    assert!(matches!(engine.call("rate", b"{}"), Err(EngineError::BadAnswer(_))));
}

#[test]
fn a_call_longer_than_the_limit_never_enters() {
    let engine = PLAIN.engine().expect("an engine");
    assert!(matches!(engine.call("rate", &vec![b' '; (1 << 20) + 1]), Err(EngineError::CallTooLong(_))));
}

#[test]
fn the_shipped_engine_stops_where_its_fuel_ends() {
    let wasm =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../wasm/pkg/counterfoil.wasm")).expect("the artefact");
    let starved = Limits { fuel_base: 1_000, fuel_per_byte: 0, ..Limits::default() };
    let engine = Engine::from_bytes(&wasm, starved, None).expect("an engine");
    assert!(matches!(engine.call("check", b"{}"), Err(EngineError::OutOfFuel)));
}

#[test]
fn a_changed_cache_is_compiled_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = folder.path().join("cache");
    let wasm = PLAIN.wasm();
    let answer = |cache: &std::path::Path| {
        let engine = Engine::from_bytes(&wasm, limits(), Some(cache)).expect("an engine");
        engine.call("rate", b"{}").expect("an answer").bytes
    };
    let first = answer(&cache);
    let file = std::fs::read_dir(&cache).expect("the cache").next().expect("a file").expect("an entry").path();
    let kept = std::fs::read(&file).expect("the compiled module");
    for place in (0..kept.len()).step_by(kept.len() / 40) {
        let mut changed = kept.clone();
        changed[place] ^= 0x40;
        std::fs::write(&file, changed).expect("the changed module");
        assert_eq!(answer(&cache), first);
        assert_eq!(std::fs::read(&file).expect("the module"), kept, "byte {place} was put right");
    }
    std::fs::write(&file, b"").expect("an empty module");
    assert_eq!(answer(&cache), first);
}

#[test]
fn a_module_under_another_engines_name_does_not_answer_for_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = folder.path().join("cache");
    let answer = |guest: &Guest| {
        let engine = Engine::from_bytes(&guest.wasm(), limits(), Some(&cache)).expect("an engine");
        String::from_utf8(engine.call("rate", b"{}").expect("an answer").bytes).expect("text")
    };
    let other = Guest { call: "(i32.store8 (i32.const 50) (i32.const 0x73)) (i64.const 0x0000000800000039)", ..PLAIN };
    let names = || -> std::collections::BTreeSet<_> {
        std::fs::read_dir(&cache).expect("the cache").map(|entry| entry.expect("an entry").path()).collect()
    };
    let first = answer(&PLAIN);
    let one = names();
    let second = answer(&other);
    assert_ne!(first[80..], second[80..], "the two can be told apart by what they answer");
    let moved = names().difference(&one).next().expect("its module").clone();
    std::fs::copy(one.first().expect("a module"), moved).expect("a copy");
    assert_eq!(answer(&other), second);
}

#[cfg(unix)]
#[test]
fn a_cache_that_others_can_write_is_not_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o777)).expect("permissions");
    let engine = Engine::from_bytes(&PLAIN.wasm(), limits(), Some(folder.path())).expect("an engine");
    assert!(engine.call("rate", b"{}").is_ok());
    assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 0, "nothing is kept there");
}
