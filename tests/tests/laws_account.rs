//! Laws of the fold: conservation, order, splitting, repetition, re-arming, one attempt a rung, bounds.

use counterfoil_core::call;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::str::FromStr as _;

const LADDER: [u8; 4] = [75, 50, 25, 0];

fn rulebook() -> Value {
    json!({
        "name": "laws", "currency": "USD", "rounding": {"scale": 2, "mode": "half_up"},
        "rates": [{"id": "r", "product": "call", "unit": "unit", "price": "0.333"}],
        "alerts": {"system": ["250", "100", "10"], "recommended": ["100", "10"]},
        "recharge": {"trigger": "below", "ladder_percent": LADDER, "charges_limit": 7}
    })
}

fn recharge(method: &str) -> Value {
    json!({"enabled": true, "threshold": "100", "amount": "20", "method": method, "limits": {"per_day": "400"}})
}

#[derive(Clone, Debug)]
enum Step {
    Usage(u32),
    TopUp(u32),
    Method(bool),
    Time,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0_u32..90_000).prop_map(Step::Usage),
        2 => (1_u32..30_000).prop_map(Step::TopUp),
        1 => any::<bool>().prop_map(Step::Method),
        1 => Just(Step::Time),
    ];
    prop::collection::vec(step, 1..40)
}

fn cents(cents: u32) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// One event every seven hours, so that days and months pass.
fn events(steps: &[Step]) -> Vec<Value> {
    let start: i64 = 9 * 24;
    steps.iter().enumerate().map(|(place, step)| {
        let hour = start + 7 * place as i64;
        let time = format!("2026-{:02}-{:02}T{:02}:00:00Z", 1 + hour / 24 / 28, 1 + hour / 24 % 28, hour % 24);
        let id = format!("e{place}");
        match step {
            Step::Usage(quantity) => json!({"type": "usage", "id": id, "time": time, "product": "call", "unit": "unit", "quantity": cents(*quantity)}),
            Step::TopUp(amount) => json!({"type": "top_up", "id": id, "time": time, "amount": cents(*amount)}),
            Step::Method(one) => json!({"type": "settings_changed", "id": id, "time": time, "settings": {"recharge": recharge(if *one { "card_1" } else { "card_2" })}}),
            Step::Time => json!({"type": "time_passed", "id": id, "time": time}),
        }
    }).collect()
}

fn apply(state: Option<&Value>, events: &[Value], payments: &str) -> Value {
    let mut call_ =
        json!({"rulebook": rulebook(), "as_of": "2026-12-31T00:00:00Z", "payments": payments, "events": events});
    match state {
        Some(state) => call_["state"] = state.clone(),
        None => {
            call_["open"] =
                json!({"account": "a", "time": "2026-01-01T00:00:00Z", "settings": {"recharge": recharge("card_1")}})
        }
    }
    let answer: Value = serde_json::from_slice(&call("apply", call_.to_string().as_bytes())).expect("JSON");
    assert_eq!(answer["status"], "ok", "{answer}");
    answer["answer"].clone()
}

/// Money of two places as cents.
fn units(amount: &Value) -> i64 {
    i64::from_str(&amount.as_str().expect("text").replace('.', "")).expect("cents")
}

fn list<'v>(answer: &'v Value, name: &str) -> &'v Vec<Value> {
    answer[name].as_array().expect("a list")
}

