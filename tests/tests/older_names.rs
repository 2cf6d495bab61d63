//! Names of version 1 of the contract are still read, and never written: every state that the cases end in is asked about
//! under both.

use counterfoil_core::call;
use counterfoil_tests::cases;
use serde_json::{Value, json};

/// New names and old ones, where they stand in a state.
const STATE: [(&str, &str); 2] = [("recharge_blocked", "held"), ("notified", "told")];
const GRANT: [(&str, &str); 2] = [("products", "only"), ("expired", "lapsed")];
const PERIOD: [(&str, &str); 1] = [("to_invoice", "owed")];

/// Renames the keys of an object; how many were there?
fn rename(object: &mut Value, names: &[(&str, &str)]) -> usize {
    let Some(fields) = object.as_object_mut() else { return 0 };
    names.iter().filter_map(|(new, old)| fields.remove(*new).map(|value| fields.insert((*old).into(), value))).count()
}

fn older(state: &mut Value) -> usize {
    let grants = state.get_mut("grants").and_then(Value::as_array_mut).into_iter().flatten();
    let in_grants: usize = grants.map(|grant| rename(grant, &GRANT)).sum();
    in_grants + rename(&mut state["period"], &PERIOD) + rename(state, &STATE)
}

fn ask(verb: &str, body: &Value) -> Vec<u8> {
    call(verb, body.to_string().as_bytes())
}

#[test]
fn states_are_read_by_their_older_names() {
    let mut renamed = 0;
    for case in cases::all().into_iter().filter(|case| case.verb == "apply") {
        let answer: Value = serde_json::from_slice(&call("apply", case.call.as_bytes())).unwrap();
        let mut state = answer["answer"]["state"].clone();
        if state.is_null() {
            continue;
        }
        let asked: Value = serde_json::from_str(&case.call).unwrap();
        let overview = |state: &Value| {
            ask("overview", &json!({"rulebook": asked["rulebook"], "state": state, "as_of": state["as_of"]}))
        };
        let now = overview(&state);
        let old = older(&mut state);
        renamed += old;
        assert!(old == 0 || now == overview(&state), "{}: another answer by the older names", case.name);
    }
    assert!(renamed > 100, "only {renamed} names were there to be changed");
}

#[test]
fn a_verb_and_an_event_are_read_by_their_older_names() {
    let plans = cases::all().into_iter().filter(|case| case.verb == "plan_recharge");
    let same = |case: &cases::Case| {
        let [old, new] = ["plan", "plan_recharge"].map(|verb| call(verb, case.call.as_bytes()));
        assert_eq!(old, new, "{}", case.name);
    };
    assert!(plans.inspect(same).count() > 10);
    let granted = |field: &str, more: &str| {
        let event = format!(
            r#"{{"type":"credit_granted","id":"g","time":"2026-01-01T00:00:00Z","source":"promotional","amount":"1","{field}":["p"]{more}}}"#
        );
        let rulebook = r#"{"name":"n","currency":"EUR","rounding":{"scale":2,"mode":"half_up"},"rates":[{"id":"p","product":"p","unit":"u","price":"1"}]}"#;
        let open = r#"{"account":"a","time":"2026-01-01T00:00:00Z"}"#;
        let body =
            format!(r#"{{"rulebook":{rulebook},"open":{open},"as_of":"2026-01-02T00:00:00Z","events":[{event}]}}"#);
        String::from_utf8(call("apply", body.as_bytes())).unwrap()
    };
    assert_eq!(granted("only", ""), granted("products", ""));
    assert!(granted("only", "").contains(r#""products":["p"]"#));
    let twice = granted("only", r#","products":["p"]"#);
    assert!(twice.contains("duplicate_key"), "{twice}");
}
