//! Laws of exact money, held against integers without bounds.

use counterfoil_core::money::{Exact, Mode, Money, Refusal, Rounding};
use num_bigint::BigInt;
use proptest::prelude::*;

/// Any number an `Exact` can hold.
fn exact() -> impl Strategy<Value = Exact> {
    let mantissa =
        prop_oneof![any::<i128>().prop_map(|m| m >> 32), any::<i64>().prop_map(i128::from), -1_000_i128..1_000];
    (mantissa, 0_u32..=28).prop_map(|(mantissa, scale)| Exact::new(mantissa, scale).expect("96 bits and 28 places"))
}

fn modes() -> impl Strategy<Value = Mode> {
    prop_oneof![
        Just(Mode::HalfEven),
        Just(Mode::HalfUp),
        Just(Mode::Up),
        Just(Mode::Down),
        Just(Mode::Ceiling),
        Just(Mode::Floor)
    ]
}

fn power(exponent: u32) -> BigInt {
    BigInt::from(10).pow(exponent)
}

/// The number times 10^60: an integer, whatever its scale.
fn scaled(number: Exact) -> BigInt {
    BigInt::from(number.mantissa()) * power(60 - number.scale())
}

/// Is there an `Exact` of this value times 10^60?
fn has_room(value: &BigInt) -> bool {
    (0..=28_u32).any(|scale| {
        let unit = power(60 - scale);
        (value % &unit) == BigInt::ZERO && (value / &unit).bits() <= 96
    })
}

/// Quotient and remainder of magnitudes decide every mode: the textbook, written out.
fn rounded(numerator: &BigInt, divisor: &BigInt, mode: Mode) -> BigInt {
    let negative = (numerator.sign() == num_bigint::Sign::Minus) != (divisor.sign() == num_bigint::Sign::Minus);
    let (n, d) = (BigInt::from(numerator.magnitude().clone()), BigInt::from(divisor.magnitude().clone()));
    let (whole, rest) = (&n / &d, &n % &d);
    let twice: BigInt = &rest * 2;
    let odd = (&whole % 2_u32) != BigInt::ZERO;
    let away = rest != BigInt::ZERO
        && match mode {
            Mode::Up => true,
            Mode::Down => false,
            Mode::Ceiling => !negative,
            Mode::Floor => negative,
            Mode::HalfUp => twice >= d,
            Mode::HalfEven => twice > d || twice == d && odd,
        };
    let magnitude = if away { whole + 1 } else { whole };
    if negative { -magnitude } else { magnitude }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_sum_is_exact_or_refused(a in exact(), b in exact()) {
        let expected = scaled(a) + scaled(b);
        match a.plus(b) {
            Ok(sum) => prop_assert_eq!(scaled(sum), expected),
            Err(_) => prop_assert!(!has_room(&expected), "{} + {} has room and was refused", a, b),
        }
    }

    #[test]
    fn a_product_is_exact_or_refused(a in exact(), b in exact()) {
        let expected = BigInt::from(a.mantissa()) * BigInt::from(b.mantissa()) * power(60 - a.scale() - b.scale());
        match a.times(b) {
            Ok(product) => prop_assert_eq!(scaled(product), expected),
            Err(_) => prop_assert!(!has_room(&expected), "{} * {} has room and was refused", a, b),
        }
    }

    #[test]
    fn a_quotient_is_rounded_once(a in exact(), b in exact(), scale in 0_u8..=12, mode in modes()) {
        let rounding = Rounding { scale, mode };
        let found = rounding.quotient(a, b);
        if b.is_zero() {
            prop_assert_eq!(found, Err(Refusal::DivisionByZero));
        } else {
            let expected = rounded(&(scaled(a) * power(u32::from(scale))), &scaled(b), mode);
            let bound = power(15 + u32::from(scale));
            match found {
                Ok(money) => prop_assert_eq!(BigInt::from(money.units()), expected),
                Err(refusal) => {
                    prop_assert_eq!(refusal, Refusal::Overflow);
                    prop_assert!(BigInt::from(expected.magnitude().clone()) >= bound, "{} / {} has room and was refused", a, b);
                }
            }
        }
    }

    #[test]
    fn rounding_to_the_own_places_changes_nothing(number in exact(), mode in modes()) {
        let scale = u8::try_from(number.places()).expect("28 at most");
        if let Ok(money) = (Rounding { scale, mode }).round(number) {
            prop_assert_eq!(money.exact(), number);
            prop_assert_eq!(Money::fit(number, scale), Ok(money));
        }
    }

    #[test]
    fn the_text_of_a_number_reads_back_as_it(units in -999_999_999_999_999_i128..=999_999_999_999_999, scale in 0_u8..=12) {
        let money = Money::new(units, scale).expect("within the bound");
        let text = format!("\"{money}\"");
        prop_assert_eq!(counterfoil_core::wire::from_bytes::<Money>(text.as_bytes()), Ok(money));
        let text = format!("\"{}\"", money.exact());
        prop_assert_eq!(counterfoil_core::wire::from_bytes::<Exact>(text.as_bytes()), Ok(money.exact()));
    }

    #[test]
    fn a_number_is_held_in_its_words_as_it_was_made(mantissa in any::<i128>().prop_map(|m| m >> 31), scale in 0_u32..=29) {
        let fits = mantissa.unsigned_abs() < 1 << 96 && scale <= 28;
        let made = Exact::new(mantissa, scale);
        prop_assert_eq!(made.is_ok(), fits);
        if let Ok(number) = made {
            prop_assert_eq!((number.mantissa(), number.scale()), (mantissa, scale));
            prop_assert_eq!((number.is_negative(), number.is_zero()), (mantissa < 0, mantissa == 0));
            prop_assert_eq!(number.negated().mantissa(), -mantissa);
            prop_assert_eq!(number.negated().negated(), number);
        }
    }

    #[test]
    fn numbers_are_in_the_order_of_their_values(a in exact(), b in exact()) {
        prop_assert_eq!(a.cmp(&b), scaled(a).cmp(&scaled(b)));
        prop_assert_eq!(a == b, scaled(a) == scaled(b));
    }

    #[test]
    fn a_text_has_the_digits_of_its_number(number in exact()) {
        // The digits as integers without bounds write them, the point where the scale has it, no zeros behind.
        let scale = number.scale() as usize;
        let digits = format!("{:0>1$}", BigInt::from(number.mantissa()).magnitude().to_string(), scale + 1);
        let (whole, places) = digits.split_at(digits.len() - scale);
        let places = places.trim_end_matches('0');
        let (sign, point) = (if number.is_negative() { "-" } else { "" }, if places.is_empty() { "" } else { "." });
        prop_assert_eq!(number.to_string(), format!("{sign}{whole}{point}{places}"));
    }

    #[test]
    fn any_text_is_read_or_refused_and_never_traps(text in ".{0,40}") {
        let json = serde_json::to_string(&text).expect("text");
        let _ = counterfoil_core::wire::from_bytes::<Exact>(json.as_bytes());
    }
}

