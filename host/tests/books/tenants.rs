//! Tenants, lists, and what people see who ask the database itself.

use crate::conformance::{account, posted, raw, store, usage};
use crate::place::{Place, on_both};
use counterfoil::{Books, Claim, Draft, List, Search, Sort, StoreError, Tenant, Time};
use serde_json::{Value, json};

on_both! {
    tenants_see_nothing_of_each_other,
    accounts_are_found_and_put_in_order,
    people_can_ask_the_database,
}

fn at() -> Time {
    Time::AsOf("2026-02-01T00:00:00Z".into())
}

fn paid(books: &Books, id: &str, amount: &str) {
    let top_up = raw(json!({"type": "top_up", "id": "t", "time": "2026-01-02T00:00:00Z", "amount": amount}));
    books.apply_events(id.into(), posted(vec![top_up]), at(), "report").expect("a top-up");
}

fn tenants_see_nothing_of_each_other(place: &Place) {
    let (store, main) = store(place);
    let other = store.books(store.add_tenant("other").expect("a tenant"));
    assert_eq!(store.add_tenant("other").expect("the same"), other.tenant());
    assert_eq!(store.tenant("main").expect("the first"), Tenant::MAIN);
    assert!(matches!(store.tenant("nobody"), Err(StoreError::NotFound("tenant"))));
    // The first has account and rulebook; the other knows neither, also while they are prepared.
    paid(&main, "a", "100");
    let digest = main.account("a").expect("it").rulebook_digest;
    assert!(matches!(other.account("a"), Err(StoreError::NotFound("account"))));
    assert!(matches!(other.list(List::Entries, "a", &[], 0, 10), Err(StoreError::NotFound("account"))));
    assert!(matches!(other.explain("a", "{}"), Err(StoreError::NotFound("account"))));
    assert!(matches!(other.history_csv("a"), Err(StoreError::NotFound("account"))));
    assert!(matches!(other.ask("a", "overview", ""), Err(StoreError::NotFound("account"))));
    assert!(matches!(other.rulebook(&digest), Err(StoreError::NotFound("rulebook"))));
    let posted = other.apply_events("a".into(), posted(vec![usage(1)]), at(), "report");
    assert!(matches!(posted, Err(StoreError::NotFound("account"))), "{posted:?}");
    let open = raw(json!({"account": "a", "time": "2026-01-01T00:00:00Z"}));
    let opened = other.open_account(Draft { rulebook: digest, open });
    assert!(matches!(opened, Err(StoreError::NotFound("rulebook"))), "{opened:?}");
    // Both can have an account and a key of one name.
    account(&other, "a");
    paid(&other, "a", "7");
    let balance = |books: &Books| {
        let state: Value = serde_json::from_str(books.account("a").expect("it").state.get()).expect("JSON");
        state["balance"].clone()
    };
    assert_eq!((balance(&main), balance(&other)), (json!("100.00"), json!("7.00")));
    assert_eq!(main.accounts(&Search::default(), 10).expect("a list").data.len(), 1);
    let answer = |body: &str| counterfoil::KeptAnswer {
        fingerprint: "f".into(),
        status: 200,
        kind: "t".into(),
        body: body.into(),
    };
    main.keep_answer("k".into(), answer("main"), 100).expect("kept");
    assert!(other.kept_answer("k", 100).expect("readable").is_none());
    other.keep_answer("k".into(), answer("other"), 100).expect("kept");
    assert_eq!(main.kept_answer("k", 100).expect("readable").expect("kept").body, b"main");
    assert!(store.verify(|_| {}).expect("readable books").faults.is_empty());
}

fn accounts_are_found_and_put_in_order(place: &Place) {
    let (_, books) = store(place);
    for (id, amount) in [("b", "9"), ("c", "100"), ("d", "20.5"), ("e", "9"), ("x_", "1000")] {
        account(&books, id);
        paid(&books, id, amount);
    }
    let found = |search: &Search, limit: usize| -> Vec<String> {
        let (mut ids, mut search) = (Vec::new(), search.clone());
        loop {
            let page = books.accounts(&search, limit).expect("a page");
            for one in &page.data {
                let one: Value = serde_json::from_str(one.get()).expect("JSON");
                ids.push(one["id"].as_str().expect("an id").to_owned());
            }
            match page.cursor {
                Some(cursor) => search.cursor = Some(cursor),
                None => return ids,
            }
        }
    };
    let all = Search::default();
    let by = |sort: Sort, descending: bool| Search { sort, descending, ..Search::default() };
    for limit in [1, 2, 3, 100] {
        assert_eq!(found(&all, limit), ["a", "b", "c", "d", "e", "x_"], "{limit}");
        // As numbers, and those that are alike by id.
        assert_eq!(found(&by(Sort::Balance, false), limit), ["a", "b", "e", "d", "c", "x_"], "{limit}");
        assert_eq!(found(&by(Sort::Balance, true), limit), ["x_", "c", "d", "e", "b", "a"], "{limit}");
        assert_eq!(found(&by(Sort::AsOf, true), limit), ["x_", "e", "d", "c", "b", "a"], "{limit}");
        assert_eq!(found(&by(Sort::OpenedAt, false), limit), ["a", "b", "c", "d", "e", "x_"], "{limit}");
    }
    let below = |below: &str| Search { below: Some(below.into()), ..by(Sort::Balance, false) };
    assert_eq!(found(&below("20.50"), 2), ["a", "b", "e"]);
    assert_eq!(found(&below("-1"), 2), [""; 0]);
    assert_eq!(found(&Search { prefix: "_".into(), ..all.clone() }, 2), [""; 0], "no pattern");
    assert_eq!(found(&Search { service: Some("suspended".into()), ..all.clone() }, 2), ["a"; 0]);
    assert_eq!(found(&Search { rulebook: Some("other".into()), ..all.clone() }, 2), [""; 0]);
    let spent = books.accounts(&Search { cursor: Some("nonsense".into()), ..all }, 2);
    assert!(matches!(spent, Err(StoreError::Cursor)), "{spent:?}");
}

