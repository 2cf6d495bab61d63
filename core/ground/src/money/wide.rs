//! 256-bit products and quotients of 128-bit magnitudes: room for a product of two 96-bit mantissas and for a
//! numerator scaled up before its one rounding.
#![allow(clippy::arithmetic_side_effects, reason = "limbs and carries are bounded as each line says")]

/// `high * 2^128 + low`.
pub(super) type Wide = (u128, u128);

const HALF: u32 = 64;
const LOW: u128 = u64::MAX as u128;

/// The product of two numbers with so few digits that it fits 64 bits, as nearly every amount does. WebAssembly has an
/// instruction for it, and none for more.
const fn short(a: u128, b: u128) -> Option<u64> {
    if a > LOW || b > LOW {
        return None;
    }
    let (a, b) = (a as u64, b as u64);
    if a.leading_zeros() + b.leading_zeros() >= HALF { Some(a.wrapping_mul(b)) } else { None }
}

/// The product with a power of ten, where it fits 128 bits.
pub(super) fn lifted(number: i128, power: u128) -> Option<i128> {
    match product(number.unsigned_abs(), power) {
        (0, digits) => i128::try_from(digits).ok().map(|digits| if number < 0 { -digits } else { digits }),
        _ => None,
    }
}

/// The full product.
pub(super) const fn product(a: u128, b: u128) -> Wide {
    if let Some(low) = short(a, b) {
        return (0, low as u128);
    }
    if let Some(low) = a.checked_mul(b) {
        return (0, low);
    }
    // Schoolbook in 64-bit halves: each partial product is below 2^128, each sum of three halves below 2^66.
    let (a1, a0, b1, b0) = (a >> HALF, a & LOW, b >> HALF, b & LOW);
    let (p00, p01, p10, p11) = (a0 * b0, a0 * b1, a1 * b0, a1 * b1);
    let middle = (p00 >> HALF) + (p01 & LOW) + (p10 & LOW);
    let low = (middle << HALF) | (p00 & LOW);
    (p11 + (p01 >> HALF) + (p10 >> HALF) + (middle >> HALF), low)
}

/// The product with a small factor, such that the whole stays below 2^256.
pub(super) const fn enlarged((high, low): Wide, factor: u8) -> Wide {
    let (carry, low) = product(low, factor as u128);
    (high * factor as u128 + carry, low)
}

/// Quotient and remainder by ten.
pub(super) const fn by_ten((high, low): Wide) -> (Wide, u128) {
    let (high_quotient, carry) = (high / 10, high % 10);
    // The remainder is below ten, so each step divides a number below 10 * 2^64.
    let upper = (carry << HALF) | (low >> HALF);
    let lower = ((upper % 10) << HALF) | (low & LOW);
    ((high_quotient, ((upper / 10) << HALF) | (lower / 10)), lower % 10)
}

/// Quotient and remainder; `None` when the quotient needs more than 128 bits. The divisor is not zero.
pub(super) const fn quotient((high, low): Wide, divisor: u128) -> Option<(u128, u128)> {
    if high == 0 && low <= LOW && divisor <= LOW {
        let (low, divisor) = (low as u64, divisor as u64);
        return Some(((low / divisor) as u128, (low % divisor) as u128));
    }
    if high == 0 {
        return Some((low / divisor, low % divisor));
    }
    if high >= divisor {
        return None;
    }
    // Shift and subtract, bit by bit. The remainder stays below the divisor; where doubling it passes 2^128,
    // the wrapped difference is the right one.
    let (mut remainder, mut quotient, mut bit) = (high, 0_u128, 128_u32);
    while bit > 0 {
        bit -= 1;
        let passed = remainder >> 127 == 1;
        remainder = (remainder << 1) | ((low >> bit) & 1);
        quotient <<= 1;
        if passed || remainder >= divisor {
            remainder = remainder.wrapping_sub(divisor);
            quotient |= 1;
        }
    }
    Some((quotient, remainder))
}
