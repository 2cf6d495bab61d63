//! What a price model makes of a quantity: an exact amount and the parts it is made of. Nothing is rounded here.

mod call;
mod package;
mod percentage;
mod tiers;

pub(super) use call::Clock;

use crate::catalog::Model;
use crate::money::{Exact, Figure, Ratio, Refusal};
use crate::rule::Rule;
use crate::text::Text;
use alloc::vec::Vec;
use counterfoil_derive::Decode;
use serde::Serialize;

/// What is priced: a usage by itself, or everything of a period so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure<'a> {
    /// How much in all.
    pub(super) quantity: Exact,
    /// How much picks the tier, where it is another number.
    pub(super) size: Option<Exact>,
    /// The same before the usage at hand; for models that look at each usage.
    pub(super) before: Before,
    /// Prices are for so many units.
    pub(super) per: Exact,
    /// When a call began, and the windows of the week.
    pub(super) clock: Clock<'a>,
    /// Is a call's connection fee due?
    pub(super) fee: Fee,
}

/// Is a call's connection fee due?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fee {
    /// Where something of the call is charged.
    WithUsage,
    /// Even where all of it is covered.
    Always,
    /// Not where an allowance covers a part of it.
    Never,
}

/// What a period has seen before the usage at hand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Before {
    pub(super) quantity: Exact,
    pub(super) usages: u32,
}

/// A part of an amount: a tier, a segment of a call, a fee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// What it is: `tier to 100`, `from 60`, `connection fee`.
    pub what: Text,
    /// How much of it.
    pub quantity: Figure,
    /// Price of `per` units, a package, or the percentage.
    pub price: Figure,
    /// What it adds.
    pub amount: Ratio,
}

/// An amount and its parts.
#[derive(Clone, Debug)]
pub(super) struct Priced {
    pub(super) amount: Ratio,
    pub(super) parts: Vec<Part>,
}

impl Priced {
    const NOTHING: Self = Self { amount: Ratio::ZERO, parts: Vec::new() };

    fn add(&mut self, part: Part) -> Result<(), Refusal> {
        self.amount = self.amount.plus(part.amount)?;
        self.parts.push(part);
        Ok(())
    }
}

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
