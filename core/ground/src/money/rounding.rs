//! The one place where digits are dropped.

use super::exact::power_of_ten;
use super::wide::{enlarged, product, quotient};
use super::{Exact, Money, Refusal};
use crate::wire::{Decode, Encode};
use core::cmp::Ordering;

/// Which neighbour a number between two goes to. Always named; there is no default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// To the nearest; a tie to the even neighbour.
    HalfEven,
    /// To the nearest; a tie away from zero, as tax practice has it.
    HalfUp,
    /// Away from zero.
    Up,
    /// Toward zero.
    Down,
    /// Toward positive infinity.
    Ceiling,
    /// Toward negative infinity.
    Floor,
}

/// A named rounding: how many places stay, and which neighbour is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rounding {
    /// Digits after the point, 0 to 12.
    pub scale: u8,
    /// Which neighbour is taken.
    pub mode: Mode,
}

impl Rounding {
    /// The number at this scale.
    ///
    /// # Errors
    /// `Overflow` above the bound of money.
    pub fn round(self, number: Exact) -> Result<Money, Refusal> {
        self.quotient(number, Exact::whole(1))
    }

    /// `numerator / divisor`, rounded once.
    ///
    /// # Errors
    /// `DivisionByZero`, or `Overflow` above the bound of money.
    pub fn quotient(self, numerator: Exact, divisor: Exact) -> Result<Money, Refusal> {
        if divisor.is_zero() {
            return Err(Refusal::DivisionByZero);
        }
        let negative = numerator.is_negative() != divisor.is_negative();
        let (above, below) = (numerator.mantissa().unsigned_abs(), divisor.mantissa().unsigned_abs());
        // value * 10^scale = above * 10^up / (below * 10^down)
        let wanted = u32::from(self.scale).saturating_add(divisor.scale());
        let up = wanted.saturating_sub(numerator.scale());
        let down = numerator.scale().saturating_sub(wanted);
        let raised = raised(above, up)?;
        let (whole, rest) = match power_of_ten(down).map(|power| product(below, power)) {
            Some((0, below)) => {
                let (whole, remainder) = quotient(raised, below).ok_or(Refusal::Overflow)?;
                (whole, Rest::of(remainder, below))
            }
            // A divisor beyond 128 bits is more than twice any 96-bit numerator.
            _ => (0, if above == 0 { Rest::Nothing } else { Rest::Less }),
        };
        let away = u128::from(self.goes_away(rest, negative, whole));
        let magnitude = whole.checked_add(away).and_then(|m| i128::try_from(m).ok()).ok_or(Refusal::Overflow)?;
        Money::new(if negative { magnitude.saturating_neg() } else { magnitude }, self.scale)
    }

    /// Does the magnitude go up by one unit?
    fn goes_away(self, rest: Rest, negative: bool, whole: u128) -> bool {
        if rest == Rest::Nothing {
            return false;
        }
        match self.mode {
            Mode::Up => true,
            Mode::Down => false,
            Mode::Ceiling => !negative,
            Mode::Floor => negative,
            Mode::HalfUp => rest != Rest::Less,
            Mode::HalfEven => rest == Rest::More || rest == Rest::Half && !whole.is_multiple_of(2),
        }
    }
}

/// `number * 10^exponent`. A scale of 12 and a divisor of 28 places make an exponent of 40 at most; 10^38 is the
/// last power within 128 bits.
fn raised(number: u128, exponent: u32) -> Result<(u128, u128), Refusal> {
    let (most, rest) = (exponent.min(38), exponent.saturating_sub(38));
    if rest == 0 {
        return Ok(product(number, power_of_ten(most).ok_or(Refusal::Overflow)?));
    }
    let rest = power_of_ten(rest).and_then(|power| u8::try_from(power).ok()).ok_or(Refusal::Overflow)?;
    Ok(enlarged(product(number, power_of_ten(most).ok_or(Refusal::Overflow)?), rest))
}

/// What is left over, against half a unit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rest {
    Nothing,
    Less,
    Half,
    More,
}

impl Rest {
    fn of(remainder: u128, divisor: u128) -> Self {
        if remainder == 0 {
            return Self::Nothing;
        }
        // remainder < divisor, so the difference is the distance to the next unit.
        match remainder.cmp(&divisor.saturating_sub(remainder)) {
            Ordering::Less => Self::Less,
            Ordering::Equal => Self::Half,
            Ordering::Greater => Self::More,
        }
    }
}
