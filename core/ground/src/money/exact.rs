//! The exact number under every amount.

use super::Refusal;
use super::digits::{self, Letters};
use super::wide::{by_ten, lifted, product};
use alloc::string::String;
use core::cmp::Ordering;
use core::fmt;
use core::num::NonZeroU64;
use rust_decimal::Decimal;

/// An unrounded decimal: at most 96 bits of digits and 28 places. Every operation gives the exact result or a
/// [`Refusal`]; `rust_decimal`'s own operators round in silence or panic, and so none of them is used.
///
/// Two words, which a processor keeps in registers: a [`Decimal`] is four halves, which a compiler moves through memory.
#[derive(Clone, Copy)]
pub struct Exact {
    /// The lower 64 bits of the digits.
    low: u64,
    /// From bit 32 on the upper 32 bits of the digits, from bit 8 on the scale, in bit 1 the sign, and in bit 0 a one. It is
    /// never zero so, which is what tells an absent number from one in two words.
    high: NonZeroU64,
}

const _: () = assert!(size_of::<Option<Exact>>() == 16, "an optional number is two words");

const MANTISSA_MAX: u128 = (1 << 96) - 1;
const SCALE_MAX: u32 = 28;

/// Where a number's upper word has what.
const UPPER_AT: u32 = 32;
const SCALE_AT: u32 = 8;
const SIGN: u64 = 2;

/// 10^0 to 10^38, the last within 128 bits: every amount asks for some of them.
const POWERS: [u128; 39] = {
    let mut powers = [1_u128; 39];
    let mut place = 1;
    while place < powers.len() {
        #[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "evaluated by the compiler")]
        {
            powers[place] = powers[place - 1] * 10;
            place += 1;
        }
    }
    powers
};

pub(super) fn power_of_ten(exponent: u32) -> Option<u128> {
    POWERS.get(usize::try_from(exponent).ok()?).copied()
}

impl Exact {
    /// Zero.
    pub const ZERO: Self = Self { low: 0, high: NonZeroU64::MIN };
    /// One.
    pub const ONE: Self = Self { low: 1, high: NonZeroU64::MIN };

    /// `mantissa / 10^scale`.
    ///
    /// # Errors
    /// `Overflow` when it needs more than 96 bits or 28 places.
    pub fn new(mantissa: i128, scale: u32) -> Result<Self, Refusal> {
        let digits = mantissa.unsigned_abs();
        if digits > MANTISSA_MAX || scale > SCALE_MAX {
            return Err(Refusal::Overflow);
        }
        let sign = if mantissa < 0 { SIGN } else { 0 };
        let upper = (digits >> 64) as u64;
        let high = NonZeroU64::MIN | (upper << UPPER_AT | u64::from(scale) << SCALE_AT | sign);
        Ok(Self { low: digits as u64, high })
    }

    /// A whole number.
    #[must_use]
    pub const fn whole(number: u32) -> Self {
        Self { low: number as u64, high: NonZeroU64::MIN }
    }

    /// The digits without their point.
    #[must_use]
    pub const fn mantissa(self) -> i128 {
        let digits = ((self.high.get() >> UPPER_AT) as i128) << 64 | self.low as i128;
        if self.high.get() & SIGN == 0 { digits } else { digits.saturating_neg() }
    }

    /// The number of digits after the point, as held.
    #[must_use]
    pub const fn scale(self) -> u32 {
        (self.high.get() >> SCALE_AT) as u32 & 0xff
    }

    /// The number of digits after the point that matter.
    #[must_use]
    pub fn places(self) -> u32 {
        digits::shortest(self.mantissa(), self.scale()).1
    }

    /// How many units of `1 / 10^scale` it is, where that is a whole number of 64 bits.
    #[must_use]
    pub fn units_at(self, scale: u32) -> Option<i64> {
        let lift = power_of_ten(scale.checked_sub(self.scale())?)?;
        i64::try_from(lifted(self.mantissa(), lift)?).ok()
    }

