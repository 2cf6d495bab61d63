//! How a decimal is written: `-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,12})?`, and nothing else. No sign but minus, no
//! exponent, no separators, no leading or trailing point, ASCII digits only (Unicode has others).
#![allow(clippy::arithmetic_side_effects, reason = "28 digits at most are read, far within 128 bits")]

use super::Exact;

/// Most digits before the point.
pub const INTEGER_DIGITS_MAX: usize = 15;
/// Most digits after the point.
pub const FRACTION_DIGITS_MAX: usize = 12;

/// Most digits that an exact number is answered with; a zero before the point may stand beside 28 places.
const ANSWERED_DIGITS_MAX: usize = 29;

/// Why a text is not a decimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Grammar,
    Digits,
}

pub(super) fn parse(text: &str) -> Result<Exact, Fault> {
    within(text, INTEGER_DIGITS_MAX, FRACTION_DIGITS_MAX)
}

/// A number that an answer gave: as many digits as an [`Exact`] has.
pub(super) fn parse_answered(text: &str) -> Result<Exact, Fault> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits > ANSWERED_DIGITS_MAX {
        Err(Fault::Digits)
    } else {
        within(text, ANSWERED_DIGITS_MAX, ANSWERED_DIGITS_MAX)
    }
}

fn within(text: &str, integer_max: usize, fraction_max: usize) -> Result<Exact, Fault> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let (integer, fraction) = match digits.split_once('.') {
        Some((_, "")) => return Err(Fault::Grammar),
        Some((integer, fraction)) => (integer, fraction),
        None => (digits, ""),
    };
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = integer.len() > 1 && integer.starts_with('0');
    if integer.is_empty() || leading_zero || !all_digits(integer) || !all_digits(fraction) {
        return Err(Fault::Grammar);
    }
    if integer.len() > integer_max || fraction.len() > fraction_max {
        return Err(Fault::Digits);
    }
    let magnitude = integer.bytes().chain(fraction.bytes()).fold(0_i128, |m, digit| m * 10 + i128::from(digit - b'0'));
    let scale = u32::try_from(fraction.len()).map_err(|_| Fault::Digits)?;
    Exact::new(if negative { -magnitude } else { magnitude }, scale).map_err(|_| Fault::Digits)
}
