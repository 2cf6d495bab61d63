//! What makes a rulebook unusable, in the order in which its sections are checked.

mod allowance;
mod amount_scale;
mod cadence;
mod invoicing;
mod model;
mod never_applies;
mod plan;
mod policies;
mod rate;
mod rate_conflicts;
mod window;

use super::RulebookParts;
use crate::problem::Problem;
use alloc::vec::Vec;

/// Notes everything that is wrong.
pub(super) fn note_problems(parts: &RulebookParts, problems: &mut Vec<Problem>) {
    let start = problems.len();
    policies::note_problems(parts, problems);
    window::note_problems(parts, problems);
    allowance::note_problems(parts, problems);
    plan::note_problems(parts, problems);
    invoicing::note_problems(parts, problems);
    for (place, rate) in parts.rates.iter().enumerate() {
        let start = problems.len();
        rate::note_problems(rate, &parts.windows, problems);
        for problem in problems.iter_mut().skip(start) {
            *problem = problem.clone().item(place).under("rates");
        }
    }
    rate_conflicts::note_problems(&parts.rates, problems);
    amount_scale::note_problems(parts, problems);
    never_applies::note_problems(parts, problems);
    for problem in problems.iter_mut().skip(start) {
        *problem = problem.clone().under("rulebook");
    }
}
