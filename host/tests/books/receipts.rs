//! Receipts are numbered as payments come into the books: by tenant, without a gap and without a twin, whoever pays at once.

use crate::conformance::{account, posted, raw, store};
use crate::place::{Place, on_both};
use counterfoil::{Books, Events, Time};
use serde_json::json;

on_both! {
    receipts_are_numbered_without_a_gap,
}

const ACCOUNTS: usize = 4;
const EACH: usize = 10;

fn top_up(books: &Books, account: &str, id: &str, amount: &str) -> bool {
    let event = raw(json!({"type": "top_up", "id": id, "time": "2026-01-06T00:00:00Z", "amount": amount}));
    let time = Time::AsOf("2026-02-01T00:00:00Z".into());
    books.apply_events(account.into(), Events { events: vec![event], atomic: true }, time, "report").is_ok()
}

fn receipts_are_numbered_without_a_gap(place: &Place) {
    let (store, books) = store(place);
    let first = place.lines("SELECT number FROM receipt").len();
    for number in 0..ACCOUNTS {
        account(&books, &format!("n{number}"));
    }
    std::thread::scope(|threads| {
        for number in 0..ACCOUNTS {
            let books = books.clone();
            threads.spawn(move || {
                for turn in 0..EACH {
                    let account = format!("n{number}");
                    assert!(top_up(&books, &account, &format!("t{turn}"), "10"));
                    // What is refused takes no number, nor does what was posted before.
                    assert!(!top_up(&books, &account, &format!("bad{turn}"), "0.0001"));
                    assert!(top_up(&books, &account, &format!("t{turn}"), "10"));
                }
            });
        }
    });
    let many = first + ACCOUNTS * EACH;
    let expected: Vec<String> = (1..=many).map(|place| format!("RC-{place:06}")).collect();
    assert_eq!(place.lines("SELECT number FROM receipt WHERE tenant = 1 ORDER BY place"), expected);
    // Several payments of one call, in their order.
    let two =
        ["x", "y"].map(|id| raw(json!({"type": "top_up", "id": id, "time": "2026-01-07T00:00:00Z", "amount": "10"})));
    let time = Time::AsOf("2026-02-01T00:00:00Z".into());
    books.apply_events("n0".into(), posted(two.into()), time, "report").expect("a batch");
    let number = |name: &str| books.receipt("n0", name).expect("a receipt").1;
    assert_eq!((number("x"), number("y")), (format!("RC-{:06}", many + 1), format!("RC-{:06}", many + 2)));
    assert_eq!(books.receipt("n0", &number("x")).expect("by its number").1, number("x"));
    assert!(books.receipt("n1", &number("x")).is_err(), "it is of another account");
    // Another tenant's begin at one.
    let second = store.books(store.add_tenant("second").expect("a tenant"));
    account_of(&second);
    assert!(top_up(&second, "s", "t", "10"));
    assert_eq!(second.receipt("s", "t").expect("a receipt").1, "RC-000001");
    for sql in ["UPDATE receipt SET number = 'x'", "DELETE FROM receipt"] {
        assert!(place.run(sql).is_err(), "{sql}");
    }
}

fn account_of(books: &Books) {
    let rulebook = json!({"name": "x", "currency": "USD", "rounding": {"scale": 2, "mode": "half_up"}, "rates": []});
    let rulebook = books.put_rulebook(rulebook.to_string()).expect("a rulebook");
    let open = raw(json!({"account": "s", "time": "2026-01-01T00:00:00Z"}));
    books.open_account(counterfoil::Draft { rulebook, open }).expect("an account");
}
