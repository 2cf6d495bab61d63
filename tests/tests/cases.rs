//! Every case, natively: the reference that the other runners are compared with.

use counterfoil_core::call;
use counterfoil_tests::cases;
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
