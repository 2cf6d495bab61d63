//! The published charges of 5,000 telephone customers, to the cent.

use counterfoil_core::call;
use counterfoil_tests::root;
use serde_json::{Value, json};

/// Minutes, product and published charge, by column.
const CLASSES: [(&str, usize, usize); 4] =
    [("call.day", 5, 6), ("call.evening", 8, 9), ("call.night", 11, 12), ("call.international", 14, 15)];

#[test]
fn every_published_charge_is_ours_but_for_56_ties_that_floats_rounded_down() {
    let folder = root().join("tests/cases/telephone");
    let customers = std::fs::read_to_string(folder.join("customers.csv")).expect("the customers");
    let rulebook: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("rulebook.json")).expect("the rulebook"))
            .expect("JSON");
    let mut usage = Vec::new();
    let mut published = Vec::new();
    for row in customers.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        for (product, minutes, charge) in CLASSES {
            usage.push(json!({"id": format!("{}-{product}", cells[0]), "time": "2026-01-31T00:00:00Z", "product": product, "quantity": cells[minutes], "unit": "minute"}));
            published.push(cells[charge]);
        }
    }
    assert_eq!(usage.len(), 20_000);
    let answer = call("rate", json!({"rulebook": rulebook, "usage": usage}).to_string().as_bytes());
    let answer: Value = serde_json::from_slice(&answer).expect("JSON");
    let lines = answer["answer"]["lines"].as_array().expect("lines");
    let (mut ties, mut total) = (0, 0);
    for (line, published) in lines.iter().zip(&published) {
        let (ours, theirs) = (cents(line["amount"].as_str().expect("text")), cents(published));
        total += ours;
        if ours != theirs {
            // The exact amount ends in half a cent, the product is a night's, and the publisher is a cent lower.
            let exact = line["exact"].as_str().expect("text");
            assert!(
                exact.split_once('.').is_some_and(|(_, places)| places.len() == 3 && places.ends_with('5')),
                "{line}"
            );
            assert_eq!((line["product"].as_str(), ours), (Some("call.night"), theirs + 1), "{line}");
            ties += 1;
        }
    }
    assert_eq!(ties, 56);
    assert_eq!(cents(answer["answer"]["total"].as_str().expect("text")), total);
}

fn cents(amount: &str) -> i64 {
    let (whole, cents) = amount.split_once('.').expect("two places");
    assert_eq!(cents.len(), 2, "{amount}");
    whole.parse::<i64>().expect("digits") * 100 + cents.parse::<i64>().expect("digits")
}
