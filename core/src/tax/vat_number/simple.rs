//! Countries whose numbers are one weighted sum, Luhn, or a remainder.
#![allow(clippy::arithmetic_side_effects, reason = "at most 13 digits with weights under 100")]

use super::sums::{Number, at, luhn, luhn_sum, mod_11_10, weighed, whole};

/// Luhn over the first seven digits and 4, filled up to the next ten.
pub(super) fn austria(number: Number<'_>) -> bool {
    (luhn_sum(number.get(1..8).unwrap_or_default(), 0) + 4 + at(number, 8)).is_multiple_of(10)
}

/// 97 less the remainder of the first eight by 97; the first digit is 0 or 1.
pub(super) fn belgium(number: Number<'_>) -> bool {
    at(number, 0) < 2 && whole(number, 0, 8) > 0 && 97 - whole(number, 0, 8) % 97 == whole(number, 8, 10)
}

/// ISO 7064 MOD 11,10.
pub(super) fn croatia(number: Number<'_>) -> bool {
    mod_11_10(number)
}

/// Divisible by 11.
pub(super) fn denmark(number: Number<'_>) -> bool {
    at(number, 0) > 0 && weighed(number, &[2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
}

/// Divisible by 10.
pub(super) fn estonia(number: Number<'_>) -> bool {
    weighed(number, &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10)
}

/// Divisible by 11.
pub(super) fn finland(number: Number<'_>) -> bool {
    weighed(number, &[7, 9, 10, 5, 8, 4, 2, 1]).is_multiple_of(11)
}

/// ISO 7064 MOD 11,10; the first digit is not 0.
pub(super) fn germany(number: Number<'_>) -> bool {
    at(number, 0) > 0 && mod_11_10(number)
}

/// Powers of two; the remainder by 11, 10 as 0.
pub(super) fn greece(number: Number<'_>) -> bool {
    weighed(number, &[256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == at(number, 8)
}

/// Divisible by 10.
pub(super) fn hungary(number: Number<'_>) -> bool {
    weighed(number, &[9, 7, 3, 1, 9, 7, 3, 1]).is_multiple_of(10)
}

/// Luhn; seven digits of the holder that are not all 0, and the code of an office.
pub(super) fn italy(number: Number<'_>) -> bool {
    let office = whole(number, 7, 10);
    whole(number, 0, 7) > 0 && matches!(office, 1..=100 | 120 | 121 | 888 | 999) && luhn(number)
}

/// The first six by 89.
pub(super) fn luxembourg(number: Number<'_>) -> bool {
    whole(number, 0, 6) % 89 == whole(number, 6, 8)
}

/// The older numbers are a weighted sum by 11; those of sole traders (from 2020) are ISO 7064 MOD 97-10 with their
/// prefix, letters as 10 to 35. The two digits after B are not 00.
pub(super) fn netherlands(number: Number<'_>) -> bool {
    let sum = weighed(number, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    let older = whole(number, 0, 9) > 0 && sum == at(number, 8);
    // N = 23, L = 21, B = 11.
    let newer = ((2_321 * 1_000_000_000 + whole(number, 0, 9)) * 100 + 11) * 100 + whole(number, 10, 12);
    whole(number, 10, 12) > 0 && (older || newer % 97 == 1)
}

/// The remainder by 11, which is never 10.
pub(super) fn poland(number: Number<'_>) -> bool {
    weighed(number, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == at(number, 9)
}

/// 11 less the remainder by 11, 10 and 11 as 0; the first digit is not 0.
pub(super) fn portugal(number: Number<'_>) -> bool {
    let check = 11 - weighed(number, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    at(number, 0) > 0 && if check > 9 { 0 } else { check } == at(number, 8)
}

/// Weights from the right; ten times the sum by 11, 10 as 0. Two to ten digits, the first not 0.
pub(super) fn romania(number: Number<'_>) -> bool {
    let Some((_, body)) = number.split_last() else { return false };
    let weights = [7, 5, 3, 2, 1, 7, 5, 3, 2];
    let weights = weights.get(weights.len().saturating_sub(body.len())..).unwrap_or_default();
    at(number, 0) > 0 && weighed(body, weights) * 10 % 11 % 10 == at(number, body.len())
}

/// 11 less the remainder by 11, 10 as 0; a remainder of 0 is not given out, nor a first digit of 0.
pub(super) fn slovenia(number: Number<'_>) -> bool {
    let check = 11 - weighed(number, &[8, 7, 6, 5, 4, 3, 2]) % 11;
    at(number, 0) > 0 && check < 11 && check % 10 == at(number, 7)
}

/// Divisible by 11; the first digit is not 0, the third one of 2, 3, 4, 7, 8, 9.
pub(super) fn slovakia(number: Number<'_>) -> bool {
    at(number, 0) > 0 && matches!(at(number, 2), 2 | 3 | 4 | 7 | 8 | 9) && whole(number, 0, 10).is_multiple_of(11)
}

/// Luhn over ten digits; the last two count the holder's registrations from 01 to 94.
pub(super) fn sweden(number: Number<'_>) -> bool {
    matches!(whole(number, 10, 12), 1..=94) && luhn(number.get(..10).unwrap_or_default())
}
