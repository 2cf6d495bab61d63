//! What a host does without being asked: time passes, gateways are asked, documents take their numbers.

use crate::conformance::raw;
use crate::place::{Place, engine, on_both};
use counterfoil::duty::Duties;
use counterfoil::{Books, Draft, Events, List, Payments, Store, Time};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

on_both! {
    a_month_passes_by_itself,
    what_comes_of_a_charge_is_posted_once,
    an_invoice_is_collected_and_credited,
    all_that_happened_makes_the_books_at_once,
}

/// What comes of them is in their names.
const CARDS: [&str; 7] = ["lost", "timeout", "decline", "stolen", "pending", "dispute", "return"];

const START: &str = "2026-01-01T00:00:00Z";

/// A tenant whose time is its own, and hosts at their duties.
struct Month {
    store: Store,
    books: Books,
    _duties: Vec<Duties>,
}

impl Month {
    fn new(place: &Place) -> Self {
        let store = place.open(engine());
        let books = store.books(store.add_tenant("tried").expect("a tenant"));
        assert!(books.set_test_clock(START.into()).expect("a clock"));
        let duties = || Duties::start(&store, Payments::Simulator).expect("a host at its duties");
        Self { _duties: vec![duties(), duties()], books, store }
    }

    fn open(&self, rulebook: &Value, open: Value) {
        let rulebook = self.books.put_rulebook(rulebook.to_string()).expect("a rulebook");
        self.books.open_account(Draft { rulebook, open: raw(open) }).expect("an account");
    }

    fn post(&self, account: &str, events: Vec<Value>) {
        let events = Events { events: events.into_iter().map(raw).collect(), atomic: true };
        let time = Time::Clock("2020-01-01T00:00:00Z".into());
        match self.books.apply_events(account.into(), events, time, "report") {
            Err(counterfoil::StoreError::Refused(reply)) => panic!("{}", String::from_utf8_lossy(&reply.bytes)),
            applied => applied.expect("events"),
        };
    }

    /// The tenant's time goes on until everything that is due by then is done.
    fn until(&self, time: &str) {
        assert!(self.books.set_test_clock(time.into()).expect("a clock"));
        let begun = Instant::now();
        while self.books.test_clock().expect("a clock").is_some_and(|clock| clock.goal.is_some()) {
            assert!(begun.elapsed() < Duration::from_secs(180), "{:?}", self.books.test_clock());
            std::thread::sleep(Duration::from_millis(20));
        }
        // What gateways have answered at its goal has taken some milliseconds.
        let now = self.books.test_clock().expect("a clock").expect("its own").now;
        assert!(*now >= *time && now[..19] == time[..19], "{now}, not {time}");
    }

    fn state(&self, account: &str) -> Value {
        serde_json::from_str(self.books.account(account).expect("an account").state.get()).expect("JSON")
    }

    /// Kind, state, amount and attempt of each payment.
    fn told(&self, account: &str) -> Vec<(String, String, String, i64)> {
        let payments = self.books.payments(account, "", 100).expect("payments").data;
        let told = |paid: &RawValue| {
            let paid: Value = serde_json::from_str(paid.get()).expect("JSON");
            let text = |name: &str| paid[name].as_str().expect("a text").to_owned();
            (text("kind"), text("state"), text("amount"), paid["attempt"].as_i64().expect("a number"))
        };
        payments.iter().map(|paid| told(paid)).collect()
    }

    /// One call over all that happened, in whatever order it is told, makes the state that batch after batch has made.
    fn folds(&self, account: &str) {
        let kept = self.books.account(account).expect("an account");
        let mut events = self.books.list(List::Events, account, &[], 0, 10_000).expect("events").data;
        events.reverse();
        let state: Value = serde_json::from_str(kept.state.get()).expect("JSON");
        let call = json!({"rulebook": kept.rulebook, "open": kept.opening, "as_of": state["as_of"], "payments": "report", "events": events});
        let reply = engine().call("apply", call.to_string().as_bytes()).expect("an answer").bytes;
        let answer: Folded =
            serde_json::from_slice(&reply).unwrap_or_else(|_| panic!("{account}: {}", String::from_utf8_lossy(&reply)));
        assert_eq!(answer.answer.state.get(), kept.state.get(), "{account}");
    }

    /// Each batch is what its engine makes of it, and sealed; the books say who let time pass.
    fn sound(&self) {
        let verified = self.store.verify(|_| {}).expect("books");
        assert!(verified.faults.is_empty(), "{verified:?}");
    }
}

#[derive(Deserialize)]
struct Folded {
    answer: State,
}

