//! An invoice that its owner pays now: what is due of it is charged once, whatever happens on the way.

use crate::collected::told;
use crate::money::Seats;
use counterfoil_postgres::Server as Postgres;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const METHODS: [&str; 6] = ["visa", "visa-decline", "visa-stolen", "visa-pending", "visa-lost", "visa-timeout"];

/// An account whose first invoice could not be collected, with a card for each story beside.
struct Owing<'s> {
    seats: &'s Seats,
    account: String,
    invoice: String,
    due: String,
}

impl<'s> Owing<'s> {
    fn new(seats: &'s Seats, account: &str) -> Self {
        seats.open(account, 2, None);
        let events: Vec<Value> = METHODS.iter().map(|method| {
            let card = json!({"type": "card", "method": method, "brand": "Visa", "last4": "4242", "expires": "2031-12"});
            json!({"type": "method_added", "id": format!("add-{method}"), "time": now(seats), "method": card, "default": *method == "visa-decline"})
        }).collect();
        let (status, answer) = seats.server.post(&format!("/v1/accounts/{account}/events"), &json!({"events": events}));
        assert_eq!(status, 200, "{answer}");
        let (_, effects) = seats.server.get(&format!("/v1/accounts/{account}/effects?kind=invoice_drafted"));
        let invoice = effects["data"][0]["invoice"].as_str().expect("an invoice").to_owned();
        let this = Self { seats, account: account.to_owned(), invoice, due: String::new() };
        let state = this.until(|payment| payment["attempt"] == 2);
        Self { due: state["amount"].as_str().expect("an amount").to_owned(), ..this }
    }

    fn pay(&self, body: Value) -> (u16, Value) {
        self.seats.server.post(&format!("/v1/accounts/{}/invoices/{}/pay", self.account, self.invoice), &body)
    }

    fn payment(&self) -> Value {
        let path = format!("/v1/accounts/{}/payments/due.{}", self.account, self.invoice);
        self.seats.server.get(&path).1
    }

