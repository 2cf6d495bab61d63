//! Laws of what is kept: an account's handle says what whole calls say, and `spend` is `authorize` and then `apply`.

use counterfoil_core::{Account, Prepared, call};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::Arc;

fn rulebook(kind: u8) -> Value {
    let mut rulebook = json!({
        "name": "laws", "currency": "USD", "rounding": {"scale": 2, "mode": "half_up"},
        "rates": [
            {"id": "r", "product": "call", "unit": "unit", "price": "0.333"},
            {"id": "s", "product": "sms", "unit": "unit", "model": {"type": "graduated", "tiers": [{"up_to": "40", "price": "0.5"}, {"price": "0.25"}]}}
        ],
        "alerts": {"system": ["100", "10"], "recommended": ["100", "10"]},
        "recharge": {"trigger": "below", "ladder_percent": [75, 50, 25, 0], "charges_limit": 7},
        "billing": {"anchor_day": 3}
    });
    if kind.is_multiple_of(2) {
        rulebook["allowances"] =
            json!([{"id": "free", "products": ["sms"], "unit": "unit", "quantity": "12", "included": true}]);
    }
    if kind.is_multiple_of(3) {
        rulebook["overage"] = json!({"protection": "50"});
        rulebook["settlement"] = json!("on_invoice");
    }
    if kind >= 4 {
        rulebook["top_up"] = json!({"valid_days": 2});
    }
    rulebook
}

