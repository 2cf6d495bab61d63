//! Papers and brands, on every store.

use crate::conformance::{account, posted, raw, store};
use crate::place::{Place, engine, on_both};
use counterfoil::{StoreError, Tenant, Time};
use serde_json::json;

on_both! {
    a_paper_stays_as_it_was_first_made,
    a_statement_is_of_what_was_posted,
}

fn a_paper_stays_as_it_was_first_made(place: &Place) {
    let (store, books) = store(place);
    let made = |bytes: &'static [u8]| books.paper("receipt/a/1/en".into(), || Ok::<_, StoreError>(bytes.to_vec()));
    assert_eq!(made(b"first\0\xff").expect("a paper"), b"first\0\xff");
    assert_eq!(made(b"second").expect("a paper"), b"first\0\xff");
    let never = || -> Result<Vec<u8>, StoreError> { panic!("it is kept") };
    assert_eq!(books.paper("receipt/a/1/en".into(), never).expect("a paper"), b"first\0\xff");
    let refused = books.paper("other".into(), || Err(StoreError::Busy));
    assert!(matches!(refused, Err(StoreError::Busy)), "{refused:?}");
    assert_eq!(books.paper("other".into(), || Ok::<_, StoreError>(b"x".to_vec())).expect("a paper"), b"x");
    // Another tenant has neither.
    let other = store.add_tenant("other").expect("a tenant");
    let theirs = store.books(other);
    assert_eq!(theirs.paper("other".into(), || Ok::<_, StoreError>(b"y".to_vec())).expect("a paper"), b"y");
    books.put_brand(r#"{"language":"de"}"#.into()).expect("kept");
    books.put_brand(r#"{"language":"en"}"#.into()).expect("kept");
    assert_eq!(
        books.brand().expect("a brand").map(|brand| brand.get().to_owned()).as_deref(),
        Some(r#"{"language":"en"}"#)
    );
    assert!(theirs.brand().expect("none").is_none());
    drop((books, theirs, store));
    let store = place.open(engine());
    let again = store.books(Tenant::MAIN).paper("receipt/a/1/en".into(), || Ok::<_, StoreError>(b"third".to_vec()));
    assert_eq!(again.expect("a paper"), b"first\0\xff");
}

fn a_statement_is_of_what_was_posted(place: &Place) {
    let (_store, books) = store(place);
    account(&books, "b");
    let top_up =
        |id: &str, time: &str, amount: &str| raw(json!({"type": "top_up", "id": id, "time": time, "amount": amount}));
    let events = vec![
        top_up("t1", "2026-01-03T00:00:00Z", "100"),
        top_up("t2", "2026-01-31T23:59:59.999Z", "20"),
        top_up("t3", "2026-02-01T00:00:00Z", "3"),
        top_up("t4", "2026-02-01T00:00:00.001Z", "4"),
    ];
    books
        .apply_events("b".into(), posted(events), Time::AsOf("2026-03-01T00:00:00Z".into()), "report")
        .expect("a batch");
    let told = |from: &str, until: &str| books.statement("b", from, until).expect("a statement");
    let january = told("2026-01-01", "2026-02-01");
    assert_eq!((&*january.opening, &*january.closing, january.rows.len()), ("0.00", "120.00", 2));
    let february = told("2026-02-01", "2026-03-01");
    assert_eq!((&*february.opening, &*february.closing, february.rows.len()), ("120.00", "127.00", 2));
    let none = told("2026-03-01", "2026-04-01");
    assert_eq!((&*none.opening, &*none.closing, none.rows.len()), ("127.00", "127.00", 0));
    let before = told("2025-01-01", "2026-01-01");
    assert_eq!((&*before.opening, &*before.closing, before.rows.len()), ("0.00", "0.00", 0));
    assert!(matches!(books.statement("gone", "2026-01-01", "2026-02-01"), Err(StoreError::NotFound("account"))));
}
