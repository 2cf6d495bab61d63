//! France: a key of two places before the SIREN, which has a Luhn digit of its own.
#![allow(clippy::arithmetic_side_effects, reason = "nine digits and a key of two")]

use super::sums::{Number, at, luhn, whole};

/// The letters of a key: neither I nor O, which look like digits. Their values go on from the digits without a gap.
const KEY: &[u8] = b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";

fn key(number: Number<'_>, place: usize) -> Option<u64> {
    let letter = number.get(place)?;
    KEY.iter().position(|known| known == letter).and_then(|value| u64::try_from(value).ok())
}

/// A key of digits is (12 + 3 × (SIREN by 97)) by 97. With a letter in it, the key is a number s of its own base, and
/// the SIREN + 1 + s / 11 has by 11 the remainder of s. Holders in Monaco have 000 and no Luhn digit.
pub(super) fn check(number: Number<'_>) -> bool {
    let siren = whole(number, 2, 11);
    let (Some(first), Some(second)) = (key(number, 0), key(number, 1)) else { return false };
    let sound = whole(number, 2, 5) == 0 || luhn(number.get(2..).unwrap_or_default());
    let fits = if at(number, 0) < 10 && at(number, 1) < 10 {
        (12 + 3 * (siren % 97)) % 97 == first * 10 + second
    } else {
        let s = if first < 10 { first * 24 + second - 10 } else { first * 34 + second - 100 };
        (siren + 1 + s / 11) % 11 == s % 11
    };
    siren > 0 && sound && fits
}
