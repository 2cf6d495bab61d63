//! How an exact number is written: plain digits, no exponent, a minus only under zero.
#![allow(clippy::arithmetic_side_effects, reason = "division by ten, and places counted within 128 bits")]

/// 39 digits of 128 bits, a zero, a point, a minus: 96 bits and 28 places need less.
pub(super) type Letters = arrayvec::ArrayString<48>;

/// The same number without trailing zeros after the point. Nearly every number fits 64 bits, where a division is a single
/// instruction.
pub(super) fn shortest(mantissa: i128, scale: u32) -> (i128, u32) {
    let (mut kept, mut places) = (mantissa, scale);
    if let Ok(mut small) = i64::try_from(mantissa) {
        while places > 0 && small % 10 == 0 {
            (small, places) = (small / 10, places - 1);
        }
        return (i128::from(small), places);
    }
    while places > 0 && kept % 10 == 0 {
        (kept, places) = (kept / 10, places - 1);
    }
    (kept, places)
}

/// `mantissa / 10^scale` with every one of its places.
pub(super) fn letters(mantissa: i128, scale: u32) -> Letters {
    let mut digits = itoa::Buffer::new();
    let digits = match u64::try_from(mantissa.unsigned_abs()) {
        Ok(small) => digits.format(small),
        Err(_) => digits.format(mantissa.unsigned_abs()),
    };
    let places = scale as usize;
    let point = digits.len().saturating_sub(places);
    let mut letters = Letters::new();
    letters.push_str(if mantissa < 0 { "-" } else { "" });
    letters.push_str(if point == 0 { "0" } else { digits.get(..point).unwrap_or_default() });
    if places > 0 {
        letters.push('.');
        for _ in digits.len()..places {
            letters.push('0');
        }
        letters.push_str(digits.get(point..).unwrap_or_default());
    }
    letters
}
