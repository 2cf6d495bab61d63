//! What makes plans unusable.

use super::{cadence, model};
use crate::catalog::{Model, RulebookParts};
use crate::problem::{Code, Problem};
use crate::sorting::repeated;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Plans that cannot be charged, or that stand twice.
pub(super) fn note_problems(parts: &RulebookParts, problems: &mut Vec<Problem>) {
    let repeated = repeated(&parts.plans, |plan| &plan.id);
    for (place, (plan, repeated)) in parts.plans.iter().zip(repeated).enumerate() {
        let start = problems.len();
        let mut note = |field: &str, code, message: String, help: &str| {
            problems.push(Problem::new(code, message, help).under(field));
        };
        if repeated {
            note(
                "id",
                Code::PlanDuplicate,
                format!("the plan `{}` stands twice", plan.id),
                "give each a name of its own",
            );
        }
        match (&plan.price, &plan.model) {
            (Some(_), Some(_)) => note("model", Code::RatePrice, "the plan has a price and a model".into(), "keep one"),
            (None, None) => {
                note(
                    "price",
                    Code::RatePrice,
                    "nothing says what it costs".into(),
                    "write `price` or `model`; free is \"0\"",
                );
            }
            (None, Some(Model::Call(_) | Model::Percentage(_) | Model::GraduatedPercentage(_) | Model::Sum(_))) => {
                let help = "use a price, `flat`, `package`, `graduated`, `volume` or `stairstep`";
                note("model", Code::RateMeter, "the model does not price a number of units".into(), help);
            }
            _ => {}
        }
        cadence::note_problems(parts, plan, &mut note);
        if let Some(model) = &plan.model {
            model::note_problems(model, &parts.windows, problems);
        }
        for (index, allowance) in plan.allowances.iter().enumerate() {
            let known = parts.allowances.iter().find(|known| known.id == *allowance);
            let message = match known {
                None => format!("the rulebook has no allowance `{allowance}`"),
                Some(known) if known.included => format!("every account has `{allowance}` already"),
                Some(_) => continue,
            };
            let problem = Problem::new(Code::AllowanceUnused, message, "name an allowance that is not `included`");
            problems.push(problem.item(index).under("allowances"));
        }
        for problem in problems.iter_mut().skip(start) {
            *problem = problem.clone().item(place).under("plans");
        }
    }
    note_orphans(parts, problems);
}

/// Allowances that nobody is given.
fn note_orphans(parts: &RulebookParts, problems: &mut Vec<Problem>) {
    for (place, allowance) in parts.allowances.iter().enumerate() {
        if !allowance.included && !parts.plans.iter().any(|plan| plan.allowances.contains(&allowance.id)) {
            let message = format!("no plan gives `{}`, and it is not `included`", allowance.id);
            let problem = Problem::new(Code::AllowanceUnused, message, "name it in a plan, or set `included`");
            problems.push(problem.under("id").item(place).under("allowances"));
        }
    }
}
