//! Laws of rating: what holds for every price model, split and card.

use counterfoil_core::call;
use counterfoil_core::money::Ratio;
use counterfoil_core::wire::from_bytes;
use proptest::prelude::*;
use serde_json::{Value, json};

fn rated(rulebook: &Value, usage: &[Value]) -> Value {
    let asked = json!({"rulebook": rulebook, "usage": usage});
    let answer: Value = serde_json::from_slice(&call("rate", asked.to_string().as_bytes())).expect("JSON");
    assert_eq!(answer["status"], "ok", "{answer}");
    answer["answer"].clone()
}

fn rulebook(model: &Value, more: &Value) -> Value {
    let mut rate = json!({"id": "r", "product": "p", "unit": "unit", "model": model});
    for (key, value) in more.as_object().expect("an object") {
        rate[key] = value.clone();
    }
    json!({"name": "laws", "currency": "USD", "rounding": {"scale": 3, "mode": "half_even"}, "rates": [rate]})
}

fn used(place: usize, thousandths: u64) -> Value {
    let quantity = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    let (hour, minute) = (place / 60, place % 60);
    json!({"id": format!("u{place:03}"), "time": format!("2026-01-05T{hour:02}:{minute:02}:00Z"), "product": "p", "unit": "unit", "quantity": quantity})
}

/// Money in thousandths.
fn units(value: &Value) -> i128 {
    value.as_str().expect("a decimal").replace('.', "").parse().expect("digits")
}

fn tiers() -> impl Strategy<Value = Vec<Value>> {
    let tier = (1_u64..50, 0_u64..2000, 0_u64..900);
    prop::collection::vec(tier, 1..5).prop_map(|parts| {
        let (mut bound, last) = (0, parts.len() - 1);
        let tier = |(place, (width, price, flat)): (usize, (u64, u64, u64))| {
            bound += width;
            let mut tier =
                json!({"price": format!("0.{price:04}"), "flat": format!("{}.{:02}", flat / 100, flat % 100)});
            if place < last {
                tier["up_to"] = json!(bound.to_string());
            }
            tier
        };
        parts.into_iter().enumerate().map(tier).collect()
    })
}

/// Models whose totals never fall, so that usages post as they happen.
fn models() -> impl Strategy<Value = Value> {
    let graduated = (tiers(), any::<bool>()).prop_map(|(tiers, at_zero)| {
        // The switch needs a flat amount to switch.
        let at_zero = at_zero && tiers[0]["flat"] != "0.00";
        json!({"type": "graduated", "tiers": tiers, "flat_at_zero": at_zero})
    });
    let package = (1_u64..40, 0_u64..3000, 0_u64..30, any::<bool>()).prop_map(|(size, price, free, up)| {
        json!({"type": "package", "size": size.to_string(), "price": format!("0.{price:04}"), "free": free.to_string(),
               "partial": if up { "up" } else { "down" }})
    });
    prop_oneof![graduated, package]
}

/// Any model but a sum.
fn single() -> impl Strategy<Value = Value> {
    let money = |cents: u64| format!("{}.{:02}", cents / 100, cents % 100);
    let volume = tiers().prop_map(|tiers| json!({"type": "volume", "tiers": tiers}));
    let steps = (1_u64..30, 0_u64..900, 1_u64..900).prop_map(move |(bound, one, two)| {
        json!({"type": "stairstep", "steps": [{"up_to": bound.to_string(), "amount": money(one)}, {"amount": money(two)}]})
    });
    let percentage = (1_u64..900, 0_u64..300, 1_u64..500, 0_u64..500, 0_u32..3).prop_map(move |(percent, fixed, least, room, free)| {
        let bounds = (money(least), money(least + room));
        let mut model = json!({"type": "percentage", "percent": money(percent), "fixed": money(fixed), "minimum": bounds.0, "maximum": bounds.1});
        if free > 0 {
            model["free_usages"] = json!(free);
        }
        model
    });
    let call = (1_u64..70, 1_u64..300, 1_u64..300, 1_u64..200).prop_map(move |(increment, price, fee, least)| {
        let segments = json!([{"from": "0", "price": money(price), "increment": increment.to_string()}]);
        json!({"type": "call", "connection_fee": money(fee), "segments": segments, "minimum": money(least)})
    });
    let price = (1_u64..900).prop_map(move |price| json!({"type": "per_unit", "price": money(price)}));
    let flat = (1_u64..900).prop_map(move |amount| json!({"type": "flat", "amount": money(amount)}));
    prop_oneof![models(), volume, steps, percentage, call, price, flat]
}