    /// Is it zero?
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.low == 0 && self.high.get() >> UPPER_AT == 0
    }

    /// Is it under zero?
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.high.get() & SIGN != 0
    }

    /// The number with the other sign; zero has none.
    #[must_use]
    pub fn negated(self) -> Self {
        let sign = if self.is_zero() { 0 } else { SIGN };
        // The one stays.
        Self { low: self.low, high: NonZeroU64::MIN | (self.high.get() ^ sign) }
    }

    /// The exact sum.
    ///
    /// # Errors
    /// `Overflow` or `Inexact` when the sum needs more than 28 digits.
    pub fn plus(self, other: Self) -> Result<Self, Refusal> {
        if self.scale() == other.scale() {
            // Two 96-bit magnitudes cannot overflow 128 bits.
            let sum = self.mantissa().checked_add(other.mantissa()).ok_or(Refusal::Overflow)?;
            return Self::reduced(sum < 0, (0, sum.unsigned_abs()), self.scale());
        }
        let (fine, coarse) = if self.scale() > other.scale() { (self, other) } else { (other, self) };
        // Without its trailing zeros the coarse number may be coarser still; scaled up, it must fit 128 bits.
        let lift = fine.scale().saturating_sub(coarse.scale());
        let lifted = power_of_ten(lift).and_then(|power| lifted(coarse.mantissa(), power));
        match lifted.and_then(|lifted| lifted.checked_add(fine.mantissa())) {
            Some(sum) => Self::reduced(sum < 0, (0, sum.unsigned_abs()), fine.scale()),
            None if coarse.is_zero() => Ok(fine),
            None => match digits::shortest(fine.mantissa(), fine.scale()) {
                (mantissa, scale) if scale < fine.scale() => Self::new(mantissa, scale)?.plus(coarse),
                _ => Err(Refusal::Inexact),
            },
        }
    }

    /// The exact difference.
    ///
    /// # Errors
    /// As [`Exact::plus`].
    pub fn minus(self, other: Self) -> Result<Self, Refusal> {
        self.plus(other.negated())
    }

    /// The exact product.
    ///
    /// # Errors
    /// `Inexact` when it has more than 28 places, `Overflow` when it has more than 96 bits.
    pub fn times(self, other: Self) -> Result<Self, Refusal> {
        let negative = self.is_negative() != other.is_negative();
        let digits = product(self.mantissa().unsigned_abs(), other.mantissa().unsigned_abs());
        Self::reduced(negative, digits, self.scale().saturating_add(other.scale()))
    }

    /// Drops trailing zeros as far as the number needs it, and not one digit that matters.
    fn reduced(negative: bool, mut digits: (u128, u128), mut scale: u32) -> Result<Self, Refusal> {
        if digits == (0, 0) {
            return Ok(Self::ZERO);
        }
        while scale > SCALE_MAX || digits.0 > 0 || digits.1 > MANTISSA_MAX {
            let (shorter, rest) = by_ten(digits);
            if scale == 0 || rest != 0 {
                return Err(if scale > SCALE_MAX { Refusal::Inexact } else { Refusal::Overflow });
            }
            digits = shorter;
            scale = scale.saturating_sub(1);
        }
        let magnitude = i128::try_from(digits.1).map_err(|_| Refusal::Overflow)?;
        Self::new(if negative { magnitude.saturating_neg() } else { magnitude }, scale)
    }
}

impl From<Exact> for Decimal {
    fn from(number: Exact) -> Self {
        let Exact { low, high } = number;
        let upper = (high.get() >> UPPER_AT) as u32;
        Self::from_parts(low as u32, (low >> 32) as u32, upper, number.is_negative(), number.scale())
    }
}

/// As numbers: 1.5 is 1.50.
impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.high == other.high {
            // Of one sign and scale, and nearly always below 64 bits.
            let of_digits = self.low.cmp(&other.low);
            return if self.is_negative() { of_digits.reverse() } else { of_digits };
        }
        if self.scale() == other.scale() {
            self.mantissa().cmp(&other.mantissa())
        } else {
            Decimal::from(*self).cmp(&Decimal::from(*other))
        }
    }
}
impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Exact {}
impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The shortest text: no trailing zeros, no exponent, no sign on zero.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shortest(|letters| f.write_str(letters.as_str()))
    }
}

impl Exact {
    /// Writes the shortest text at the end of another.
    pub fn push_to(self, text: &mut String) {
        self.shortest(|letters| text.push_str(letters.as_str()));
    }

    /// Shows somebody the shortest text.
    pub(super) fn shortest<T>(self, show: impl FnOnce(&Letters) -> T) -> T {
        let (mantissa, scale) = digits::shortest(self.mantissa(), self.scale());
        let mut letters = Letters::new();
        digits::tell(mantissa, scale, &mut letters);
        show(&letters)
    }

    /// Shows somebody the text with all places it is held with: `12.50` at scale 2.
    pub(super) fn padded<T>(self, show: impl FnOnce(&Letters) -> T) -> T {
        let mut letters = Letters::new();
        digits::tell(self.mantissa(), self.scale(), &mut letters);
        show(&letters)
    }

    /// Compares with zero.
    #[must_use]
    pub fn signum(self) -> Ordering {
        self.mantissa().cmp(&0)
    }
}
