//! A payment that its payer disputes is taken back, and given again by itself where the dispute is won; an invoice that it had paid is
//! due meanwhile, and collected once more.

use crate::money::Seats;
use crate::topped_up::{balance, over};
use counterfoil_postgres::Server as Postgres;
use serde_json::{Value, json};

/// A card that becomes the account's own at this time.
fn card(seats: &Seats, account: &str, method: &str, time: &str) {
    let card = json!({"type": "card", "method": method, "brand": "Visa", "last4": "4242", "expires": "2031-12"});
    let added =
        json!({"type": "method_added", "id": format!("add-{method}"), "time": time, "method": card, "default": true});
    let (status, told) = seats.server.post(&format!("/v1/accounts/{account}/events"), &json!({"events": [added]}));
    assert_eq!(status, 200, "{told}");
}

/// Kind and state of each payment, by name.
fn payments(seats: &Seats, account: &str) -> Vec<(String, String)> {
    let (_, told) = seats.server.get(&format!("/v1/accounts/{account}/payments"));
    let text = |one: &Value, name: &str| one[name].as_str().expect("a text").to_owned();
    told["data"].as_array().expect("payments").iter().map(|one| (text(one, "kind"), text(one, "state"))).collect()
}

fn stand(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(kind, state)| ((*kind).to_owned(), (*state).to_owned())).collect()
}

/// What is still to be paid of the invoices of an account.
fn owes(seats: &Seats, account: &str) -> bool {
    let (_, told) = seats.server.get(&format!("/v1/accounts/{account}"));
    told["state"]["due"].as_array().is_some_and(|due| !due.is_empty())
}

fn credit_is_given_again(seats: &Seats) {
    crate::topped_up::open(&seats.server, "credit", &["visa-dispute-won"]);
    let (status, told) = seats.server.post("/v1/accounts/credit/charges", &json!({"id": "one", "amount": "50"}));
    assert_eq!(status, 202, "{told}");
    over(&seats.server, "credit", "topup.one");
    assert_eq!(balance(&seats.server, "credit"), "50.0000");
}

fn story(seats: &Seats) {
    credit_is_given_again(seats);
    for (account, method) in [("again", "visa-dispute"), ("won", "visa-dispute-won"), ("both", "visa-dispute-won")] {
        seats.open(account, 2, Some(method));
    }
    seats.until("2026-01-05T00:00:00Z");
    for account in ["again", "won", "both"] {
        assert!(!owes(seats, account), "{account}: {:?}", payments(seats, account));
    }
    // After five days the payers have their money back, and the invoices are due.
    seats.until("2026-01-07T00:00:00Z");
    assert_eq!(balance(&seats.server, "credit"), "0.0000");
    for account in ["again", "won", "both"] {
        assert!(owes(seats, account), "{account}");
    }
    let due = [("chargeback", "paid"), ("invoice", "paid"), ("invoice", "wanted")];
    assert_eq!(payments(seats, "again"), stand(&due));
    card(seats, "again", "visa", "2026-01-07T00:00:00Z");
    card(seats, "won", "visa-decline", "2026-01-07T00:00:00Z");
    card(seats, "both", "visa", "2026-01-07T00:00:00Z");
    // Three days later, as after an attempt that failed, they are asked for again.
    seats.until("2026-01-08T23:00:00Z");
    assert!(owes(seats, "again"), "not yet");
    seats.until("2026-01-09T12:00:00Z");
    assert!(!owes(seats, "again") && owes(seats, "won") && !owes(seats, "both"));
    assert_eq!(payments(seats, "again"), stand(&[("chargeback", "paid"), ("invoice", "paid"), ("invoice", "paid")]));
    // What is won pays the invoice that is due, and is credit where it was paid otherwise.
    seats.until("2026-01-14T00:00:00Z");
    assert_eq!(balance(&seats.server, "credit"), "50.0000");
    assert!(!owes(seats, "won"), "{:?}", payments(seats, "won"));
    let (_, told) = seats.server.get("/v1/accounts/both/history?kind=top_up");
    assert_eq!(told["data"].as_array().map(Vec::len), Some(1), "{told}");
    // Nobody is asked again for what was won.
    seats.until("2026-01-20T00:00:00Z");
    let expected = [("chargeback", "paid"), ("invoice", "paid"), ("invoice", "void"), ("won", "paid")];
    assert_eq!(payments(seats, "won"), stand(&expected));
}

#[test]
fn what_is_won_comes_back_by_itself_in_a_file() {
    story(&Seats::with(&[]));
}

#[test]
fn what_is_won_comes_back_by_itself_on_postgres() {
    let postgres = Postgres::start().expect("PostgreSQL");
    let url = postgres.database().expect("a database");
    story(&Seats::on(&url, &[]));
}
