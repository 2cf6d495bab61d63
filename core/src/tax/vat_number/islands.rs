//! Britain, Ireland, Malta and Cyprus.
#![allow(clippy::arithmetic_side_effects, reason = "at most twelve digits with weights under 100")]

use super::sums::{Number, at, digits, weighed, whole};

/// Government departments have GD and a number under 500, health authorities HA and one from 500 on. The others have a
/// sum that the last two of nine digits fill up to a multiple of 97; in the newer series, from 100 0000 on, after adding
/// 55. Three more digits name a branch.
pub(super) fn britain(number: Number<'_>) -> bool {
    match number {
        [b'G', ..] => whole(number, 2, 5) < 500,
        [b'H', ..] => whole(number, 2, 5) >= 500,
        _ => {
            let sum = u64::from(weighed(number, &[8, 7, 6, 5, 4, 3, 2])) + whole(number, 7, 9);
            let newer = whole(number, 0, 3) >= 100 && (sum + 55).is_multiple_of(97);
            whole(number, 0, 7) > 0 && (sum.is_multiple_of(97) || newer)
        }
    }
}

/// The remainder by 23 as a letter, W for 0. A second letter counts nine times; in the oldest numbers the digit that
/// stands first is the last of the sum, and a letter or sign follows it.
pub(super) fn ireland(number: Number<'_>) -> bool {
    let plain = number.get(1).is_some_and(u8::is_ascii_digit);
    let sum = if plain {
        // A = 1; W, for trusts long ago, counts as 0.
        let second = match number.get(8) {
            None | Some(b'W') => 0,
            Some(_) => at(number, 8) - 9,
        };
        weighed(number, &[8, 7, 6, 5, 4, 3, 2]) + 9 * second
    } else {
        weighed(number.get(2..).unwrap_or_default(), &[7, 6, 5, 4, 3]) + 2 * at(number, 0)
    };
    let known = number.get(8).is_none_or(|letter| matches!(letter, b'A'..=b'I' | b'W'));
    known && number.get(7) == usize::try_from(sum % 23).ok().and_then(|place| b"WABCDEFGHIJKLMNOPQRSTUV".get(place))
}

/// Divisible by 37, the last two digits as a whole.
pub(super) fn malta(number: Number<'_>) -> bool {
    let sum = u64::from(weighed(number, &[3, 4, 6, 7, 8, 9])) + whole(number, 6, 8);
    whole(number, 0, 6) >= 100_000 && sum.is_multiple_of(37)
}

/// Digits at even places count as they are, the others by a table; the remainder by 26 is the letter. 12 is not used.
pub(super) fn cyprus(number: Number<'_>) -> bool {
    const ODD: [u32; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    let value = |(place, digit): (usize, u32)| match usize::try_from(digit).ok().filter(|_| place % 2 == 0) {
        Some(digit) => ODD.get(digit).copied().unwrap_or_default(),
        None => digit,
    };
    let sum: u32 = digits(number).take(8).enumerate().map(value).sum();
    whole(number, 0, 2) != 12 && sum % 26 + 10 == at(number, 8)
}
