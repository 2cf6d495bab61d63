//! Laws of `authorize`: what is affordable is allowed, and more of it is not, in every model and whatever else bounds it.

use counterfoil_core::call;
use proptest::prelude::*;
use serde_json::{Value, json};

fn answer(verb: &str, asked: &Value) -> Value {
    let answer: Value = serde_json::from_slice(&call(verb, asked.to_string().as_bytes())).expect("JSON");
    assert_eq!(answer["status"], "ok", "{answer} {asked}");
    answer["answer"].clone()
}

fn cents(cents: u32) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// Up to three bounds, rising.
fn bounds() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::btree_set(1_u32..60, 0..3).prop_map(|all| all.into_iter().collect())
}

fn tiers(bounds: Vec<u32>, prices: [u32; 3], flats: [u32; 3]) -> Value {
    let last = bounds.len();
    let ends = bounds.into_iter().map(Some).chain([None]);
    let tier = |(place, end): (usize, Option<u32>)| {
        let mut tier = json!({"price": cents(prices[place])});
        if let Some(end) = end {
            tier["up_to"] = json!(end.to_string());
        }
        if flats[place].is_multiple_of(3) {
            tier["flat"] = json!(cents(flats[place]));
        }
        tier
    };
    assert!(last < 3);
    ends.enumerate().map(tier).collect()
}

fn rate() -> impl Strategy<Value = Value> {
    let prices = any::<[u16; 3]>().prop_map(|all| all.map(|one| u32::from(one) % 300));
    let flats = any::<[u16; 3]>().prop_map(|all| all.map(|one| u32::from(one) % 900));
    let options = (any::<bool>(), prop::option::of(1_u32..20), prop::option::of(500_u32..6_000), 1_u32..50);
    (0_u8..9, bounds(), prices, flats, options).prop_map(|(kind, bounds, prices, flats, (of_usage, increment, maximum, size))| {
        let mut rate = json!({"id": "r", "product": "x", "unit": "u"});
        let first = cents(prices[0]);
        match kind {
            0 => rate["price"] = json!(first),
            1 => (rate["price"], rate["per"]) = (json!(first), json!(size.to_string())),
            2 => rate["model"] = json!({"type": "graduated", "tiers": tiers(bounds, prices, flats)}),
            3 => rate["model"] = json!({"type": "volume", "tiers": tiers(bounds, prices, flats)}),
            4 => rate["model"] = json!({"type": "package", "size": size.to_string(), "price": first}),
            5 => {
                let segments = json!([{"from": "0", "price": first, "increment": size.to_string()}, {"from": (size * 2).to_string(), "price": cents(prices[1]), "increment": "1"}]);
                rate["model"] = json!({"type": "call", "connection_fee": cents(flats[0]), "segments": segments});
            }
            6 => rate["model"] = json!({"type": "sum", "models": [{"type": "flat", "amount": cents(flats[0])}, {"type": "volume", "tiers": tiers(bounds, prices, flats)}]}),
            7 => rate["model"] = json!({"type": "stairstep", "steps": [{"up_to": "10", "amount": cents(flats[0])}, {"up_to": "40", "amount": cents(flats[1])}, {"amount": cents(flats[2])}]}),
            _ => rate["model"] = json!({"type": "flat", "amount": cents(flats[0])}),
        }
        if of_usage && [2, 3, 4, 6, 7].contains(&kind) {
            rate["scope"] = json!("usage");
        }
        if let Some(increment) = increment.filter(|_| kind != 5) {
            rate["increment"] = json!(increment.to_string());
        }
        if let Some(maximum) = maximum.filter(|_| !of_usage && kind != 5) {
            rate["maximum"] = json!(cents(maximum));
        }
        rate
    })
}

fn allowance() -> impl Strategy<Value = Option<Value>> {
    let one = (1_u32..80, prop::option::of(2_u32..15), any::<bool>(), any::<bool>());
    prop::option::of(one.prop_map(|(quantity, increment, free, fee)| {
        let mut all = json!({"id": "a", "products": ["x"], "unit": "u", "quantity": quantity.to_string(), "included": true, "without_credit": free, "connection_fee": fee});
        if let Some(increment) = increment.filter(|increment| *increment <= quantity) {
            all["increment"] = json!(increment.to_string());
        }
        all
    }))
}

/// What has happened: credit, bound credit, use, holds; and the owner's limits.
#[derive(Clone, Debug)]
struct Past {
    credit: u32,
    bound: u32,
    used: u32,
    held: Vec<u32>,
    budget: Option<u32>,
    limit: Option<u32>,
    line: u32,
}

fn past() -> impl Strategy<Value = Past> {
    let bounds =
        (prop::option::of(0_u32..4_000), prop::option::of(0_u32..4_000), prop_oneof![Just(0_u32), 1_u32..2_000]);
    (0_u32..5_000, prop_oneof![Just(0_u32), 1_u32..2_000], 0_u32..30, prop::collection::vec(1_u32..20, 0..3), bounds)
        .prop_map(|(credit, bound, used, held, (budget, limit, line))| Past {
            credit,
            bound,
            used,
            held,
            budget,
            limit,
            line,
        })
}

