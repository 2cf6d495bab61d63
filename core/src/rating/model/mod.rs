//! What a price model makes of a quantity: an exact amount and the parts it is made of. Nothing is rounded here.

mod call;
mod measure;
mod package;
mod percentage;
mod tiers;

pub use measure::Part;
pub(super) use measure::{Before, Fee, Measure, Priced};

use crate::catalog::Model;
use crate::money::{Exact, Ratio, Refusal};
use crate::rule::Rule;
use crate::text::Text;
use alloc::vec::Vec;

/// The one part of an amount that a price or a flat amount makes alone; such amounts have no parts unless others stand
/// beside them.
pub(super) fn only(model: Option<&Model>, price: Option<Exact>, quantity: Exact, amount: Ratio) -> Option<Part> {
    let (what, quantity, price) = match model {
        None => ("price", quantity, price?),
        Some(Model::PerUnit(unit)) => ("price", quantity, *unit.price),
        Some(Model::Flat(flat)) => ("fixed amount", Exact::ONE, *flat.amount),
        Some(_) => return None,
    };
    let part = Part { what: Text::made(what), quantity: quantity.into(), price: price.into(), amount };
    (!amount.is_zero()).then_some(part)
}

/// The rule of a model; a plain price is one for each unit.
pub(super) const fn rule(model: Option<&Model>) -> Rule {
    match model {
        None | Some(Model::PerUnit(_)) => Rule::RatingPerUnit,
        Some(Model::Flat(_)) => Rule::RatingFlat,
        Some(Model::Package(_)) => Rule::RatingPackage,
        Some(Model::Graduated(_)) => Rule::RatingGraduated,
        Some(Model::Volume(_)) => Rule::RatingVolume,
        Some(Model::Stairstep(_)) => Rule::RatingStairstep,
        Some(Model::Percentage(_)) => Rule::RatingPercentage,
        Some(Model::GraduatedPercentage(_)) => Rule::RatingGraduatedPercentage,
        Some(Model::Call(_)) => Rule::RatingCall,
        Some(Model::Sum(_)) => Rule::RatingSum,
    }
}

/// Prices a measure. A quantity of zero costs zero, but for flat amounts that are due at zero.
pub(super) fn price(model: &Model, measure: &Measure<'_>) -> Result<Priced, Refusal> {
    match model {
        Model::PerUnit(unit) => {
            let amount = Ratio::over(measure.quantity.times(*unit.price)?, measure.per)?;
            Ok(Priced { amount, parts: Vec::new() })
        }
        Model::Flat(flat) => Ok(Priced {
            amount: if measure.quantity.is_zero() { Ratio::ZERO } else { Ratio::of(*flat.amount) },
            parts: Vec::new(),
        }),
        Model::Package(package) => package::price(package, measure),
        Model::Graduated(graduated) => tiers::graduated(graduated, measure),
        Model::Volume(volume) => tiers::volume(volume, measure),
        Model::Stairstep(steps) => Ok(tiers::stairstep(steps, measure)),
        Model::Percentage(percentage) => percentage::price(percentage, measure),
        Model::GraduatedPercentage(graduated) => percentage::graduated(graduated, measure),
        Model::Call(call) => call::price(call, measure),
        Model::Sum(sum) => {
            let mut whole = Priced::NOTHING;
            for model in &sum.models {
                let Priced { amount, parts } = price(model, measure)?;
                whole.amount = whole.amount.plus(amount)?;
                let alone = if parts.is_empty() { only(Some(model), None, measure.quantity, amount) } else { None };
                whole.parts.extend(parts.into_iter().chain(alone));
            }
            Ok(whole)
        }
    }
}
