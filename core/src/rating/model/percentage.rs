//! Rules `rating.percentage` and `rating.graduated_percentage`.
//!
//! A usage's amount is its percentage, plus the fixed part, then not under the minimum and not over the maximum. Where
//! the first usages or the first sum of a period are free, a usage that is wholly free costs nothing, and one that
//! straddles the free sum pays for what is beyond it. Source: getlago/lago-api percentage_service_spec.rb.

use super::tiers::{bound, flat};
use super::{Measure, Part, Priced};
use crate::catalog::{GraduatedPercentage, Percentage};
use crate::money::{Exact, Ratio, Refusal};
use crate::text::Text;
use core::cmp::Ordering;

fn hundred() -> Exact {
    Exact::whole(100)
}

pub(super) fn price(model: &Percentage, measure: &Measure<'_>) -> Result<Priced, Refusal> {
    let paid = paid(model, measure)?;
    let mut priced = Priced::NOTHING;
    if paid.is_zero() {
        return Ok(priced);
    }
    let amount = Ratio::over(paid.times(*model.percent)?, hundred())?;
    priced.add(Part { what: Text::made("percent"), quantity: paid.into(), price: (*model.percent).into(), amount })?;
    if let Some(fixed) = model.fixed.filter(|fixed| !fixed.is_zero()) {
        let what = Text::made("fixed part");
        priced.add(Part { what, quantity: Exact::ONE.into(), price: (*fixed).into(), amount: Ratio::of(*fixed) })?;
    }
    super::call::within(&mut priced, model.minimum.map(|least| *least), model.maximum.map(|most| *most))?;
    Ok(priced)
}

/// What of the usage is not free.
fn paid(model: &Percentage, measure: &Measure<'_>) -> Result<Exact, Refusal> {
    let used = measure.before.quantity;
    if model.free_usages.is_none() && model.free_amount.is_none() {
        return Ok(measure.quantity);
    }
    if model.free_usages.is_some_and(|free| measure.before.usages >= free) {
        return Ok(measure.quantity);
    }
    let Some(free) = model.free_amount else { return Ok(Exact::ZERO) };
    let left = free.minus(used)?;
    match left.signum() {
        Ordering::Greater => measure.quantity.minus(left.min(measure.quantity)),
        _ => Ok(measure.quantity),
    }
}

pub(super) fn graduated(model: &GraduatedPercentage, measure: &Measure<'_>) -> Result<Priced, Refusal> {
    let mut priced = Priced::NOTHING;
    if measure.quantity.is_zero() {
        if model.flat_at_zero {
            flat(&mut priced, model.tiers.first().and_then(|tier| tier.flat))?;
        }
        return Ok(priced);
    }
    let mut from = Exact::ZERO;
    for tier in &model.tiers {
        if measure.quantity <= from {
            break;
        }
        let upper = tier.up_to.map_or(measure.quantity, |up_to| (*up_to).min(measure.quantity));
        let quantity = upper.minus(from)?;
        let amount = Ratio::over(quantity.times(*tier.percent)?, hundred())?;
        let what = bound("tier", tier.up_to.map(|up_to| *up_to));
        priced.add(Part { what, quantity: quantity.into(), price: (*tier.percent).into(), amount })?;
        flat(&mut priced, tier.flat)?;
        from = upper;
    }
    Ok(priced)
}
