//! Every case through a prepared rulebook and an account that is kept: the answer of the whole call, to the byte.

use counterfoil_core::{Account, Handles, Prepared, call};
use counterfoil_tests::apart::apart;
use counterfoil_tests::cases::{self, Case};
use serde_json::{Value, json};
use std::sync::Arc;

/// Verbs that need no rulebook.
const FREE: [&str; 6] = ["issue", "credit", "receipt", "totals", "einvoice", "tax_number"];

fn small() -> Arc<Prepared> {
    let check = r#"{"rulebook":{"name":"small","currency":"EUR","rounding":{"scale":2,"mode":"half_up"},"rates":[{"id":"r","product":"x","unit":"u","price":"1"}]}}"#;
    Arc::new(Prepared::new(check.as_bytes()).expect("a sound rulebook"))
}

fn value(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).expect("JSON")
}

#[test]
fn handles_answer_like_whole_calls() {
    let (mut prepared, mut opened, small) = (0, 0, small());
    for case in cases::everything() {
        let expected = call(&case.verb, case.call.as_bytes());
        if FREE.contains(&&*case.verb) {
            assert_eq!(small.call(&case.verb, case.call.as_bytes()), expected, "{}", case.name);
            continue;
        }
        prepared += u32::from(through(&case, &expected, &mut opened));
    }
    assert!(prepared > 1_500 && opened > 700, "{prepared} cases were prepared, {opened} of an account");
}

/// Can the case be asked through handles? What it answers there is the same.
fn through(case: &Case, expected: &[u8], opened: &mut u32) -> bool {
    let Some(parts) = apart(&case.call) else { return false };
    let rulebook = match Prepared::new(parts.check.as_bytes()) {
        Ok(rulebook) => Arc::new(rulebook),
        Err(refused) => {
            assert_eq!(refused, call("check", parts.check.as_bytes()), "{}", case.name);
            assert_eq!(value(expected)["status"], "problems", "{}", case.name);
            return false;
        }
    };
    assert_eq!(rulebook.call(&case.verb, parts.rest.as_bytes()), expected, "{}", case.name);
    let Some(begins) = parts.begins.filter(|_| case.verb != "compare") else { return true };
    match Account::open(rulebook, begins.as_bytes()) {
        Ok(mut account) => {
            *opened += 1;
            kept(case, expected, &mut account, &parts.least);
        }
        Err(refused) => {
            let (refused, expected) = (value(&refused), value(expected));
            let without_account = case.verb == "explain" && expected["status"] == "ok";
            let told = refused["problems"].as_array().expect("problems").iter();
            let within = |problem: &Value| expected["problems"].as_array().is_some_and(|all| all.contains(problem));
            assert!(without_account || told.clone().any(within), "{}: {refused}", case.name);
        }
    }
    true
}

fn kept(case: &Case, expected: &[u8], account: &mut Account, least: &str) {
    let before = account.state_json();
    assert_eq!(account.call(&case.verb, least.as_bytes()), expected, "{}", case.name);
    let expected_ = value(expected);
    let moves = ["apply", "spend"].contains(&&*case.verb) && expected_["status"] == "ok";
    if moves {
        let state = expected_["answer"]["state"].to_string();
        assert_eq!(String::from_utf8_lossy(&account.state_json()), state, "{}", case.name);
        return;
    }
    // A question, or a refusal: asked again it says the same, and the account is as it was.
    assert_eq!(account.call(&case.verb, least.as_bytes()), expected, "{}", case.name);
    assert_eq!(account.state_json(), before, "{}", case.name);
}

