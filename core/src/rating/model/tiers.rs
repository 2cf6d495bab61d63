//! Rules `rating.graduated`, `rating.volume` and `rating.stairstep`.
//!
//! A tier covers (from, to] over real numbers. Graduated: each tier's part costs that tier's price, and a tier that is
//! entered adds its flat amount. Volume: the tier that holds the total prices all of it. Stairstep: the step that
//! holds the total is the amount. At zero nothing is due, but for the first tier's flat amount where the rulebook
//! says so. Source: product "Rating"; the figures of getlago/lago-api's and openmeterio/openmeter's own tests.

use super::{Measure, Part, Priced};
use crate::catalog::{Graduated, Stairstep, Tier, Volume};
use crate::money::{Exact, Mode, NonNegative, Ratio, Refusal, Rounding};
use crate::text::Text;

pub(super) fn graduated(model: &Graduated, measure: &Measure<'_>) -> Result<Priced, Refusal> {
    let mut priced = Priced::NOTHING;
    if measure.quantity.is_zero() {
        flat_at_zero(&model.tiers, model.flat_at_zero, &mut priced)?;
        return Ok(priced);
    }
    let mut from = Exact::ZERO;
    for tier in &model.tiers {
        if measure.quantity <= from {
            break;
        }
        let upper = tier.up_to.map_or(measure.quantity, |up_to| (*up_to).min(measure.quantity));
        add(&mut priced, tier, upper.minus(from)?, measure.per)?;
        from = upper;
    }
    Ok(priced)
}

pub(super) fn volume(model: &Volume, measure: &Measure<'_>) -> Result<Priced, Refusal> {
    let mut priced = Priced::NOTHING;
    if measure.quantity.is_zero() {
        flat_at_zero(&model.tiers, model.flat_at_zero, &mut priced)?;
        return Ok(priced);
    }
    let size = measure.size.unwrap_or(measure.quantity);
    if let Some(tier) = model.tiers.iter().find(|tier| tier.up_to.is_none_or(|up_to| size <= *up_to)) {
        add(&mut priced, tier, measure.quantity, measure.per)?;
    }
    Ok(priced)
}

pub(super) fn stairstep(model: &Stairstep, measure: &Measure<'_>) -> Priced {
    let held = |up_to: Option<crate::money::Positive>| up_to.is_none_or(|up_to| measure.quantity <= *up_to);
    match model.steps.iter().find(|step| held(step.up_to)) {
        Some(step) if !measure.quantity.is_zero() => {
            let amount = Ratio::of(*step.amount);
            let what = bound("step", step.up_to.map(|up_to| *up_to));
            let part = Part { what, quantity: measure.quantity.into(), price: (*step.amount).into(), amount };
            Priced { amount, parts: alloc::vec![part] }
        }
        _ => Priced::NOTHING,
    }
}

fn add(priced: &mut Priced, tier: &Tier, units: Exact, per: Exact) -> Result<(), Refusal> {
    if let Some(price) = tier.price {
        let quantity = tier.block.map_or(Ok(units), |block| blocks(units, *block))?;
        let amount = Ratio::over(quantity.times(*price)?, per)?;
        priced.add(Part {
            what: bound("tier", tier.up_to.map(|up_to| *up_to)),
            quantity: quantity.into(),
            price: (*price).into(),
            amount,
        })?;
    }
    flat(priced, tier.flat)
}

pub(super) fn flat(priced: &mut Priced, flat: Option<NonNegative>) -> Result<(), Refusal> {
    let Some(flat) = flat.filter(|flat| !flat.is_zero()) else { return Ok(()) };
    let what = Text::made("flat amount");
    priced.add(Part { what, quantity: Exact::ONE.into(), price: (*flat).into(), amount: Ratio::of(*flat) })
}

fn flat_at_zero(tiers: &[Tier], due: bool, priced: &mut Priced) -> Result<(), Refusal> {
    if due { flat(priced, tiers.first().and_then(|tier| tier.flat)) } else { Ok(()) }
}

/// Whole blocks, a begun one counted whole.
pub(super) fn blocks(units: Exact, size: Exact) -> Result<Exact, Refusal> {
    Ok(Rounding { scale: 0, mode: Mode::Ceiling }.quotient(units, size)?.exact())
}

pub(super) fn bound(kind: &str, up_to: Option<Exact>) -> Text {
    let Some(up_to) = up_to else { return Text::made(["last ", kind].concat()) };
    // Past the formatting machinery: each usage of a period names its tiers.
    let mut text = [kind, " to "].concat();
    up_to.push_to(&mut text);
    Text::made(text)
}
