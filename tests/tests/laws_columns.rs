//! Usages in columns cost what the same usages cost one by one, and in how many calls they come makes no difference.

use counterfoil_core::{call, call_columns};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

const PRODUCTS: [&str; 3] = ["a", "b", "c"];
/// Milliseconds of 2026-01-01T00:00:00Z, and of an hour.
const BEGIN: i64 = 1_767_225_600_000;
const HOUR: i64 = 3_600_000;

#[derive(Clone, Debug)]
struct Row {
    kind: u32,
    quantity: i64,
    hours: i64,
    second: i64,
}

fn decimal(units: i64, scale: u32) -> String {
    let (whole, power) = (units / 10_i64.pow(scale), 10_i64.pow(scale));
    if scale == 0 { whole.to_string() } else { format!("{whole}.{:0width$}", units % power, width = scale as usize) }
}

/// A model, or a plain price.
fn priced() -> impl Strategy<Value = Value> {
    let price = (0..5_000_i64, 0..=4_u32).prop_map(|(units, scale)| decimal(units, scale));
    let tiers = vec((1..40_i64, price.clone(), proptest::option::of(0..300_i64)), 1..4).prop_map(|tiers| {
        let (mut up_to, last) = (0, tiers.len() - 1);
        let mut told = Vec::new();
        for (place, (width, price, flat)) in tiers.into_iter().enumerate() {
            up_to += width;
            let mut tier = json!({"price": price});
            if place < last {
                tier["up_to"] = up_to.to_string().into();
            }
            if let Some(flat) = flat {
                tier["flat"] = decimal(flat, 2).into();
            }
            told.push(tier);
        }
        Value::from(told)
    });
    let per = select(vec![None, Some("60"), Some("7"), Some("1000"), Some("0.5")]);
    let plain = (price.clone(), per.clone()).prop_map(|(price, per)| json!({"price": price, "per": per}));
    let graduated = (tiers.clone(), any::<bool>(), any::<bool>(), per).prop_map(|(tiers, zero, usage, per)| {
        let scope = if usage { "usage" } else { "period" };
        // The switch needs a flat amount to switch.
        let zero = zero && tiers[0]["flat"].as_str().is_some_and(|flat| flat != "0.00");
        json!({"model": {"type": "graduated", "tiers": tiers, "flat_at_zero": zero}, "scope": scope, "per": per})
    });
    let volume = (tiers, any::<bool>()).prop_map(|(tiers, usage)| {
        let scope = if usage { "usage" } else { "period" };
        json!({"model": {"type": "volume", "tiers": tiers}, "scope": scope})
    });
    let package = (1..20_i64, price.clone())
        .prop_map(|(size, price)| json!({"model": {"type": "package", "size": size.to_string(), "price": price}}));
    let flat = price.prop_map(|price| json!({"model": {"type": "flat", "amount": price}}));
    prop_oneof![3 => plain, 5 => graduated, 1 => volume, 1 => package, 1 => flat]
}

/// A rate of a product, with what else can stand on one.
fn rate(product: usize) -> impl Strategy<Value = Vec<Value>> {
    let bounds = (proptest::option::of(1..2_000_i64), proptest::option::of(2_000..9_000_i64));
    let meter = select(vec!["sum", "sum", "sum", "sum", "count", "maximum"]);
    let extras = (proptest::option::weighted(0.1, 1..5_i64), proptest::option::weighted(0.1, 1..50_i64));
    let second = proptest::option::weighted(0.3, (priced(), 1..40_i64));
    (priced(), bounds, meter, extras, second).prop_map(
        move |(priced, (least, most), meter, (increment, off), second)| {
            // A maximum is one number of a period, and says nothing of a usage by itself.
            let by_usage = |priced: &Value| priced["scope"] == "usage";
            let alone = by_usage(&priced) || second.as_ref().is_some_and(|(other, _)| by_usage(other));
            let meter = if alone && meter == "maximum" { "sum" } else { meter };
            let make = |id: String, priced: &Value| {
                // Packages are whole already.
                let increment = increment.filter(|_| priced["model"]["type"] != "package");
                let mut rate = json!({"id": id, "product": PRODUCTS[product], "unit": "unit", "meter": meter});
                for (key, value) in priced.as_object().into_iter().flatten() {
                    if !value.is_null() {
                        rate[key] = value.clone();
                    }
                }
                let texts = [
                    ("increment", increment.map(|one| one.to_string())),
                    ("discount_percent", off.map(|one| one.to_string())),
                ];
                for (key, text) in texts.into_iter().chain([
                    ("minimum", least.map(|one| decimal(one, 2))),
                    ("maximum", most.map(|one| decimal(one, 2))),
                ]) {
                    if let Some(text) = text {
                        rate[key] = text.into();
                    }
                }
                rate
            };
            let mut rates = vec![make(format!("{}1", PRODUCTS[product]), &priced)];
            if let Some((other, hours)) = second {
                let moment = time(hours);
                rates[0]["until"] = moment.clone().into();
                let mut later = make(format!("{}2", PRODUCTS[product]), &other);
                later["from"] = moment.into();
                rates.push(later);
            }
            rates
        },
    )
}

