//! Rule `rating.period`: a usage costs what the period costs with it, less what is posted of the period.
//!
//! The rounded total of the period is what is posted of it in all, so that any number of usages cost what one would.
//! Where a total can fall or is not known before the end (rule `rating.period_end`), usage posts nothing.

use super::commitment::{at_most, cut};
use super::model::{Before, Priced};
use super::price::{Rest, at_quantity, priced};
use super::{Counter, Part, Usage, dimension, size, slice};
use crate::catalog::{Meter, Model, Rate, Rulebook, Scope};
use crate::money::{Exact, Money, Ratio, Refusal};
use crate::problem::Problem;
use crate::text::Id;
use alloc::vec::Vec;

/// Counts a usage; answers what it adds: exact, as posted, and its parts.
pub(super) fn count(
    rulebook: &Rulebook,
    rate: &Rate,
    usage: &Usage,
    rest: Rest,
    counters: &mut Vec<Counter>,
) -> Result<(Ratio, Money, Vec<Part>), Problem> {
    let zero = Money::zero(rulebook.scale())?;
    slice::offset(rulebook, rate, usage)?;
    size::hindrance(rate, usage)?;
    let counter = counter(counters, rate, dimension::value(rate, usage)?, zero)?;
    let before = Before { quantity: *counter.quantity, usages: counter.usages };
    counter.add(rate, usage, rest.quantity)?;
    if rate.is_deferred() {
        return Ok((Ratio::ZERO, zero, Vec::new()));
    }
    let (total, added) = total(rulebook, rate, usage, rest, counter, before).map_err(at_quantity)?;
    let total = at_most(rate, total).map_err(at_quantity)?;
    let exact = total.minus(counter.total).map_err(at_quantity)?;
    let parts = cut(rate, rest.quantity, added, exact).map_err(at_quantity)?;
    let posted = total.round(rulebook.parts().rounding).map_err(at_quantity)?;
    let amount = posted.minus(counter.posted)?;
    (counter.total, counter.posted) = (total, posted);
    Ok((exact, amount, parts))
}

/// The counter of a rate or group, new where there is none; they stand in the order of their names and values.
pub(super) fn counter<'c>(
    counters: &'c mut Vec<Counter>,
    rate: &Rate,
    value: Option<&Id>,
    zero: Money,
) -> Result<&'c mut Counter, Problem> {
    let key = (rate.counter(), value);
    let place = match counters.binary_search_by(|known| (&known.counter, known.value.as_ref()).cmp(&key)) {
        Ok(place) => place,
        Err(place) => {
            dimension::note_most(counters, rate)?;
            counters.insert(place, Counter::new(rate, value.cloned(), zero));
            place
        }
    };
    #[allow(clippy::indexing_slicing, reason = "found or put there one line before")]
    Ok(&mut counters[place])
}

/// What the period costs with the usage, and what the usage adds before a maximum, with its parts.
pub(super) fn total(
    rulebook: &Rulebook,
    rate: &Rate,
    usage: &Usage,
    rest: Rest,
    counter: &Counter,
    before: Before,
) -> Result<(Ratio, Priced), Refusal> {
    if looks_at_each_usage(rate) {
        let quantity = if rate.meter == Meter::Count { Exact::ONE } else { rest.quantity };
        let priced = priced(rulebook, rate, usage, Rest { quantity, ..rest }, before)?;
        return Ok((counter.total.plus(priced.amount)?, priced));
    }
    let of = |quantity| priced(rulebook, rate, usage, Rest { quantity, ..rest }, before);
    let after = of(*counter.quantity)?;
    let whole = after.amount;
    let added = if before.usages == 0 { after } else { added(of(before.quantity)?, after)? };
    Ok((whole, added))
}

/// Prices that are made of each usage, even where they remember those before.
pub(super) fn looks_at_each_usage(rate: &Rate) -> bool {
    let alone =
        rate.model.as_ref().is_none_or(|model| model.is_of_one_usage() || matches!(model, Model::Percentage(_)));
    (alone || rate.scope == Scope::Usage) && matches!(rate.meter, Meter::Sum | Meter::Count)
}

/// A period with a usage, less the same without it. A tier that is entered brings its parts along in order; a flat
/// amount that was due at zero stands behind the tier's part once there is one; a step takes the place of the one before;
/// what is no longer due is taken back.
fn added(before: Priced, after: Priced) -> Result<Priced, Refusal> {
    let amount = after.amount.minus(before.amount)?;
    let gone = |part: Part| Part { quantity: part.quantity.negated().into(), amount: part.amount.negated(), ..part };
    let names = |list: &[Part], part: &Part| list.iter().any(|other| other.what == part.what);
    let (mut known, mut rest, mut parts) = (before.parts.into_iter(), after.parts.into_iter(), Vec::new());
    while let Some(part) = rest.next() {
        if known.as_slice().first().is_none_or(|earlier| earlier.what != part.what) && names(known.as_slice(), &part) {
            while let Some(earlier) = known.as_slice().first().filter(|earlier| earlier.what != part.what) {
                // One that comes later keeps its place: the two lists are in the order of one model.
                if names(rest.as_slice(), earlier) {
                    break;
                }
                parts.extend(known.next().map(gone));
            }
        }
        let comes = |earlier: &Part| earlier.what != part.what && names(rest.as_slice(), earlier);
        let earlier = if known.as_slice().first().is_some_and(|earlier| !comes(earlier)) { known.next() } else { None };
        parts.push(match earlier {
            Some(earlier) => Part {
                quantity: part.quantity.minus(*earlier.quantity)?.into(),
                amount: part.amount.minus(earlier.amount)?,
                ..part
            },
            None => part,
        });
    }
    parts.extend(known.map(gone));
    parts.retain(|part| !part.quantity.is_zero() || !part.amount.is_zero());
    Ok(Priced { amount, parts })
}
