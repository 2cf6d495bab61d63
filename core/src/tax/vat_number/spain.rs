//! Spain: companies (a letter first), residents, and foreigners.
#![allow(clippy::arithmetic_side_effects, reason = "seven or eight digits")]

use super::sums::{Number, at, luhn_sum, whole};

/// The letter of a person's number is its remainder by 23.
const PERSONS: &[u8] = b"TRWAGMYFPDXBNJZSQVHLCKE";
/// The check of a company's number as a letter.
const COMPANIES: &[u8] = b"JABCDEFGHI";

fn letter(letters: &[u8], place: u64) -> Option<&u8> {
    letters.get(usize::try_from(place).ok()?)
}

/// By the first place: who it is, and whether the check is a digit or a letter.
pub(super) fn check(number: Number<'_>) -> bool {
    let person = |ahead: u64| number.last() == letter(PERSONS, (ahead + whole(number, 1, 8)) % 23);
    match number.first().copied().unwrap_or_default() {
        b'0'..=b'9' => number.last() == letter(PERSONS, whole(number, 0, 8) % 23),
        // Without a number of their own: minors, those abroad, older foreigners. X, Y and Z count as 0, 1 and 2.
        b'K' | b'L' | b'M' | b'X' => person(0),
        b'Y' => person(10_000_000),
        b'Z' => person(20_000_000),
        // Public bodies, churches, foreign companies and their branches.
        b'N' | b'P' | b'Q' | b'R' | b'S' | b'W' => company(number) && at(number, 8) > 9,
        // Owners of flats in one house are never from abroad; other entities from there had a letter until 2008.
        b'H' => company(number) && at(number, 8) < 10,
        b'A'..=b'G' | b'J' | b'U' | b'V' => company(number),
        _ => false,
    }
}

/// Luhn over the seven digits, as a digit or as its letter.
fn company(number: Number<'_>) -> bool {
    let sum = luhn_sum(number.get(1..8).unwrap_or_default(), 1);
    let check = u64::from((10 - sum % 10) % 10);
    match number.last().copied().unwrap_or_default() {
        b'0'..=b'9' => check == u64::from(at(number, 8)),
        last => letter(COMPANIES, check) == Some(&last),
    }
}
