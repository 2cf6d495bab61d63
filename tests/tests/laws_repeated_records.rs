//! Records that repeat a form are read past the strict reader. They mean what they mean to it, right or wrong: the same
//! list with other space in each record, so that none repeats, has the same answer.

use counterfoil_core::call;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

/// A record's fields as text, in any order.
type Fields = Vec<(&'static str, String)>;

fn id() -> impl Strategy<Value = String> {
    prop_oneof![
        60 => (0..40_u32).prop_map(|number| format!("\"u{number}\"")),
        1 => select(vec!["5", "\"\"", "\"a b\"", "\"\\u0061\"", "\"ä\"", "null", "\"x\\\"y\"", "[\"u1\"]"]).prop_map(String::from),
    ]
}

fn time() -> impl Strategy<Value = String> {
    prop_oneof![
        60 => (1..29_u32, 0..24_u32).prop_map(|(day, hour)| format!("\"2026-01-{day:02}T{hour:02}:00:00Z\"")),
        1 => select(vec!["\"2026-01-05T12:00:00.25+05:30\"", "\"2026-02-30T00:00:00Z\"", "\"1999-12-31T23:59:59Z\"", "1767225600000", "\"\"",
            "\"2026-01-05T12:00:00\\u005a\""]).prop_map(String::from),
    ]
}

fn quantity() -> impl Strategy<Value = String> {
    prop_oneof![
        40 => (0..5_000_u32).prop_map(|tenths| format!("\"{}.{}\"", tenths / 10, tenths % 10)),
        20 => (0..500_u32).prop_map(|whole| whole.to_string()),
        1 => select(vec!["-1", "\"-1\"", "1.5", "1e3", "\"01\"", "\"1,5\"", "\"1234567890123456\"", "\"0.1234567890123\"", "true", "\"-0\""])
            .prop_map(String::from),
    ]
}

fn fields() -> impl Strategy<Value = Fields> {
    let product = prop_oneof![60 => select(vec!["\"a\"", "\"b\"", "\"c\""]), 1 => Just("\"missing\"")];
    let unit = prop_oneof![60 => Just("\"unit\""), 1 => Just("\"other\"")];
    let more = vec![
        ("direction", "\"inbound\"".to_owned()),
        ("dimensions", "{\"id\":\"x\",\"quantity\":\"7\"}".to_owned()),
        ("subaccount", "\"lab\"".to_owned()),
        ("unknown", "{\"time\":[1,\"}\"]}".to_owned()),
        ("id", "\"twice\"".to_owned()),
        ("offset", "\"1\"".to_owned()),
        ("type", "\"top_up\"".to_owned()),
    ];
    let extra = prop_oneof![20 => Just(Vec::new()), 1 => subsequence(more, 0..3)];
    (id(), time(), quantity(), product, unit, extra, any::<u8>()).prop_map(
        |(id, time, quantity, product, unit, extra, turn)| {
            let mut fields: Fields = vec![
                ("id", id),
                ("time", time),
                ("quantity", quantity),
                ("product", product.to_owned()),
                ("unit", unit.to_owned()),
            ];
            fields.extend(extra);
            // Mostly as it is, so that forms repeat.
            if turn.is_multiple_of(4) {
                let many = fields.len();
                fields.rotate_left(usize::from(turn / 4) % many);
            }
            fields
        },
    )
}

/// The list; with `apart` no record has the text of another.
fn list(records: &[Fields], head: &str, apart: bool) -> String {
    let record = |(place, fields): (usize, &Fields)| {
        let space = " ".repeat(if apart { place + 1 } else { 0 });
        let fields: Vec<String> = fields.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
        format!("{{{space}{head}{}}}", fields.join(","))
    };
    format!("[{}]", records.iter().enumerate().map(record).collect::<Vec<_>>().join(","))
}

fn rulebook(graduated: bool) -> Value {
    let tiers =
        json!({"type": "graduated", "tiers": [{"up_to": "300", "price": "0.013"}, {"price": "0.007", "flat": "1"}]});
    let rates: Vec<Value> = ["a", "b", "c"]
        .into_iter()
        .map(|product| match product {
            "b" if graduated => json!({"id": "b", "product": "b", "unit": "unit", "model": tiers}),
            _ => json!({"id": product, "product": product, "unit": "unit", "price": "0.013"}),
        })
        .collect();
    json!({"name": "forms", "currency": "USD", "rounding": {"scale": 2, "mode": "half_even"}, "billing": {"anchor_day": 1},
        "rates": rates})
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn usages_that_repeat_mean_the_same(records in vec(fields(), 0..30), graduated: bool, totals: bool) {
        let asked = |apart| {
            let usage = list(&records, "", apart);
            format!("{{\"usage\":{usage},\"totals_only\":{totals},\"rulebook\":{}}}", rulebook(graduated))
        };
        let (near, apart) = (call("rate", asked(false).as_bytes()), call("rate", asked(true).as_bytes()));
        if !totals {
            prop_assert_eq!(String::from_utf8(near), String::from_utf8(apart));
            return Ok(());
        }
        // Sums of another way may be written with another divisor: they are compared as lines are, to the last digit.
        let (near, apart): (Value, Value) = (serde_json::from_slice(&near)?, serde_json::from_slice(&apart)?);
        for place in ["/status", "/problems", "/answer/total", "/answer/exact", "/answer/rounding", "/answer/rules", "/answer/period_end"] {
            prop_assert_eq!(near.pointer(place), apart.pointer(place), "{}", place);
        }
    }

    #[test]
    fn events_that_repeat_mean_the_same(records in vec(fields(), 0..30)) {
        let asked = |apart| {
            let events = list(&records, "\"type\":\"usage\",", apart);
            format!("{{\"rulebook\":{},\"open\":{{\"account\":\"x\",\"time\":\"2026-01-01T00:00:00Z\"}},\"as_of\":\"2026-01-31T00:00:00Z\",\
                \"events\":{events}}}", rulebook(true))
        };
        let (near, apart) = (call("apply", asked(false).as_bytes()), call("apply", asked(true).as_bytes()));
        prop_assert_eq!(String::from_utf8(near), String::from_utf8(apart));
    }
}
