//! What is of the file alone: a file of each earlier schema is carried forward, with what was in it.

use crate::conformance::{account, posted, raw, store, usage};
use crate::place::{Place, engine};
use counterfoil::{Events, KeptAnswer, Spend, Tenant, Time};
use serde_json::json;

/// As they were made, one after the other.
const SCHEMAS: [&str; 18] = [
    include_str!("../../src/store/sqlite/schema/1.sql"),
    include_str!("../../src/store/sqlite/schema/2.sql"),
    include_str!("../../src/store/sqlite/schema/3.sql"),
    include_str!("../../src/store/sqlite/schema/4.sql"),
    include_str!("../../src/store/sqlite/schema/5.sql"),
    include_str!("../../src/store/sqlite/schema/6.sql"),
    include_str!("../../src/store/sqlite/schema/7.sql"),
    include_str!("../../src/store/sqlite/schema/8.sql"),
    include_str!("../../src/store/sqlite/schema/9.sql"),
    include_str!("../../src/store/sqlite/schema/10.sql"),
    include_str!("../../src/store/sqlite/schema/11.sql"),
    include_str!("../../src/store/sqlite/schema/12.sql"),
    include_str!("../../src/store/sqlite/schema/13.sql"),
    include_str!("../../src/store/sqlite/schema/14.sql"),
    include_str!("../../src/store/sqlite/schema/15.sql"),
    include_str!("../../src/store/sqlite/schema/16.sql"),
    include_str!("../../src/store/sqlite/schema/17.sql"),
    include_str!("../../src/store/sqlite/schema/18.sql"),
];
/// From this one on, tables have the columns that they have today, or fewer.
const NUMBERED_SINCE: usize = 8;

/// Today's books, as a host of the first schema had them, and what each later one had beside.
const FILLED: [(usize, &str); 7] = [
    (
        1,
        "INSERT INTO rulebook SELECT digest, document FROM new.rulebook;
         INSERT INTO account SELECT id, rulebook, opening, state FROM new.account;
         INSERT INTO event (account, id, digest, body) SELECT a.id, e.id, digest, body FROM new.event e JOIN new.account a ON number = account ORDER BY account, seq;
         INSERT INTO entry (account, id, body) SELECT a.id, e.id, body FROM new.entry e JOIN new.account a ON number = account ORDER BY account, seq;
         INSERT INTO effect (account, id, body) SELECT a.id, e.id, body FROM new.effect e JOIN new.account a ON number = account ORDER BY account, seq;",
    ),
    (
        2,
        "INSERT INTO batch (account, engine, as_of, payments) SELECT a.id, engine, b.as_of, payments FROM new.batch b JOIN new.account a ON number = account ORDER BY account, seq;
         CREATE TEMP TABLE place AS SELECT row_number() OVER (ORDER BY account, seq) AS global, account, seq, first_event, events, first_entry, first_effect, wish, said, entries, effects, rulebook, seal FROM new.batch;
         UPDATE event SET batch = (SELECT global FROM place JOIN new.account ON number = place.account JOIN new.event e ON e.account = number AND e.id = event.id
           WHERE new.account.id = event.account AND e.seq >= first_event AND e.seq < first_event + place.events);",
    ),
    (3, ""),
    (
        4,
        "UPDATE batch SET (rulebook, wish, said, events, entries, effects) = (SELECT rulebook, wish, said, events, entries, effects FROM place WHERE global = batch.seq);
         UPDATE batch SET first_entry = (SELECT first_entry + (SELECT count(*) FROM new.entry e WHERE e.account < place.account) FROM place WHERE global = batch.seq);
         UPDATE batch SET first_effect = (SELECT first_effect + (SELECT count(*) FROM new.effect e WHERE e.account < place.account) FROM place WHERE global = batch.seq);",
    ),
    (5, "INSERT INTO engine SELECT digest, wasm FROM new.engine;"),
    (6, "UPDATE batch SET seal = (SELECT seal FROM place WHERE global = batch.seq);"),
    (7, "INSERT INTO answer SELECT key, fingerprint, status, kind, body, kept_at FROM new.answer;"),
];

/// A file as a host of that schema would have left it.
pub(crate) fn of_schema(schema: usize, today: &Place) -> Place {
    let place = Place::sqlite();
    let old = rusqlite::Connection::open(place.file()).expect("a file");
    old.execute_batch("PRAGMA journal_mode = WAL").expect("a setting");
    old.execute("ATTACH ?1 AS new", [today.file().to_str()]).expect("attached");
    for made in SCHEMAS.iter().take(schema) {
        old.execute_batch(made).expect("a schema");
    }
    // What keeps them as they are comes after what is in them.
    let guards = |kind: &str| -> Vec<String> {
        let mut find =
            old.prepare(&format!("SELECT {kind} FROM main.sqlite_master WHERE type = 'trigger'")).expect("a query");
        find.query_map([], |row| row.get(0)).expect("rows").map(|row| row.expect("a text")).collect()
    };
    let (names, texts) = (guards("name"), guards("sql"));
    names.iter().for_each(|name| old.execute_batch(&format!("DROP TRIGGER main.{name}")).expect("dropped"));
    if schema < NUMBERED_SINCE {
        for (_, filled) in FILLED.iter().filter(|(since, _)| *since <= schema) {
            old.execute_batch(filled).expect("rows");
        }
    } else {
        copied(&old, schema);
    }
    texts.iter().for_each(|text| old.execute_batch(text).expect("a trigger"));
    old.pragma_update(None, "user_version", schema as u32).expect("a version");
    place
}

