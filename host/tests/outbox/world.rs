//! Books with an account or several, a host that delivers what follows, and a clock that is put forward.

use crate::place::{Place, engine};
use crate::receiver::Receiver;
use counterfoil::identity::By;
use counterfoil::outbox::{Carriers, Pace, Running, Sealing, Secret, mail::Mailer, start};
use counterfoil::outgoing::{Client, Reach};
use counterfoil::{Books, Clock, Delivery, Draft, Events, NewOutlet, Store, Tenant, Time};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// What all of the tests' webhooks are signed with.
pub(crate) const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

pub(crate) fn secret() -> Secret {
    Secret::read(SECRET).expect("a secret")
}

pub(crate) fn by() -> By {
    By { who: "test".into(), at_ms: 0, request: "r".into() }
}

pub(crate) fn raw(value: &Value) -> Box<RawValue> {
    RawValue::from_string(value.to_string()).expect("JSON")
}

/// Cents for calls; told at 5 and at zero.
fn rulebook() -> String {
    json!({"name": "x", "currency": "USD", "rounding": {"scale": 2, "mode": "half_up"},
           "rates": [{"id": "r", "product": "call", "unit": "minute", "price": "1"}],
           "alerts": {"system": []}})
    .to_string()
}

/// Opens an account, with so much on it.
pub(crate) fn open(books: &Books, account: &str, amount: &str, settings: &Value) {
    let rulebook = books.put_rulebook(rulebook()).expect("a rulebook");
    let open = json!({"account": account, "time": "2026-01-01T00:00:00Z", "settings": settings});
    books.open_account(Draft { rulebook, open: raw(&open) }).expect("an account");
    let top_up = json!({"type": "top_up", "id": "t", "time": "2026-01-01T00:00:00Z", "amount": amount});
    post(books, account, top_up);
}

pub(crate) fn post(books: &Books, account: &str, event: Value) {
    let events = Events { events: vec![raw(&event)], atomic: true };
    books.apply_events(account.into(), events, Time::Clock("2026-01-02T00:00:00Z".into()), "report").expect("posted");
}

/// A hold is denied, and that is told: one effect for each, and nothing else happens.
pub(crate) fn deny(books: &Books, account: &str, id: &str) {
    let hold = json!({"type": "hold_requested", "id": id, "time": "2026-01-02T00:00:00Z", "product": "call", "quantity": "100000",
                      "unit": "minute", "until": "2026-01-03T00:00:00Z"});
    post(books, account, hold);
}

pub(crate) fn webhook(books: &Books, id: &str, url: &str, types: &[&str], accounts: &[&str]) {
    let own = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect();
    let new = NewOutlet {
        id: id.into(),
        url: url.into(),
        description: String::new(),
        types: own(types),
        accounts: own(accounts),
        enabled: true,
    };
    books.put_webhook(new, format!("open:{SECRET}"), by()).expect("a webhook");
}

pub(crate) fn store(place: &Place) -> Store {
    place.open(engine())
}

pub(crate) fn main_books(store: &Store) -> Books {
    store.books(Tenant::MAIN)
}

/// A host that delivers, with threads of its own: they end with it, whatever they are at.
pub(crate) struct Host {
    pub(crate) clock: Clock,
    running: Option<Running>,
    runtime: Option<Runtime>,
}

impl Host {
    pub(crate) fn start(store: &Store, clock: &Clock) -> Self {
        Self::with(store, clock, None, Pace::default())
    }

    pub(crate) fn with(store: &Store, clock: &Clock, mailer: Option<Mailer>, pace: Pace) -> Self {
        Self::sealed(store, clock, mailer, pace, Sealing::default())
    }

    pub(crate) fn sealed(store: &Store, clock: &Clock, mailer: Option<Mailer>, pace: Pace, sealing: Sealing) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let client = Client::trusting(Vec::new(), Arc::new(|_: &str| Ok(Vec::new()))).expect("a client");
        let inbox = mailer.is_none();
        let carriers = Carriers { client, reach: Reach::Anywhere, sealing, mailer, inbox };
        let pace = Pace { tick: Duration::from_millis(20), ..pace };
        let running = {
            let _within = runtime.enter();
            start(store.clone(), carriers, clock.clone(), pace)
        };
        Self { clock: clock.clone(), running: Some(running), runtime: Some(runtime) }
    }

    pub(crate) fn put_forward(&self, by: Duration) {
        self.clock.put_forward(by);
    }

    /// It finishes what it has begun.
    pub(crate) fn stop(mut self) {
        if let (Some(running), Some(runtime)) = (self.running.take(), self.runtime.as_ref()) {
            runtime.block_on(running.stop());
        }
    }
}

impl Drop for Host {
    /// As if it were killed.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Waits until it is so.
pub(crate) fn until(what: &str, so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !so() {
        assert!(begun.elapsed() < Duration::from_secs(20), "waited for {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// What does not come, has not come by then.
pub(crate) fn a_while() {
    std::thread::sleep(Duration::from_millis(250));
}

pub(crate) fn deliveries(books: &Books, state: Option<&str>) -> Vec<Delivery> {
    books.deliveries(None, state, i64::MAX, 1_000).expect("deliveries").data
}

/// Ids of the effects that were heard, in their order.
pub(crate) fn effects(receiver: &Receiver) -> Vec<String> {
    let told = |body: &[u8]| -> Value { serde_json::from_slice(body).expect("JSON") };
    receiver.heard().iter().map(|heard| told(&heard.body)["data"]["id"].as_str().expect("an id").to_owned()).collect()
}
