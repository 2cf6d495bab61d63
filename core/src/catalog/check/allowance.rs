//! What makes allowances unusable.

use crate::catalog::{Allowance, Meter, Prorated, RulebookParts};
use crate::problem::{Code, Problem};
use crate::sorting::repeated;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Allowances that nothing can use, or that stand twice.
pub(super) fn note_problems(parts: &RulebookParts, problems: &mut Vec<Problem>) {
    let repeated = repeated(&parts.allowances, |allowance| &allowance.id);
    for (place, (allowance, repeated)) in parts.allowances.iter().zip(repeated).enumerate() {
        let start = problems.len();
        let mut note = |field: &str, code, message: String, help: &str| {
            problems.push(Problem::new(code, message, help).under(field));
        };
        if repeated {
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
        if allowance.prorated == Prorated::Quantity && allowance.bound().is_none() {
            let message = String::from("what is unlimited has no part that a part of a cycle could give");
            note("prorated", Code::AllowanceBound, message, "leave `prorated` out, or set a `quantity`");
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
fn is_of_periods(parts: &RulebookParts, allowance: &Allowance) -> bool {
    let mut plans = parts.plans.iter().filter(|plan| plan.allowances.contains(&allowance.id)).peekable();
    allowance.included || plans.peek().is_none() || plans.any(|plan| !plan.cadence().is_of_days())
}

/// Products that no rate prices, in another unit, or whose meter is not a sum.
fn note_products(parts: &RulebookParts, allowance: &Allowance, problems: &mut Vec<Problem>) {
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
