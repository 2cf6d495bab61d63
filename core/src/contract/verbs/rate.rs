//! `rate`: what do these usages cost?

use crate::catalog::{Rulebook, RulebookParts};
use crate::contract::answer::Outcome;
use crate::money::{Exact, Money};
use crate::problem::Problem;
use crate::rating::{self, Line, RULES, Usage};
use crate::rule::Rule;
use alloc::vec;
use alloc::vec::Vec;
use counterfoil_derive::Decode;
use serde::Serialize;

/// Rates usages, each on its own line.
#[derive(Clone, Debug, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RateCall"))]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// The rulebook.
    pub rulebook: RulebookParts,
    /// The usages.
    pub usage: Vec<Usage>,
}

/// Lines that add up to their total.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rated {
    /// One a usage, in the call's order.
    pub lines: Vec<Line>,
    /// The sum of the lines' amounts.
    pub total: Money,
    /// The sum before rounding.
    pub exact: Exact,
    /// What rounding added or took: total less exact.
    pub rounding: Exact,
    /// The rules that made the lines, in the order they apply.
    pub rules: &'static [Rule],
}

pub(in crate::contract) fn rate(rulebook: &Rulebook<'_>, call: &Rate) -> Outcome<Rated> {
    let usage = &call.usage;
    let (mut lines, mut total, mut exact) = (Vec::with_capacity(usage.len()), zero(rulebook)?, Exact::ZERO);
    let mut problems = Vec::new();
    for (place, usage) in usage.iter().enumerate() {
        match rating::rate(rulebook, usage) {
            Ok(line) => {
                total = total.plus(line.amount).map_err(whole_call)?;
                exact = exact.plus(line.exact).map_err(whole_call)?;
                lines.push(line);
            }
            Err(problem) => problems.push(problem.item(place).under("usage")),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let rounding = total.exact().minus(exact).map_err(whole_call)?;
    Ok(Rated { lines, total, exact, rounding, rules: &RULES })
}

fn zero(rulebook: &Rulebook) -> Outcome<Money> {
    Money::zero(rulebook.scale()).map_err(whole_call)
}

fn whole_call(problem: impl Into<Problem>) -> Vec<Problem> {
    vec![problem.into()]
}
