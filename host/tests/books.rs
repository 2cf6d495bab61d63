//! The store without its server: books that can be made again from what is kept, files of an older schema, full
//! batches, engines that fail.

use counterfoil::{Engine, Events, Limits, Store, StoreError, Time};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

fn raw(value: Value) -> Box<RawValue> {
    RawValue::from_string(value.to_string()).expect("JSON")
}

fn usage(number: u32) -> Box<RawValue> {
    raw(json!({"type": "usage", "id": format!("u{number}"), "time": "2026-01-05T12:00:00Z", "product": "call",
               "quantity": number % 97 + 1, "unit": "minute"}))
}

/// Compiled once.
fn engine() -> Arc<Engine> {
    static ENGINE: LazyLock<Arc<Engine>> = LazyLock::new(|| Arc::new(Engine::embedded().expect("the engine")));
    Arc::clone(&ENGINE)
}

const fn posted(events: Vec<Box<RawValue>>) -> Events {
    Events { events, atomic: false }
}

const RULEBOOK: &str = r#"{"name":"x","currency":"USD","rounding":{"scale":2,"mode":"half_up"},
  "rates":[{"id":"r","product":"call","unit":"minute","price":"0.013"}],
  "recharge":{"trigger":"below","ladder_percent":[75,50,25,0]}}"#;

fn store(file: &Path) -> Store {
    let store = Store::open(file, engine()).expect("a store");
    let rulebook = store.put_rulebook(RULEBOOK.into()).expect("a rulebook");
    let open = raw(json!({"account": "a", "time": "2026-01-01T00:00:00Z", "settings":
        {"recharge": {"enabled": true, "threshold": "50", "amount": "25", "method": "card"}}}));
    store.open_account(counterfoil::Draft { rulebook, open }).expect("an account");
    store
}

/// Opens what was dropped just now: its writer lets go of the file when its thread has ended.
fn again(file: &Path, engine: Arc<Engine>) -> Store {
    let begun = Instant::now();
    loop {
        match Store::open(file, Arc::clone(&engine)) {
            Err(StoreError::Unavailable(_)) if begun.elapsed() < Duration::from_secs(5) => std::thread::yield_now(),
            opened => return opened.expect("a store"),
        }
    }
}

/// Opening, batches and events are all that is needed: the same engine makes the same state and entries of them.
#[test]
fn the_books_can_be_made_again_from_what_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("x.db");
    let kept = store(&file);
    for (batch, payments) in ["report", "succeed", "decline", "succeed"].into_iter().enumerate() {
        let first = batch as u32 * 40;
        let events = (first..first + 60).map(usage).collect();
        let as_of = format!("2026-02-0{}T00:00:00Z", batch + 1);
        kept.apply_events("a".into(), posted(events), Time::AsOf(as_of), payments).expect("a batch");
    }
    let account = kept.account("a").expect("the account");
    let books = rusqlite::Connection::open(&file).expect("the file");
    let text = |query: &str, of: i64| -> Vec<String> {
        let mut find = books.prepare(query).expect("a query");
        let rows = find.query_map([of], |row| row.get(0)).expect("rows");
        rows.map(|row| row.expect("a text")).collect()
    };
    let engine = engine();
    let (mut start, mut entries) = (format!("\"open\":{}", account.opening), Vec::new());
    for batch in 1..=4 {
        let [used, as_of, payments] = ["engine", "as_of", "payments"]
            .map(|name| text(&format!("SELECT {name} FROM batch WHERE seq = ?1"), batch).concat());
        assert_eq!(used, engine.digest());
        let events = text("SELECT body FROM event WHERE batch = ?1 ORDER BY seq", batch);
        assert_eq!(events.len(), if batch == 1 { 60 } else { 40 }, "events of an earlier batch are not kept again");
        let call = format!(
            r#"{{"rulebook":{},{start},"as_of":"{as_of}","payments":"{payments}","events":[{}]}}"#,
            account.rulebook,
            events.join(",")
        );
        let reply: Value =
            serde_json::from_slice(&engine.call("apply", call.as_bytes()).expect("an answer").bytes).expect("JSON");
        entries.extend(reply["answer"]["entries"].as_array().expect("entries").iter().map(Value::to_string));
        start = format!("\"state\":{}", reply["answer"]["state"]);
    }
    assert_eq!(start, format!("\"state\":{}", account.state));
    assert_eq!(entries, text("SELECT body FROM entry WHERE seq > ?1 ORDER BY seq", 0));
}

