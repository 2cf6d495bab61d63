//! Rates, found by product and the longest prefix of the destination.

use crate::money::NonNegative;
use crate::problem::{Code, Problem};
use crate::text::{Digits, Id};
use alloc::format;
use alloc::vec::Vec;
use core::cmp::Reverse;
use counterfoil_derive::Decode;
use serde::Serialize;

/// What a unit of a product costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Its name in lines and entries.
    pub id: Id,
    /// The product it prices.
    pub product: Id,
    /// Destinations that begin so (E.164). Without it the rate is its product's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<Digits>,
    /// What is counted: `minute`, `message`, `token`. A usage must name the same.
    pub unit: Id,
    /// Price of one unit, unrounded.
    pub price: NonNegative,
}

/// Rates in the order of their keys, so that a look-up is a few binary searches.
#[derive(Clone, Debug)]
pub struct RateCard<'r> {
    /// Sorted by (product, prefix); an absent prefix comes first.
    rates: Vec<&'r Rate>,
    /// Prefix lengths in use, longest first.
    lengths: Vec<usize>,
}

fn key(rate: &Rate) -> (&str, &str) {
    (&rate.product, rate.prefix.as_deref().unwrap_or_default())
}

impl<'r> RateCard<'r> {
    /// Sorts the rates. What makes a card unusable is noted at the rate's place in the document.
    pub(super) fn new(rates: &'r [Rate], problems: &mut Vec<Problem>) -> Self {
        note_clashes(rates, problems);
        let mut sorted: Vec<&Rate> = rates.iter().collect();
        sorted.sort_by(|a, b| key(a).cmp(&key(b)));
        let mut lengths: Vec<usize> = rates.iter().filter_map(|rate| rate.prefix.as_ref().map(|p| p.len())).collect();
        lengths.sort_by_key(|length| Reverse(*length));
        lengths.dedup();
        Self { rates: sorted, lengths }
    }

    /// The rate of rule `rating.lookup`: longest prefix first, then the product's default.
    #[must_use]
    pub fn find(&self, product: &str, destination: Option<&str>) -> Option<&'r Rate> {
        let prefixes = destination
            .into_iter()
            .flat_map(|number| self.lengths.iter().filter_map(move |length| number.get(..*length)));
        prefixes.chain([""]).find_map(|prefix| self.exactly(product, prefix))
    }

    fn exactly(&self, product: &str, prefix: &str) -> Option<&'r Rate> {
        let place = self.rates.binary_search_by(|rate| key(rate).cmp(&(product, prefix))).ok()?;
        self.rates.get(place).copied()
    }

    /// The products, each once, in order.
    pub fn products(&self) -> impl Iterator<Item = &Id> {
        let mut last: Option<&Id> = None;
        self.rates.iter().map(|rate| &rate.product).filter(move |product| last.replace(product) != Some(product))
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

/// Each clash is told at the later of the two rates.
fn note_clashes(rates: &[Rate], problems: &mut Vec<Problem>) {
    let mut places: Vec<(usize, &Rate)> = rates.iter().enumerate().collect();
    let mut note = |place: usize, field: &str, code, message, help: &str| {
        problems.push(Problem::new(code, message, help).under(field).item(place).under("rates").under("rulebook"));
    };
    places.sort_by(|a, b| (&a.1.id, a.0).cmp(&(&b.1.id, b.0)));
    for ((_, one), (place, other)) in places.iter().zip(places.iter().skip(1)) {
        if one.id == other.id {
            let message = format!("the rate id `{}` stands twice", other.id);
            note(*place, "id", Code::RateDuplicate, message, "give each rate an id of its own");
        }
    }
    places.sort_by(|a, b| (key(a.1), a.0).cmp(&(key(b.1), b.0)));
    for ((_, one), (place, other)) in places.iter().zip(places.iter().skip(1)) {
        if key(one) == key(other) {
            let (product, prefix) = key(other);
            let what = if prefix.is_empty() { "as default".into() } else { format!("for prefix `{prefix}`") };
            let message = format!("rates `{}` and `{}` both answer for `{product}` {what}", one.id, other.id);
            note(
                *place,
                if prefix.is_empty() { "product" } else { "prefix" },
                Code::RateAmbiguous,
                message,
                "keep one of them, or give one a longer prefix",
            );
        } else if one.product == other.product && one.unit != other.unit {
            let message = format!(
                "`{}` is counted in `{}` by rate `{}` and in `{}` here",
                one.product, one.unit, one.id, other.unit
            );
            note(*place, "unit", Code::UnitClash, message, "count a product in one unit");
        }
    }
}