#[test]
fn rust_decimal_s_own_traps_are_refusals_here() {
    let read = |text: &str| counterfoil_core::wire::from_bytes::<Exact>(format!("\"{text}\"").as_bytes());
    let tiny = Exact::new(1, 28).expect("28 places");
    let tenth = Exact::new(1, 1).expect("one place");
    // checked_mul(1e-28, 0.1) gives Some(0) there.
    assert_eq!(tiny.times(tenth), Err(Refusal::Inexact));
    // 1e19 + 1e-11 gives 1e19 there, and MAX + 0.4 gives MAX: money vanishes.
    let huge = Exact::new(10_i128.pow(19), 0).expect("20 digits");
    assert_eq!(huge.plus(Exact::new(1, 11).expect("11 places")), Err(Refusal::Overflow));
    let most = Exact::new((1 << 96) - 1, 0).expect("96 bits");
    assert_eq!(most.plus(Exact::new(4, 1).expect("one place")), Err(Refusal::Overflow));
    // The + operator panics there.
    assert_eq!(most.plus(Exact::whole(1)), Err(Refusal::Overflow));
    // rescale(2) on MAX does nothing there, in silence.
    assert_eq!(Money::fit(most, 2), Err(Refusal::Overflow));
    // from_str rounds to 28 digits there; from_str and serde take these forms there.
    for text in ["0.123456789012345678901234567890", "1_000", "+1", ".5", "5.", "1e5", "1E-+1"] {
        assert!(read(text).is_err(), "{text}");
    }
    // round_dp(2) of 0.125 is 0.12 there, unasked.
    let eighth = read("0.125").expect("a decimal");
    let at = |mode| (Rounding { scale: 2, mode }).round(eighth).expect("small").to_string();
    assert_eq!((at(Mode::HalfUp), at(Mode::HalfEven)), ("0.13".into(), "0.12".into()));
    // A zero divisor panics there with `/`.
    assert_eq!((Rounding { scale: 2, mode: Mode::HalfUp }).quotient(eighth, Exact::ZERO), Err(Refusal::DivisionByZero));
    // -0 keeps its sign there.
    assert_eq!(read("-0.00").expect("a decimal").to_string(), "0");
    assert_eq!(Exact::ZERO.negated().to_string(), "0");
}

#[test]
fn currencies_are_those_of_iso_4217() {
    let file = counterfoil_tests::root().join("tests/cases/tables/iso4217.json");
    let table: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(file).expect("the table")).expect("JSON");
    let mut known = 0;
    for row in table["currencies"].as_array().expect("rows") {
        let code = row["code"].as_str().expect("a code");
        let found = counterfoil_core::money::Currency::new(code).map(|currency| u64::from(currency.minor_units()));
        assert_eq!(found, row["minor_units"].as_u64(), "{code}");
        known += usize::from(found.is_some());
    }
    assert_eq!(known, counterfoil_core::money::Currency::all().count());
    assert!(known > 150, "{known} currencies");
}