/// What a full batch costs: fuel is by the byte and the store looks ids up, so time grows with the events alone.
#[test]
fn twenty_thousand_events_are_one_batch() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store(&folder.path().join("x.db"));
    let events: Vec<_> = (0..20_000).map(usage).collect();
    let begun = Instant::now();
    let applied =
        store.apply_events("a".into(), posted(events.clone()), Time::AsOf("2026-02-01T00:00:00Z".into()), "succeed");
    assert_eq!(applied.expect("a batch").applied, 20_000);
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    let again = store.apply_events("a".into(), posted(events), Time::AsOf("2026-02-01T00:00:00Z".into()), "succeed");
    assert!(again.is_ok_and(|again| again.replayed && again.applied == 20_000));
}

#[test]
fn an_engine_that_fails_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("x.db");
    let state = {
        let store = store(&file);
        store.account("a").expect("the account").state.to_string()
    };
    let starved = Limits { fuel_base: 1_000, fuel_per_byte: 0, ..Limits::default() };
    let engine = Engine::from_bytes(&engine().wasm(), starved, None).expect("an engine");
    let store = again(&file, Arc::new(engine));
    let refused =
        store.apply_events("a".into(), posted(vec![usage(1)]), Time::AsOf("2026-02-01T00:00:00Z".into()), "report");
    assert!(matches!(refused, Err(StoreError::Engine(counterfoil::EngineError::OutOfFuel))), "{refused:?}");
    assert_eq!(store.account("a").expect("the account").state.to_string(), state);
    assert!(store.ready().is_ok(), "and the store goes on");
}

/// Where a batch was taken apart and one part cannot be answered, nothing of the others stays.
#[test]
fn a_batch_that_fails_half_way_has_changed_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("x.db");
    drop(store(&file));
    // Enough for a thousand events, and not for two.
    let limits = Limits { fuel_base: 70_000_000, fuel_per_byte: 0, ..Limits::default() };
    let store = again(&file, Arc::new(Engine::from_bytes(&engine().wasm(), limits, None).expect("an engine")));
    let state = store.account("a").expect("the account").state.to_string();
    // Six that no rate prices come first: four are left out one by one, and then the rest is halved.
    let unpriced = |number: u32| {
        raw(json!({"type": "usage", "id": format!("x{number}"), "time": format!("2026-01-02T00:00:0{number}Z"),
            "product": "mail", "quantity": 1, "unit": "minute"}))
    };
    let events: Vec<_> = (0..6).map(unpriced).chain((0..4_000).map(usage)).collect();
    let at = || Time::AsOf("2026-02-01T00:00:00Z".into());
    let failed = store.apply_events("a".into(), posted(events), at(), "report");
    assert!(matches!(failed, Err(StoreError::Engine(counterfoil::EngineError::OutOfFuel))), "{failed:?}");
    assert_eq!(store.account("a").expect("the account").state.to_string(), state);
    let few = store.apply_events("a".into(), posted((0..1_000).map(usage).collect()), at(), "report").expect("a batch");
    assert_eq!((few.applied, few.duplicates.len()), (1_000, 0), "none of them was there");
    assert!(store.verify(|_| {}).expect("readable books").faults.is_empty());
}

