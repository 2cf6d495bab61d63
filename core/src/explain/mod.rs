//! Rule `explain.steps`: why an amount or a decision is what it is, down to the events and rules behind it.
//!
//! The events are applied anew up to the one that made it, and what was in the hand then is told: nothing is
//! explained from memory.

mod balance;
mod effect;
mod entry;
mod invoice;
mod step;

use step::unknown;
pub use step::{Explained, Input, Step, Subject};

use crate::account::{Facts, Payments, State, Working, apply_until};
use crate::catalog::Rulebook;
use crate::problem::Problem;
use crate::time::Instant;

/// Explains one entry, one effect, or the balance that the events lead to.
///
/// # Errors
/// As applying the events, or `subject_unknown`.
pub fn explain(
    rulebook: &Rulebook,
    state: State,
    facts: Facts<'_>,
    payments: Payments,
    as_of: Instant,
    subject: &Subject,
) -> Result<Explained, Problem> {
    let opening = state.balance;
    let run =
        |enough: &dyn Fn(&Working<'_>) -> bool| apply_until(rulebook, state.clone(), facts, payments, as_of, enough);
    match subject {
        Subject::Balance(_) => balance::explain(&run(&|_| false)?, opening),
        Subject::Entry(entry) => {
            let work = run(&|work| work.entries.iter().any(|made| *made.id == *entry.id))?;
            let found = work.entries.iter().find(|made| *made.id == *entry.id);
            Ok(entry::explain(&work, found.ok_or_else(|| unknown("entry", &entry.id))?))
        }
        Subject::Line(wanted) => {
            let made = |work: &Working<'_>| invoice::drafted(work, &wanted.invoice).is_some();
            invoice::line(&run(&made)?, wanted)
        }
        Subject::Effect(effect) => {
            let work = run(&|work| work.effects.iter().any(|made| *made.head().0 == *effect.id))?;
            let found = work.effects.iter().find(|made| *made.head().0 == *effect.id);
            effect::explain(&work, found.ok_or_else(|| unknown("effect", &effect.id))?)
        }
    }
}