/// What each table had, by its own columns; and which migrations had been made.
fn copied(old: &rusqlite::Connection, schema: usize) {
    let texts = |sql: &str| -> Vec<String> {
        let mut find = old.prepare(sql).expect("a query");
        find.query_map([], |row| row.get(0)).expect("rows").map(|row| row.expect("a text")).collect()
    };
    old.execute_batch("PRAGMA foreign_keys = OFF").expect("a setting");
    for table in texts("SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'") {
        let columns = texts(&format!("SELECT name FROM pragma_table_info('{table}', 'main')")).join(", ");
        let which = match table.as_str() {
            "migration" => format!("WHERE number <= {schema}"),
            // Receipts had no numbers then.
            "series" => "WHERE kind <> 'receipt'".to_owned(),
            _ => String::new(),
        };
        let sql = format!(
            "DELETE FROM main.{table}; INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table} {which}"
        );
        old.execute_batch(&sql).expect("rows");
    }
}

pub(crate) fn today() -> Place {
    let place = Place::sqlite();
    let (_, books) = store(&place);
    account(&books, "b");
    let at = || Time::AsOf("2026-02-01T00:00:00Z".into());
    for id in ["b", "a"] {
        let events = Events { events: vec![usage(1), usage(2)], atomic: false };
        books.apply_events(id.into(), events, at(), "report").expect("a batch");
        let top_up = raw(json!({"type": "top_up", "id": "t", "time": "2026-01-06T00:00:00Z", "amount": "100"}));
        books.apply_events(id.into(), posted(vec![top_up]), at(), "report").expect("a batch");
        let usage =
            raw(json!({"id": "s", "time": "2026-01-07T00:00:00Z", "product": "call", "quantity": 7, "unit": "minute"}));
        let spent = books.spend(id.into(), Spend { usage, quantity_places: 0 }, at(), "report").expect("a spend");
        assert_eq!(spent.applied, 1);
    }
    let answer = KeptAnswer { fingerprint: "f".into(), status: 201, kind: "text/plain".into(), body: b"told".into() };
    books.keep_answer("key".into(), answer, 100).expect("kept");
    place
}

#[test]
fn a_file_of_each_earlier_schema_is_carried_forward() {
    let today = today();
    for schema in 1..=SCHEMAS.len() {
        let place = of_schema(schema, &today);
        let store = place.open(engine());
        let books = store.books(Tenant::MAIN);
        let at = || Time::AsOf("2026-02-01T00:00:00Z".into());
        let page = books.accounts(&counterfoil::Search::default(), 10).expect("a list");
        assert_eq!(page.data.len(), 2, "{schema}");
        for id in ["a", "b"] {
            let told =
                books.apply_events(id.into(), posted(vec![usage(1), usage(2)]), at(), "report").expect("a batch");
            // An answer that was not kept is not told again; the events are known all the same.
            let expected = if schema < 4 { (0, false) } else { (2, true) };
            assert_eq!((told.applied, told.replayed), expected, "{schema}");
            let told = books.apply_events(id.into(), posted(vec![usage(3)]), at(), "report").expect("a batch");
            assert_eq!(told.applied, 1);
            let lines = |table: &str| {
                place.lines(&format!(
                    "SELECT count(*) FROM {table} JOIN account ON number = account WHERE account.id = '{id}'"
                ))
            };
            assert_eq!((lines("entry"), lines("event")), (vec!["5".into()], vec!["5".into()]), "{schema}");
        }
        // Payments of before have numbers in the order of time, and the next one goes on behind them.
        let numbers = || place.lines("SELECT number FROM receipt ORDER BY place");
        let before = numbers();
        assert_eq!(
            place.lines("SELECT count(*) FROM entry WHERE kind = 'top_up'"),
            [before.len().to_string()],
            "{schema}"
        );
        let top_up = raw(json!({"type": "top_up", "id": "next", "time": "2026-01-09T00:00:00Z", "amount": "10"}));
        books.apply_events("a".into(), posted(vec![top_up]), at(), "report").expect("a batch");
        let all: Vec<String> = (1..=before.len() + 1).map(|place| format!("RC-{place:06}")).collect();
        assert_eq!(numbers(), all, "{schema}");
        assert_eq!(books.receipt("a", "next").expect("a receipt").1, *all.last().expect("one"), "{schema}");
        assert_eq!(books.kept_answer("key", 200).expect("readable").is_some(), schema >= 7);
        if schema >= 2 {
            let verified = store.verify(|_| {}).expect("readable books");
            assert!(verified.faults.is_empty(), "{schema}: {verified:?}");
            assert_eq!((verified.batches, verified.unsealed), if schema >= 6 { (9, 0) } else { (9, 6) }, "{schema}");
            let subject = r#"{"type":"entry","id":"u1/usage"}"#;
            assert!(books.explain("a", subject).is_ok_and(|told| told.status == counterfoil::Status::Ok), "{schema}");
        }
    }
}

/// A file that another line of hosts has carried forward is left alone.
#[test]
fn a_file_with_another_migration_is_refused() {
    let place = Place::sqlite();
    drop(store(&place));
    place.run("UPDATE migration SET digest = 'other' WHERE number = 8").expect("a change");
    // The first store lets go of the file when its threads have ended.
    let told = || counterfoil::Store::open(&place.file(), engine()).map(drop).expect_err("another line").to_string();
    let begun = std::time::Instant::now();
    while told().contains("another host") && begun.elapsed().as_secs() < 5 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(told().contains("another line"), "{}", told());
}