fn payments() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("report"), Just("succeed"), Just("decline")]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_books_sum_to_zero_at_every_step_and_make_the_balance(steps in steps(), payments in payments()) {
        let answer = apply(None, &events(&steps), payments);
        let mut balance = 0;
        for entry in list(&answer, "entries") {
            let sides: Vec<i64> = list(entry, "postings").iter().map(|posting| units(&posting["amount"])).collect();
            prop_assert_eq!(sides.iter().sum::<i64>(), 0);
            balance += sides[0];
            prop_assert_eq!(units(&entry["balance"]), balance);
        }
        prop_assert_eq!(units(&answer["state"]["balance"]), balance);
    }

    #[test]
    fn the_order_in_the_call_does_not_matter(steps in steps(), payments in payments(), seed in any::<u64>()) {
        let sorted = events(&steps);
        let mut shuffled = sorted.clone();
        let mut random = seed;
        for place in (1..shuffled.len()).rev() {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.swap(place, (random >> 33) as usize % (place + 1));
        }
        prop_assert_eq!(apply(None, &sorted, payments), apply(None, &shuffled, payments));
    }

    #[test]
    fn two_calls_make_what_one_makes(steps in steps(), payments in payments(), cut in 0_usize..40) {
        let all = events(&steps);
        let (early, late) = all.split_at(cut.min(all.len()));
        let whole = apply(None, &all, payments);
        let first = apply(None, early, payments);
        let second = apply(Some(&first["state"]), late, payments);
        prop_assert_eq!(&whole["state"], &second["state"]);
        for name in ["entries", "effects"] {
            let joined: Vec<Value> = list(&first, name).iter().chain(list(&second, name)).cloned().collect();
            prop_assert_eq!(list(&whole, name), &joined);
        }
    }

    #[test]
    fn a_repeated_event_counts_once(steps in steps(), payments in payments()) {
        let once = events(&steps);
        let twice: Vec<Value> = once.iter().chain(once.iter().rev()).cloned().collect();
        let (one, two) = (apply(None, &once, payments), apply(None, &twice, payments));
        prop_assert_eq!(list(&two, "duplicates").len(), once.len());
        for name in ["state", "entries", "effects"] {
            prop_assert_eq!(&one[name], &two[name]);
        }
    }

    #[test]
    fn an_alert_fires_once_until_it_is_re_armed(steps in steps(), payments in payments()) {
        let answer = apply(None, &events(&steps), payments);
        for threshold in ["250.00", "100.00", "10.00"] {
            let limit = units(&json!(threshold));
            let mut expected = Vec::new();
            let mut before = 0;
            for entry in list(&answer, "entries") {
                let after = units(&entry["balance"]);
                if before >= limit && after < limit {
                    expected.push(entry["event"].clone());
                }
                before = after;
            }
            let fired: Vec<Value> = list(&answer, "effects").iter()
                .filter(|effect| effect["type"] == "alert" && effect["threshold"] == threshold && effect["sources"] != json!(["average"]))
                .map(|effect| effect["event"].clone()).collect();
            prop_assert_eq!(fired, expected, "{}", threshold);
        }
    }

    #[test]
    fn at_most_one_attempt_a_rung(quantities in prop::collection::vec(0_u32..9_000, 1..60)) {
        let mut steps = vec![Step::TopUp(15_000)];
        steps.extend(quantities.into_iter().map(Step::Usage));
        let answer = apply(None, &events(&steps), "decline");
        let attempts: Vec<i64> = list(&answer, "effects").iter().filter(|effect| effect["type"] == "charge_request").map(|effect| units(&effect["balance"])).collect();
        prop_assert!(attempts.len() <= 1 + LADDER.len(), "{:?}", attempts);
        // Between two attempts the balance has passed a rung that it had not reached before.
        for pair in attempts.windows(2) {
            let rung = LADDER.iter().map(|percent| i64::from(*percent) * 100).find(|rung| *rung < pair[0]);
            prop_assert!(rung.is_some_and(|rung| pair[1] <= rung), "{:?}", pair);
        }
        if units(&answer["state"]["balance"]) <= 0 {
            prop_assert_eq!(&answer["state"]["service"], "suspended");
        }
    }

    #[test]
    fn a_recharge_reaches_its_threshold_or_says_what_cut_it(steps in steps()) {
        // Credit alone triggers nothing, so the last event is a debit: of 33 cents.
        let steps: Vec<Step> = steps.into_iter().chain([Step::Usage(100)]).collect();
        let answer = apply(None, &events(&steps), "succeed");
        let mut burst = 0_u64;
        for effect in list(&answer, "effects").iter().filter(|effect| effect["type"] == "charge_request") {
            let sequence = effect["sequence"].as_u64().expect("a number");
            prop_assert_eq!(sequence, if sequence == 1 { 1 } else { burst + 1 });
            prop_assert!(sequence <= 7);
            burst = sequence;
        }
        let ids: Vec<&Value> = list(&answer, "effects").iter().map(|effect| &effect["id"]).collect();
        let mut distinct = ids.clone();
        distinct.sort_by_key(|id| id.as_str());
        distinct.dedup();
        prop_assert_eq!(ids.len(), distinct.len(), "an effect id stands twice");
        let short = units(&answer["state"]["balance"]) < 10_000;
        prop_assert_eq!(short && answer["state"]["recharge_blocked"].is_null(), false, "{}", answer["state"]);
    }

    #[test]
    fn no_bytes_make_it_trap(verb in prop_oneof![Just("check"), Just("rate"), Just("apply"), Just("plan_recharge")], bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let answer: Value = serde_json::from_slice(&call(verb, &bytes)).expect("JSON");
        prop_assert_eq!(&answer["status"], "problems");
    }

    #[test]
    fn a_cut_call_is_refused_and_never_traps(cut in 0_usize..600) {
        let text = json!({"rulebook": rulebook(), "open": {"account": "a", "time": "2026-01-01T00:00:00Z"}, "as_of": "2026-12-31T00:00:00Z", "events": events(&[Step::Usage(1), Step::TopUp(2)])}).to_string();
        let cut = cut.min(text.len() - 1);
        let answer: Value = serde_json::from_slice(&call("apply", &text.as_bytes()[..cut])).expect("JSON");
        prop_assert_eq!(&answer["problems"][0]["code"], "json_syntax");
    }
}

#[test]
fn a_hundred_thousand_brackets_are_refused() {
    let text = "[".repeat(100_000);
    let answer: Value = serde_json::from_slice(&call("check", text.as_bytes())).expect("JSON");
    assert_eq!(answer["problems"][1]["code"], "json_depth");
    let text = "{\"a\":".repeat(100_000);
    let answer: Value = serde_json::from_slice(&call("check", text.as_bytes())).expect("JSON");
    assert_eq!(answer["problems"][1]["code"], "json_depth");
}
