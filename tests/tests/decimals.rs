//! The General Decimal Arithmetic cases (speleotrove.com/decimal, by M. Cowlishaw) against exact money: the exact
//! result or a refusal, never a rounded one; rounding only by a named mode.

use counterfoil_core::money::{Exact, Mode, Money, Refusal, Rounding};
use counterfoil_core::wire;
use counterfoil_tests::root;
use serde_json::Value;

fn read(name: &str) -> Vec<Value> {
    let file = root().join("tests/cases/decimal").join(name);
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    serde_json::from_str(&text).expect("a list of cases")
}

fn text<'v>(case: &'v Value, field: &str) -> &'v str {
    case[field].as_str().unwrap_or_else(|| panic!("{field} of {case}"))
}

/// A number in any of the suite's forms, exponents included; `None` where an `Exact` has no room for it.
fn number(text: &str) -> Option<Exact> {
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (negative, digits) = (digits.starts_with('-'), digits.trim_start_matches(['-', '+']));
    let (integer, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut all = format!("{integer}{fraction}").trim_start_matches('0').to_owned();
    let mut scale = fraction.len() as i64 - exponent.parse::<i64>().ok()?;
    if all.is_empty() {
        return Some(Exact::ZERO);
    }
    while all.ends_with('0') && scale > 0 {
        all.pop();
        scale -= 1;
    }
    while scale < 0 && all.len() < 40 {
        all.push('0');
        scale += 1;
    }
    let magnitude: i128 = all.parse().ok()?;
    Exact::new(if negative { -magnitude } else { magnitude }, u32::try_from(scale).ok()?).ok()
}

/// The two operands, where both have room.
fn operands(case: &Value) -> Option<(Exact, Exact)> {
    let numbers: Vec<_> = case["operands"].as_array()?.iter().map(|operand| number(operand.as_str()?)).collect();
    match numbers[..] {
        [Some(a), Some(b)] => Some((a, b)),
        _ => None,
    }
}

fn mode(name: &str) -> Option<Mode> {
    Some(match name {
        "half_even" => Mode::HalfEven,
        "half_up" => Mode::HalfUp,
        "up" => Mode::Up,
        "down" => Mode::Down,
        "ceiling" => Mode::Ceiling,
        "floor" => Mode::Floor,
        // Not a mode of ours.
        "half_down" => return None,
        other => panic!("unknown mode {other}"),
    })
}

/// The suite rounds to significant digits; that is a rounding to places where none of them lies before the point.
fn rounds_to_places(case: &Value) -> bool {
    let expected = text(case, "expected");
    let digits = expected.chars().filter(char::is_ascii_digit).count();
    let most = case["then_round"]["significant_digits"].as_u64().map_or(usize::MAX, |most| most as usize);
    !expected.contains(['e', 'E']) && (expected.contains('.') || digits <= most)
}

/// Places after the point in a plain decimal text.
fn places(text: &str) -> u8 {
    text.split_once('.').map_or(0, |(_, fraction)| u8::try_from(fraction.len()).expect("a short text"))
}

#[test]
fn sums_and_products_are_exact_or_refused() {
    let (mut equal, mut refused, mut rounded) = (0, 0, 0);
    for case in read("arithmetic.json") {
        let operation: fn(Exact, Exact) -> Result<Exact, Refusal> = match text(&case, "op") {
            "add" => Exact::plus,
            "subtract" => Exact::minus,
            "multiply" => Exact::times,
            _ => continue,
        };
        let Some((a, b)) = operands(&case) else { continue };
        let exact = case.get("exact").map_or_else(|| text(&case, "expected"), |exact| exact.as_str().expect("text"));
        match (operation(a, b), number(exact)) {
            (Ok(found), Some(exact)) => assert_eq!(found, exact, "{case}"),
            (Err(_), None) => {
                refused += 1;
                continue;
            }
            (found, exact) => panic!("{case}: {found:?} against {exact:?}"),
        }
        equal += 1;
        let Some(round) = case.get("then_round") else { continue };
        let expected = text(&case, "expected");
        if !rounds_to_places(&case) {
            continue;
        }
        if let (Some(mode), Ok(sum)) = (mode(text(round, "mode")), operation(a, b))
            && let Ok(money) = (Rounding { scale: places(expected), mode }).round(sum)
        {
            assert_eq!(Some(money.exact()), number(expected), "{case}");
            rounded += 1;
        }
    }
    assert!(equal > 1_300 && rounded > 400, "{equal} equal, {refused} refused, {rounded} rounded");
}

#[test]
fn quotients_are_rounded_once_by_their_mode() {
    let mut checked = 0;
    for case in read("arithmetic.json").iter().filter(|case| case["op"] == "divide") {
        let Some((a, b)) = operands(case) else { continue };
        let expected = text(case, "expected");
        let mode = case.get("then_round").map_or(Some(Mode::HalfEven), |round| mode(text(round, "mode")));
        let (Some(mode), true) = (mode, rounds_to_places(case)) else { continue };
        match (Rounding { scale: places(expected), mode }).quotient(a, b) {
            Ok(money) => assert_eq!(Some(money.exact()), number(expected), "{case}"),
            Err(Refusal::Overflow) => continue,
            Err(other) => panic!("{case}: {other:?}"),
        }
        checked += 1;
    }
    assert!(checked > 250, "{checked} checked");
}

#[test]
fn quantize_is_a_named_rounding() {
    let mut checked = 0;
    for case in read("quantize.json") {
        let (Some(mode), Some(value)) = (mode(text(&case, "rounding")), number(text(&case, "value"))) else { continue };
        let Ok(scale) = u8::try_from(case["scale"].as_i64().expect("a scale")) else { continue };
        match (Rounding { scale, mode }).round(value) {
            Ok(money) => {
                assert_eq!(Some(money.exact()), number(text(&case, "expected")), "{case}");
                let lossless = Money::fit(value, scale);
                assert_eq!(lossless.is_err(), case["inexact"].as_bool().expect("a flag"), "{case}");
                checked += 1;
            }
            Err(refusal) => assert_eq!(refusal, Refusal::Overflow, "{case}"),
        }
    }
    assert!(checked > 180, "{checked} checked");
}

#[test]
fn numbers_compare_by_value() {
    let mut checked = 0;
    for case in read("arithmetic.json").iter().filter(|case| case["op"] == "compare") {
        let Some((a, b)) = operands(case) else { continue };
        assert_eq!(a.cmp(&b) as i64, text(case, "expected").parse::<i64>().expect("a sign"), "{case}");
        checked += 1;
    }
    assert!(checked > 250, "{checked} checked");
}

fn door(text: &str) -> Option<Exact> {
    wire::from_bytes(serde_json::to_string(text).expect("text").as_bytes()).ok()
}

fn in_grammar(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (integer, fraction) = digits.split_once('.').map_or((digits, None), |(i, f)| (i, Some(f)));
    let plain = |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    plain(integer, 15) && (integer == "0" || !integer.starts_with('0')) && fraction.is_none_or(|f| plain(f, 12))
}

#[test]
fn the_door_reads_the_grammar_and_nothing_else() {
    let mut read_in = 0;
    for case in read("syntax.json") {
        let input = text(&case, "input");
        match door(input) {
            Some(value) => {
                assert_eq!(text(&case, "expect"), "accept", "{case}");
                assert_eq!(Some(value), number(text(&case, "value")), "{case}");
                read_in += 1;
            }
            None => assert!(!in_grammar(input), "{case}"),
        }
    }
    assert!(read_in > 30, "{read_in} read");
}

#[test]
fn what_is_not_a_number_never_passes() {
    let mut refused = 0;
    for case in read("reject.json") {
        let operands: Vec<&str> =
            case["operands"].as_array().expect("operands").iter().map(|o| o.as_str().expect("text")).collect();
        if text(&case, "why") == "division by zero" {
            let ([Some(a), Some(b)], Some(mode)) = ([number(operands[0]), number(operands[1])], mode("down")) else {
                continue;
            };
            assert_eq!(Rounding { scale: 2, mode }.quotient(a, b), Err(Refusal::DivisionByZero), "{case}");
        } else {
            assert!(operands.iter().any(|operand| door(operand).is_none()), "{case}");
        }
        refused += 1;
    }
    assert!(refused > 260, "{refused} refused");
}
