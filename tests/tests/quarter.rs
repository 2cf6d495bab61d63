//! A quarter of each prepaid preset: it runs from end to end, its books balance, and its simulation is its bill.

use counterfoil_core::call;
use counterfoil_tests::cases::{Case, Expected};
use counterfoil_tests::quarter::{PREPAID, customer, months, preset};
use serde_json::{Value, json};

fn answer(case: &Case) -> Value {
    let answer: Value = serde_json::from_slice(&call(&case.verb, case.call.as_bytes())).expect("JSON");
    assert_eq!(answer["status"], "ok", "{}: {answer}", case.name);
    answer["answer"].clone()
}

#[test]
fn a_preset_is_a_sound_rulebook() {
    for name in PREPAID {
        let call_ = json!({"rulebook": preset(name)}).to_string();
        let checked: Value = serde_json::from_slice(&call("check", call_.as_bytes())).expect("JSON");
        assert_eq!((&checked["status"], &checked["answer"]["name"]), (&json!("ok"), &json!(name)), "{checked}");
    }
}

/// The story that a quarter has to tell, for the test not to pass on a quarter in which nothing happens.
#[test]
fn a_quarter_has_what_its_preset_is_about() {
    for name in PREPAID {
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
    for name in PREPAID {
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
    for name in PREPAID {
        let mut rulebook = preset(name);
        rulebook["rates"]
            .as_array_mut()
            .expect("a list")
            .push(json!({"id": "simulated", "product": "simulation", "unit": "money", "price": "1"}));
        let settings = json!({"recharge": {"enabled": true, "threshold": "50", "amount": "25", "method": "card"}});
        let open =
            json!({"account": "a", "time": "2025-12-31T00:00:00Z", "settings": settings, "customer": customer(name)});
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

/// Whatever a quarter has made can be explained, by the rules that it names.
#[test]
fn every_entry_and_effect_of_a_quarter_has_its_reasons() {
    for case in PREPAID.iter().flat_map(|name| months(name)) {
        let made = answer(&case);
        let call_: Value = serde_json::from_str(&case.call).expect("JSON");
        for (list, kind) in [("entries", "entry"), ("effects", "effect")] {
            for item in made[list].as_array().expect("a list").iter().step_by(7) {
                let mut why = call_.clone();
                why["subject"] = json!({"type": kind, "id": item["id"]});
                let told = answer(&Case {
                    name: case.name.clone(),
                    verb: "explain".into(),
                    call: why.to_string(),
                    expected: Expected::Answer(json!({})),
                });
                assert_eq!(told["subject"], item["id"], "{}", case.name);
                let rules: Vec<&Value> =
                    told["steps"].as_array().expect("steps").iter().map(|step| &step["rule"]).collect();
                let own = item["rules"].as_array().cloned().unwrap_or_else(|| vec![item["rule"].clone()]);
                assert!(own.iter().all(|rule| rules.contains(&rule)), "{}: {} by {rules:?}", case.name, item);
            }
        }
    }
}

/// A busy account: twenty subaccounts, grants and open holds, a year of periods, a month of days.
#[test]
fn the_state_of_a_busy_account_stays_small() {
    let mut events = Vec::new();
    for place in 0..20 {
        events.push(json!({"type": "credit_granted", "id": format!("grant_2026_promotion_{place:02}"), "time": "2026-01-02T00:00:00Z", "source": "promotional", "amount": "50", "until": format!("2027-02-{:02}T00:00:00Z", place + 1)}));
        events.push(json!({"type": "subaccount_changed", "id": format!("subaccount_{place:02}"), "time": "2026-01-02T00:00:00Z", "subaccount": format!("department_{place:02}"), "limits": {"per_day": "100", "per_period": "1000"}}));
    }
    for day in 0..365_u32 {
        let (month, day) = (1 + day / 31, 1 + day % 28);
        events.push(json!({"type": "usage", "id": format!("usage_{month}_{day}_{}", events.len()), "time": format!("2026-{month:02}-{day:02}T12:00:00Z"), "subaccount": format!("department_{:02}", day % 20), "product": "voice.outbound", "unit": "minute", "quantity": "20"}));
    }
    for place in 0..20 {
        events.push(json!({"type": "hold_requested", "id": format!("call_0123456789abcdef_{place:02}"), "time": "2026-12-31T12:00:00Z", "subaccount": "department_01", "product": "voice.outbound", "destination": "442079460000", "unit": "minute", "quantity": "60", "until": "2026-12-31T13:00:00Z"}));
    }
    let open = json!({"account": "busy", "time": "2025-12-01T00:00:00Z", "settings": {"alerts": ["500", "200", "50"], "addresses": ["a@example.com", "b@example.com"]}, "customer": customer("prepaid-cpaas")});
    let call_ =
        json!({"rulebook": preset("prepaid-cpaas"), "open": open, "as_of": "2026-12-31T23:00:00Z", "events": events});
    let made = answer(&Case {
        name: "busy".into(),
        verb: "apply".into(),
        call: call_.to_string(),
        expected: Expected::Answer(json!({})),
    });
    let state = &made["state"];
    for (list, least) in [("grants", 10), ("subaccounts", 20), ("holds", 15), ("closed", 12), ("usage_by_day", 25)] {
        assert!(state[list].as_array().map_or(0, Vec::len) >= least, "{list}: {}", state[list]);
    }
    let bytes = state.to_string().len();
    // Of them some two hundred are the next invoice's line of each subaccount.
    assert!(bytes < 20 * 1024, "the state has {bytes} bytes");
}