fn time(hours: i64) -> String {
    moment(hours, 0)
}

/// A second of its own for each row of an hour: of one moment usages have an order by what they say, and rows their own.
fn moment(hours: i64, second: i64) -> String {
    format!("2026-01-{:02}T{:02}:{:02}:{:02}Z", 1 + hours / 24, hours % 24, second / 60, second % 60)
}

fn rulebook() -> impl Strategy<Value = Value> {
    let modes = select(vec!["half_even", "half_up", "up", "down", "ceiling", "floor"]);
    let allowance = (1..60_i64, vec(0..3_usize, 1..3), 0..3_u8, proptest::option::weighted(0.2, 1..5_i64));
    (rate(0), rate(1), rate(2), 2..=6_u8, modes, vec(allowance, 0..3)).prop_map(|(a, b, c, scale, mode, allowances)| {
        let mut told = Vec::new();
        for (place, (quantity, mut products, priority, increment)) in allowances.into_iter().enumerate() {
            products.sort_unstable();
            products.dedup();
            // An allowance covers what adds up.
            let sum = |product: &usize| [&a, &b, &c][*product][0]["meter"] == "sum";
            let products: Vec<&str> = products.into_iter().filter(sum).map(|product| PRODUCTS[product]).collect();
            if products.is_empty() {
                continue;
            }
            let mut one = json!({"id": format!("m{place}"), "products": products, "unit": "unit", "included": true,
                "quantity": quantity.to_string(), "priority": priority});
            if let Some(increment) = increment {
                one["increment"] = increment.to_string().into();
            }
            told.push(one);
        }
        json!({"name": "columns", "currency": "USD", "rounding": {"scale": scale, "mode": mode}, "billing": {"anchor_day": 1},
            "rates": a.into_iter().chain(b).chain(c).collect::<Vec<_>>(), "allowances": told})
    })
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    vec((0..3_u32, prop_oneof![1 => Just(0_i64), 6 => 0..30_000_i64], 0..6_i64), 0..40).prop_map(|steps| {
        let mut hours = 0;
        steps
            .into_iter()
            .zip(0..)
            .map(|((kind, quantity, later), second)| {
                hours += later;
                Row { kind, quantity, hours, second }
            })
            .collect()
    })
}

/// A kind of each product, some with a size that picks the tier; where it may not, both doors refuse it.
fn kinds() -> impl Strategy<Value = Vec<Value>> {
    vec(proptest::option::weighted(0.2, 0..60_i64), PRODUCTS.len()).prop_map(|sizes| {
        let kind = |(product, size): (&str, Option<i64>)| match size {
            Some(size) => json!({"product": product, "unit": "unit", "size": size.to_string()}),
            None => json!({"product": product, "unit": "unit"}),
        };
        PRODUCTS.into_iter().zip(sizes).map(kind).collect()
    })
}

/// The call that rates the rows one by one.
fn usages(rulebook: &Value, kinds: &[Value], rows: &[Row], scale: u32) -> Value {
    let used = |(place, row): (usize, &Row)| {
        let mut usage = kinds[row.kind as usize].clone();
        usage["id"] = format!("u{place:06}").into();
        usage["time"] = moment(row.hours, row.second).into();
        usage["quantity"] = decimal(row.quantity, scale).into();
        usage
    };
    let usage: Vec<Value> = rows.iter().enumerate().map(used).collect();
    json!({"rulebook": rulebook, "usage": usage, "until": "2026-02-01T00:00:00Z"})
}

fn rated(asked: &Value) -> Value {
    serde_json::from_slice(&call("rate", asked.to_string().as_bytes())).expect("JSON")
}

