//! The numbers of a rate at one scale, and back.

use crate::catalog::{Model, Rate, Rulebook};
use crate::money::{Exact, Mode, Ratio, Refusal, gcd};
use alloc::vec::Vec;

/// A tier; a price for each unit is one without an end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tier {
    pub(super) up_to: Option<Exact>,
    pub(super) price: Exact,
    pub(super) flat: Exact,
}

/// The tiers of a rate whose price is so many units times a price; nothing for other models.
pub(super) fn tiers(rate: &Rate) -> Option<Vec<Tier>> {
    let plain = |price: Exact| Vec::from([Tier { up_to: None, price, flat: Exact::ZERO }]);
    match &rate.model {
        None => rate.price.map(|price| plain(*price)),
        Some(Model::PerUnit(unit)) => Some(plain(*unit.price)),
        Some(Model::Graduated(graduated)) => {
            let mut tiers = Vec::with_capacity(graduated.tiers.len());
            for tier in &graduated.tiers {
                if tier.block.is_some() {
                    return None;
                }
                let value = |number: Option<crate::money::NonNegative>| number.map_or(Exact::ZERO, |number| *number);
                let up_to = tier.up_to.map(|up_to| *up_to);
                tiers.push(Tier { up_to, price: value(tier.price), flat: value(tier.flat) });
            }
            Some(tiers)
        }
        Some(_) => None,
    }
}

/// How whole numbers are made of a rate's: `raw = units * price` has `places`, is over `per`, and `raw * lift / divisor`
/// is an amount in units of the ledger.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    scale: u32,
    price_scale: u32,
    lift: i128,
    pub(super) divisor: i128,
    per: Exact,
}

/// Most places of an exact number.
const PLACES_MAX: u32 = 28;

impl Measure {
    pub(super) fn new(rulebook: &Rulebook<'_>, rate: &Rate, tiers: &[Tier], scale: u32) -> Option<Self> {
        let per = rate.per.map_or(Exact::ONE, |per| *per);
        let prices = tiers.iter().map(|tier| tier.price.places());
        let amounts = tiers.iter().map(|tier| tier.flat.places()).chain(rate.maximum.map(|most| most.places()));
        let price_scale = prices.chain(amounts.map(|places| places.saturating_add(per.scale()))).max().unwrap_or(0);
        let places = scale.checked_add(price_scale).filter(|places| *places <= PLACES_MAX)?;
        let above = 10_i128.checked_pow(u32::from(rulebook.scale()).checked_add(per.scale())?)?;
        let below = 10_i128.checked_pow(places)?.checked_mul(per.mantissa())?;
        // Both are above zero.
        let common = i128::try_from(gcd(above.unsigned_abs(), below.unsigned_abs())).ok()?;
        let (lift, divisor) = (above.checked_div(common)?, below.checked_div(common)?);
        Some(Self { scale, price_scale, lift, divisor, per })
    }

    pub(super) const fn scale(&self) -> u32 {
        self.scale
    }

    const fn places(&self) -> u32 {
        self.scale.saturating_add(self.price_scale)
    }

    /// The price of a unit of the rows.
    pub(super) fn price(&self, price: Exact) -> Option<i128> {
        units(price, self.price_scale)?.checked_mul(self.lift)
    }

    /// An amount of money.
    pub(super) fn amount(&self, amount: Exact) -> Option<i128> {
        units(amount.times(self.per).ok()?, self.places())?.checked_mul(self.lift)
    }

    /// A sum of the rate so far.
    pub(super) fn number(&self, sum: Ratio) -> Option<i128> {
        units(sum.times(self.per).ok()?.exact()?, self.places())?.checked_mul(self.lift)
    }

    /// A number as the sum it is.
    pub(super) fn ratio(&self, number: i128) -> Result<Ratio, Refusal> {
        let raw = number.checked_div(self.lift).ok_or(Refusal::DivisionByZero)?;
        Ratio::over(Exact::new(raw, self.places())?, self.per)
    }
}

/// A number as whole units of a scale; nothing where it has more places.
pub(super) fn units(number: Exact, scale: u32) -> Option<i128> {
    let places = number.places();
    let held = 10_i128.checked_pow(number.scale().checked_sub(places)?)?;
    let lift = 10_i128.checked_pow(scale.checked_sub(places)?)?;
    number.mantissa().checked_div(held)?.checked_mul(lift)
}

/// A rounding mode for quotients that are not negative: from which remainder on the quotient goes up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nearest {
    up_from: u64,
    divisor: u64,
    /// The remainder of a tie, where it goes to the even neighbour.
    tie: Option<u64>,
}

impl Nearest {
    pub(super) fn new(mode: Mode, divisor: i128) -> Option<Self> {
        let divisor = u64::try_from(divisor).ok()?;
        let half = divisor.div_ceil(2);
        let up_from = match mode {
            Mode::HalfUp | Mode::HalfEven => half,
            Mode::Up | Mode::Ceiling => 1,
            Mode::Down | Mode::Floor => divisor,
        };
        let tie = (mode == Mode::HalfEven && divisor.is_multiple_of(2)).then_some(half);
        Some(Self { up_from, divisor, tie })
    }

    /// `number / divisor`, rounded; neither is negative.
    pub(super) fn round(&self, number: i64) -> i64 {
        let number = number.cast_unsigned();
        let quotient = number.checked_div(self.divisor).unwrap_or_default();
        let rest = number.wrapping_sub(quotient.wrapping_mul(self.divisor));
        let up = rest >= self.up_from && (self.tie != Some(rest) || quotient & 1 == 1);
        quotient.wrapping_add(u64::from(up)).cast_signed()
    }
}
