//! The verbs by Rust's types say what they say in JSON, over every case that asks no more than they do.

use counterfoil::native::{self, AuthorizeRequest, Event, Instant, Opening, Prepared, State, Usage};
use counterfoil_core::wire::{Decode, Encode};
use counterfoil_tests::apart::apart;
use counterfoil_tests::cases::{self, Case};
use serde_json::{Value, json};

fn read<T: Decode>(value: &Value) -> Option<T> {
    native::read(value.to_string().as_bytes()).ok()
}

fn written<T: Encode>(answer: Result<T, Vec<native::Problem>>) -> Result<Value, Value> {
    let value = |bytes: Vec<u8>| serde_json::from_slice(&bytes).expect("JSON");
    answer.map(|answer| value(native::write(&answer))).map_err(|problems| value(native::write(&problems)))
}

/// What the case is answered by types; none where its call says more than they take.
fn typed(case: &Case, rulebook: &Prepared) -> Option<Result<Value, Value>> {
    let call: Value = serde_json::from_str(&case.call).ok()?;
    let only = |fields: &[&str]| call.as_object().is_some_and(|call| call.keys().all(|key| fields.contains(&&**key)));
    let state = || -> Option<State> {
        if let Some(opening) = read::<Opening>(&call["open"]) {
            return State::open(rulebook.rulebook(), &opening).ok();
        }
        // Older states come through `Stored`.
        if call["state"]["version"] == 3 { read(&call["state"]) } else { None }
    };
    let as_of = || read::<Instant>(&call["as_of"]);
    let list = |name: &str| if call[name].is_null() { json!([]) } else { call[name].clone() };
    // What these do not take is read all the same.
    if !call["as_of"].is_null() {
        as_of()?;
    }
    match &*case.verb {
        "rate" if only(&["rulebook", "usage"]) => {
            Some(written(native::rate(rulebook, &read::<Vec<Usage>>(&call["usage"])?)))
        }
        "apply" if only(&["rulebook", "state", "open", "as_of", "events"]) => {
            Some(written(native::apply(rulebook, &state()?, &read::<Vec<Event>>(&call["events"])?)))
        }
        "overview" => Some(written(native::overview(rulebook, &state()?, as_of()?))),
        "authorize" => {
            let requests: Vec<AuthorizeRequest> = read(&call["requests"])?;
            let decisions = written(native::authorize(rulebook, &state()?, as_of()?, &requests));
            Some(decisions.map(|decisions| json!({ "decisions": decisions })))
        }
        "spend" if only(&["rulebook", "state", "open", "as_of", "usage"]) => {
            Some(written(native::spend(rulebook, &state()?, &read::<Usage>(&call["usage"])?)))
        }
        "draft" if only(&["rulebook", "state", "open", "as_of", "events"]) => {
            let events = read::<Vec<Event>>(&list("events"))?;
            Some(written(native::draft(rulebook, &state()?, as_of()?, &events)))
        }
        _ => None,
    }
}

#[test]
fn types_say_what_json_says() {
    let mut asked = std::collections::BTreeMap::<String, u32>::new();
    for mut case in cases::everything() {
        // Every state of today says the same as its older one.
        case.call = case.call.replace(r#""version":2,"#, r#""version":3,"#);
        let Some(rulebook) = apart(&case.call).and_then(|parts| Prepared::new(parts.check.as_bytes()).ok()) else {
            continue;
        };
        // As the values say it: repeated keys are for the reader of JSON.
        let Ok(call) = serde_json::from_str::<Value>(&case.call) else { continue };
        let answer = native::call(&case.verb, call.to_string().as_bytes());
        let expected: Value = serde_json::from_slice(&answer).expect("JSON");
        let in_future = expected["problems"][0]["code"] == "event_in_future";
        // By types now is when the last event happens.
        let Some(typed) = typed(&case, &rulebook).filter(|_| !in_future) else { continue };
        *asked.entry(case.verb.clone()).or_default() += 1;
        match typed {
            Ok(answer) => assert_eq!(answer, expected["answer"], "{}", case.name),
            Err(problems) => assert_eq!(problems, expected["problems"], "{}", case.name),
        }
    }
    for (verb, least) in
        [("rate", 300), ("apply", 50), ("overview", 10), ("authorize", 30), ("spend", 10), ("draft", 1)]
    {
        assert!(asked.get(verb).is_some_and(|many| *many >= least), "{verb} of {asked:?}");
    }
}