fn in_columns(rulebook: &Value, rows: &[Row], scale: u32, more: &Value) -> (Value, Vec<i64>) {
    let kinds: Vec<Value> = PRODUCTS.iter().map(|product| json!({"product": product, "unit": "unit"})).collect();
    let mut asked = json!({"rulebook": rulebook, "usage": {"kinds": kinds, "rows": rows.len(), "scale": scale,
        "columns": ["quantity", "time", "kind"], "time": "2026-01-01T00:00:00Z"}});
    for (key, value) in more.as_object().into_iter().flatten() {
        let place = if key == "kinds" { &mut asked["usage"] } else { &mut asked };
        place[key] = value.clone();
    }
    let quantity: Vec<u8> = rows.iter().flat_map(|row| row.quantity.to_le_bytes()).collect();
    let time: Vec<u8> =
        rows.iter().flat_map(|row| (BEGIN + HOUR * row.hours + 1_000 * row.second).to_le_bytes()).collect();
    let kind: Vec<u8> = rows.iter().flat_map(|row| row.kind.to_le_bytes()).collect();
    let (answer, amounts) = call_columns("rate", asked.to_string().as_bytes(), &[&quantity, &time, &kind]);
    (serde_json::from_slice(&answer).expect("JSON"), amounts)
}

/// An unrounded sum as two whole numbers.
fn fraction(text: &Value) -> (i128, i128) {
    let number = |text: &str| -> (i128, i128) {
        let (whole, places) = text.split_once('.').unwrap_or((text, ""));
        (format!("{whole}{places}").parse().expect("digits"), 10_i128.pow(places.len() as u32))
    };
    let (above, below) =
        text.as_str().expect("a number").split_once('/').unwrap_or((text.as_str().expect("a number"), "1"));
    let ((a, b), (c, d)) = (number(above), number(below));
    let (mut above, mut below) = (a * d, b * c);
    let (mut one, mut other) = (above.abs(), below);
    while other != 0 {
        (one, other) = (other, one % other);
    }
    (above, below) = (above / one.max(1), below / one.max(1));
    (above, below)
}

fn same(rulebook: &Value, rows: &[Row], lines: &Value, columns: &(Value, Vec<i64>)) -> Result<(), TestCaseError> {
    let (answer, amounts) = columns;
    prop_assert_eq!(&lines["status"], &answer["status"], "{} {}", lines, answer);
    if lines["status"] != "ok" {
        let (one, two) = (&lines["problems"][0], &answer["problems"][0]);
        prop_assert_eq!(&one["code"], &two["code"]);
        let path = one["path"].as_str().unwrap_or_default().replace("/usage/", "/rows/");
        prop_assert_eq!(path.as_str(), two["path"].as_str().unwrap_or_default());
        return Ok(());
    }
    let (lines, answer) = (&lines["answer"], &answer["answer"]);
    let scale = rulebook["rounding"]["scale"].as_u64().expect("a scale") as u32;
    for (place, line) in lines["lines"].as_array().expect("lines").iter().enumerate() {
        let amount = amounts[place];
        let sign = if amount < 0 { "-" } else { "" };
        prop_assert_eq!(
            &line["amount"],
            &Value::from(format!("{sign}{}", decimal(amount.abs(), scale))),
            "row {} of {:?}",
            place,
            rows
        );
    }
    prop_assert_eq!(fraction(&lines["exact"]), fraction(&answer["exact"]));
    for field in ["period_end", "allowances", "total", "rules"] {
        prop_assert_eq!(&lines[field], &answer[field], "{}", field);
    }
    Ok(())
}

/// Usages of a model service, as events and as rows; the second kind is a subaccount's.
fn drafted(rows: &[Row], top_up: i64) -> (Value, Value) {
    let rulebook: Value = serde_json::from_str(include_str!("../../core/presets/credits-overage.json")).expect("JSON");
    let kinds = [
        json!({"product": "agent.minutes", "unit": "minute"}),
        json!({"product": "tokens", "unit": "token", "dimensions": {"tokens": "output"}, "subaccount": "lab"}),
        json!({"product": "messages", "unit": "message"}),
    ];
    let paid = json!({"type": "top_up", "id": "paid", "time": time(12), "amount": top_up.to_string()});
    let used = |(place, row): (usize, &Row)| {
        let mut event = kinds[row.kind as usize].clone();
        let (id, moment) = (format!("u{place:04}"), moment(row.hours, row.second));
        for (key, value) in [("type", "usage"), ("id", &id), ("time", &moment), ("quantity", &row.quantity.to_string())]
        {
            event[key] = value.into();
        }
        event
    };
    let mut asked = json!({"rulebook": rulebook, "as_of": "2026-01-31T00:00:00Z",
        "open": {"account": "a", "time": "2026-01-01T00:00:00Z", "customer":
            {"name": "Muster GmbH", "business": true, "street": "Hauptstr. 1", "city": "Berlin", "postcode": "10115", "country": "DE"}}});
    asked["events"] = std::iter::once(paid.clone()).chain(rows.iter().enumerate().map(used)).collect();
    let events: Value = serde_json::from_slice(&call("draft", asked.to_string().as_bytes())).expect("JSON");
    asked["events"] = json!([paid]);
    asked["usage"] = json!({"kinds": kinds, "rows": rows.len(), "columns": ["quantity", "time", "kind"], "scale": 0,
        "time": "2026-01-01T00:00:00Z"});
    let mut bytes: Vec<u8> = rows.iter().flat_map(|row| row.quantity.to_le_bytes()).collect();
    bytes.extend(rows.iter().flat_map(|row| (BEGIN + HOUR * row.hours + 1_000 * row.second).to_le_bytes()));
    bytes.extend(rows.iter().flat_map(|row| row.kind.to_le_bytes()));
    let (columns, amounts) = call_columns("draft", asked.to_string().as_bytes(), &[&bytes]);
    assert!(amounts.is_empty());
    (events, serde_json::from_slice(&columns).expect("JSON"))
}

