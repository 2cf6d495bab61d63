//! How an exact number is written: plain digits, no exponent, a minus only under zero.
#![allow(clippy::arithmetic_side_effects, reason = "division by ten, and places counted within 128 bits")]

use alloc::string::String;
use core::fmt;

/// 39 digits of 128 bits, a point, a minus.
const LETTERS_MAX: usize = 41;

/// Takes the last digit. Nearly every amount fits 64 bits, where the division is a single instruction.
fn take_digit(rest: &mut u128) -> u8 {
    let (quotient, digit) = match u64::try_from(*rest) {
        Ok(small) => (u128::from(small / 10), small % 10),
        Err(_) => (*rest / 10, (*rest % 10) as u64),
    };
    *rest = quotient;
    digit as u8
}

/// The same number without trailing zeros after the point.
pub(super) fn shortest(mantissa: i128, scale: u32) -> (i128, u32) {
    let (mut kept, mut places) = (mantissa.unsigned_abs(), scale);
    while places > 0 {
        let mut rest = kept;
        if take_digit(&mut rest) != 0 {
            break;
        }
        (kept, places) = (rest, places - 1);
    }
    // A magnitude that came from this sign fits it again.
    let kept = kept as i128;
    (if mantissa < 0 { -kept } else { kept }, places)
}

/// `mantissa / 10^scale` with every one of its places.
pub(super) fn write(f: &mut fmt::Formatter<'_>, mantissa: i128, scale: u32) -> fmt::Result {
    f.write_str(letters(&mut [0; LETTERS_MAX], mantissa, scale))
}

/// The same at the end of a text, past the formatting machinery: entries are full of numbers.
pub(super) fn push(text: &mut String, mantissa: i128, scale: u32) {
    text.push_str(letters(&mut [0; LETTERS_MAX], mantissa, scale));
}

fn letters(letters: &mut [u8; LETTERS_MAX], mantissa: i128, scale: u32) -> &str {
    let (mut length, mut rest) = (0, mantissa.unsigned_abs());
    let mut free = letters.iter_mut().rev();
    let mut put = |byte: u8| {
        if let Some(letter) = free.next() {
            *letter = byte;
            length += 1;
        }
    };
    for _ in 0..scale {
        put(b'0' + take_digit(&mut rest));
    }
    if scale > 0 {
        put(b'.');
    }
    loop {
        put(b'0' + take_digit(&mut rest));
        if rest == 0 {
            break;
        }
    }
    if mantissa < 0 {
        put(b'-');
    }
    letters.get(LETTERS_MAX - length..).and_then(|text| core::str::from_utf8(text).ok()).unwrap_or_default()
}
