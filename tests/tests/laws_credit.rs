//! Laws of credit, holds and invoices: every book sums to zero with the others, grants are conserved, holds never
//! overspend, splitting calls changes nothing, the history replays to the balance.

use counterfoil_core::call;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::str::FromStr as _;

fn rulebook(on_invoice: bool, line: bool) -> Value {
    let mut rulebook = json!({
        "name": "laws", "currency": "USD", "rounding": {"scale": 2, "mode": "half_up"},
        "rates": [
            {"id": "r", "product": "call", "unit": "unit", "price": "0.37"},
            {"id": "s", "product": "sms", "unit": "unit", "price": "1"}
        ],
        "alerts": {"system": ["100", "10"], "recommended": ["50"], "usage": {"fixed": ["40"], "every": "60"}},
        "recharge": {"trigger": "below", "ladder_percent": [75, 50, 25, 0], "maximum": "500"},
        "billing": {"anchor_day": 31}, "holds": {"limit": 5},
        "coupons": [{"coupon": "C", "amount": "7", "credit_days": 11}]
    });
    if on_invoice {
        rulebook["settlement"] = json!("on_invoice");
    }
    if line {
        rulebook["overage"] = json!({"protection": "25"});
    }
    rulebook
}

#[derive(Clone, Debug)]
enum Step {
    Usage(u32, bool, u32),
    TopUp(u32),
    Grant { cents: u32, start: u32, length: u32, priority: u8, bound: bool },
    Coupon,
    Refund(u32),
    Reverse(u32, usize),
    Adjust(i32),
    Hold(u32, bool, u32),
    Settle(usize, u32),
    Release(usize),
    Time,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0_u32..9_000, any::<bool>(), 0_u32..200).prop_map(|(q, sms, late)| Step::Usage(q, sms, late)),
        3 => (1_u32..9_000).prop_map(Step::TopUp),
        3 => (1_u32..5_000, 0_u32..90, 1_u32..200, 0_u8..3, any::<bool>())
            .prop_map(|(cents, start, length, priority, bound)| Step::Grant { cents, start, length, priority, bound }),
        1 => Just(Step::Coupon),
        1 => (1_u32..3_000).prop_map(Step::Refund),
        1 => (1_u32..9_000, 0_usize..20).prop_map(|(cents, at)| Step::Reverse(cents, at)),
        1 => (-3_000_i32..3_000).prop_filter("not zero", |cents| *cents != 0).prop_map(Step::Adjust),
        3 => (0_u32..6_000, any::<bool>(), 1_u32..20).prop_map(|(q, sms, hours)| Step::Hold(q, sms, hours)),
        3 => (0_usize..12, 0_u32..6_000).prop_map(|(at, q)| Step::Settle(at, q)),
        1 => (0_usize..12).prop_map(Step::Release),
        2 => Just(Step::Time),
    ];
    prop::collection::vec(step, 1..40)
}

fn cents(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}

/// An hour of the year from the 5th of January on.
fn time(hour: u32) -> String {
    let (month, day, hour) = (1 + hour / 24 / 28, 1 + hour / 24 % 28, hour % 24);
    format!("2026-{month:02}-{day:02}T{hour:02}:00:00Z")
}

