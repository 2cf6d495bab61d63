//! A quarter of each preset: it runs from end to end, its books balance, and its simulation is its bill.

use counterfoil_core::call;
use counterfoil_tests::cases::{Case, Expected};
use counterfoil_tests::quarter::{PRESETS, months, preset};
use serde_json::{Value, json};

fn answer(case: &Case) -> Value {
    let answer: Value = serde_json::from_slice(&call(&case.verb, case.call.as_bytes())).expect("JSON");
    assert_eq!(answer["status"], "ok", "{}: {answer}", case.name);
    answer["answer"].clone()
}

#[test]
fn a_preset_is_a_sound_rulebook() {
    for name in PRESETS {
        let call_ = json!({"rulebook": preset(name)}).to_string();
        let checked: Value = serde_json::from_slice(&call("check", call_.as_bytes())).expect("JSON");
        assert_eq!((&checked["status"], &checked["answer"]["name"]), (&json!("ok"), &json!(name)), "{checked}");
    }
}

/// The story that a quarter has to tell, for the test not to pass on a quarter in which nothing happens.
#[test]
fn a_quarter_has_what_its_preset_is_about() {
    for name in PRESETS {
        let answers: Vec<Value> = months(name).iter().map(answer).collect();
        let all = |list: &str, field: &str| -> Vec<String> {
            let items = answers.iter().flat_map(|answer| answer[list].as_array().expect("a list"));
            items.map(|item| item[field].as_str().expect("a word").to_owned()).collect()
        };
        let (kinds, effects) = (all("entries", "kind"), all("effects", "type"));
        let mut wanted =
            vec!["charge_request", "recharge_failed", "period_closed", "method_expired", "hold_taken", "hold_expired"];
        if name == "credits-overage" {
            wanted.extend(["daily_notification", "usage_alert"]);
            assert!(kinds.iter().any(|kind| kind == "invoice"), "{name}: nothing was invoiced");
        } else {
            wanted.extend(["alert", "suspended", "restored"]);
        }
        for effect in wanted {
            assert!(effects.iter().any(|made| made == effect), "{name}: no {effect} in {effects:?}");
        }
        let state = answers.last().expect("March")["state"].to_string();
        assert!(state.len() < 16 * 1024, "{name}: the state has {} bytes", state.len());
    }
}

#[test]
fn the_entries_of_a_quarter_are_its_history() {
    for name in PRESETS {
        let answers: Vec<Value> = months(name).iter().map(answer).collect();
        let entries: Vec<&Value> =
            answers.iter().flat_map(|answer| answer["entries"].as_array().expect("a list")).collect();
        let call_ = json!({"rulebook": preset(name), "entries": entries}).to_string();
        let told = answer(&Case {
            name: name.into(),
            verb: "history".into(),
            call: call_,
            expected: Expected::Answer(json!({})),
        });
        let last = told["rows"].as_array().expect("a list").last().expect("a row").clone();
        assert_eq!(last["balance"], entries.last().expect("an entry")["balance"], "{name}");
        assert_eq!(
            told["csv"].as_str().expect("a text").lines().count(),
            told["rows"].as_array().map_or(0, Vec::len) + 1
        );
    }
}

/// Preview is bill: what a simulation says of each day is what applying those days' usages makes.
#[test]
fn a_simulated_day_is_a_day_of_the_bill() {
    for name in PRESETS {
        let mut rulebook = preset(name);
        rulebook["rates"]
            .as_array_mut()
            .expect("a list")
            .push(json!({"id": "simulated", "product": "simulation", "unit": "money", "price": "1"}));
        let settings = json!({"recharge": {"enabled": true, "threshold": "50", "amount": "25", "method": "card"}});
        let open = json!({"account": "a", "time": "2025-12-31T00:00:00Z", "settings": settings});
        let simulate = json!({"rulebook": rulebook, "open": open, "as_of": "2025-12-31T12:00:00Z", "days": 90, "usage": {"type": "daily", "amount": "13.37"}});
        let simulated = answer(&Case {
            name: name.into(),
            verb: "simulate".into(),
            call: simulate.to_string(),
            expected: Expected::Answer(json!({})),
        });
        let days = simulated["days"].as_array().expect("a list");
        assert_eq!(days.len(), 90);
        let mut state: Option<Value> = None;
        for day in days {
            let date = day["date"].as_str().expect("a date");
            let usage = json!({"type": "usage", "id": format!("simulated.{date}"), "time": format!("{date}T12:00:00Z"), "product": "simulation", "unit": "money", "quantity": "13.37"});
            let mut apply = json!({"rulebook": rulebook, "as_of": format!("{date}T23:59:59Z"), "payments": "succeed", "events": [usage]});
            match &state {
                Some(state) => apply["state"] = state.clone(),
                None => apply["open"] = open.clone(),
            }
            let made = answer(&Case {
                name: name.into(),
                verb: "apply".into(),
                call: apply.to_string(),
                expected: Expected::Answer(json!({})),
            });
            assert_eq!(made["state"]["balance"], day["balance"], "{name} on {date}");
            state = Some(made["state"].clone());
        }
    }
}
