//! Law of `next_due`: whoever lets time pass when the engine says so, and at no other time, makes what one call makes; until
//! then nothing comes about by time alone.

use counterfoil_core::call;
use counterfoil_tests::quarter::{PREPAID, months};
use serde_json::{Value, json};

fn apply(of: &Value, state: Option<&Value>, events: &[Value]) -> Value {
    let mut call_ = of.clone();
    call_["events"] = json!(events);
    call_["as_of"] = json!("2027-01-01T00:00:00Z");
    if let Some(state) = state {
        call_.as_object_mut().expect("an object").remove("open");
        call_["state"] = state.clone();
    }
    let answer: Value = serde_json::from_slice(&call("apply", call_.to_string().as_bytes())).expect("JSON");
    assert_eq!(answer["status"], "ok", "{answer}");
    answer["answer"].clone()
}

fn time(event: &Value) -> String {
    event["time"].as_str().expect("a time").to_owned()
}

fn passed(time: &str) -> Value {
    json!({"type": "time_passed", "id": format!("due.{time}"), "time": time})
}

/// The last second before.
fn before(time: &str) -> String {
    let time: jiff::Timestamp = time.parse().expect("a time");
    (time - jiff::SignedDuration::from_secs(1)).to_string()
}

/// An account that somebody looks after.
struct Watched {
    of: Value,
    state: Option<Value>,
    due: Option<String>,
    entries: Vec<Value>,
    effects: Vec<Value>,
    woken: usize,
}

impl Watched {
    fn take(&mut self, events: &[Value]) {
        let answer = apply(&self.of, self.state.as_ref(), events);
        let list = |name: &str| answer[name].as_array().expect("a list").clone();
        self.entries.extend(list("entries"));
        self.effects.extend(list("effects"));
        self.due = answer["next_due"].as_str().map(str::to_owned);
        self.state = Some(answer["state"].clone());
    }

    /// Everything that is due before a moment, each at its time.
    fn until(&mut self, end: &str) {
        while let Some(due) = self.due.clone().filter(|due| &**due < end) {
            let quiet = apply(&self.of, self.state.as_ref(), &[passed(&before(&due))]);
            for list in ["entries", "effects"] {
                // What was seen last may be later than a second before.
                assert_eq!(quiet[list], json!([]), "before {due}");
            }
            self.take(&[passed(&due)]);
            assert_ne!(self.due.as_ref(), Some(&due), "it is done");
            self.woken += 1;
        }
    }
}

/// The quarter's events; ticks of its own would hide what is to be shown.
fn story(name: &str, payments: &str) -> (Value, Vec<Value>) {
    let calls: Vec<Value> = months(name).iter().map(|case| serde_json::from_str(&case.call).expect("JSON")).collect();
    let mut first = calls[0].clone();
    first["payments"] = json!(payments);
    let mut events: Vec<Value> =
        calls.iter().flat_map(|call| call["events"].as_array().expect("events").clone()).collect();
    events.retain(|event| event["type"] != "time_passed");
    events.sort_by_key(time);
    (first, events)
}

#[test]
fn time_that_passes_when_it_is_due_makes_what_one_call_makes() {
    for name in PREPAID {
        for payments in ["succeed", "decline"] {
            let (of, events) = story(name, payments);
            let end = "2026-06-01T00:00:00Z";
            let mut watched =
                Watched { of: of.clone(), state: None, due: None, entries: Vec::new(), effects: Vec::new(), woken: 0 };
            let mut moments: Vec<Vec<Value>> = Vec::new();
            for event in events.clone() {
                match moments.last_mut().filter(|moment| time(&moment[0]) == time(&event)) {
                    Some(moment) => moment.push(event),
                    None => moments.push(vec![event]),
                }
            }
            for moment in &moments {
                watched.until(&time(&moment[0]));
                watched.take(moment);
            }
            watched.until(end);
            watched.take(&[passed(end)]);
            let mut all = events;
            all.push(passed(end));
            let whole = apply(&of, None, &all);
            assert!(watched.woken > 20, "{name}: {} times", watched.woken);
            assert_eq!(json!(watched.entries), whole["entries"], "{name} {payments}");
            if payments == "succeed" {
                assert_eq!(json!(watched.effects), whole["effects"], "{name} {payments}");
                let (made, state) = (watched.state.expect("a state"), whole["state"].as_object().expect("a state"));
                // Ids of the last events are kept for replays, and those of the watch are among them.
                for (field, value) in state.iter().filter(|(field, _)| *field != "recent") {
                    assert_eq!(&made[field], value, "{name} {payments} {field}");
                }
            }
        }
    }
}

/// A charge that is held back because the last attempt was too short a time ago, and one that the day's cap holds back.
#[test]
fn a_charge_that_is_held_back_is_looked_at_again() {
    let of = |payments: &str, limits: Value| {
        json!({
            "rulebook": {
                "name": "held_back", "currency": "USD", "rounding": {"scale": 2, "mode": "half_up"},
                "rates": [{"id": "r", "product": "call", "unit": "unit", "price": "1"}],
                "recharge": {"trigger": "below", "ladder_percent": [75, 50, 25, 0], "spacing_s": 3600}
            },
            "open": {"account": "a", "time": "2026-01-01T00:00:00Z", "settings": {"recharge":
                {"enabled": true, "threshold": "100", "amount": "20", "method": "card", "limits": limits}}},
            "payments": payments
        })
    };
    let used = |id: &str, time: &str, quantity: &str| json!({"type": "usage", "id": id, "time": time, "product": "call", "unit": "unit", "quantity": quantity});
    let credit = json!({"type": "top_up", "id": "t", "time": "2026-01-02T00:00:00Z", "amount": "120"});
    let first = [credit, used("u1", "2026-01-02T01:00:00Z", "30"), used("u2", "2026-01-02T01:10:00Z", "40")];

    let spaced = apply(&of("decline", json!({})), None, &first);
    assert_eq!(spaced["next_due"], "2026-01-02T02:00:00Z", "{spaced}");
    let tried = apply(&of("succeed", json!({})), Some(&spaced["state"]), &[passed("2026-01-02T02:00:00Z")]);
    assert_eq!((&tried["state"]["balance"], tried.get("next_due")), (&json!("110.00"), None), "{tried}");

    let capped = apply(&of("succeed", json!({"per_day": "20"})), None, &first);
    assert_eq!(capped["next_due"], "2026-01-03T00:00:00Z", "{capped}");
    let next =
        apply(&of("succeed", json!({"per_day": "20"})), Some(&capped["state"]), &[passed("2026-01-03T00:00:00Z")]);
    assert_eq!(
        (&next["state"]["balance"], &next["next_due"]),
        (&json!("90.00"), &json!("2026-01-04T00:00:00Z")),
        "{next}"
    );
}