#[derive(Deserialize)]
struct State {
    state: Box<RawValue>,
}

fn prepaid() -> Value {
    json!({"name": "prepaid", "currency": "USD", "rounding": {"scale": 2, "mode": "half_up"},
        "rates": [{"id": "r", "product": "call", "unit": "minute", "price": "1"}],
        "recharge": {"trigger": "below", "ladder_percent": [75, 50, 25, 0]}})
}

/// Seats by the month, billed in advance to whoever pays by invoice.
fn invoiced() -> Value {
    let text = include_str!("../../../core/presets/seat-invoiced.json");
    serde_json::from_str(text).expect("a preset")
}

fn usage(id: &str, time: &str, quantity: &str) -> Value {
    json!({"type": "usage", "id": id, "time": time, "product": "call", "quantity": quantity, "unit": "minute"})
}

fn card(id: &str, time: &str, method: &str) -> Value {
    json!({"type": "method_added", "id": id, "time": time, "default": true,
        "method": {"type": "card", "method": method, "brand": "Visa", "last4": "4242", "expires": "2030-01"}})
}

fn a_month_passes_by_itself(place: &Place) {
    let month = Month::new(place);
    let recharge = json!({"enabled": true, "threshold": "50", "amount": "20", "method": "visa"});
    month.open(&prepaid(), json!({"account": "a", "time": START, "settings": {"recharge": recharge}}));
    month.post("a", vec![
        json!({"type": "top_up", "id": "t", "time": START, "amount": "60"}),
        json!({"type": "credit_granted", "id": "g", "time": START, "source": "promotional", "amount": "30", "until": "2026-01-20T00:00:00Z"}),
        card("m", START, "visa"),
    ]);
    month.until("2026-01-10T00:00:00.000Z");
    assert_eq!(month.state("a")["balance"], "90.00");
    // The grant ends by itself, and nothing else happens.
    month.until("2026-01-20T00:00:00.000Z");
    assert_eq!(month.state("a")["balance"], "60.00");
    month.post("a", vec![usage("u", "2026-01-20T00:00:00Z", "45")]);
    // Two charges of 20 bring 15 above 50.
    month.until("2026-01-20T00:00:01.000Z");
    assert_eq!(month.state("a")["balance"], "55.00");
    assert_eq!(
        month.told("a"),
        [("recharge".into(), "paid".into(), "20.00".into(), 1), ("recharge".into(), "paid".into(), "20.00".into(), 1)]
    );
    let who = place.lines("SELECT DISTINCT coalesce(who, '-') AS who FROM batch ORDER BY who");
    assert_eq!(who, ["-", "host"]);
    month.sound();
}

fn what_comes_of_a_charge_is_posted_once(place: &Place) {
    let month = Month::new(place);
    for account in CARDS {
        let method = account;
        let recharge = json!({"enabled": true, "threshold": "50", "amount": "40", "method": method});
        month.open(&prepaid(), json!({"account": account, "time": START, "settings": {"recharge": recharge}}));
        month.post(
            account,
            vec![json!({"type": "top_up", "id": "t", "time": START, "amount": "60"}), card("m", START, method)],
        );
    }
    month.until("2026-01-01T01:00:00.000Z");
    for account in CARDS {
        month.post(account, vec![usage("u", "2026-01-01T01:00:00Z", "20")]);
    }
    month.until("2026-01-02T00:00:00.000Z");
    let balance = |account: &str| month.state(account)["balance"].as_str().expect("an amount").to_owned();
    // A call that was lost, and an answer that was: asked again by the same key, and charged once.
    assert_eq!((balance("lost"), balance("timeout")), ("80.00".into(), "80.00".into()));
    assert_eq!(
        (balance("decline"), balance("stolen"), balance("pending")),
        ("40.00".into(), "40.00".into(), "40.00".into())
    );
    assert_eq!(month.told("decline")[0].1, "failed");
    assert_eq!((month.told("pending")[0].1.as_str(), balance("dispute").as_str()), ("pending", "80.00"));
    month.until("2026-01-08T00:00:00.000Z");
    // The bank has paid, and the holder of the card has his money back.
    assert_eq!((balance("pending"), balance("dispute")), ("80.00".into(), "40.00".into()));
    let charged = place.lines("SELECT count(*) FROM simulated WHERE made_at IS NOT NULL");
    let asked = place.lines("SELECT count(*) FROM payment WHERE kind = 'recharge' AND state = 'paid'");
    assert_eq!(charged, asked);
    assert_eq!(balance("return"), "40.00");
    for (account, kind) in [("dispute", "chargeback"), ("return", "return")] {
        let told = month.told(account);
        assert!(told.contains(&(kind.to_owned(), "paid".to_owned(), "40.00".to_owned(), 1)), "{told:?}");
    }
    month.sound();
}

