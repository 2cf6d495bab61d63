//! Laws of tax: sums add up, nothing is rounded twice, no tax is left out without a reason.

use counterfoil_core::call;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Cents of an amount with two places.
fn cents(amount: &Value) -> i64 {
    let text = amount.as_str().expect("an amount");
    text.replace('.', "").parse().unwrap_or_else(|_| panic!("{text}"))
}

fn decimal(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}

fn sum<'v>(list: &'v Value, amount: impl Fn(&'v Value) -> &'v Value) -> i64 {
    list.as_array().expect("a list").iter().map(|item| cents(amount(item))).sum()
}

fn answer(verb: &str, call_: &Value) -> Value {
    let answer: Value = serde_json::from_slice(&call(verb, call_.to_string().as_bytes())).expect("JSON");
    assert_eq!(answer["status"], "ok", "{call_}\n{answer}");
    answer["answer"].clone()
}

/// A rulebook with up to three taxes on each of two classes, in thousandths of a percent.
fn rulebook(rates: &[(u32, bool)], prices: &str, rounding: &str) -> Value {
    let rate = |class: &str, place: usize, thousandths: u32, compound: bool| {
        json!({"place": {"country": "US"}, "class": class, "jurisdiction": format!("j{place}"), "from": "2020-01-01",
               "percent": format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000), "compound": compound})
    };
    let standard =
        rates.iter().enumerate().map(|(place, (percent, compound))| rate("standard", place, *percent, *compound));
    let rates: Vec<Value> = standard.chain([rate("other", 0, 5_500, false)]).collect();
    json!({"name": "x", "currency": "USD", "rounding": {"scale": 2, "mode": "half_up"}, "rates": [],
           "seller": {"name": "Seller", "country": "US"},
           "tax": {"regime": "sales_tax", "prices": prices, "rounding": rounding, "mode": "half_up",
                   "classes": [{"class": "other", "products": ["other"]}], "rates": rates}})
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn sums_add_up(
        rates in prop::collection::vec((1_u32..30_000, any::<bool>()), 1..4),
        lines in prop::collection::vec((-100_000_i64..1_000_000, any::<bool>()), 0..8),
        inclusive in any::<bool>(),
        per_line in any::<bool>(),
    ) {
        let (prices, rounding) =
            (if inclusive { "inclusive" } else { "exclusive" }, if per_line { "per_line" } else { "per_category" });
        let given: Vec<Value> = lines.iter().map(|(amount, other)| {
            json!({"product": if *other { "other" } else { "call" }, "amount": decimal(*amount)})
        }).collect();
        let made = answer("tax", &json!({"rulebook": rulebook(&rates, prices, rounding), "date": "2026-01-05",
            "customer": {"name": "Customer", "country": "US"}, "lines": given}));
        let (net, tax, gross) = (cents(&made["net"]), cents(&made["tax"]), cents(&made["gross"]));
        prop_assert_eq!(net + tax, gross);
        prop_assert_eq!(sum(&made["lines"], |line| &line["assessed"]["net"]), net);
        prop_assert_eq!(sum(&made["groups"], |group| &group["net"]), net);
        prop_assert_eq!(sum(&made["groups"], |group| &group["tax"]), tax);
        prop_assert_eq!(sum(&made["groups"], |group| &group["gross"]), gross);
        for group in made["groups"].as_array().expect("groups") {
            prop_assert_eq!(sum(&group["taxes"], |part| &part["amount"]), cents(&group["tax"]));
        }
        let amounts: i64 = lines.iter().map(|(amount, _)| amount).sum();
        prop_assert_eq!(if inclusive { gross } else { net }, amounts);
        if per_line {
            prop_assert_eq!(sum(&made["lines"], |line| &line["assessed"]["tax"]), tax);
        }
    }

    #[test]
    fn a_single_tax_is_off_by_half_a_cent_at_most(percent in 1_u32..100_000, amount in -1_000_000_i64..1_000_000) {
        let made = answer("tax", &json!({"rulebook": rulebook(&[(percent, false)], "exclusive", "per_category"),
            "date": "2026-01-05", "customer": {"name": "Customer", "country": "US"},
            "lines": [{"product": "call", "amount": decimal(amount)}]}));
        // In 100,000ths of a cent; a tie goes away from zero.
        let (exact, found) = (amount * i64::from(percent), cents(&made["tax"]) * 100_000);
        prop_assert!((exact - found).abs() <= 50_000);
        prop_assert!((exact - found).abs() < 50_000 || found.abs() > exact.abs());
    }

    #[test]
    fn no_tax_is_left_out_without_a_reason(
        seller in prop::sample::select(vec!["DE", "FR", "GB", "US"]),
        customer in prop::sample::select(vec!["DE", "FR", "GB", "US"]),
        (business, stop_shop, goods) in any::<(bool, bool, bool)>(),
        verified in prop::option::of(1_u32..28),
        number in prop::sample::select(vec![("DE", "DE136695976"), ("FR", "FR40303265045"), ("FR", "FR41303265045"), ("GB", "XI980780684")]),
    ) {
        let class = if goods { "goods" } else { "standard" };
        let rate = |country: &str| json!({"place": {"country": country}, "class": class, "from": "2020-01-01", "percent": "20"});
        let rates = ["DE", "FR", "GB", "US"].map(rate);
        let mut registration = json!({"country": number.0, "kind": "vat", "value": number.1});
        if let Some(day) = verified {
            registration["verified_on"] = json!(format!("2026-01-{day:02}"));
        }
        let call_ = json!({"rulebook": {"name": "x", "currency": "EUR", "rounding": {"scale": 2, "mode": "half_up"}, "rates": [],
            "seller": {"name": "Seller", "country": seller},
            "tax": {"regime": "vat", "prices": "exclusive", "mode": "half_up", "one_stop_shop": stop_shop,
                    "classes": [{"class": "goods", "products": ["router"], "supply": "goods"}],
                    "rates": rates}},
            "date": "2026-01-14", "lines": [{"product": if goods { "router" } else { "call" }, "amount": "100"}],
            "customer": {"name": "Customer", "business": business, "country": customer, "registrations": [registration]}});
        let answer: Value = serde_json::from_slice(&call("tax", call_.to_string().as_bytes())).expect("JSON");
        if answer["status"] == "problems" {
            prop_assert_eq!(&answer["problems"][0]["code"], "tax_registration_missing");
            return Ok(());
        }
        let treatment = &answer["answer"]["lines"][0]["assessed"]["treatment"];
        let category = treatment["category"].as_str().expect("a category");
        prop_assert_eq!(category == "S", treatment["reason"].is_null());
        prop_assert_eq!(category == "S", treatment["levies"] != json!([]));
        prop_assert_eq!(&answer["answer"]["tax"], if category == "S" { "20.00" } else { "0.00" });
        if seller == customer {
            prop_assert_eq!(category, "S");
        }
        if ["AE", "K"].contains(&category) {
            prop_assert!(business && verified.is_some_and(|day| day <= 14) && number.0 != seller);
            prop_assert!(number.1 != "FR41303265045", "its check digits are wrong");
        }
    }
}
