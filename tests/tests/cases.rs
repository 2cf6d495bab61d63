//! Every case, natively: the reference that the other runners are compared with.

use counterfoil_core::call;
use counterfoil_core::problem::Code;
use counterfoil_core::rule::Rule;
use counterfoil_tests::cases::{self, Expected};
use counterfoil_tests::matching::differences;

#[test]
fn every_case_says_what_it_must() {
    let cases = cases::all();
    assert!(cases.len() > 80, "only {} cases were found", cases.len());
    let mut report = String::new();
    for case in &cases {
        let answer = call(&case.verb, case.call.as_bytes());
        assert_eq!(answer, call(&case.verb, case.call.as_bytes()), "{}: two answers to one call", case.name);
        for difference in differences(case, &answer) {
            report.push_str(&format!("{}\n  {difference}\n", case.name));
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

/// Refusals that no case of a verb can bring about; each has a test of its own, here, among the laws of money, the cases
/// of columns or those of handles.
const ELSEWHERE: [Code; 5] =
    [Code::JsonUtf8, Code::TooManyProblems, Code::DivisionByZero, Code::RowsLength, Code::HandleNotOpen];

#[test]
fn every_rule_and_every_refusal_has_its_case() {
    let cases = cases::all();
    for rule in Rule::ALL {
        let named = |case: &cases::Case| case.name.contains(&format!(": {}/", rule.name()));
        assert!(cases.iter().any(named), "no case names rule `{}`", rule.name());
    }
    for code in Code::ALL.iter().filter(|code| !ELSEWHERE.contains(code)) {
        let refuses = |case: &cases::Case| match &case.expected {
            Expected::Problems(problems) => problems.as_array().into_iter().flatten().any(|p| p["code"] == code.name()),
            Expected::Answer(_) => false,
        };
        assert!(cases.iter().any(refuses), "no case expects `{}`", code.name());
    }
}

#[test]
fn a_thousand_problems_are_listed_and_no_more() {
    let call_ = format!("{{\"rulebook\":{{\"rates\":[{}7]}}}}", "7,".repeat(2_000));
    let answer: serde_json::Value = serde_json::from_slice(&call("check", call_.as_bytes())).expect("JSON");
    let problems = answer["problems"].as_array().expect("a list");
    assert_eq!(problems.len(), 1_001);
    assert_eq!(problems[1_000]["code"], "too_many_problems");
}

#[test]
fn a_refusal_names_the_rulebook_that_could_be_read() {
    let rules = r#"{"name":"a","currency":"EUR","rounding":{"scale":2,"mode":"half_up"},"rates":[]}"#;
    let ask = |verb: &str, text: &str| -> serde_json::Value {
        serde_json::from_slice(&call(verb, text.as_bytes())).expect("JSON")
    };
    let known = ask("check", &format!(r#"{{"rulebook":{rules}}}"#))["rulebook"].clone();
    assert!(known.is_string());
    let usages = r#""usage":[{"id":"u","time":"2026-01-01T00:00:00Z","product":"x","quantity":"1","unit":"y"}]"#;
    // Refused by the rules, by its shape elsewhere, and by a field that there is not.
    for call in [
        format!(r#"{{"rulebook":{rules},{usages}}}"#),
        format!(r#"{{"usage":7,"rulebook":{rules}}}"#),
        format!(r#"{{"rulebook":{rules},"usage":[],"more":1}}"#),
    ] {
        let answer = ask("rate", &call);
        assert_eq!((&answer["status"], &answer["rulebook"]), (&"problems".into(), &known), "{call}");
    }
    // A rulebook that the rules refuse has a digest too.
    let unsound = rules.replace(r#""scale":2"#, r#""scale":1"#);
    let answer = ask("check", &format!(r#"{{"rulebook":{unsound}}}"#));
    assert_eq!(answer["status"], "problems");
    assert!(answer["rulebook"].is_string() && answer["rulebook"] != known);
    // None that could be read: of another shape, twice, not JSON to the end, or not asked for.
    for (verb, call) in [
        ("check", r#"{"rulebook":{"name":7}}"#.into()),
        ("check", r#"{}"#.into()),
        ("check", format!(r#"{{"rulebook":{rules},"rulebook":{rules}}}"#)),
        ("check", format!(r#"{{"rulebook":{rules}}}}}"#)),
        ("issue", format!(r#"{{"rulebook":{rules}}}"#)),
        ("none", format!(r#"{{"rulebook":{rules}}}"#)),
    ] {
        assert_eq!(ask(verb, &call)["rulebook"], serde_json::Value::Null, "{call}");
    }
}

#[test]
fn bytes_that_are_no_utf8_are_refused_where_they_stand() {
    // A stray byte, a cut sequence, an overlong slash, half a surrogate pair.
    for (bytes, place) in [(&b"{\xff}"[..], 1), (b"\xe2\x82", 0), (b"{\"\xc0\xaf\"}", 2), (b"{\"\xed\xa0\x80\"}", 2)] {
        let answer: serde_json::Value = serde_json::from_slice(&call("check", bytes)).expect("JSON");
        assert_eq!(answer["problems"][0]["code"], "json_utf8");
        assert_eq!(answer["problems"][0]["message"], format!("the call is not UTF-8 at byte {place}"));
    }
}