fn an_invoice_is_collected_and_credited(place: &Place) {
    let month = Month::new(place);
    let rulebook = invoiced();
    let plan = rulebook["plans"][0]["id"].clone();
    for (account, method) in [("one", "visa"), ("two", "decline"), ("three", "")] {
        month.open(
            &rulebook,
            json!({"account": account, "time": START,
            "customer": {"name": "Muster GmbH", "city": "Bonn", "postcode": "53111", "country": "DE"}}),
        );
        let mut events = vec![
            json!({"type": "subscribed", "id": "s", "time": START, "subscription": "seats", "plan": plan, "quantity": 3}),
        ];
        if !method.is_empty() {
            events.insert(0, card("m", START, method));
        }
        month.post(account, events);
    }
    month.until("2026-02-02T00:00:00.000Z");
    let invoices = month.books.documents("invoice", None, 0, 10).expect("invoices").data;
    let numbers: Vec<&str> = invoices.iter().map(|filed| filed.number.as_str()).collect();
    assert!(invoices.len() >= 3, "{numbers:?}");
    assert!(numbers.iter().zip(1..).all(|(number, place)| *number == format!("INV-{place:06}")), "{numbers:?}");
    let owes = |account: &str| month.state(account)["due"].as_array().map_or(0, Vec::len);
    assert_eq!(owes("one"), 0, "{:?}", month.told("one"));
    assert!(owes("two") > 0 && owes("three") > 0);
    // Tried again after three days, five more, and so on; then it waits for another card.
    month.until("2026-02-27T00:00:00.000Z");
    let two = month.told("two");
    assert_eq!((two[0].0.as_str(), two[0].1.as_str(), two[0].3), ("invoice", "wanted", 6), "{two:?}");
    month.post("two", vec![card("m2", "2026-02-27T00:00:00Z", "visa")]);
    month.post("three", vec![card("m2", "2026-02-27T00:00:00Z", "visa")]);
    month.until("2026-02-27T00:00:01.000Z");
    assert_eq!((owes("two"), owes("three")), (0, 0), "{:?} {:?}", month.told("two"), month.told("three"));
    month.sound();
}

/// Invoices that an event drafts, or a trial's end, or a period's; credit that is charged for where it falls short, and again at once.
fn all_that_happened_makes_the_books_at_once(place: &Place) {
    let month = Month::new(place);
    let customer = json!({"name": "Muster GmbH", "city": "Bonn", "postcode": "53111", "country": "DE"});
    let methods = ["visa", "timeout", "decline"];
    for method in methods {
        month.open(&invoiced(), json!({"account": format!("seats-{method}"), "time": START, "customer": customer}));
        let take = |plan: &str| json!({"type": "subscribed", "id": plan, "time": START, "subscription": plan, "plan": plan, "quantity": 3});
        month.post(&format!("seats-{method}"), vec![card("m", START, method), take("seat"), take("workspace")]);
        let recharge = json!({"enabled": true, "threshold": "50", "amount": "20", "method": method});
        month.open(
            &prepaid(),
            json!({"account": format!("credit-{method}"), "time": START, "settings": {"recharge": recharge}}),
        );
        let top_up = json!({"type": "top_up", "id": "t", "time": START, "amount": "60"});
        month.post(&format!("credit-{method}"), vec![card("m", START, method), top_up]);
    }
    month.until("2026-01-10T00:00:00.000Z");
    for method in methods {
        let more = json!({"type": "subscription_changed", "id": "more", "time": "2026-01-10T00:00:00Z", "subscription": "seat", "quantity": 5});
        month.post(&format!("seats-{method}"), vec![more]);
        month.post(&format!("credit-{method}"), vec![usage("u1", "2026-01-10T00:00:00Z", "45")]);
    }
    month.until("2026-02-10T00:00:00.000Z");
    methods
        .iter()
        .for_each(|method| month.post(&format!("credit-{method}"), vec![usage("u2", "2026-02-10T00:00:00Z", "9")]));
    month.until("2026-03-02T00:00:00.000Z");
    for method in methods {
        month.folds(&format!("credit-{method}"));
        month.folds(&format!("seats-{method}"));
    }
    let paid = month.told("seats-visa");
    assert!(
        paid.len() >= 3 && paid.iter().all(|(kind, state, ..)| (&**kind, &**state) == ("invoice", "paid")),
        "{paid:?}"
    );
    month.sound();
}