fn rulebook(rate: &Value, allowance: Option<&Value>, line: u32, inbound: bool) -> Value {
    let mut rulebook = json!({
        "name": "laws", "currency": "USD", "rounding": {"scale": 2, "mode": "half_up"}, "billing": {"anchor_day": 1},
        "rates": [rate], "overage": {"protection": cents(line)}, "service": {"inbound_at_zero": inbound}
    });
    if let Some(allowance) = allowance {
        rulebook["allowances"] = json!([allowance]);
    }
    rulebook
}

fn state(rulebook: &Value, past: &Past) -> Value {
    let time = |minute: usize| format!("2026-01-05T01:{minute:02}:00Z");
    let mut events = Vec::new();
    if past.credit > 0 {
        events.push(json!({"type": "top_up", "id": "t", "time": time(0), "amount": cents(past.credit)}));
    }
    if past.bound > 0 {
        events.push(json!({"type": "credit_granted", "id": "g", "time": time(0), "source": "promotional", "amount": cents(past.bound), "products": ["x"]}));
    }
    let spend = past.budget.map(|budget| json!({"enabled": true, "daily_budget": cents(budget)}));
    if let Some(spend) = spend {
        events.push(json!({"type": "settings_changed", "id": "s", "time": time(1), "settings": {"spend": spend}}));
    }
    let limits = past.limit.map_or(json!({}), |limit| json!({"per_day": cents(limit)}));
    events.push(json!({"type": "subaccount_changed", "id": "d", "time": time(1), "subaccount": "d", "limits": limits}));
    events.push(json!({"type": "usage", "id": "u", "time": time(2), "product": "x", "unit": "u", "quantity": past.used.to_string(), "subaccount": "d"}));
    for (place, held) in past.held.iter().enumerate() {
        events.push(json!({"type": "hold_requested", "id": format!("h{place}"), "time": time(3 + place), "product": "x", "unit": "u", "quantity": held.to_string(), "subaccount": "d", "until": "2026-01-05T02:00:00Z"}));
    }
    let asked = json!({"rulebook": rulebook, "open": {"account": "a", "time": "2026-01-05T00:00:00Z"}, "as_of": "2026-01-05T01:30:00Z", "events": events});
    answer("apply", &asked)["state"].clone()
}

/// So many units of the last place, as text.
fn quantity(units: u128, places: u32) -> String {
    let one = 10_u128.pow(places);
    if places == 0 {
        units.to_string()
    } else {
        format!("{}.{:0width$}", units / one, units % one, width = places as usize)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_affordable_is_allowed_and_more_is_not(
        rate in rate(), allowance in allowance(), past in past(), places in 0_u32..3, inbound in any::<bool>(), subaccount in any::<bool>(),
        more in prop::collection::vec(2_u128..5_000, 6),
    ) {
        let rulebook = rulebook(&rate, allowance.as_ref(), past.line, inbound);
        let checked: Value = serde_json::from_slice(&call("check", json!({"rulebook": rulebook}).to_string().as_bytes())).expect("JSON");
        if checked["status"] != "ok" {
            // An increment under which nothing can be left of an allowance, and the like.
            return Ok(());
        }
        let state = state(&rulebook, &past);
        let mut request = json!({"product": "x", "quantity_places": places, "direction": if inbound { "inbound" } else { "outbound" }});
        if subaccount {
            request["subaccount"] = json!("d");
        }
        let ask = |requests: Vec<Value>| {
            answer("authorize", &json!({"rulebook": rulebook, "state": state, "as_of": "2026-01-05T01:30:00Z", "requests": requests}))["decisions"].clone()
        };
        let of = |units: u128| { let mut one = request.clone(); one["quantity"] = json!(quantity(units, places)); one };
        let none = ask(vec![request.clone()])[0].clone();
        let Some(affordable) = none["affordable"].as_str() else {
            let huge = ask(vec![of(1_000_000), of(1_000_000_000)]);
            prop_assert!(none["allowed"] == true && huge[0]["allowed"] == true && huge[1]["allowed"] == true, "{} {}", none, huge);
            return Ok(());
        };
        let (whole, part) = affordable.split_once('.').unwrap_or((affordable, ""));
        let units: u128 = format!("{whole}{part:0<width$}", width = places as usize).parse().expect("digits");
        prop_assert_eq!(none["allowed"] == true, units > 0, "{}", none);
        if units > 0 {
            let it = ask(vec![of(units)]);
            prop_assert!(it[0]["allowed"] == true, "{} {}", none, it);
            prop_assert_eq!(&it[0]["affordable"], &none["affordable"]);
        }
        let mut asked: Vec<Value> = more.iter().map(|more| of(units + more)).collect();
        asked.push(of(units + 1));
        for decision in ask(asked).as_array().expect("a list") {
            prop_assert!(decision["allowed"] == false, "{} {}", none, decision);
        }
    }
}