/// One event every five hours.
fn event(place: usize, step: &Step) -> Value {
    let hour = 96 + 5 * place as u32;
    let (id, now) = (format!("e{place}"), time(hour));
    let product = |sms: bool| if sms { "sms" } else { "call" };
    match step {
        Step::Usage(quantity, sms, late) => {
            json!({"type": "usage", "id": id, "time": time(hour.saturating_sub(*late).max(96)), "product": product(*sms), "unit": "unit", "quantity": cents((*quantity).into())})
        }
        Step::TopUp(amount) => json!({"type": "top_up", "id": id, "time": now, "amount": cents((*amount).into())}),
        Step::Grant { cents: amount, start, length, priority, bound } => {
            let only = if *bound { json!(["sms"]) } else { json!([]) };
            json!({"type": "credit_granted", "id": id, "time": now, "source": "promotional", "amount": cents((*amount).into()), "from": time(hour + start), "until": time(hour + start + length), "priority": priority, "products": only})
        }
        Step::Coupon => json!({"type": "coupon_redeemed", "id": id, "time": now, "coupon": "C"}),
        Step::Refund(amount) => json!({"type": "refund", "id": id, "time": now, "amount": cents((*amount).into())}),
        Step::Reverse(amount, at) => {
            json!({"type": "payment_reversed", "id": id, "time": now, "charge": format!("e{at}"), "amount": cents((*amount).into()), "cause": "chargeback"})
        }
        Step::Adjust(amount) => {
            json!({"type": "adjustment", "id": id, "time": now, "amount": cents((*amount).into()), "reason": "law"})
        }
        Step::Hold(quantity, sms, hours) => {
            json!({"type": "hold_requested", "id": id, "time": now, "product": product(*sms), "unit": "unit", "quantity": cents((*quantity).into()), "until": time(hour + hours)})
        }
        Step::Settle(at, quantity) => {
            json!({"type": "hold_settled", "id": id, "time": now, "hold": format!("e{at}"), "quantity": cents((*quantity).into())})
        }
        Step::Release(at) => json!({"type": "hold_released", "id": id, "time": now, "hold": format!("e{at}")}),
        Step::Time => json!({"type": "time_passed", "id": id, "time": now}),
    }
}

struct Run {
    state: Value,
    entries: Vec<Value>,
    effects: Vec<Value>,
    events: Vec<Value>,
}

/// Applies events one by one; those that are refused change nothing and are left out.
fn run(rulebook: &Value, steps: &[Step], settings: &Value) -> Run {
    let mut run = Run { state: Value::Null, entries: Vec::new(), effects: Vec::new(), events: Vec::new() };
    for (place, step) in steps.iter().enumerate() {
        let event = event(place, step);
        let answer = apply(rulebook, &run.state, std::slice::from_ref(&event), settings);
        if answer["status"] == "ok" {
            run.state = answer["answer"]["state"].clone();
            run.entries.extend(list(&answer["answer"], "entries"));
            run.effects.extend(list(&answer["answer"], "effects"));
            run.events.push(event);
        }
    }
    run
}

fn apply(rulebook: &Value, state: &Value, events: &[Value], settings: &Value) -> Value {
    let mut call_ =
        json!({"rulebook": rulebook, "as_of": "2026-12-31T00:00:00Z", "payments": "succeed", "events": events});
    if state.is_null() {
        call_["open"] = json!({"account": "a", "time": "2026-01-01T00:00:00Z", "settings": settings});
    } else {
        call_["state"] = state.clone();
    }
    serde_json::from_slice(&call("apply", call_.to_string().as_bytes())).expect("JSON")
}

fn recharge(on: bool) -> Value {
    json!({"alerts": ["30"], "alert_days": 3, "recharge": {"enabled": on, "threshold": "20", "amount": "15", "combine": true, "method": "card", "limits": {"per_day": "60"}}})
}

fn list(value: &Value, name: &str) -> Vec<Value> {
    value[name].as_array().cloned().unwrap_or_default()
}

