//! Allowances and calling packages: what a period includes before anything is charged.

use super::{Meter, Wanted};
use crate::dimensions::Dimensions;
use crate::money::{Exact, Positive};
use crate::party::Country;
use crate::problem::{Code, Problem};
use crate::text::{Digits, Id};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use counterfoil_derive::Decode;
use serde::Serialize;

/// A quantity of some products that each billing period includes, or each cycle of days of the plan that gives it (rules
/// `rating.allowance` and `plan.cycle`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Allowance {
    /// Its name.
    pub id: Id,
    /// The products it covers.
    pub products: Vec<Id>,
    /// What is counted; that of the products' rates.
    pub unit: Id,
    /// How much of it; without it unlimited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Positive>,
    /// Where it is unlimited, what fair use is: beyond it usage is charged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fair_use: Option<Positive>,
    /// Destinations that it covers, by prefix; with `countries` either is enough. Without both all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prefixes: Vec<Digits>,
    /// Countries that it covers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<Country>,
    /// Dimensions that it covers.
    #[serde(default, skip_serializing_if = "Dimensions::is_empty")]
    pub when: Dimensions,
    /// Begun increments are taken whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub increment: Option<Positive>,
    /// Low is used first.
    #[serde(default = "super::priority")]
    pub priority: u8,
    /// What is left goes on into the next period, or cycle of days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rollover: Option<Rollover>,
    /// Every account has it; otherwise a plan gives it.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub included: bool,
    /// A subscription of several units gives it as often.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub each: bool,
    /// What it covers goes ahead without credit.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub without_credit: bool,
    /// A covered call pays its connection fee all the same.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub connection_fee: bool,
}

/// How what is left goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rollover {
    /// Most that goes on; without it all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Positive>,
}

impl Allowance {
    /// Does it cover such a usage?
    #[must_use]
    pub fn covers(&self, wanted: &Wanted<'_>) -> bool {
        let by_number = || {
            wanted.destination.is_some_and(|number| self.prefixes.iter().any(|prefix| number.starts_with(&**prefix)))
        };
        let by_country = || wanted.country.is_some_and(|country| self.countries.contains(&country));
        let anywhere = self.prefixes.is_empty() && self.countries.is_empty();
        self.products.contains(wanted.product)
            && (anywhere || by_number() || by_country())
            && wanted.dimensions.hold(&self.when)
    }

    /// What a period includes, for so many units of a subscription; nothing where it is unlimited.
    #[must_use]
    pub fn bound(&self) -> Option<Exact> {
        self.quantity.or(self.fair_use).map(|bound| *bound)
    }
}

/// Allowances that nothing can use, or that stand twice.
pub(super) fn note_problems(parts: &super::RulebookParts, problems: &mut Vec<Problem>) {
    for (place, allowance) in parts.allowances.iter().enumerate() {
        let start = problems.len();
        let mut note = |field: &str, code, message: String, help: &str| {
            problems.push(Problem::new(code, message, help).under(field));
        };
        if parts.allowances.iter().take(place).any(|earlier| earlier.id == allowance.id) {
            let message = format!("the allowance `{}` stands twice", allowance.id);
            note("id", Code::AllowanceDuplicate, message, "give each allowance a name of its own");
        }
        if allowance.quantity.is_some() && allowance.fair_use.is_some() {
            let help = "fair use is the bound of what is unlimited: keep one of them";
            note("fair_use", Code::AllowanceBound, "the allowance has a quantity and fair use".into(), help);
        }
        if allowance.rollover.is_some() && allowance.quantity.is_none() {
            let message = String::from("what is unlimited leaves nothing to go on");
            note("rollover", Code::AllowanceBound, message, "leave `rollover` out, or set a `quantity`");
        }
        if parts.billing.is_none() && is_of_periods(parts, allowance) {
            let help = "add `billing` with an `anchor_day`";
            let message = String::from("allowances are renewed with the billing period, and the rulebook has none");
            note("id", Code::BillingMissing, message, help);
        }
        if allowance.products.is_empty() {
            note("products", Code::AllowanceUnused, "the allowance covers no product".into(), "name at least one");
        }
        note_products(parts, allowance, problems);
        for problem in problems.iter_mut().skip(start) {
            *problem = problem.clone().item(place).under("allowances");
        }
    }
}

/// Is it renewed with billing periods, at least of some plan?
fn is_of_periods(parts: &super::RulebookParts, allowance: &Allowance) -> bool {
    let mut plans = parts.plans.iter().filter(|plan| plan.allowances.contains(&allowance.id)).peekable();
    allowance.included || plans.peek().is_none() || plans.any(|plan| !plan.cadence().is_of_days())
}

/// Products that no rate prices, in another unit, or whose meter is not a sum.
fn note_products(parts: &super::RulebookParts, allowance: &Allowance, problems: &mut Vec<Problem>) {
    for (place, product) in allowance.products.iter().enumerate() {
        let priced = || parts.rates.iter().filter(|rate| rate.product == *product);
        let unfit = priced().find(|rate| rate.unit != allowance.unit || rate.meter != Meter::Sum);
        let message = match unfit.or_else(|| priced().next()) {
            None => format!("no rate prices `{product}`, so that nothing can use the allowance"),
            Some(rate) if rate.unit != allowance.unit => {
                format!("`{product}` is counted in `{}`, the allowance in `{}`", rate.unit, allowance.unit)
            }
            Some(rate) if rate.meter != Meter::Sum => {
                format!("rate `{}` does not add quantities, so that none can be covered", rate.id)
            }
            Some(_) => continue,
        };
        let help = "name products whose rates add quantities in the allowance's unit";
        problems.push(Problem::new(Code::AllowanceUnused, message, help).item(place).under("products"));
    }
}
