//! Laws of cycles of days: what is paid is what is used, wherever cycles begin, and calls can be split anywhere.

use counterfoil_core::call;
use proptest::prelude::*;
use serde_json::{Value, json};

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A plan that costs 1.00 a day, whatever its cycle; in arrears or in advance.
fn plan(id: usize, days: u32, anchor: Option<usize>, arrears: bool) -> Value {
    let mut plan = json!({
        "id": format!("p{id}"), "product": "seats", "unit": "seat", "price": days.to_string(), "days": days,
        "charged": if arrears { "in_arrears" } else { "in_advance" }, "allowances": ["bundle"]
    });
    if let Some(day) = anchor.filter(|_| days.is_multiple_of(7)) {
        plan["anchor_weekday"] = json!(WEEKDAYS[day]);
    }
    plan
}

fn plans() -> impl Strategy<Value = Vec<Value>> {
    let days = prop_oneof![1_u32..=40, (1_u32..=4).prop_map(|weeks| 7 * weeks)];
    let one = (days, prop::option::of(0_usize..7), any::<bool>());
    prop::collection::vec(one, 3).prop_map(|all| {
        all.into_iter().enumerate().map(|(id, (days, anchor, arrears))| plan(id, days, anchor, arrears)).collect()
    })
}

/// A day of 2026, from January 1 as 0, at noon.
fn noon(day: u32) -> String {
    let (mut month, mut left) = (1, day);
    for length in [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if left < length {
            break;
        }
        (month, left) = (month + 1, left - length);
    }
    format!("2026-{month:02}-{:02}T12:00:00Z", left + 1)
}

/// Taken, changed to another plan now and then, and given up; answers how many days it was held.
fn events(first: u32, steps: &[(u32, usize)], trial: u32) -> (Vec<Value>, u32) {
    let subscribed = json!({"type": "subscribed", "id": "e", "time": noon(first), "subscription": "s", "plan": "p0", "quantity": "1", "trial_days": trial});
    let (mut all, mut day) = (vec![subscribed], first);
    for (place, (later, to)) in steps.iter().enumerate() {
        day += later;
        let (id, time) = (format!("c{place}"), noon(day));
        all.push(if *to < 3 {
            json!({"type": "subscription_changed", "id": id, "time": time, "subscription": "s", "plan": format!("p{to}")})
        } else {
            json!({"type": "time_passed", "id": id, "time": time})
        });
    }
    day += 1;
    all.push(json!({"type": "subscription_cancelled", "id": "end", "time": noon(day), "subscription": "s", "how": "now_with_credit"}));
    (all, day - first)
}

fn apply(plans: &[Value], state: Option<&Value>, events: &[Value]) -> Value {
    let mut asked = json!({
        "rulebook": {
            "name": "laws", "currency": "USD", "rounding": {"scale": 2, "mode": "half_up"},
            "rates": [{"id": "r", "product": "call", "unit": "minute", "price": "1"}], "billing": {"anchor_day": 31},
            "overage": {"protection": "1000000"}, "plans": plans,
            "allowances": [{"id": "bundle", "products": ["call"], "unit": "minute", "quantity": "10", "rollover": {"maximum": "25"}}]
        },
        "as_of": "2026-12-31T00:00:00Z", "events": events
    });
    match state {
        Some(state) => asked["state"] = state.clone(),
        None => asked["open"] = json!({"account": "a", "time": "2026-01-01T00:00:00Z"}),
    }
    let answer: Value = serde_json::from_slice(&call("apply", asked.to_string().as_bytes())).expect("JSON");
    assert_eq!(answer["status"], "ok", "{answer}");
    answer["answer"].clone()
}

fn steps() -> impl Strategy<Value = Vec<(u32, usize)>> {
    prop::collection::vec((1_u32..25, 0_usize..6), 0..8)
}

/// Fees charged less fees credited, in cents.
fn paid(answer: &Value) -> i64 {
    let entries = answer["entries"].as_array().expect("a list").iter();
    let cents = |amount: &Value| amount.as_str().expect("text").replace('.', "").parse::<i64>().expect("cents");
    entries.filter(|entry| entry["kind"] == "fee").map(|entry| cents(&entry["line"]["amount"])).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_day_costs_what_a_day_costs(plans in plans(), first in 0_u32..60, steps in steps()) {
        let (events, held) = events(first, &steps, 0);
        // The day of a change or an end belongs to what begins: in arrears it is not charged, in advance credited.
        prop_assert_eq!(paid(&apply(&plans, None, &events)), 100 * i64::from(held));
    }

    #[test]
    fn a_trial_is_free_and_the_rest_is_paid(plans in plans(), first in 0_u32..60, steps in steps(), trial in 1_u32..90) {
        let (events, held) = events(first, &steps, trial);
        prop_assert_eq!(paid(&apply(&plans, None, &events)), 100 * i64::from(held.saturating_sub(trial)));
    }

    #[test]
    fn two_calls_make_what_one_makes(plans in plans(), first in 0_u32..60, steps in steps(), trial in 0_u32..40, cut in 1_usize..9) {
        let (all, _) = events(first, &steps, trial);
        let (early, late) = all.split_at(cut.min(all.len()));
        let whole = apply(&plans, None, &all);
        let one = apply(&plans, None, early);
        let two = apply(&plans, Some(&one["state"]), late);
        prop_assert_eq!(&whole["state"], &two["state"]);
        let both = one["entries"].as_array().into_iter().chain(two["entries"].as_array()).flatten().cloned();
        prop_assert_eq!(whole["entries"].as_array().expect("a list"), &both.collect::<Vec<Value>>());
    }

    #[test]
    fn no_two_entries_have_one_name(plans in plans(), first in 0_u32..60, steps in steps(), trial in 0_u32..40) {
        let (all, _) = events(first, &steps, trial);
        let answer = apply(&plans, None, &all);
        let mut names: Vec<&Value> = answer["entries"].as_array().expect("a list").iter().map(|entry| &entry["id"]).collect();
        let count = names.len();
        names.sort_by_key(|name| name.to_string());
        names.dedup();
        prop_assert_eq!(names.len(), count);
    }
}
