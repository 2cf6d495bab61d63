//! Rates by place: the longest prefix of the destination, then the country, then the product's default; there the one
//! with most dimensions that is in force.

use super::Rate;
use crate::dimensions::Dimensions;
use crate::party::Country;
use crate::sorting::Sorting as _;
use crate::text::{Digits, Id};
use crate::time::Instant;
use alloc::vec::Vec;
use core::cmp::Reverse;
use core::ops::Range;

/// What a rate is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The product.
    pub product: &'a Id,
    /// The number dialled.
    pub destination: Option<&'a Digits>,
    /// The country.
    pub country: Option<Country>,
    /// Other dimensions.
    pub dimensions: &'a Dimensions,
    /// When.
    pub time: Instant,
}

/// Where a rate holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place<'r> {
    Default,
    Country(Country),
    Prefix(&'r str),
}

pub(super) fn place(rate: &Rate) -> Place<'_> {
    match (&rate.prefix, rate.country) {
        (Some(prefix), _) => Place::Prefix(prefix),
        (None, Some(country)) => Place::Country(country),
        (None, None) => Place::Default,
    }
}

/// The rates of one product at one place.
#[derive(Clone, Debug)]
struct Spot<'r> {
    product: &'r str,
    place: Place<'r>,
    rates: Range<usize>,
    /// The spot of the next shorter prefix, where there is one.
    shorter: Option<usize>,
}

/// Rates in the order of their keys: a look-up is one binary search and, for a number, the few shorter prefixes.
#[derive(Clone, Debug)]
pub struct RateCard<'r> {
    rates: Vec<&'r Rate>,
    spots: Vec<Spot<'r>>,
}

impl<'r> RateCard<'r> {
    /// Sorts the rates. That no two clash is checked before.
    pub(super) fn new(rates: &'r [Rate]) -> Self {
        let mut sorted: Vec<&Rate> = rates.iter().collect();
        sorted.order_by_key(|rate| (&rate.product, place(rate), Reverse(rate.when.len()), Reverse(rate.from)));
        let mut spots: Vec<Spot<'r>> = Vec::new();
        for (at, rate) in sorted.iter().enumerate() {
            let place = place(rate);
            match spots.last_mut() {
                Some(last) if last.product == &*rate.product && last.place == place => {
                    last.rates.end = at.saturating_add(1)
                }
                _ => {
                    let shorter = shorter(&spots, &rate.product, place);
                    let rates = at..at.saturating_add(1);
                    spots.push(Spot { product: &rate.product, place, rates, shorter });
                }
            }
        }
        Self { rates: sorted, spots }
    }

    /// Rule `rating.lookup`.
    #[must_use]
    pub fn find(&self, wanted: &Wanted<'_>) -> Option<&'r Rate> {
        let number = wanted.destination.and_then(|number| self.by_number(wanted, number));
        let country = || wanted.country.and_then(|country| self.exactly(wanted, Place::Country(country)));
        number.or_else(country).or_else(|| self.exactly(wanted, Place::Default))
    }

    fn by_number(&self, wanted: &Wanted<'_>, number: &str) -> Option<&'r Rate> {
        let key = (&**wanted.product, Place::Prefix(number));
        let after = self.spots.partition_point(|spot| (spot.product, spot.place) <= key);
        let mut at = after.checked_sub(1);
        while let Some(spot) = at.and_then(|at| self.spots.get(at)) {
            let Place::Prefix(prefix) = spot.place else { return None };
            if spot.product != &**wanted.product {
                return None;
            }
            if number.starts_with(prefix)
                && let Some(rate) = self.in_force(spot, wanted)
            {
                return Some(rate);
            }
            at = spot.shorter;
        }
        None
    }

    fn exactly(&self, wanted: &Wanted<'_>, place: Place<'_>) -> Option<&'r Rate> {
        let key = (&**wanted.product, place);
        let at = self.spots.binary_search_by(|spot| (spot.product, spot.place).cmp(&key)).ok()?;
        self.in_force(self.spots.get(at)?, wanted)
    }

    fn in_force(&self, spot: &Spot<'r>, wanted: &Wanted<'_>) -> Option<&'r Rate> {
        let rates = self.rates.get(spot.rates.clone())?;
        let fits = |rate: &&&'r Rate| {
            rate.from.is_none_or(|from| from <= wanted.time)
                && rate.until.is_none_or(|until| wanted.time < until)
                && wanted.dimensions.hold(&rate.when)
        };
        rates.iter().find(fits).copied()
    }

    /// The products, each once, in order.
    pub fn products(&self) -> impl Iterator<Item = &Id> {
        let mut last: Option<&Id> = None;
        self.rates.iter().map(|rate| &rate.product).filter(move |product| last.replace(product) != Some(product))
    }

    /// The rates, by product and place.
    pub fn iter(&self) -> impl Iterator<Item = &'r Rate> {
        self.rates.iter().copied()
    }

    /// How many rates there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rates.len()
    }

    /// Is there none?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rates.is_empty()
    }
}

/// The spot of the longest prefix of this one. Spots come in order, so it is the last one or one of its own.
fn shorter(spots: &[Spot<'_>], product: &str, place: Place<'_>) -> Option<usize> {
    let Place::Prefix(prefix) = place else { return None };
    let mut at = spots.len().checked_sub(1);
    while let Some(spot) = at.and_then(|at| spots.get(at)) {
        match spot.place {
            Place::Prefix(other) if spot.product == product && prefix.starts_with(other) => return at,
            Place::Prefix(_) if spot.product == product => at = spot.shorter,
            _ => return None,
        }
    }
    None
}
