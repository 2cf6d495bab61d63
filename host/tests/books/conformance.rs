//! What every store does.

use crate::place::{Place, engine, on_both};
use counterfoil::{Books, Engine, Events, Limits, List, Store, StoreError, Tenant, Time};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};

on_both! {
    the_books_can_be_made_again_from_what_is_kept,
    twenty_thousand_events_are_one_batch,
    an_engine_that_fails_changes_nothing,
    a_batch_that_fails_half_way_has_changed_nothing,
    each_batch_is_explained_by_the_engine_that_made_it,
    what_was_changed_is_found,
    a_list_is_read_from_either_end,
}

pub(crate) fn raw(value: Value) -> Box<RawValue> {
    RawValue::from_string(value.to_string()).expect("JSON")
}

pub(crate) fn usage(number: u32) -> Box<RawValue> {
    raw(json!({"type": "usage", "id": format!("u{number}"), "time": "2026-01-05T12:00:00Z", "product": "call",
               "quantity": number % 97 + 1, "unit": "minute"}))
}

pub(crate) const fn posted(events: Vec<Box<RawValue>>) -> Events {
    Events { events, atomic: false }
}

pub(crate) const RULEBOOK: &str = r#"{"name":"x","currency":"USD","rounding":{"scale":2,"mode":"half_up"},
  "rates":[{"id":"r","product":"call","unit":"minute","price":"0.013"}],
  "recharge":{"trigger":"below","ladder_percent":[75,50,25,0]}}"#;

/// An account `a` of the first tenant.
pub(crate) fn store(place: &Place) -> (Store, Books) {
    let store = place.open(engine());
    let books = store.books(Tenant::MAIN);
    account(&books, "a");
    (store, books)
}

pub(crate) fn account(books: &Books, id: &str) {
    let rulebook = books.put_rulebook(RULEBOOK.into()).expect("a rulebook");
    let open = raw(json!({"account": id, "time": "2026-01-01T00:00:00Z", "settings":
        {"recharge": {"enabled": true, "threshold": "50", "amount": "25", "method": "card"}}}));
    books.open_account(counterfoil::Draft { rulebook, open }).expect("an account");
}

/// What is read from the newest on, piece by piece, is the list the other way round.
fn a_list_is_read_from_either_end(place: &Place) {
    let (_, kept) = store(place);
    let as_of = Time::AsOf("2026-02-01T00:00:00Z".into());
    kept.apply_events("a".into(), posted((0..23).map(usage).collect()), as_of, "succeed").expect("a batch");
    for (list, kinds) in [(List::Events, vec![]), (List::Entries, vec![]), (List::Entries, vec!["usage"])] {
        let ends = kept.list(list, "a", &kinds, 0, 200).expect("the list");
        let mut turned: Vec<_> = ends.data.iter().map(|item| item.get().to_owned()).collect();
        turned.reverse();
        let (mut read, mut cursor) = (Vec::new(), None);
        loop {
            let page = kept.newest(list, "a", &kinds, cursor, 5).expect("a piece");
            read.extend(page.data.iter().map(|item| item.get().to_owned()));
            match page.cursor {
                Some(next) => cursor = Some(next.parse().expect("a place")),
                None => break,
            }
        }
        assert_eq!(read, turned);
    }
}

