//! VAT numbers: every country's form and check digits against numbers that another implementation has judged.

use counterfoil_core::party::Country;
use counterfoil_core::tax::VatNumber;
use serde_json::Value;

fn parse(country: &str, text: &str) -> Result<String, &'static str> {
    let country = Country::new(country).expect("a country");
    VatNumber::parse(country, text).map(|number| number.to_string()).map_err(|problem| problem.code.name())
}

#[test]
fn numbers_are_judged_as_the_member_states_do() {
    let file = counterfoil_tests::root().join("tests/cases/tables/vat_numbers.json");
    let table: Value = serde_json::from_str(&std::fs::read_to_string(file).expect("the table")).expect("JSON");
    let rows = |name: &str| table[name].as_array().cloned().expect("rows");
    let all = [rows("numbers"), rows("edges"), rows("differences")].concat();
    assert!(all.len() > 1_500, "only {} numbers were found", all.len());
    for row in &all {
        let (country, text) = (row["country"].as_str().expect("a country"), row["text"].as_str().expect("a text"));
        let found = parse(country, text);
        assert_eq!(Some(found.is_ok()), row["valid"].as_bool(), "{country} {text}: {found:?}");
        if let Ok(canonical) = found {
            assert_eq!(parse(country, &canonical), Ok(canonical.clone()), "{country} {text}");
        }
    }
}

#[test]
fn every_member_state_and_the_united_kingdom_is_known() {
    let known: Vec<_> = Country::all().filter(|country| VatNumber::known(*country)).collect();
    let expected: Vec<_> = Country::all().filter(|country| country.is_eu() || country.code() == "GB").collect();
    assert_eq!(known, expected);
    assert_eq!(known.len(), 28);
}

#[test]
fn only_spaces_dots_and_dashes_are_dropped() {
    assert_eq!(parse("DE", "DE 136.695-976"), Ok("DE136695976".into()));
    assert_eq!(parse("DE", "de136695976"), Ok("DE136695976".into()));
    assert_eq!(parse("GR", "023456780"), Ok("EL023456780".into()));
    for text in
        ["", "DE", "DE136695976x", "DE136,695976", "DE/136695976", "DE１３６695976", "ATU13585627", "DEDE136695976"]
    {
        assert_eq!(parse("DE", text), Err("vat_number_format"), "{text}");
    }
    assert_eq!(parse("GR", "GR023456780"), Err("vat_number_format"));
    assert_eq!(parse("DE", "136695978"), Err("vat_number_check"));
    assert_eq!(parse("US", "123456789"), Err("vat_number_format"));
}

#[test]
fn northern_ireland_keeps_its_prefix() {
    assert_eq!(parse("GB", "XI980780684"), Ok("XI980780684".into()));
    assert_eq!(parse("GB", "980780684"), Ok("GB980780684".into()));
}
