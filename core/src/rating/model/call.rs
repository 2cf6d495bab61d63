//! Rule `rating.call`: a connection fee, and increments at the price of the segment and of the time of day.
//!
//! The call is walked from its start. Where a segment or a window of the week ends, a begun increment is finished
//! first: what it reaches into is paid. The connection fee is that of the window in which the call begins. Nothing is
//! rounded at an increment, so a call costs the same however it is cut (60 seconds in 60/1 or 1/1 at one price).
//! Source: cgrates/cgrates docs/rals.rst and engine/calldesc_test.go, whose rounding at each increment is not ours.

use super::tiers::blocks;
use super::{Fee, Measure, Part, Priced};
use crate::catalog::{Call, Segment};
use crate::money::{Exact, NonNegative, Ratio, Refusal};
use crate::text::{Id, Text};
use alloc::format;
use core::cmp::Ordering;

/// A call through more segments and windows than this is none: a month has some two hundred.
const PARTS_MAX: usize = 1_000;

pub(super) fn price(model: &Call, measure: &Measure<'_>) -> Result<Priced, Refusal> {
    let mut priced = Priced::NOTHING;
    if measure.quantity.is_zero() && measure.fee != Fee::Always {
        return Ok(priced);
    }
    let (window, _) = at(measure, Exact::ZERO)?;
    if let Some(fee) = fee(model, window).filter(|fee| !fee.is_zero() && measure.fee != Fee::Never) {
        let what = Text::made("connection fee");
        priced.add(Part { what, quantity: Exact::ONE.into(), price: (*fee).into(), amount: Ratio::of(*fee) })?;
    }
    let mut place = Exact::ZERO;
    while place < measure.quantity {
        if priced.parts.len() > PARTS_MAX {
            return Err(Refusal::Parts);
        }
        let (window, window_end) = at(measure, place)?;
        let (segment, segment_end) = segment(model, window, place);
        let Some(segment) = segment else { break };
        let end = [Some(measure.quantity), window_end, segment_end].into_iter().flatten().min().unwrap_or(place);
        let quantity = blocks(end.minus(place)?, *segment.increment)?.times(*segment.increment)?;
        let amount = Ratio::over(quantity.times(*segment.price)?, measure.per)?;
        let what = window.map_or_else(|| format!("from {place}"), |window| format!("from {place} in {window}"));
        priced.add(Part {
            what: Text::made(what),
            quantity: quantity.into(),
            price: (*segment.price).into(),
            amount,
        })?;
        place = place.plus(quantity)?;
    }
    within(&mut priced, model.minimum.map(|least| *least), model.maximum.map(|most| *most))?;
    Ok(priced)
}

/// The window of the week that holds a place of the call, and the place where that changes.
fn at<'a>(measure: &Measure<'a>, place: Exact) -> Result<(Option<&'a Id>, Option<Exact>), Refusal> {
    measure.clock.as_ref().map_or(Ok((None, None)), |weekly| weekly.at(place))
}

fn fee(model: &Call, window: Option<&Id>) -> Option<NonNegative> {
    match model.bands.iter().find(|band| Some(&band.window) == window) {
        Some(band) => band.connection_fee,
        None => model.connection_fee,
    }
}

/// The segment in force at a place of the call, and where the next one begins.
fn segment<'m>(model: &'m Call, window: Option<&Id>, place: Exact) -> (Option<&'m Segment>, Option<Exact>) {
    let band = model.bands.iter().find(|band| Some(&band.window) == window);
    let segments = band.map_or(&model.segments, |band| &band.segments);
    let begun = segments.iter().rev().find(|segment| *segment.from <= place);
    let next = segments.iter().map(|segment| *segment.from).find(|from| *from > place);
    (begun, next)
}

/// Brings an amount within its bounds, by a part that says so.
pub(super) fn within(priced: &mut Priced, least: Option<Exact>, most: Option<Exact>) -> Result<(), Refusal> {
    for (bound, wrong, what) in [(least, Ordering::Less, "minimum"), (most, Ordering::Greater, "maximum")] {
        let Some(bound) = bound else { continue };
        if priced.amount.against(bound)? == wrong {
            let amount = Ratio::of(bound).minus(priced.amount)?;
            priced.add(Part { what: Text::made(what), quantity: Exact::ONE.into(), price: bound.into(), amount })?;
        }
    }
    Ok(())
}
