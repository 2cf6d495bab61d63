//! An unrounded amount that may not end: 0.20 a minute for 25 seconds is 1/12.

use super::exact::power_of_ten;
use super::grammar::parse_answered;
use super::{Exact, Money, Refusal, Rounding};
use crate::problem::Code;
use crate::wire::{Decode, Encode, Read, Reader, Writer, shown};
use alloc::format;
use core::cmp::Ordering;
use core::fmt;

/// `above / below`, exact; `below` is above zero. It becomes money by a named rounding only, and once.
/// Written as a decimal where it ends within 28 places, else as `5/60`.
#[derive(Clone, Copy, Debug)]
pub struct Ratio {
    above: Exact,
    below: Exact,
}

const ONE: Exact = Exact::ONE;

impl Ratio {
    /// Nothing.
    pub const ZERO: Self = Self { above: Exact::ZERO, below: ONE };

    /// A number that ends.
    #[must_use]
    pub const fn of(number: Exact) -> Self {
        Self { above: number, below: ONE }
    }

    /// `above / below`.
    ///
    /// # Errors
    /// `DivisionByZero`; a negative divisor is refused as well.
    pub fn over(above: Exact, below: Exact) -> Result<Self, Refusal> {
        if below.signum() == Ordering::Greater { Ok(Self { above, below }) } else { Err(Refusal::DivisionByZero) }
    }

    /// Is it held as a number that ends? Nearly every amount is.
    const fn ends(self) -> bool {
        self.below.scale() == 0 && self.below.mantissa() == 1
    }

    /// The exact sum.
    ///
    /// # Errors
    /// `Overflow` or `Inexact` beyond 28 digits.
    pub fn plus(self, other: Self) -> Result<Self, Refusal> {
        if self.ends() && other.ends() || self.below == other.below {
            return Ok(Self { above: self.above.plus(other.above)?, below: self.below });
        }
        if self.above.is_zero() {
            return Ok(other);
        }
        if other.above.is_zero() {
            return Ok(self);
        }
        if self.ends() || other.ends() {
            return self.crossed(other).or_else(|_| self.over_least_divisor(other));
        }
        self.over_least_divisor(other).or_else(|_| self.crossed(other))
    }

    /// The sum over the product of both divisors.
    fn crossed(self, other: Self) -> Result<Self, Refusal> {
        let above = self.above.times(other.below)?.plus(other.above.times(self.below)?)?;
        Ok(Self { above, below: self.below.times(other.below)? })
    }

    /// The sum over the least divisor that both have: in a long sum of sixtieths and thousandths products would outgrow
    /// any number.
    fn over_least_divisor(self, other: Self) -> Result<Self, Refusal> {
        let (one, two) = (self.lowest()?, other.lowest()?);
        let common = gcd(one.below.mantissa().unsigned_abs(), two.below.mantissa().unsigned_abs());
        let (more, less) = (shared(two.below, common)?, shared(one.below, common)?);
        let above = one.above.times(more)?.plus(two.above.times(less)?)?;
        Ok(Self { above, below: one.below.times(more)? })
    }

    /// The same number in lowest terms: one that ends over one, any other over a whole divisor.
    fn lowest(self) -> Result<Self, Refusal> {
        if let Some(number) = self.exact() {
            return Ok(Self::of(number));
        }
        let lift =
            power_of_ten(self.below.scale()).and_then(|lift| i128::try_from(lift).ok()).ok_or(Refusal::Overflow)?;
        let above = self.above.times(Exact::new(lift, 0)?)?;
        let below = Exact::new(self.below.mantissa(), 0)?;
        let common = gcd(above.mantissa().unsigned_abs(), below.mantissa().unsigned_abs());
        Ok(Self { above: shared(above, common)?, below: shared(below, common)? })
    }

    /// The exact difference.
    ///
    /// # Errors
    /// As [`Ratio::plus`].
    pub fn minus(self, other: Self) -> Result<Self, Refusal> {
        self.plus(other.negated())
    }

    /// The exact product.
    ///
    /// # Errors
    /// As [`Exact::times`].
    pub fn times(self, factor: Exact) -> Result<Self, Refusal> {
        Ok(Self { above: self.above.times(factor)?, below: self.below })
    }

    /// The exact quotient.
    ///
    /// # Errors
    /// `DivisionByZero`; a negative divisor is refused as well. As [`Exact::times`].
    pub fn divided(self, divisor: Exact) -> Result<Self, Refusal> {
        Self::over(self.above, self.below.times(divisor)?)
    }

