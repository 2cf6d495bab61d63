//! The rates that are shipped are those of the dated cases, and make a sound rulebook.

use serde_json::Value;
use std::fs;

fn read(path: &str) -> Value {
    let text = fs::read_to_string(counterfoil_tests::root().join(path)).expect("a file");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn the_shipped_rates_are_those_of_the_dated_cases() {
    let shipped = read("core/data/eu_vat_rates.json");
    assert_eq!(shipped, read("tests/cases/rules/tax_rates_by_date.json")["base"]["rulebook"]["tax"]["rates"]);
    let countries: std::collections::BTreeSet<_> =
        shipped.as_array().into_iter().flatten().filter_map(|rate| rate["place"]["country"].as_str()).collect();
    assert_eq!(countries.len(), 27);
}