fn people_can_ask_the_database(place: &Place) {
    let (store, books) = store(place);
    paid(&books, "a", "40");
    let hold = raw(json!({"type": "hold_requested", "id": "h", "time": "2026-01-05T13:00:00Z", "product": "call",
        "quantity": "100", "unit": "minute", "until": "2026-01-06T00:00:00Z"}));
    let told = books.apply_events("a".into(), posted(vec![usage(1), hold]), at(), "report").expect("a batch");
    assert_eq!(told.applied, 2, "{told:?}");
    let lines = |sql: &str| place.lines(sql);
    assert_eq!(
        lines(
            "SELECT account || ' ' || book || ' ' || amount || ' ' || currency FROM posting WHERE entry = 'u1/usage' ORDER BY book"
        ),
        ["a customer -0.03 USD", "a usage 0.03 USD"]
    );
    assert_eq!(lines("SELECT account || ' ' || id || ' ' || \"left\" FROM credit"), ["a t 39.97"]);
    assert_eq!(lines("SELECT account || ' ' || id || ' ' || amount FROM hold"), ["a h 1.30"]);
    assert_eq!(lines("SELECT count(*) FROM invoice"), ["0"]);
    // Every movement adds up to nothing, by the database's own sums.
    let sums = match place {
        Place::File { .. } => {
            "SELECT count(*) FROM (SELECT 1 FROM posting GROUP BY account, entry HAVING round(sum(CAST(amount AS REAL)), 6) <> 0)"
        }
        Place::Database { .. } => {
            "SELECT count(*) FROM (SELECT 1 FROM posting GROUP BY account, entry HAVING sum(amount) <> 0) AS odd"
        }
    };
    assert_eq!(lines(sums), ["0"]);
    drop(store);
}

/// Beneath the host's own care: a session that says for whom it works sees that tenant's rows, and one that says nothing, none.
#[test]
fn the_database_keeps_tenants_apart_itself() {
    let place = Place::postgres();
    let (store, books) = store(&place);
    paid(&books, "a", "5");
    let other = store.books(store.add_tenant("other").expect("a tenant"));
    account(&other, "b");
    for table in ["account", "event", "entry", "batch", "rulebook", "posting", "credit"] {
        let seen = |tenant: &str| {
            let sql = format!(
                "SET counterfoil.tenant = '{tenant}'; SELECT count(*) > 0, count(DISTINCT tenant) FROM {table}"
            );
            place.as_owner(&sql).expect("a query")
        };
        assert_eq!(place.as_owner(&format!("SELECT count(*) FROM {table}")).expect("a query"), "0", "{table}");
        assert_eq!(seen("3"), "f|0", "{table}");
        assert_eq!(seen("1"), "t|1", "{table}");
    }
    // No table that says whose a row is has been forgotten.
    let bare = place.lines(
        "SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
         WHERE attname = 'tenant' AND relkind = 'r' AND NOT (relrowsecurity AND relforcerowsecurity)",
    );
    assert_eq!(bare, Vec::<String>::new());
    let into = "SET counterfoil.tenant = '1'; UPDATE account SET tenant = 2 WHERE id = 'a'";
    assert!(place.as_owner(into).expect_err("nothing goes over").contains("row-level security"));
}

/// Of two hosts that are asked with one key at one time, one answers; where it goes away, another may after a while.
#[test]
fn a_key_is_claimed_by_one_host() {
    let place = Place::postgres();
    let (one, first) = store(&place);
    let other = place.open(crate::place::engine());
    let second = other.books(Tenant::MAIN);
    let claim = |books: &Books, now: i64| books.claim("k".into(), "f".into(), now).expect("the books");
    let answer =
        || counterfoil::KeptAnswer { fingerprint: "f".into(), status: 201, kind: "t".into(), body: b"told".into() };
    assert!(matches!(claim(&first, 100), Claim::New));
    assert!(matches!(claim(&second, 100), Claim::InFlight));
    assert!(matches!(claim(&second, 161), Claim::New), "the first has not answered for a minute");
    second.release("k".into()).expect("given back");
    assert!(matches!(claim(&first, 162), Claim::New));
    first.keep_answer("k".into(), answer(), 162).expect("kept");
    second.release("k".into()).expect("nothing to give back");
    assert!(matches!(claim(&second, 163), Claim::Kept(kept) if kept.body == b"told"));
    // What was told stays told, whoever says something else later.
    second.keep_answer("k".into(), counterfoil::KeptAnswer { body: b"other".into(), ..answer() }, 164).expect("kept");
    assert!(matches!(claim(&first, 165), Claim::Kept(kept) if kept.body == b"told"));
    assert!(matches!(claim(&first, 165 + 31 * 86_400), Claim::New), "thirty days are over");
    drop((one, other));
}