fn ratio(value: &Value) -> Ratio {
    from_bytes(value.to_string().as_bytes()).expect("an amount")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Any number of usages of a period cost what one of their sum does: only the named rounding happens, once.
    #[test]
    fn cutting_usage_changes_no_total(model in models(), parts in prop::collection::vec(0_u64..40_000, 1..12)) {
        let book = rulebook(&model, &json!({}));
        let cut: Vec<Value> = parts.iter().enumerate().map(|(place, part)| used(place, *part)).collect();
        let (many, one) = (rated(&book, &cut), rated(&book, &[used(0, parts.iter().sum())]));
        prop_assert_eq!(&many["total"], &one["total"]);
        prop_assert_eq!(&many["exact"], &one["exact"]);
    }

    /// The order in which facts arrive makes nothing of them.
    #[test]
    fn order_of_arrival_changes_nothing(model in models(), parts in prop::collection::vec(0_u64..40_000, 2..10)) {
        let book = rulebook(&model, &json!({}));
        let mut usage: Vec<Value> = parts.iter().enumerate().map(|(place, part)| used(place, *part)).collect();
        let forward = rated(&book, &usage);
        usage.reverse();
        let backward = rated(&book, &usage);
        let mut lines = backward["lines"].as_array().expect("lines").clone();
        lines.reverse();
        prop_assert_eq!(forward["lines"].as_array().expect("lines"), &lines);
        prop_assert_eq!(&forward["total"], &backward["total"]);
    }

    /// More never costs less: every line of a model that is posted as it happens is zero or more.
    #[test]
    fn graduated_cost_is_monotone(model in models(), parts in prop::collection::vec(0_u64..40_000, 1..12)) {
        let usage: Vec<Value> = parts.iter().enumerate().map(|(place, part)| used(place, *part)).collect();
        let answer = rated(&rulebook(&model, &json!({})), &usage);
        for line in answer["lines"].as_array().expect("lines") {
            prop_assert!(units(&line["amount"]) >= 0, "{}", line);
        }
    }

    /// Lines and what the period's end adds sum to the total, and the total is within half a unit of the exact sum.
    #[test]
    fn lines_sum_to_their_total(tiers in tiers(), parts in prop::collection::vec(0_u64..40_000, 1..12), volume in any::<bool>()) {
        let model = json!({"type": if volume { "volume" } else { "graduated" }, "tiers": tiers});
        let usage: Vec<Value> = parts.iter().enumerate().map(|(place, part)| used(place, *part)).collect();
        let answer = rated(&rulebook(&model, &json!({})), &usage);
        let none = Vec::new();
        let lines = answer["lines"].as_array().expect("lines").iter();
        let sum: i128 = lines.chain(answer["period_end"].as_array().unwrap_or(&none)).map(|line| units(&line["amount"])).sum();
        prop_assert_eq!(sum, units(&answer["total"]));
    }

    /// A minimum and a maximum hold the period's total, whatever was used.
    #[test]
    fn commitments_hold(model in models(), parts in prop::collection::vec(0_u64..40_000, 1..8), least in 1_u64..50, room in 0_u64..50) {
        let (minimum, maximum) = (least.to_string(), (least + room).to_string());
        let book = rulebook(&model, &json!({"minimum": minimum, "maximum": maximum}));
        let usage: Vec<Value> = parts.iter().enumerate().map(|(place, part)| used(place, *part)).collect();
        let total = units(&rated(&book, &usage)["total"]);
        prop_assert!((i128::from(least) * 1000..=i128::from(least + room) * 1000).contains(&total), "{}", total);
    }

    /// Where an amount has parts, they add up to it: of any model, meter and sum, with a discount, a minimum and a maximum of
    /// the rate, as usages come, as they are taken back, and when the period ends.
    #[test]
    fn parts_add_up_to_their_amount(
        models in prop::collection::vec(single(), 1..4), meter in prop::sample::select(vec!["sum", "sum", "sum", "count", "maximum", "latest", "unique", "time_weighted"]),
        bounds in prop::option::of((1_u64..60, 0_u64..60)), off in prop::option::of(1_u64..100), by_usage in any::<bool>(),
        parts in prop::collection::vec((0_u64..40_000, any::<bool>()), 1..10),
    ) {
        let model = if models.len() == 1 { models[0].clone() } else { json!({"type": "sum", "models": models}) };
        let mut more = json!({"meter": meter});
        if let Some((least, room)) = bounds {
            more["maximum"] = json!((least + room).to_string());
            // Half of them are bounded from below too.
            if least % 2 == 0 {
                more["minimum"] = json!(least.to_string());
            }
        }
        if let Some(off) = off {
            more["discount_percent"] = json!(off.to_string());
        }
        if by_usage {
            more["scope"] = json!("usage");
        }
        let usage: Vec<Value> = parts.iter().enumerate().flat_map(|(place, (part, back))| {
            let mut usage = used(place, *part);
            usage["key"] = json!(format!("k{}", part % 3));
            let mut taken = usage.clone();
            (taken["id"], taken["reverses"]) = (json!(format!("u{place:03}r")), usage["id"].clone());
            [usage].into_iter().chain(back.then_some(taken))
        }).collect();
        let book = rulebook(&model, &more);
        let ask = |usage: &[Value]| -> Value {
            let asked = json!({"rulebook": book, "usage": usage, "until": "2026-01-31T00:00:00Z"});
            serde_json::from_slice(&call("rate", asked.to_string().as_bytes())).expect("JSON")
        };
        let mut answer = ask(&usage);
        // Some cannot be taken back.
        if answer["status"] != "ok" {
            answer = ask(&usage.iter().filter(|usage| usage["reverses"].is_null()).cloned().collect::<Vec<_>>());
        }
        // A switch or bound that never applies is no rulebook.
        prop_assume!(answer["status"] == "ok");
        let lines = |name: &str| answer["answer"][name].as_array().cloned().unwrap_or_default();
        for line in lines("lines").into_iter().chain(lines("period_end")) {
            let Some(parts) = line["parts"].as_array() else { continue };
            let sum = parts.iter().fold(Ratio::ZERO, |sum, part| sum.plus(ratio(&part["amount"])).expect("small"));
            prop_assert!(sum.minus(ratio(&line["exact"])).expect("small").is_zero(), "{}", line);
        }
    }

    /// An allowance of A covers A and no more: what is charged is what is beyond it.
    #[test]
    fn allowances_cover_what_they_hold(held in 0_u64..60, parts in prop::collection::vec(0_u64..20_000, 1..10)) {
        let mut book = rulebook(&json!({"type": "per_unit", "price": "1"}), &json!({}));
        book["billing"] = json!({"anchor_day": 1});
        book["allowances"] = json!([{"id": "a", "products": ["p"], "unit": "unit", "quantity": (held + 1).to_string(), "included": true}]);
        let usage: Vec<Value> = parts.iter().enumerate().map(|(place, part)| used(place, *part)).collect();
        let answer = rated(&book, &usage);
        let whole: u64 = parts.iter().sum();
        prop_assert_eq!(units(&answer["total"]), i128::from(whole.saturating_sub((held + 1) * 1000)));
    }

    /// The longest prefix wins, on any card: held against a look at every rate.
    #[test]
    fn the_longest_prefix_wins(prefixes in prop::collection::btree_set("[1-4]{1,6}", 1..60), numbers in prop::collection::vec("[1-4]{1,8}", 1..30)) {
        let rates: Vec<Value> = prefixes.iter().enumerate()
            .map(|(place, prefix)| json!({"id": format!("r{place}"), "product": "p", "prefix": prefix, "unit": "unit", "price": "1"}))
            .chain([json!({"id": "default", "product": "p", "unit": "unit", "price": "1"})]).collect();
        let book = json!({"name": "card", "currency": "USD", "rounding": {"scale": 2, "mode": "half_up"}, "rates": rates});
        let usage: Vec<Value> = numbers.iter().enumerate().map(|(place, number)| {
            let mut usage = used(place, 1000);
            usage["destination"] = json!(number);
            usage
        }).collect();
        let answer = rated(&book, &usage);
        for (number, line) in numbers.iter().zip(answer["lines"].as_array().expect("lines")) {
            let longest = prefixes.iter().enumerate().filter(|(_, prefix)| number.starts_with(prefix.as_str())).max_by_key(|(_, prefix)| prefix.len());
            let expected = longest.map_or("default".to_owned(), |(place, _)| format!("r{place}"));
            prop_assert_eq!(line["rate"].as_str(), Some(expected.as_str()), "{}", number);
        }
    }
}
