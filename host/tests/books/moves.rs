//! Accounts go from one rulebook to another, at once or from a time on, and the books stay whole.

use crate::conformance::{RULEBOOK, account, posted, raw, store, usage};
use crate::place::{Place, on_both};
use counterfoil::{Activation, Books, Search, StoreError, Time};
use serde_json::{Value, json};

on_both! {
    an_account_goes_over_at_once,
    a_rulebook_takes_anothers_place_from_a_time_on,
    a_rulebook_that_cannot_carry_an_account_on_is_refused,
}

/// Ten times as dear.
fn dearer(books: &Books) -> String {
    books.put_rulebook(RULEBOOK.replace("0.013", "0.13")).expect("a rulebook")
}

fn at(time: &str) -> Time {
    Time::AsOf(time.into())
}

/// 16 minutes, at a time.
fn used(books: &Books, account: &str, id: &str, time: &str) -> Value {
    let usage =
        raw(json!({"type": "usage", "id": id, "time": time, "product": "call", "quantity": 16, "unit": "minute"}));
    let told = books.apply_events(account.into(), posted(vec![usage]), at(time), "report").expect("a batch");
    serde_json::to_value(told).expect("JSON")["answer"].clone()
}

fn rulebook(books: &Books, id: &str) -> String {
    books.account(id).expect("it").rulebook_digest
}

fn an_account_goes_over_at_once(place: &Place) {
    let (store, books) = store(place);
    let (old, new) = (rulebook(&books, "a"), dearer(&books));
    assert_eq!(used(&books, "a", "u1", "2026-01-05T00:00:00Z")["entries"][0]["postings"][0]["amount"], "-0.21");
    let moved = books.move_account("a".into(), new.clone(), "2026-01-06T00:00:00Z".into()).expect("a move");
    assert_eq!(moved.applied, 1);
    assert_eq!(rulebook(&books, "a"), new);
    let answer = used(&books, "a", "u2", "2026-01-07T00:00:00Z");
    assert_eq!((&answer["entries"][0]["postings"][0]["amount"], &answer["rulebook"]), (&json!("-2.08"), &json!(new)));
    // Again, it changes nothing; back, it does.
    let again = books.move_account("a".into(), new.clone(), "2026-01-08T00:00:00Z".into()).expect("nothing");
    assert_eq!(again.applied, 0);
    books.move_account("a".into(), old.clone(), "2026-01-08T00:00:00Z".into()).expect("back");
    assert_eq!(used(&books, "a", "u3", "2026-01-09T00:00:00Z")["entries"][0]["postings"][0]["amount"], "-0.21");
    assert_eq!(
        place.lines("SELECT batch || ' ' || rulebook FROM moved ORDER BY batch"),
        [format!("2 {new}"), format!("4 {old}")]
    );
    // Each is explained by what it was made with, and all of it can be made again.
    let told = books.explain("a", r#"{"type":"entry","id":"u2/usage"}"#).expect("why");
    let told: Value = serde_json::from_slice(&told.bytes).expect("JSON");
    assert_eq!(told["rulebook"], json!(new));
    assert!(store.verify(|_| {}).expect("readable books").faults.is_empty());
    let nowhere = books.move_account("a".into(), "sha256:0".into(), "2026-01-09T00:00:00Z".into());
    assert!(matches!(nowhere, Err(StoreError::NotFound("rulebook"))), "{nowhere:?}");
}

fn a_rulebook_takes_anothers_place_from_a_time_on(place: &Place) {
    let (store, books) = store(place);
    account(&books, "b");
    let (replaces, new) = (rulebook(&books, "a"), dearer(&books));
    let begins = "2126-01-01T00:00:00.000Z".to_owned();
    let plan = |begins: &str| Activation { replaces: replaces.clone(), rulebook: new.clone(), begins: begins.into() };
    books.activate(plan(&begins)).expect("planned");
    used(&books, "a", "before", "2026-01-05T00:00:00Z");
    assert_eq!(rulebook(&books, "a"), replaces, "its time has not come");
    let page = books.preview(&replaces, &new, "2026-01-06T00:00:00Z", "", 1).expect("a preview");
    let told: Value = serde_json::from_str(page.data[0].get()).expect("JSON");
    assert_eq!((&told["account"], &told["movable"], page.cursor.as_deref()), (&json!("a"), &json!(true), Some("a")));
    assert_eq!(told["before"]["answer"], told["after"]["answer"]);
    // The last word counts; the first turn that comes then is the new one's, at the moment that was said.
    books.activate(plan("2026-01-10T00:00:00.000Z")).expect("planned");
    assert_eq!(books.activations().expect("a list").len(), 1);
    assert_eq!(used(&books, "a", "u1", "2026-01-09T23:59:59Z")["rulebook"], json!(replaces));
    assert_eq!(used(&books, "a", "u2", "2026-01-10T00:00:00Z")["rulebook"], json!(new));
    assert_eq!(place.lines("SELECT DISTINCT at FROM moved"), ["2026-01-10T00:00:00.000Z"]);
    // Whoever asks about one that nothing has happened to is answered by the new one, too.
    assert_eq!(rulebook(&books, "b"), new);
    let of = |rulebook: &str| {
        books.accounts(&Search { rulebook: Some(rulebook.into()), ..Search::default() }, 9).expect("a list").data.len()
    };
    assert_eq!((of(&replaces), of(&new)), (0, 2));
    assert!(books.deactivate(replaces.clone()).expect("taken back"));
    assert!(!books.deactivate(replaces).expect("nothing left"));
    assert!(store.verify(|_| {}).expect("readable books").faults.is_empty());
}

fn a_rulebook_that_cannot_carry_an_account_on_is_refused(place: &Place) {
    let (store, books) = store(place);
    used(&books, "a", "u1", "2026-01-05T00:00:00Z");
    let other = books.put_rulebook(RULEBOOK.replace("USD", "EUR")).expect("a rulebook");
    let kept = books.account("a").expect("it");
    let refused = books.move_account("a".into(), other.clone(), "2026-01-06T00:00:00Z".into());
    assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
    let page = books.preview(&kept.rulebook_digest, &other, "2026-01-06T00:00:00Z", "", 9).expect("a preview");
    let told: Value = serde_json::from_str(page.data[0].get()).expect("JSON");
    assert_eq!(told["movable"], json!(false));
    assert!(told["after"]["problems"][0]["code"].is_string(), "{told}");
    // Planned all the same, it stays where it is, and is billed there.
    let plan = Activation {
        replaces: kept.rulebook_digest.clone(),
        rulebook: other,
        begins: "2026-01-07T00:00:00.000Z".into(),
    };
    books.activate(plan).expect("planned");
    let answer = used(&books, "a", "u2", "2026-01-08T00:00:00Z");
    assert_eq!(answer["rulebook"], json!(kept.rulebook_digest));
    assert_eq!(rulebook(&books, "a"), kept.rulebook_digest);
    let told = books.apply_events("a".into(), posted(vec![usage(3)]), at("2026-01-09T00:00:00Z"), "report");
    assert_eq!(told.expect("a batch").applied, 1);
    assert!(store.verify(|_| {}).expect("readable books").faults.is_empty());
}