/// What another engine has made, that engine explains: it is kept with the books.
#[test]
fn each_batch_is_explained_by_the_engine_that_made_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("x.db");
    let first = store(&file);
    let of_first = first.engine().digest().to_owned();
    let wasm = first.engine().wasm();
    let at = |day: u32| Time::AsOf(format!("2026-02-0{day}T00:00:00Z"));
    first.apply_events("a".into(), posted(vec![usage(1)]), at(1), "report").expect("a batch");
    drop(first);
    // An empty section more: the same rules under another digest.
    let another = |name: u8| {
        let wasm = [&*wasm, &[0, 2, 1, name]].concat();
        Arc::new(Engine::from_bytes(&wasm, Limits::default(), None).expect("an engine"))
    };
    let other = another(b'x');
    let of_second = other.digest().to_owned();
    assert_ne!(of_first, of_second);
    let second = again(&file, other);
    second.apply_events("a".into(), posted(vec![usage(2)]), at(2), "report").expect("a batch");
    let engine = |id: &str| {
        let told = second.explain("a", &format!(r#"{{"type":"entry","id":"{id}"}}"#))?;
        let told: Value = serde_json::from_slice(&told.bytes).expect("JSON");
        assert_eq!(told["status"], "ok", "{told}");
        Ok::<_, StoreError>(told["engine"].clone())
    };
    assert_eq!(engine("u1/usage").expect("told"), json!(of_first));
    assert_eq!(engine("u2/usage").expect("told"), json!(of_second));
    drop(second);
    // Without its file nothing is made up, and the file can be brought.
    let books = rusqlite::Connection::open(&file).expect("the file");
    books.execute("DELETE FROM engine WHERE digest = ?1", [&of_first]).expect("deleted");
    drop(books);
    let third = again(&file, another(b'y'));
    let subject = r#"{"type":"entry","id":"u1/usage"}"#;
    assert!(matches!(third.explain("a", subject), Err(StoreError::NotFound("engine"))));
    third.keep_engine(Engine::from_bytes(&wasm, Limits::default(), None).expect("it")).expect("kept");
    assert!(third.explain("a", subject).is_ok());
}

/// A file of any earlier schema is carried forward, with what was in it.
#[test]
fn a_file_of_each_earlier_schema_is_carried_forward() {
    // What each migration adds, undone, from the last to the first.
    const UNDONE: [&str; 6] = [
        "DROP TABLE answer;",
        "DROP TRIGGER batch_stays; DROP TRIGGER batch_is_kept; DROP TRIGGER event_stays; DROP TRIGGER event_is_kept;
         DROP TRIGGER entry_stays; DROP TRIGGER entry_is_kept; DROP TRIGGER effect_stays; DROP TRIGGER effect_is_kept;
         DROP TRIGGER rulebook_stays; DROP TRIGGER rulebook_is_kept; ALTER TABLE batch DROP COLUMN seal;",
        "DROP TABLE engine;",
        "DROP INDEX batch_by_wish; ALTER TABLE batch DROP COLUMN rulebook; ALTER TABLE batch DROP COLUMN wish;
         ALTER TABLE batch DROP COLUMN said; ALTER TABLE batch DROP COLUMN events; ALTER TABLE batch DROP COLUMN first_entry;
         ALTER TABLE batch DROP COLUMN entries; ALTER TABLE batch DROP COLUMN first_effect; ALTER TABLE batch DROP COLUMN effects;",
        "DROP INDEX event_by_batch; DROP TABLE pulse;",
        "DROP INDEX batch_of; ALTER TABLE event DROP COLUMN batch; DROP TABLE batch;",
    ];
    for undone in 1..=UNDONE.len() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("x.db");
        let first = store(&file);
        let at = || Time::AsOf("2026-02-01T00:00:00Z".into());
        first.apply_events("a".into(), posted(vec![usage(1)]), at(), "report").expect("a batch");
        drop(first);
        let old = rusqlite::Connection::open(&file).expect("the file");
        old.execute_batch("PRAGMA foreign_keys = OFF;").expect("a setting");
        UNDONE[..undone].iter().for_each(|undone| old.execute_batch(undone).expect("the earlier schema"));
        old.pragma_update(None, "user_version", 1 + UNDONE.len() as u32 - undone as u32).expect("a version");
        drop(old);
        let store = again(&file, engine());
        let told = store.apply_events("a".into(), posted(vec![usage(1)]), at(), "report").expect("a batch");
        // An answer that was not kept is not told again; the event is known all the same.
        assert_eq!((told.applied, told.replayed), if undone < 4 { (1, true) } else { (0, false) });
        let told = store.apply_events("a".into(), posted(vec![usage(2)]), at(), "report").expect("a batch");
        assert_eq!(told.applied, 1);
        if undone < 6 {
            let verified = store.verify(|_| {}).expect("readable books");
            assert!(verified.faults.is_empty(), "{undone}: {verified:?}");
            assert_eq!((verified.batches, verified.unsealed), if undone < 2 { (2, 0) } else { (2, 1) }, "{undone}");
            let subject = r#"{"type":"entry","id":"u1/usage"}"#;
            assert!(store.explain("a", subject).is_ok_and(|told| told.status == counterfoil::Status::Ok));
        }
    }
}

