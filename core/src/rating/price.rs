//! What a quantity costs by a rate, exact: increments, the model, the rate's discount, and the most a period costs.

use super::model::{self, Before, Fee, Measure, Priced};
use super::{Covered, Usage, discount, increment};
use crate::catalog::{Model, PerUnit, Rate, Rulebook};
use crate::money::{Exact, NonNegative, Ratio, Refusal};
use crate::problem::Problem;

/// What is left of a usage when allowances have covered what they can.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rest {
    pub(super) quantity: Exact,
    /// A call that is covered, even in part, pays no connection fee unless an allowance says so.
    pub(super) fee: Fee,
}

pub(super) fn rest(rulebook: &Rulebook, usage: &Usage, covered: &[Covered]) -> Result<Rest, Refusal> {
    let quantity = covered.iter().try_fold(*usage.quantity, |rest, part| rest.minus(*part.quantity))?;
    let says_so = |part: &Covered| rulebook.allowance(&part.allowance).is_some_and(|one| one.connection_fee);
    let fee = match covered {
        [] => Fee::WithUsage,
        covered if covered.iter().any(says_so) => Fee::Always,
        _ => Fee::Never,
    };
    Ok(Rest { quantity, fee })
}

pub(super) fn at_quantity(refusal: Refusal) -> Problem {
    Problem::from(refusal).under(if refusal == Refusal::ZoneReach { "time" } else { "quantity" })
}

pub(super) fn priced(
    rulebook: &Rulebook,
    rate: &Rate,
    usage: &Usage,
    rest: Rest,
    before: Before,
) -> Result<Priced, Refusal> {
    let windows = &rulebook.parts().windows;
    let clock = if windows.is_empty() { None } else { Some(rulebook.weekly(usage.time)) };
    let per = rate.per.map_or(Exact::ONE, |per| *per);
    let Rest { quantity, fee } = rest;
    let measure = Measure { quantity, size: usage.size.map(|size| *size), before, per, clock, fee };
    by_model(rate, &measure)
}

pub(super) fn by_model(rate: &Rate, measure: &Measure<'_>) -> Result<Priced, Refusal> {
    let measure = &increment::whole(rate, measure)?;
    let priced = match (&rate.model, rate.price) {
        (Some(model), _) => model::price(model, measure)?,
        (None, price) => {
            let price = price.or_else(|| NonNegative::new(Exact::ZERO)).ok_or(Refusal::Impossible)?;
            model::price(&Model::PerUnit(PerUnit { price }), measure)?
        }
    };
    discount::off(rate, measure, priced)
}

/// What so many units cost by a model alone.
///
/// # Errors
/// `Overflow` and `Inexact` where exact money ends.
pub fn of_quantity(model: &Model, quantity: Exact) -> Result<Ratio, Refusal> {
    let before = Before { quantity: Exact::ZERO, usages: 0 };
    let measure = Measure { quantity, size: None, before, per: Exact::ONE, clock: None, fee: Fee::WithUsage };
    Ok(model::price(model, &measure)?.amount)
}