/// A law over rulebooks that are refused holds of nothing: at least nine in ten are rated.
#[test]
fn nine_in_ten_rulebooks_are_sound() {
    let (mut runner, drawn) = (TestRunner::deterministic(), 500);
    let mut refused = Vec::new();
    for _ in 0..drawn {
        let rulebook = rulebook().new_tree(&mut runner).expect("a rulebook").current();
        let asked = json!({"rulebook": rulebook}).to_string();
        let answer: Value = serde_json::from_slice(&call("check", asked.as_bytes())).expect("JSON");
        refused.extend(answer["problems"].as_array().and_then(|problems| problems.first().cloned()));
    }
    assert!(refused.len() * 10 <= drawn, "{} of {drawn} are refused: {refused:#?}", refused.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn columns_cost_what_lines_cost(rulebook in rulebook(), kinds in kinds(), rows in rows(), scale in 0..=3_u32) {
        let more = json!({"kinds": kinds, "until": "2026-02-01T00:00:00Z"});
        let mut asked = usages(&rulebook, &kinds, &rows, scale);
        let lines = rated(&asked);
        asked["totals_only"] = true.into();
        let mut totals = rated(&asked);
        if lines["status"] == "ok" {
            prop_assert_eq!(fraction(&lines["answer"]["exact"]), fraction(&totals["answer"]["exact"]));
            for field in ["lines", "exact", "rounding"] {
                totals["answer"][field] = lines["answer"][field].clone();
            }
        }
        prop_assert_eq!(&lines, &totals, "totals only");
        same(&rulebook, &rows, &lines, &in_columns(&rulebook, &rows, scale, &more))?;
    }

    #[test]
    fn several_calls_are_one(rulebook in rulebook(), rows in rows(), cut in 0..40_usize) {
        let (first, second) = rows.split_at(cut.min(rows.len()));
        let whole = in_columns(&rulebook, &rows, 1, &json!({"until": "2026-02-01T00:00:00Z"}));
        let (begun, mut amounts) = in_columns(&rulebook, first, 1, &json!({"goes_on": true}));
        if begun["status"] != "ok" {
            prop_assert_eq!(&begun["status"], &whole.0["status"]);
            return Ok(());
        }
        let more = json!({"so_far": begun["answer"]["so_far"], "until": "2026-02-01T00:00:00Z"});
        let (mut ended, rest) = in_columns(&rulebook, second, 1, &more);
        amounts.extend(rest);
        prop_assert_eq!(&whole.0["status"], &ended["status"], "{} {}", whole.0, ended);
        if ended["status"] == "ok" {
            prop_assert_eq!(fraction(&whole.0["answer"]["exact"]), fraction(&ended["answer"]["exact"]));
            prop_assert_eq!(whole.1, amounts);
            for field in ["rows", "exact", "rounding"] {
                ended["answer"][field] = whole.0["answer"][field].clone();
            }
            prop_assert_eq!(&whole.0["answer"], &ended["answer"]);
        }
    }

    /// The invoice does not ask how its usages came.
    #[test]
    fn rows_draft_the_invoice_of_events(rows in rows(), top_up in 5..400_i64) {
        let (events, columns) = drafted(&rows, top_up);
        prop_assert_eq!(&events["status"], "ok", "{}", events);
        prop_assert_eq!(events, columns);
    }
}