/// Opening, batches and events are all that is needed: the same engine makes the same state and entries of them.
fn the_books_can_be_made_again_from_what_is_kept(place: &Place) {
    let (_, kept) = store(place);
    for (batch, payments) in ["report", "succeed", "decline", "succeed"].into_iter().enumerate() {
        let first = batch as u32 * 40;
        let events = (first..first + 60).map(usage).collect();
        let as_of = format!("2026-02-0{}T00:00:00Z", batch + 1);
        kept.apply_events("a".into(), posted(events), Time::AsOf(as_of), payments).expect("a batch");
    }
    let account = kept.account("a").expect("the account");
    let engine = engine();
    let (mut start, mut entries) = (format!("\"open\":{}", account.opening), Vec::new());
    for batch in 1..=4 {
        let [used, as_of, payments] = ["engine", "as_of", "payments"]
            .map(|name| place.lines(&format!("SELECT {name} FROM batch WHERE seq = {batch}")).concat());
        assert_eq!(used, engine.digest());
        let events = place.lines(&format!(
            "SELECT event.body FROM event JOIN batch ON event.account = batch.account
             AND event.seq >= first_event AND event.seq < first_event + batch.events WHERE batch.seq = {batch} ORDER BY event.seq"
        ));
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
    assert_eq!(entries, place.lines("SELECT body FROM entry ORDER BY seq"));
}

/// What a full batch costs: fuel is by the byte and the store looks ids up, so time grows with the events alone.
fn twenty_thousand_events_are_one_batch(place: &Place) {
    let (_, store) = store(place);
    let events: Vec<_> = (0..20_000).map(usage).collect();
    let begun = Instant::now();
    let applied =
        store.apply_events("a".into(), posted(events.clone()), Time::AsOf("2026-02-01T00:00:00Z".into()), "succeed");
    assert_eq!(applied.expect("a batch").applied, 20_000);
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    let again = store.apply_events("a".into(), posted(events), Time::AsOf("2026-02-01T00:00:00Z".into()), "succeed");
    assert!(again.is_ok_and(|again| again.replayed && again.applied == 20_000));
}

fn an_engine_that_fails_changes_nothing(place: &Place) {
    let state = store(place).1.account("a").expect("the account").state.to_string();
    let starved = Limits { fuel_base: 1_000, fuel_per_byte: 0, ..Limits::default() };
    let engine = Engine::from_bytes(&engine().wasm(), starved, None).expect("an engine");
    let store = place.open(Arc::new(engine));
    let books = store.books(Tenant::MAIN);
    let refused =
        books.apply_events("a".into(), posted(vec![usage(1)]), Time::AsOf("2026-02-01T00:00:00Z".into()), "report");
    assert!(matches!(refused, Err(StoreError::Engine(counterfoil::EngineError::OutOfFuel))), "{refused:?}");
    assert_eq!(books.account("a").expect("the account").state.to_string(), state);
    assert!(store.ready().is_ok(), "and the store goes on");
}

/// Where a batch was taken apart and one part cannot be answered, nothing of the others stays.
fn a_batch_that_fails_half_way_has_changed_nothing(place: &Place) {
    drop(store(place));
    // Enough for a thousand events, and not for two.
    let limits = Limits { fuel_base: 70_000_000, fuel_per_byte: 0, ..Limits::default() };
    let store = place.open(Arc::new(Engine::from_bytes(&engine().wasm(), limits, None).expect("an engine")));
    let books = store.books(Tenant::MAIN);
    let state = books.account("a").expect("the account").state.to_string();
    // Six that no rate prices come first: four are left out one by one, and then the rest is halved.
    let unpriced = |number: u32| {
        raw(json!({"type": "usage", "id": format!("x{number}"), "time": format!("2026-01-02T00:00:0{number}Z"),
            "product": "mail", "quantity": 1, "unit": "minute"}))
    };
    let events: Vec<_> = (0..6).map(unpriced).chain((0..4_000).map(usage)).collect();
    let at = || Time::AsOf("2026-02-01T00:00:00Z".into());
    let failed = books.apply_events("a".into(), posted(events), at(), "report");
    assert!(matches!(failed, Err(StoreError::Engine(counterfoil::EngineError::OutOfFuel))), "{failed:?}");
    assert_eq!(books.account("a").expect("the account").state.to_string(), state);
    let few = books.apply_events("a".into(), posted((0..1_000).map(usage).collect()), at(), "report").expect("a batch");
    assert_eq!((few.applied, few.duplicates.len()), (1_000, 0), "none of them was there");
    assert!(store.verify(|_| {}).expect("readable books").faults.is_empty());
}

/// What another engine has made, that engine explains: it is kept with the books.
fn each_batch_is_explained_by_the_engine_that_made_it(place: &Place) {
    let (store, first) = store(place);
    let of_first = store.engine().digest().to_owned();
    let wasm = store.engine().wasm();
    let at = |day: u32| Time::AsOf(format!("2026-02-0{day}T00:00:00Z"));
    first.apply_events("a".into(), posted(vec![usage(1)]), at(1), "report").expect("a batch");
    drop((store, first));
    // An empty section more: the same rules under another digest.
    let another = |name: u8| {
        let wasm = [&*wasm, &[0, 2, 1, name]].concat();
        Arc::new(Engine::from_bytes(&wasm, Limits::default(), None).expect("an engine"))
    };
    let other = another(b'x');
    let of_second = other.digest().to_owned();
    assert_ne!(of_first, of_second);
    let second = place.open(other).books(Tenant::MAIN);
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
    place.run(&format!("DELETE FROM engine WHERE digest = '{of_first}'")).expect("deleted");
    let store = place.open(another(b'y'));
    let third = store.books(Tenant::MAIN);
    let subject = r#"{"type":"entry","id":"u1/usage"}"#;
    assert!(matches!(third.explain("a", subject), Err(StoreError::NotFound("engine"))));
    store.keep_engine(Engine::from_bytes(&wasm, Limits::default(), None).expect("it")).expect("kept");
    assert!(third.explain("a", subject).is_ok());
}

/// The books can be made again, and what was changed in them is found.
fn what_was_changed_is_found(place: &Place) {
    let (store, first) = store(place);
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
    let sound = store.verify(|_| {}).expect("readable books");
    assert!(sound.faults.is_empty(), "{sound:?}");
    assert_eq!((sound.accounts, sound.batches, sound.unsealed), (1, 22, 0));
    drop((store, first));
    let changes = [
        "UPDATE entry SET body = replace(body, '0.13', '0.14') WHERE id = 's10/usage'",
        "DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)",
        "UPDATE event SET body = replace(body, '\"quantity\":5', '\"quantity\":4') WHERE id = 's5'",
        "UPDATE batch SET as_of = '2026-02-02T00:00:00Z' WHERE seq = 3",
        "UPDATE batch SET seal = NULL WHERE seq = 3",
        "UPDATE account SET state = replace(state, '\"service\":\"active\"', '\"service\":\"suspended\"')",
    ];
    for change in changes {
        let copy = place.copy();
        if !change.contains("account") {
            let told = copy.run(change).expect_err("the books are append-only");
            assert!(told.contains("append-only"), "{change}: {told}");
        }
        copy.unguarded();
        let before = copy.lines(SUMS);
        copy.run(change).expect("a change");
        assert_ne!(copy.lines(SUMS), before, "{change}");
        assert_eq!(copy.open(engine()).verify(|_| {}).expect("readable books").faults.len(), 1, "{change}");
    }
}

/// Something of all that can be changed.
const SUMS: &str = "SELECT body FROM entry UNION ALL SELECT body FROM event UNION ALL SELECT state FROM account
    UNION ALL SELECT as_of FROM batch UNION ALL SELECT 'sealed' FROM batch WHERE seal IS NOT NULL";