#[derive(Clone, Debug)]
enum Step {
    Usage(&'static str, u32),
    Spend(&'static str, u32, bool),
    Authorize(&'static str, Option<u32>),
    Overview,
    TopUp(u32),
    Hold(u32, i64),
    Budget(u32),
    Subaccount(bool),
    Recharge,
    Again,
    Refused,
    Time,
}

fn steps() -> impl Strategy<Value = Vec<(Step, i64)>> {
    let product = || prop_oneof![Just("call"), Just("sms")];
    let step = prop_oneof![
        2 => (product(), 0_u32..30_000).prop_map(|(product, quantity)| Step::Usage(product, quantity)),
        6 => (product(), 0_u32..30_000, any::<bool>()).prop_map(|(product, quantity, part)| Step::Spend(product, quantity, part)),
        6 => (product(), prop::option::of(0_u32..30_000)).prop_map(|(product, quantity)| Step::Authorize(product, quantity)),
        2 => Just(Step::Overview),
        3 => (1_u32..30_000).prop_map(Step::TopUp),
        2 => (1_u32..9_000, 1_i64..30).prop_map(|(quantity, hours)| Step::Hold(quantity, hours)),
        1 => (1_u32..9_000).prop_map(Step::Budget),
        1 => any::<bool>().prop_map(Step::Subaccount),
        1 => Just(Step::Recharge),
        1 => Just(Step::Again),
        1 => Just(Step::Refused),
        1 => Just(Step::Time),
    ];
    // Several of a moment, hours and days apart, and questions about a time before the last.
    prop::collection::vec((step, prop_oneof![3 => Just(0), 3 => 1_i64..9, 2 => 12_i64..60, 1 => -5_i64..0]), 1..40)
}

fn cents(cents: u32) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn time(hour: i64) -> String {
    format!("2026-{:02}-{:02}T{:02}:00:00Z", 1 + hour / 24 / 28, 1 + hour / 24 % 28, hour % 24)
}

/// The call of a step at this hour, without rulebook and state.
fn asked(step: &Step, id: &str, hour: i64) -> (&'static str, Value) {
    let at = time(hour);
    let event = |fields: Value| {
        let mut event = json!({"id": id, "time": at});
        event.as_object_mut().expect("an object").extend(fields.as_object().expect("an object").clone());
        ("apply", json!({"as_of": at, "payments": "report", "events": [event]}))
    };
    let usage = |product: &str, quantity: u32| json!({"product": product, "unit": "unit", "quantity": cents(quantity)});
    match step {
        Step::Usage(product, quantity) => {
            let (verb, mut call) = event(usage(product, *quantity));
            call["events"][0]["type"] = json!("usage");
            (verb, call)
        }
        Step::Spend(product, quantity, part) => {
            let mut usage = usage(product, *quantity);
            (usage["id"], usage["time"]) = (json!(id), json!(at));
            if *part {
                usage["subaccount"] = json!("part");
            }
            ("spend", json!({"as_of": at, "usage": usage, "quantity_places": 1}))
        }
        Step::Authorize(product, quantity) => {
            let mut request = json!({"product": product, "subaccount": "part"});
            if let Some(quantity) = quantity {
                request["quantity"] = json!(cents(*quantity));
            }
            ("authorize", json!({"as_of": at, "requests": [request, {"product": "call"}]}))
        }
        Step::Overview => ("overview", json!({"as_of": at})),
        Step::TopUp(amount) => event(json!({"type": "top_up", "amount": cents(*amount)})),
        Step::Hold(quantity, hours) => event(json!({"type": "hold_requested", "product": "call", "unit": "unit",
            "quantity": cents(*quantity), "until": time(hour + hours)})),
        Step::Budget(most) => event(
            json!({"type": "settings_changed", "settings": {"spend": {"enabled": true, "daily_budget": cents(*most)}}}),
        ),
        Step::Subaccount(enabled) => event(json!({"type": "subaccount_changed", "subaccount": "part",
            "enabled": enabled, "limits": {"per_day": "70"}})),
        Step::Recharge => event(json!({"type": "settings_changed", "settings": {"recharge": {"enabled": true,
            "threshold": "20", "amount": "40", "method": "card"}}})),
        // Of an id that was used.
        Step::Again => (
            "spend",
            json!({"as_of": at, "usage": {"id": "e0", "time": at, "product": "call", "unit": "unit", "quantity": "1"}}),
        ),
        Step::Refused => event(json!({"type": "payment_succeeded", "charge": "none"})),
        Step::Time => event(json!({"type": "time_passed"})),
    }
}

struct Whole {
    rulebook: Value,
    begins: Value,
}

impl Whole {
    fn call(&self, verb: &str, rest: &Value) -> Vec<u8> {
        let mut whole = json!({"rulebook": self.rulebook});
        for part in [&self.begins, rest] {
            whole.as_object_mut().expect("an object").extend(part.as_object().expect("an object").clone());
        }
        call(verb, whole.to_string().as_bytes())
    }
}

fn value(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).expect("JSON")
}

/// Asks each step in its turn: with the answer, the whole call that says the same goes on.
fn walk(kind: u8, steps: &[(Step, i64)], mut each: impl FnMut(&Whole, &Step, (&str, &Value), &[u8])) {
    let open = json!({"open": {"account": "a", "time": "2026-01-01T00:00:00Z"}});
    let mut whole = Whole { rulebook: rulebook(kind), begins: open };
    let mut hour = 40_i64;
    for (place, (step, gap)) in steps.iter().enumerate() {
        let at = (hour + gap).max(40);
        let question = matches!(step, Step::Authorize(..) | Step::Overview);
        hour = if question { hour } else { at.max(hour) };
        let (verb, rest) = asked(step, &format!("e{place}"), at);
        // `authorize` and `overview` open no account.
        if question && whole.begins["state"].is_null() {
            continue;
        }
        let answer = whole.call(verb, &rest);
        each(&whole, step, (verb, &rest), &answer);
        let answer = value(&answer);
        if !question && answer["status"] == "ok" {
            whole.begins = json!({"state": answer["answer"]["state"]});
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_kept_account_says_what_whole_calls_say(kind in 0_u8..8, steps in steps()) {
        let prepared = Prepared::new(json!({"rulebook": rulebook(kind)}).to_string().as_bytes()).expect("a sound rulebook");
        let opened = br#"{"open":{"account":"a","time":"2026-01-01T00:00:00Z"}}"#;
        let mut account = Account::open(Arc::new(prepared), opened).expect("an account");
        walk(kind, &steps, |whole, step, (verb, rest), answer| {
            let before = account.state_json();
            let kept = account.call(verb, rest.to_string().as_bytes());
            assert_eq!(String::from_utf8_lossy(&kept), String::from_utf8_lossy(answer), "{step:?} of {}", whole.begins);
            if value(answer)["answer"]["state"].is_null() {
                assert_eq!(account.state_json(), before);
            }
        });
    }

    #[test]
    fn to_spend_is_to_ask_and_to_post(kind in 0_u8..8, steps in steps()) {
        walk(kind, &steps, |whole, step, (_, rest), answer| {
            if !matches!(step, Step::Spend(..) | Step::Again) || whole.begins["state"].is_null() {
                return;
            }
            let spent = value(answer)["answer"].clone();
            let usage = &rest["usage"];
            let mut request = usage.clone();
            request.as_object_mut().expect("an object").shift_remove("time");
            request["quantity_places"] = rest["quantity_places"].clone();
            if request["quantity_places"].is_null() {
                request["quantity_places"] = json!(0);
            }
            let decided = value(&whole.call("authorize", &json!({"as_of": usage["time"], "requests": [request]})));
            let mut event = usage.clone();
            event["type"] = json!("usage");
            let applied = value(&whole.call("apply", &json!({"as_of": rest["as_of"], "events": [event]})))["answer"].clone();
            if spent["decision"].is_null() {
                assert_eq!(spent["duplicates"], json!([usage["id"]]));
            } else {
                assert_eq!(spent["decision"], decided["answer"]["decisions"][0]);
            }
            if spent["decision"].is_null() || spent["decision"]["allowed"] == true {
                for name in ["state", "entries", "effects", "duplicates"] {
                    assert_eq!(spent[name], applied[name]);
                }
            } else {
                assert_eq!(spent["state"], whole.begins["state"]);
                assert_eq!((&spent["entries"], &spent["effects"]), (&json!([]), &json!([])));
            }
        });
    }
}