    /// With the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        Self { above: self.above.negated(), below: self.below }
    }

    /// Is it zero?
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.above.is_zero()
    }

    /// How it stands to a number.
    ///
    /// # Errors
    /// As [`Exact::times`].
    pub fn against(self, number: Exact) -> Result<Ordering, Refusal> {
        Ok(self.above.cmp(&if self.ends() { number } else { number.times(self.below)? }))
    }

    /// The amount, rounded once.
    ///
    /// # Errors
    /// `Overflow` above the bound of money.
    pub fn round(self, rounding: Rounding) -> Result<Money, Refusal> {
        rounding.quotient(self.above, self.below)
    }

    /// The number, where it ends within 28 places.
    #[must_use]
    pub fn exact(self) -> Option<Exact> {
        if self.ends() {
            return Some(self.above);
        }
        let (above, mut below) = (self.above.mantissa(), self.below.mantissa().unsigned_abs());
        let common = gcd(above.unsigned_abs(), below);
        below = below.checked_div(common)?;
        let above = above.checked_div(i128::try_from(common).ok()?)?;
        let (twos, fives) = (factors(below, 2), factors(below, 5));
        let places = twos.max(fives);
        let lift = power_of_ten(places)?.checked_div(below)?;
        if below.checked_mul(lift)? != power_of_ten(places)? {
            return None;
        }
        let mantissa = above.checked_mul(i128::try_from(lift).ok()?)?;
        // value = mantissa / 10^places, over the powers of the two numbers' own points.
        let scale = self.above.scale().checked_add(places)?;
        match scale.checked_sub(self.below.scale()) {
            Some(scale) => Exact::new(mantissa, scale).ok(),
            None => {
                let more = power_of_ten(self.below.scale().checked_sub(scale)?)?;
                Exact::new(mantissa.checked_mul(i128::try_from(more).ok()?)?, 0).ok()
            }
        }
    }
}

/// A number over a divisor of its digits.
fn shared(number: Exact, divisor: u128) -> Result<Exact, Refusal> {
    let divisor = i128::try_from(divisor).map_err(|_| Refusal::Overflow)?;
    Exact::new(number.mantissa().checked_div(divisor).ok_or(Refusal::DivisionByZero)?, number.scale())
}

/// The greatest number that divides both; one where both are zero.
pub fn gcd(mut one: u128, mut other: u128) -> u128 {
    while other != 0 {
        (one, other) = (other, one.checked_rem(other).unwrap_or_default());
    }
    one.max(1)
}

/// How often a prime goes into a number.
fn factors(mut number: u128, prime: u128) -> u32 {
    let mut count = 0_u32;
    while number.is_multiple_of(prime) && number > 1 {
        number = number.checked_div(prime).unwrap_or_default();
        count = count.saturating_add(1);
    }
    count
}

/// Two ratios are equal when they are the same number.
impl PartialEq for Ratio {
    fn eq(&self, other: &Self) -> bool {
        self.minus(*other).is_ok_and(Self::is_zero)
    }
}
impl Eq for Ratio {}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.exact() {
            Some(number) => fmt::Display::fmt(&number, f),
            None => write!(f, "{}/{}", self.above, self.below),
        }
    }
}

impl Encode for Ratio {
    fn encode(&self, writer: &mut Writer) {
        match self.exact() {
            Some(number) => number.encode(writer),
            None => writer.display(self),
        }
    }
}

impl Decode for Ratio {
    fn blank() -> Self {
        Self::ZERO
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let Some(text) = reader.decimal_text()? else { return Ok(None) };
        let (above, below) = text.split_once('/').unwrap_or((&text, "1"));
        let read = match (parse_answered(above), parse_answered(below)) {
            (Ok(above), Ok(below)) => Self::over(above, below).ok(),
            _ => None,
        };
        if read.is_none() {
            let message = format!("`{}` is not an unrounded amount", shown(&text));
            reader.note(Code::DecimalGrammar, message, "pass it as an answer gave it, such as \"1.25\" or \"5/60\"");
        }
        Ok(read)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Ratio {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Ratio".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "An unrounded amount: a decimal where it ends within 28 places, else a quotient of two.",
            "type": "string",
            "pattern": r"^-?(0|[1-9][0-9]{0,28})(\.[0-9]{1,28})?(/(0|[1-9][0-9]{0,28})(\.[0-9]{1,28})?)?$",
        })
    }
}
