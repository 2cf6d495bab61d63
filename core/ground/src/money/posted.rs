//! Rounded money: what is posted, charged, compared with a threshold and shown.

use super::digits::{self, Letters};
use super::wide::lifted;
use super::{Exact, Refusal};
use core::cmp::Ordering;
use core::fmt;

/// An amount at its ledger's scale, at most 15 digits before the point. It is made by a named rounding, or from
/// a number that fits the scale as it is; its text always shows every place (`110.00`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money(Exact);

/// Digits before the point: 10^15 is the first magnitude that is refused.
const WHOLE_DIGITS: u32 = 15;

impl Money {
    /// To be read over.
    pub(super) const BLANK: Self = Self(Exact::ZERO);

    /// `units / 10^scale`.
    ///
    /// # Errors
    /// `Overflow` from 10^15 on.
    pub fn new(units: i128, scale: u8) -> Result<Self, Refusal> {
        let bound = super::exact::power_of_ten(u32::from(scale).saturating_add(WHOLE_DIGITS));
        if bound.is_none_or(|bound| units.unsigned_abs() >= bound) {
            return Err(Refusal::Overflow);
        }
        Exact::new(units, u32::from(scale)).map(Self)
    }

    /// Nothing, at this scale.
    ///
    /// # Errors
    /// Never for a scale a rulebook accepts.
    pub fn zero(scale: u8) -> Result<Self, Refusal> {
        Self::new(0, scale)
    }

    /// The number as money of this scale, if no digit is lost.
    ///
    /// # Errors
    /// `Scale` when it has more places, `Overflow` above the bound.
    pub fn fit(number: Exact, scale: u8) -> Result<Self, Refusal> {
        let (shortest, places) = digits::shortest(number.mantissa(), number.scale());
        let lift = u32::from(scale).checked_sub(places).ok_or(Refusal::Scale)?;
        let units = super::exact::power_of_ten(lift).and_then(|power| lifted(shortest, power));
        Self::new(units.ok_or(Refusal::Overflow)?, scale)
    }

    /// Smallest units of its scale.
    #[must_use]
    pub const fn units(self) -> i128 {
        self.0.mantissa()
    }

    /// Places after the point.
    #[must_use]
    pub fn scale(self) -> u8 {
        u8::try_from(self.0.scale()).unwrap_or(u8::MAX)
    }

    /// The same number, unrounded type.
    #[must_use]
    pub const fn exact(self) -> Exact {
        self.0
    }

    /// The amount with the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        Self(self.0.negated())
    }

    /// The sum of two amounts of one scale.
    ///
    /// # Errors
    /// `Overflow` above the bound; `Scale` when the scales differ, since two ledgers are never mixed.
    pub fn plus(self, other: Self) -> Result<Self, Refusal> {
        if self.scale() != other.scale() {
            return Err(Refusal::Scale);
        }
        Self::new(self.units().checked_add(other.units()).ok_or(Refusal::Overflow)?, self.scale())
    }

    /// The difference.
    ///
    /// # Errors
    /// As [`Money::plus`].
    pub fn minus(self, other: Self) -> Result<Self, Refusal> {
        if self.scale() != other.scale() {
            return Err(Refusal::Scale);
        }
        Self::new(self.units().checked_sub(other.units()).ok_or(Refusal::Overflow)?, self.scale())
    }

    /// This amount `count` times.
    ///
    /// # Errors
    /// `Overflow` above the bound.
    pub fn times(self, count: u32) -> Result<Self, Refusal> {
        Self::new(self.units().checked_mul(i128::from(count)).ok_or(Refusal::Overflow)?, self.scale())
    }

    /// Shows somebody the text, with every place.
    pub(super) fn padded<T>(self, show: impl FnOnce(&Letters) -> T) -> T {
        self.0.padded(show)
    }

    /// Is it zero?
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.units() == 0
    }

    /// Is it above zero?
    #[must_use]
    pub fn is_positive(self) -> bool {
        self.units() > 0
    }
}

impl Ord for Money {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl PartialOrd for Money {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.padded(|letters| f.write_str(letters.as_str()))
    }
}