    fn until(&self, stands: impl Fn(&Value) -> bool) -> Value {
        let begun = Instant::now();
        loop {
            let payment = self.payment();
            if stands(&payment) {
                return payment;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "{payment}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// What the books say was paid of it, and how often.
    fn paid(&self) -> (usize, bool) {
        let (_, entries) =
            self.seats.server.get(&format!("/v1/accounts/{}/history?kind=invoice_payment", self.account));
        let (_, account) = self.seats.server.get(&format!("/v1/accounts/{}", self.account));
        let owes = account["state"]["due"].as_array().is_some_and(|due| !due.is_empty());
        (entries["data"].as_array().expect("entries").len(), !owes)
    }
}

fn now(seats: &Seats) -> String {
    seats.server.get("/v1/test-clock").1["now"].as_str().expect("a time").to_owned()
}

/// The code of a refusal, which has changed nothing.
fn code((status, told): (u16, Value)) -> (u16, String) {
    (status, told["code"].as_str().unwrap_or_else(|| panic!("{told}")).to_owned())
}

fn refused(status: u16, told: &str) -> (u16, String) {
    (status, told.to_owned())
}

fn story(seats: &Seats) {
    assert_eq!(seats.server.put("/v1/webhooks/all", &json!({"url": "inbox:"})).0, 201);
    let paid = Owing::new(seats, "paid");
    assert_eq!(code(paid.pay(json!({"method": "amex"}))), refused(422, "method_unknown"));
    assert_eq!(code(paid.pay(json!({"amount": "1"}))), refused(422, "unknown_field"));
    let (status, asked) = paid.pay(json!({"method": "visa"}));
    assert_eq!((status, &asked["state"], &asked["method"]), (202, &json!("wanted"), &json!("visa")), "{asked}");
    assert_eq!(
        (&asked["kind"], &asked["amount"], &asked["currency"]),
        (&json!("invoice"), &json!(paid.due), &json!("EUR"))
    );
    let done = paid.until(|payment| payment["state"] == "paid");
    assert_eq!((&done["method"], &done["attempt"], paid.paid()), (&json!("visa"), &json!(2), (1, true)));
    assert_eq!(code(paid.pay(json!({}))), refused(409, "invoice_not_due"));
    assert_eq!(told(seats, "payment.received", 1)[0]["data"]["receipt"], json!(format!("paid.due.{}", paid.invoice)));

    // What is declined is told, leaves what is due, and is tried again as the tenant says: by the account's own method.
    let declined = Owing::new(seats, "declined");
    let before = declined.payment()["due_at"].clone();
    assert_eq!(declined.pay(json!({"method": "visa-stolen"})).0, 202);
    let failed = declined.until(|payment| payment["attempt"] == 3);
    assert_eq!((&failed["state"], declined.paid()), (&json!("wanted"), (0, false)), "{failed}");
    assert!(failed["due_at"].as_str() > before.as_str() && failed["method"] == "", "{failed}");
    assert_eq!(declined.pay(json!({"method": "visa"})).0, 202);
    declined.until(|payment| payment["state"] == "paid");
    assert_eq!(declined.paid(), (1, true));

    // While money is on its way nobody is charged beside it.
    let pending = Owing::new(seats, "pending");
    assert_eq!(pending.pay(json!({"method": "visa-pending"})).0, 202);
    pending.until(|payment| payment["state"] == "pending");
    assert_eq!(code(pending.pay(json!({"method": "visa"}))), refused(409, "payment_on_its_way"));
    assert_eq!(pending.paid(), (0, false));

    // A call that is lost, and an answer that is: money moves once.
    for (account, method) in [("lost", "visa-lost"), ("timeout", "visa-timeout")] {
        let owing = Owing::new(seats, account);
        assert_eq!(owing.pay(json!({"method": method})).0, 202);
        owing.until(|payment| payment["state"] == "sent");
        assert_eq!(code(owing.pay(json!({"method": "visa"}))), refused(409, "payment_on_its_way"));
    }
    seats.until("2026-01-02T00:00:00Z");
    for account in ["lost", "timeout"] {
        let (_, payments) = seats.server.get(&format!("/v1/accounts/{account}/payments"));
        let states: Vec<&Value> =
            payments["data"].as_array().expect("payments").iter().map(|one| &one["state"]).collect();
        assert_eq!(states, [&json!("paid")], "{payments}");
    }
    assert_eq!(pending.pay(json!({})).0, 409);
    seats.until("2026-01-05T00:00:00Z");
    assert_eq!((pending.payment()["state"].as_str(), pending.paid()), (Some("paid"), (1, true)));

    at_once(seats);
    nothing_to_pay(seats);
}

/// Many ask at one time, each by itself and with a key of its own: one of them is the charge.
fn at_once(seats: &Seats) {
    let twice = Owing::new(seats, "twice");
    let answers: Vec<u16> = std::thread::scope(|threads| {
        let asking: Vec<_> = (0..8).map(|_| threads.spawn(|| twice.pay(json!({"method": "visa"})).0)).collect();
        asking.into_iter().map(|asked| asked.join().expect("an answer")).collect()
    });
    assert_eq!(answers.iter().filter(|status| **status == 202).count(), 1, "{answers:?}");
    assert!(answers.iter().all(|status| [202, 409].contains(status)), "{answers:?}");
    twice.until(|payment| payment["state"] == "paid");
    assert_eq!(twice.paid(), (1, true));
    // The same call again, by its key, is the same answer.
    let again = Owing::new(seats, "again");
    let path = format!("{}/v1/accounts/again/invoices/{}/pay", seats.server.base, again.invoice);
    let send = || {
        let request = seats.server.agent.post(&path).content_type("application/json").header("idempotency-key", "once");
        let mut answer = request.send(r#"{"method": "visa"}"#).expect("an answer");
        (answer.status().as_u16(), answer.body_mut().read_to_string().expect("a text"))
    };
    let first = send();
    again.until(|payment| payment["state"] == "paid");
    assert_eq!((first.0, send()), (202, first.clone()));
}

fn nothing_to_pay(seats: &Seats) {
    let void = Owing::new(seats, "void");
    let (_, filed) = seats.server.get("/v1/invoices?account=void");
    let number = filed["data"][0]["number"].as_str().expect("a number");
    let (status, note) =
        seats.server.post(&format!("/v1/invoices/{number}/credit-notes"), &json!({"reason": "All of it"}));
    assert_eq!(status, 201, "{note}");
    assert_eq!(code(void.pay(json!({}))), refused(409, "invoice_void"));

    let none = Owing { invoice: "none".into(), ..Owing::new(seats, "unknown") };
    assert_eq!(none.pay(json!({})).0, 404);
    assert_eq!(Owing { account: "nobody".into(), ..none }.pay(json!({})).0, 404);

    // Without a method there is nothing to charge; above the rulebook's bound a person looks first.
    for (account, quantity, code_of) in
        [("bare", 2, refused(422, "no_method")), ("large", 400, refused(409, "invoice_parked"))]
    {
        seats.open(account, quantity, None);
        let (_, effects) = seats.server.get(&format!("/v1/accounts/{account}/effects?kind=invoice_drafted"));
        let invoice = effects["data"][0]["invoice"].as_str().expect("an invoice").to_owned();
        let owing = Owing { seats, account: account.into(), invoice, due: String::new() };
        assert_eq!(code(owing.pay(json!({}))), code_of);
    }

    // An account that is closed still pays what is due, by the method that it had.
    let closed = Owing::new(seats, "closed");
    let default = json!({"type": "method_default", "id": "own", "time": now(seats), "method": "visa"});
    let close = json!({"type": "account_closed", "id": "close", "time": now(seats), "credit": "write_off"});
    let (status, answer) =
        seats.server.post("/v1/accounts/closed/events", &json!({"events": [default, close], "atomic": true}));
    assert_eq!(status, 200, "{answer}");
    assert_eq!(code(closed.pay(json!({"method": "visa-lost"}))), refused(422, "account_is_closed"));
    assert_eq!(closed.pay(json!({})).0, 202);
    closed.until(|payment| payment["state"] == "paid");
}

#[test]
fn an_invoice_is_paid_now_and_once_in_a_file() {
    story(&Seats::with(&["--inbox"]));
}

#[test]
fn an_invoice_is_paid_now_and_once_on_postgres() {
    let postgres = Postgres::start().expect("PostgreSQL");
    let url = postgres.database().expect("a database");
    story(&Seats::on(&url, &["--inbox"]));
}

/// Where nobody charges, nothing is put down.
#[test]
fn an_invoice_is_paid_by_a_gateway_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("x.db");
    let invoice = {
        let seats = Seats::on(&file, &[]);
        let owing = Owing::new(&seats, "a");
        owing.invoice.clone()
    };
    let server = crate::server::Server::start(&file, "report");
    let answered = server.post(&format!("/v1/accounts/a/invoices/{invoice}/pay"), &json!({"method": "visa"}));
    assert_eq!(code(answered), refused(409, "no_gateway"));
}
