//! The few sums that check digits are made of. Numbers arrive as ASCII whose form is settled.
#![allow(clippy::arithmetic_side_effects, reason = "at most 13 digits with weights under 100")]

/// Digits of a number.
pub(super) type Number<'a> = &'a [u8];

/// The value of one place; letters go on from A = 10.
pub(super) fn at(number: Number<'_>, place: usize) -> u32 {
    number.get(place).and_then(|letter| char::from(*letter).to_digit(36)).unwrap_or_default()
}

/// The values of the places, in order.
pub(super) fn digits(number: Number<'_>) -> impl DoubleEndedIterator<Item = u32> + '_ {
    number.iter().map(|letter| char::from(*letter).to_digit(36).unwrap_or_default())
}

/// The sum of place times weight, as far as there are weights.
pub(super) fn weighed(number: Number<'_>, weights: &[u32]) -> u32 {
    digits(number).zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// Places `from..until` as a whole number.
pub(super) fn whole(number: Number<'_>, from: usize, until: usize) -> u64 {
    digits(number.get(from..until).unwrap_or_default()).fold(0, |whole, digit| whole * 10 + u64::from(digit))
}

/// Luhn: every second digit from the right counts twice, by the sum of its digits (ISO/IEC 7812-1).
pub(super) fn luhn(number: Number<'_>) -> bool {
    luhn_sum(number, 0).is_multiple_of(10)
}

/// The sum of Luhn, with the first doubling `shift` places before its own.
pub(super) fn luhn_sum(number: Number<'_>, shift: usize) -> u32 {
    let double = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    digits(number).rev().enumerate().map(|(i, d)| if (i + shift) % 2 == 1 { double(d) } else { d }).sum()
}

/// ISO/IEC 7064, MOD 11,10: a running product over all places but the last ends with it in one.
pub(super) fn mod_11_10(number: Number<'_>) -> bool {
    let Some((_, body)) = number.split_last() else { return false };
    let product = digits(body).fold(10, |product, digit| match (product + digit) % 10 {
        0 => 20 % 11,
        sum => sum * 2 % 11,
    });
    (product + at(number, body.len())) % 10 == 1
}