/// The books can be made again, and what was changed in them is found.
#[test]
fn what_was_changed_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("x.db");
    let first = store(&file);
    let spend = |number: u32| counterfoil::Spend {
        usage: raw(json!({"id": format!("s{number}"), "time": "2026-01-05T12:00:00Z", "product": "call",
            "quantity": number, "unit": "minute"})),
        quantity_places: 0,
    };
    let at = || Time::AsOf("2026-02-01T00:00:00Z".into());
    let top_up = raw(json!({"type": "top_up", "id": "t", "time": "2026-01-02T00:00:00Z", "amount": "500"}));
    first.apply_events("a".into(), posted(vec![top_up]), at(), "report").expect("a batch");
    for number in 1..20 {
        first.spend("a".into(), spend(number), at(), "report").expect("a spend");
    }
    first.apply_events("a".into(), posted((0..50).map(usage).collect()), at(), "succeed").expect("a batch");
    let reversal = raw(json!({"type": "usage", "id": "back", "time": "2026-01-05T12:00:00Z", "product": "call",
        "quantity": "8", "unit": "minute", "reverses": "u7"}));
    first.apply_events("a".into(), posted(vec![reversal]), at(), "report").expect("a batch");
    let sound = first.verify(|_| {}).expect("readable books");
    assert!(sound.faults.is_empty(), "{sound:?}");
    assert_eq!((sound.accounts, sound.batches, sound.unsealed), (1, 22, 0));
    drop(first);
    let changes = [
        "UPDATE entry SET body = replace(body, '0.13', '0.14') WHERE id = 's10/usage'",
        "DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)",
        "UPDATE event SET body = replace(body, '\"quantity\":5', '\"quantity\":4') WHERE id = 's5'",
        "UPDATE batch SET as_of = '2026-02-02T00:00:00Z' WHERE seq = 3",
        "UPDATE batch SET seal = NULL WHERE seq = 3",
        "UPDATE account SET state = replace(state, '\"service\":\"active\"', '\"service\":\"suspended\"')",
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let copy = folder.path().join(format!("copy{number}.db"));
        let original = rusqlite::Connection::open(&file).expect("the file");
        original.execute("VACUUM INTO ?1", [copy.to_str()]).expect("a copy");
        let books = rusqlite::Connection::open(&copy).expect("the file");
        if !change.contains("account") {
            let told = books.execute(change, []).expect_err("the books are append-only").to_string();
            assert!(told.contains("append-only"), "{change}: {told}");
        }
        let triggers: Vec<String> = {
            let mut find = books.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").expect("triggers");
            find.query_map([], |row| row.get(0)).expect("rows").map(|name| name.expect("a name")).collect()
        };
        triggers.iter().for_each(|name| books.execute_batch(&format!("DROP TRIGGER {name}")).expect("dropped"));
        assert!(books.execute(change, []).expect("a change") > 0, "{change}");
        drop(books);
        let changed = again(&copy, engine());
        assert_eq!(changed.verify(|_| {}).expect("readable books").faults.len(), 1, "{change}");
    }
}