#[test]
fn what_a_handle_keeps_does_not_stand_in_the_call() {
    let rulebook = small();
    let answer = value(&rulebook.call("check", br#"{"rulebook":{"name":7}}"#));
    assert_eq!(answer["rulebook"], rulebook.rulebook().digest());
    let problem = &answer["problems"][0];
    assert_eq!((&problem["code"], &problem["path"]), (&json!("unknown_field"), &json!("/rulebook")));
    assert_eq!(problem["message"], "`rulebook` stands beside this call already");
    let mut account =
        Account::open(rulebook, br#"{"open":{"account":"a","time":"2026-01-01T00:00:00Z"}}"#).expect("open");
    let state = String::from_utf8(account.state_json()).expect("UTF-8");
    let asked = |fields: &str| format!(r#"{{{fields}"as_of":"2026-01-02T00:00:00Z"}}"#);
    assert_eq!(value(&account.call("overview", asked("").as_bytes()))["status"], "ok");
    let answer = value(&account.call("overview", asked(&format!(r#""state":{state},"#)).as_bytes()));
    assert_eq!(
        (&answer["problems"][0]["code"], &answer["problems"][0]["path"]),
        (&json!("unknown_field"), &json!("/state"))
    );
    let applied = format!(r#"{{"state":{state},"as_of":"2026-01-02T00:00:00Z","events":[]}}"#);
    assert_eq!(value(&account.call("apply", applied.as_bytes()))["problems"][0]["code"], "open_or_state");
    // Accounts of others stand in their call as ever.
    let compared = format!(r#"{{"as_of":"2026-01-02T00:00:00Z","accounts":[{{"state":{state},"events":[]}}]}}"#);
    assert_eq!(value(&account.call("compare", compared.as_bytes()))["status"], "ok");
}

#[test]
fn a_state_of_another_rulebook_is_accepted_or_refused() {
    let check = r#"{"rulebook":{"name":"d","currency":"USD","rounding":{"scale":4,"mode":"half_up"},"rates":[]}}"#;
    let dollars = Arc::new(Prepared::new(check.as_bytes()).expect("a sound rulebook"));
    let account = Account::open(small(), br#"{"open":{"account":"a","time":"2026-01-01T00:00:00Z"}}"#).expect("open");
    let state = format!(r#"{{"state":{}}}"#, String::from_utf8_lossy(&account.state_json()));
    let refused = value(&Account::open(dollars, state.as_bytes()).expect_err("euros are no dollars"));
    let problem = &refused["problems"][0];
    assert_eq!((&problem["code"], &problem["path"]), (&json!("state_mismatch"), &json!("/state/currency")));
    assert!(Account::open(small(), state.as_bytes()).is_ok());
}

#[test]
fn threads_share_a_prepared_rulebook() {
    let rulebook = small();
    let ask = || rulebook.call("check", b"{}");
    let expected = ask();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(|| (0..200).all(|_| ask() == expected))).collect();
        threads.into_iter().for_each(|thread| assert!(thread.join().expect("no panic")));
    });
}

#[test]
fn a_handle_is_used_while_it_is_open() {
    let mut handles = Handles::new();
    let check = r#"{"rulebook":{"name":"d","currency":"USD","rounding":{"scale":4,"mode":"half_up"},"rates":[]}}"#;
    let (rulebook, answer) = handles.prepare(check.as_bytes());
    assert_eq!((rulebook, answer), (1, call("check", check.as_bytes())));
    assert_eq!(handles.prepare(b"{}"), (0, call("check", b"{}")));
    let (account, opened) = handles.open(rulebook, br#"{"open":{"account":"a","time":"2026-01-01T00:00:00Z"}}"#);
    assert_eq!((account, value(&opened)["answer"]["state"]["account"].clone()), (2, json!("a")));
    assert_eq!(handles.state(account), opened);
    let told = |answer: &[u8]| -> String {
        let answer = value(answer);
        assert_eq!(
            (&answer["status"], &answer["problems"][0]["code"]),
            (&json!("problems"), &json!("handle_not_open"))
        );
        answer["problems"][0]["message"].as_str().expect("text").to_owned()
    };
    assert_eq!(told(&handles.open(account, b"{}").1), "the handle `2` is an account's, expected a rulebook's");
    assert_eq!(told(&handles.state(rulebook)), "the handle `1` is a rulebook's, expected an account's");
    assert_eq!(told(&handles.call(7, "check", b"{}")), "the handle `7` is not open");
    // Accounts outlive the handle of their rulebook.
    assert_eq!(handles.close(rulebook), Ok(()));
    assert_eq!(told(&handles.close(rulebook).expect_err("twice")), "the handle `1` is not open");
    assert_eq!(told(&handles.call(rulebook, "check", b"{}")), "the handle `1` is not open");
    let overview = handles.call(account, "overview", br#"{"as_of":"2026-01-02T00:00:00Z"}"#);
    assert_eq!(value(&overview)["status"], "ok");
    assert_eq!(handles.close(account), Ok(()));
    for answer in
        [handles.state(account), handles.open(account, b"{}").1, handles.call_columns(0, "rate", b"{}", &[]).0]
    {
        told(&answer);
    }
    // No number names two things.
    assert_eq!(handles.prepare(check.as_bytes()).0, 3);
}
