//! A busy quarter of each prepaid preset, month by month, as calls: every runner gives the same bytes for them.
//!
//! January goes well, in February every charge is declined, in March the owner has another card. Each month is a call
//! of its own that carries on the state of the one before; a simulation of the quarter comes with it.

use crate::cases::{Case, Expected};
use crate::root;
use serde_json::{Value, json};
use std::fs;

/// The presets that keep money: those with recharges, alerts and holds.
pub const PREPAID: [&str; 3] = ["prepaid-cpaas", "prepaid-ladder", "credits-overage"];

/// A preset's rulebook.
#[must_use]
pub fn preset(name: &str) -> Value {
    let text = fs::read_to_string(root().join(format!("core/presets/{name}.json"))).expect("a preset");
    serde_json::from_str(&text).expect("JSON")
}

/// Every call of these quarters.
#[must_use]
pub fn cases() -> Vec<Case> {
    PREPAID.iter().flat_map(|name| months(name).into_iter().chain([simulation(name)])).collect()
}

/// January, February and March, each from the state that the one before has left.
#[must_use]
pub fn months(name: &str) -> Vec<Case> {
    let mut state: Option<Value> = None;
    let mut cases = Vec::new();
    for (month, days, payments) in [(1, 31, "succeed"), (2, 28, "decline"), (3, 31, "succeed")] {
        let mut call = json!({
            "rulebook": preset(name), "as_of": format!("2026-{month:02}-{days:02}T23:59:59Z"),
            "payments": payments, "events": events(name, month, days),
        });
        match &state {
            Some(state) => call["state"] = state.clone(),
            None => call["open"] = opening(name),
        }
        let case = case(format!("quarter: {name}, month {month}"), "apply", &call);
        let answer: Value =
            serde_json::from_slice(&counterfoil_core::call("apply", case.call.as_bytes())).expect("JSON");
        assert_eq!(answer["status"], "ok", "{}: {answer}", case.name);
        state = Some(answer["answer"]["state"].clone());
        cases.push(case);
    }
    cases
}

fn simulation(name: &str) -> Case {
    let call = json!({
        "rulebook": preset(name), "open": opening(name), "as_of": "2025-12-31T12:00:00Z", "days": 90,
        "usage": {"type": "weekdays", "amounts": ["11", "12.5", "9", "14", "10", "3", "2"]},
        "declines": {"from": "2026-02-01", "until": "2026-03-01"},
    });
    case(format!("quarter: {name}, simulated"), "simulate", &call)
}

fn case(name: String, verb: &str, call: &Value) -> Case {
    Case { name, verb: verb.into(), call: call.to_string(), expected: Expected::Answer(json!({})) }
}

fn opening(name: &str) -> Value {
    let recharge = json!({"enabled": true, "threshold": "50", "amount": "25", "limits": {"per_month": "1000"}});
    let mut settings = json!({"addresses": ["billing@example.com"], "recharge": recharge});
    if name == "credits-overage" {
        settings["spend"] = json!({"enabled": true, "daily_budget": "60", "daily_notification": "5"});
        settings["recharge"] = json!({"enabled": true, "threshold": "20", "style": "target", "target": "100"});
    } else {
        settings["alerts"] = json!(["75", "20"]);
    }
    json!({"account": name, "time": "2025-12-31T00:00:00Z", "settings": settings, "customer": customer(name)})
}

/// Who is billed: outside the Union, a consumer in it, and a business that owes the tax itself.
#[must_use]
pub fn customer(name: &str) -> Value {
    match name {
        "prepaid-cpaas" => json!({"name": "Sample Inc.", "business": true, "country": "US", "region": "CA"}),
        "prepaid-ladder" => json!({"name": "Max Muster", "city": "Bonn", "postcode": "53111", "country": "DE"}),
        _ => json!({
            "name": "Exempel AG", "business": true, "country": "DE",
            "registrations": [{"country": "DE", "kind": "vat", "value": "DE136695976", "verified_on": "2025-12-30"}],
        }),
    }
}

/// Four usages a day, a hold that is settled, credit, coupons, subaccounts, a late event, another card in March.
fn events(name: &str, month: u32, days: u32) -> Vec<Value> {
    let at = |day: u32, clock: &str| format!("2026-{month:02}-{day:02}T{clock}Z");
    let id = |what: &str, day: u32| format!("{what}.{month}.{day}");
    let (product, unit, scale, coupon) = match name {
        "prepaid-cpaas" => ("voice.outbound", "minute", 300, "WELCOME10"),
        "prepaid-ladder" => ("call.agent", "minute", 200, ""),
        _ => ("agent.minutes", "minute", 60, "TRIAL5"),
    };
    let mut events = vec![
        json!({"type": "method_added", "id": id("card", 1), "time": at(1, "00:00:01"), "default": month != 2,
               "method": {"type": "card", "method": format!("card_{month}"), "brand": "Visa", "last4": "4242", "expires": "2026-02"}}),
    ];
    if month == 1 {
        events.push(json!({"type": "top_up", "id": "first", "time": at(1, "00:00:02"), "amount": "100"}));
        events.push(json!({"type": "credit_granted", "id": "hello", "time": at(1, "00:00:03"), "source": "promotional", "amount": "30", "until": "2026-02-10T00:00:00Z", "priority": 20}));
        if !coupon.is_empty() {
            events
                .push(json!({"type": "coupon_redeemed", "id": "coupon", "time": at(2, "09:00:00"), "coupon": coupon}));
        }
        events.push(json!({"type": "subaccount_changed", "id": "sub", "time": at(1, "00:00:04"), "subaccount": "sales", "limits": {"per_day": "10"}}));
    } else {
        events.push(json!({"type": "usage", "id": id("late", 1), "time": format!("2026-{:02}-20T10:00:00Z", month - 1), "product": product, "unit": unit, "quantity": "10"}));
    }
    let mut random: u64 = 42 + u64::from(month);
    for day in 1..=days {
        for turn in 0..4_u32 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let quantity = (random >> 40) % scale;
            let mut usage = json!({"type": "usage", "id": format!("use.{month}.{day}.{turn}"), "time": at(day, &format!("{:02}:30:00", 8 + turn)), "product": product, "unit": unit, "quantity": format!("{quantity}.{}", random % 10)});
            if turn == 3 {
                usage["subaccount"] = json!("sales");
            }
            events.push(usage);
        }
        events.push(json!({"type": "hold_requested", "id": id("hold", day), "time": at(day, "14:00:00"), "product": product, "unit": unit, "quantity": "20", "until": at(day, "15:00:00")}));
        events.push(json!({"type": "time_passed", "id": id("tick", day), "time": at(day, "23:00:00")}));
    }
    events
}