/// Money of two places as cents.
fn units(amount: &Value) -> i64 {
    i64::from_str(&amount.as_str().unwrap_or("0.00").replace('.', "")).expect("cents")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_books_sum_to_zero_and_make_the_state(steps in steps(), on_invoice in any::<bool>(), line in any::<bool>(), on in any::<bool>()) {
        let run = run(&rulebook(on_invoice, line), &steps, &recharge(on));
        prop_assume!(!run.state.is_null());
        let mut books: BTreeMap<String, i64> = BTreeMap::new();
        for entry in &run.entries {
            for posting in list(entry, "postings") {
                *books.entry(posting["book"].as_str().expect("a book").into()).or_default() += units(&posting["amount"]);
            }
            prop_assert_eq!(books.values().sum::<i64>(), 0);
            prop_assert_eq!(units(&entry["balance"]), books.get("customer").copied().unwrap_or(0), "{}", entry);
        }
        let book = |name: &str| books.get(name).copied().unwrap_or(0);
        let (state, grants) = (&run.state, list(&run.state, "grants"));
        let left = |bound: bool| grants.iter().filter(|grant| list(grant, "products").is_empty() != bound && grant["scheduled"].is_null()).map(|grant| units(&grant["left"])).sum::<i64>();
        let held = if on_invoice { units(&state["period"]["used"]) - units(&state["period"]["bound"]) } else { 0 };
        let held_bound = if on_invoice { units(&state["period"]["bound"]) } else { 0 };
        prop_assert_eq!(units(&state["balance"]), book("customer") - held);
        prop_assert_eq!(left(true), book("scoped") - held_bound);
        prop_assert_eq!(list(state, "due").iter().map(|due| units(&due["amount"])).sum::<i64>(), -book("receivable"));
        // Credit that is left makes the balance, or there is none and the balance is overage.
        let balance = units(&state["balance"]);
        prop_assert!(left(false) == balance || left(false) == 0 && balance <= 0);
    }

    #[test]
    fn a_debit_is_burned_whole(steps in steps(), on_invoice in any::<bool>()) {
        for entry in &run(&rulebook(on_invoice, true), &steps, &recharge(false)).entries {
            let kind = entry["kind"].as_str().expect("a kind");
            if ["usage", "expiry", "refund", "chargeback"].contains(&kind) {
                let burned: i64 = list(entry, "burned").iter().map(|part| units(&part["amount"])).sum();
                let moved: i64 = list(entry, "postings").iter().map(|posting| units(&posting["amount"])).filter(|amount| *amount < 0).sum();
                prop_assert_eq!(burned + units(&entry["overage"]), -moved, "{}", entry);
            }
        }
    }

    #[test]
    fn holds_never_spend_more_than_there_is(steps in steps(), line in any::<bool>()) {
        // Only usage that was held first: whatever is settled, released or expires in between, nothing is overdrawn.
        let held = steps.into_iter().filter(|step| !matches!(step, Step::Usage(..) | Step::Refund(_) | Step::Reverse(..) | Step::Adjust(_) | Step::Grant { .. } | Step::Coupon)).collect::<Vec<_>>();
        let run = run(&rulebook(false, line), &held, &recharge(false));
        prop_assume!(!run.state.is_null());
        let owed: i64 = list(&run.state, "due").iter().map(|due| units(&due["amount"])).sum();
        let floor = if line { -2_500 } else { 0 };
        prop_assert!(units(&run.state["balance"]) - owed >= floor, "{}", run.state);
    }

    #[test]
    fn one_call_makes_what_many_make(steps in steps(), on_invoice in any::<bool>(), on in any::<bool>()) {
        let rulebook = rulebook(on_invoice, true);
        // A late event happens at the clock when it comes: in one call it would come at its own time.
        let in_time = |step| if let Step::Usage(quantity, sms, _) = step { Step::Usage(quantity, sms, 0) } else { step };
        let steps: Vec<Step> = steps.into_iter().map(in_time).collect();
        let run = run(&rulebook, &steps, &recharge(on));
        prop_assume!(!run.state.is_null());
        let whole = apply(&rulebook, &Value::Null, &run.events, &recharge(on));
        prop_assert_eq!(&whole["answer"]["state"], &run.state);
        prop_assert_eq!(list(&whole["answer"], "entries"), run.entries);
        prop_assert_eq!(list(&whole["answer"], "effects"), run.effects);
    }

    #[test]
    fn the_entries_replay_to_the_balance(steps in steps(), on_invoice in any::<bool>()) {
        let rulebook = rulebook(on_invoice, true);
        let run = run(&rulebook, &steps, &recharge(true));
        prop_assume!(!run.entries.is_empty());
        let call_ = json!({"rulebook": rulebook, "entries": run.entries}).to_string();
        let told: Value = serde_json::from_slice(&call("history", call_.as_bytes())).expect("JSON");
        prop_assert_eq!(&told["status"], "ok", "{}", told);
        let rows = list(&told["answer"], "rows");
        let sum: i64 = rows.iter().map(|row| units(&row["amount"])).sum();
        prop_assert_eq!(sum, units(&run.entries.last().expect("one")["balance"]));
    }

    #[test]
    fn a_burst_ends_within_its_limits(steps in steps()) {
        let run = run(&rulebook(false, false), &steps, &recharge(true));
        let mut days: BTreeMap<String, i64> = BTreeMap::new();
        for effect in run.effects.iter().filter(|effect| effect["type"] == "charge_request") {
            *days.entry(effect["time"].as_str().expect("a time")[..10].into()).or_default() += units(&effect["amount"]);
        }
        prop_assert!(days.values().all(|sum| *sum <= 6_000), "{days:?}");
    }
}
