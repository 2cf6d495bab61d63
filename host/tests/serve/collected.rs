//! An invoice that is not paid is asked for again and reminded of, as the tenant says, until somebody pays.

use crate::money::{START, Seats};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// What the host told its own inbox, by type, the oldest first; as many as there have to be.
pub(crate) fn told(seats: &Seats, kind: &str, many: usize) -> Vec<Value> {
    let begun = Instant::now();
    loop {
        let (_, inbox) = seats.server.get("/v1/inbox?limit=200");
        let mut found: Vec<Value> = inbox["data"]
            .as_array()
            .expect("letters")
            .iter()
            .filter(|letter| letter["kind"] == "webhook" && letter["body"]["type"] == kind)
            .map(|letter| letter["body"].clone())
            .collect();
        if found.len() >= many || begun.elapsed() > Duration::from_secs(20) {
            found.reverse();
            assert_eq!(found.len(), many, "{kind}: {found:#?}");
            return found;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn what_is_not_paid_is_asked_for_again_and_reminded_of() {
    let seats = Seats::with(&["--inbox"]);
    let put = |path: &str, body: Value| seats.server.put(path, &body);
    assert_eq!(put("/v1/webhooks/all", json!({"url": "inbox:"})).0, 201);
    assert_eq!(
        seats.server.get("/v1/collection").1,
        json!({"retry_after_days": [3, 5, 7, 7], "remind_after_days": [7, 14]})
    );
    for (body, at) in [
        (json!({"retry_after_days": [0], "remind_after_days": []}), "/retry_after_days"),
        (json!({"retry_after_days": [], "remind_after_days": [5, 5]}), "/remind_after_days"),
        (json!({"retry_after_days": [], "remind_after_days": "never"}), "/remind_after_days"),
        (json!({"retry_after_days": vec![1; 13], "remind_after_days": []}), "/retry_after_days"),
    ] {
        let (status, refused) = put("/v1/collection", body.clone());
        assert_eq!((status, &refused["problems"][0]["path"]), (422, &json!(at)), "{body}: {refused}");
    }
    let days = json!({"retry_after_days": [1, 2], "remind_after_days": [3, 5]});
    assert_eq!(put("/v1/collection", days.clone()), (200, days));
    seats.open("late", 2, Some("visa-decline"));
    seats.until("2026-02-18T00:00:00Z");

    // Three attempts of January's invoice, a day and two days apart, and no more.
    let failed = told(&seats, "invoice.collection_failed", 6);
    let attempts = |invoice: &str| -> Vec<(Value, Value, bool)> {
        let of = failed.iter().filter(|event| event["data"]["invoice"] == invoice);
        of.map(|event| {
            (event["data"]["attempt"].clone(), event["time"].clone(), event["data"].get("next_attempt").is_some())
        })
        .collect()
    };
    let first = failed[0]["data"]["invoice"].as_str().expect("a name").to_owned();
    let days: Vec<&str> = failed[..3].iter().map(|event| &event["time"].as_str().expect("a time")[..10]).collect();
    assert_eq!(days, ["2026-01-01", "2026-01-02", "2026-01-04"]);
    let ids: std::collections::BTreeSet<_> = failed.iter().map(|event| event["id"].as_str()).collect();
    assert_eq!(ids.len(), failed.len(), "each has an id of its own");
    let told_next: Vec<bool> = attempts(&first).into_iter().map(|(_, _, next)| next).collect();
    assert_eq!(told_next, [true, true, false]);

    // Reminders three and five days after its terms.
    let (_, effects) = seats.server.get("/v1/accounts/late/effects?kind=invoice_overdue");
    let overdue = effects["data"][0]["time"].as_str().expect("a time")[..10].to_owned();
    let reminded = told(&seats, "invoice.reminder", 2);
    let of =
        |event: &Value| (event["data"]["reminder"].clone(), event["time"].as_str().expect("a time")[..10].to_owned());
    let day =
        |days: i64| (overdue.parse::<jiff::civil::Date>().expect("a day") + jiff::Span::new().days(days)).to_string();
    assert_eq!(reminded.iter().map(of).collect::<Vec<_>>(), [(json!(1), day(3)), (json!(2), day(5))]);
    assert_eq!(reminded[0]["data"]["overdue_since"].as_str().expect("a time")[..10], overdue);

    // Another card pays both invoices: there are receipts, and nobody is reminded of the second one.
    let card = json!({"type": "card", "method": "visa", "brand": "Visa", "last4": "4242", "expires": "2031-12"});
    let events = json!({"events": [{"type": "method_added", "id": "other", "time": "2026-02-18T00:00:00Z", "method": card, "default": true}]});
    assert_eq!(seats.server.post("/v1/accounts/late/events", &events).0, 200);
    seats.until("2026-02-19T12:00:00Z");
    let paid = told(&seats, "payment.received", 2);
    for payment in &paid {
        let receipt = payment["data"]["receipt"].as_str().expect("a name");
        let (status, kept) = seats.server.get(&format!("/v1/accounts/late/receipts/{receipt}"));
        assert_eq!(status, 200, "{kept}");
        let told = payment["data"]["amount"].as_str().expect("an amount");
        assert_eq!(kept["amount"].as_str().expect("an amount"), told.trim_end_matches('0'), "{kept} {payment}");
    }
    seats.until("2026-02-28T00:00:00Z");
    told(&seats, "invoice.reminder", 2);
    assert!(START < "2026-02", "the story begins before its invoices");
}
