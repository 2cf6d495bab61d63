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
    let (negative, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    let (integer, fraction): (&[u8], &[u8]) = match digits.iter().position(|byte| *byte == b'.') {
        Some(point) => match digits.split_at(point) {
            (_, [] | [_]) => return Err(Fault::Grammar),
            (integer, [_, fraction @ ..]) => (integer, fraction),
        },
        None => (digits, &[]),
    };
    if integer.is_empty() || matches!(integer, [b'0', _, ..]) {
        return Err(Fault::Grammar);
    }
    if integer.len() > integer_max || fraction.len() > fraction_max {
        let all_digits = integer.iter().chain(fraction).all(u8::is_ascii_digit);
        return Err(if all_digits { Fault::Digits } else { Fault::Grammar });
    }
    let magnitude = magnitude(integer, fraction).ok_or(Fault::Grammar)?;
    let scale = u32::try_from(fraction.len()).map_err(|_| Fault::Digits)?;
    Exact::new(if negative { -magnitude } else { magnitude }, scale).map_err(|_| Fault::Digits)
}

/// The digits as one number. Nearly every number fits 64 bits, where a product that is not
/// asked whether it overflows is a single instruction.
fn magnitude(integer: &[u8], fraction: &[u8]) -> Option<i128> {
    let digits = || integer.iter().chain(fraction).map(|byte| byte.wrapping_sub(b'0'));
    if integer.len() + fraction.len() <= 18 {
        return digits()
            .try_fold(0_i64, |m, digit| (digit < 10).then(|| m.wrapping_mul(10) + i64::from(digit)))
            .map(i128::from);
    }
    digits().try_fold(0_i128, |m, digit| (digit < 10).then(|| m * 10 + i128::from(digit)))
}
