//! Rule `rating.prorated`: a level that lasts is priced by the model for its share of the period, as seats are.
//!
//! amount = sum over levels of price(level) x seconds it lasted / seconds of the whole period, plus the flat amounts of
//! the highest level, once and whole, in a sum of models as well. The full level decides the tier, its time what the
//! tier costs. A usage sets the level; it goes on in the next period. An account's first period is a part of a whole one
//! and is divided by that.
//! Tiers of 10 to five and 5 beyond, flat 100 and 50; of 31 days ten with 1, five with 5, two with 6, three with 1:
//! 48 x 10 / 31 + 2 x 5 / 31 + 150 = 165.806.
//! Source: getlago/lago-api prorated_graduated_service_spec.rb.

use super::model::{Before, Fee, Measure, Priced};
use super::price::by_model;
use super::{Counter, Level, Part};
use crate::catalog::{Graduated, Meter, Model, Rate, Volume};
use crate::money::{Exact, Figure, Refusal};
use crate::time::Instant;
use alloc::vec::Vec;

/// The level has lasted until now: its price times its seconds is added.
pub(super) fn lasted(rate: &Rate, counter: &mut Counter, until: Instant) -> Result<(), Refusal> {
    let Some(level) = counter.level.filter(|level| until > level.since) else { return Ok(()) };
    let seconds = seconds(level.since, until)?;
    counter.level = Some(Level { since: until, ..level });
    counter.peak = counter.peak.max(Some(level.quantity));
    counter.quantity = counter.quantity.plus(level.quantity.times(seconds)?)?.into();
    let priced = at_level(&without_flat(rate), *level.quantity)?;
    counter.total = counter.total.plus(priced.amount.times(seconds)?)?;
    for part in priced.parts {
        let added =
            Part { quantity: part.quantity.times(seconds)?.into(), amount: part.amount.times(seconds)?, ..part };
        match counter.parts.iter_mut().find(|known| known.what == added.what) {
            Some(known) => {
                known.quantity = known.quantity.plus(*added.quantity)?.into();
                known.amount = known.amount.plus(added.amount)?;
            }
            None => counter.parts.push(added),
        }
    }
    Ok(())
}

/// What the period comes to: the parts' quantities are units times seconds, their amounts what these cost.
pub(super) fn total(rate: &Rate, counter: &Counter, (from, until): (Instant, Instant)) -> Result<Priced, Refusal> {
    let whole = seconds(from, until)?;
    let peak = *counter.peak.unwrap_or(Figure::ZERO);
    let (with, without) = (at_level(rate, peak)?, at_level(&without_flat(rate), peak)?);
    let once = with.amount.minus(without.amount)?;
    let mut parts = Vec::with_capacity(counter.parts.len().saturating_add(1));
    for part in &counter.parts {
        parts.push(Part { amount: part.amount.divided(whole)?, ..part.clone() });
    }
    parts.extend(with.parts.into_iter().filter(|part| part.what.starts_with("flat amount")));
    Ok(Priced { amount: counter.total.divided(whole)?.plus(once)?, parts })
}

fn seconds(from: Instant, until: Instant) -> Result<Exact, Refusal> {
    Exact::new(i128::from(until.millis_since(from)), 3)
}

fn at_level(rate: &Rate, quantity: Exact) -> Result<Priced, Refusal> {
    let before = Before { quantity: Exact::ZERO, usages: 0 };
    let per = rate.per.map_or(Exact::ONE, |per| *per);
    by_model(rate, &Measure { quantity, size: None, before, per, clock: None, fee: Fee::WithUsage })
}

/// The rate as its tiers price it, without what is due once.
fn without_flat(rate: &Rate) -> Rate {
    let mut rate = rate.clone();
    rate.model.iter_mut().for_each(drop_flat);
    rate
}

fn drop_flat(model: &mut Model) {
    match model {
        Model::Graduated(Graduated { tiers, flat_at_zero }) | Model::Volume(Volume { tiers, flat_at_zero }) => {
            *flat_at_zero = false;
            tiers.iter_mut().for_each(|tier| tier.flat = None);
        }
        Model::Sum(sum) => sum.models.iter_mut().for_each(drop_flat),
        _ => {}
    }
}

/// Does the rate look at levels so?
pub(super) fn is(rate: &Rate) -> bool {
    rate.meter == Meter::Prorated
}
