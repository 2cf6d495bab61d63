//! Rule `explain.steps`: why an amount or a decision is what it is, down to the events and rules behind it.
//!
//! The events are applied anew up to the one that made it, and what was in the hand then is told: nothing is
//! explained from memory. What needs no events (taxes, a decision, a recommendation) is decided anew.

mod balance;
mod decision;
mod effect;
mod entry;
mod invoice;
mod recommendation;
mod step;
mod tax;

pub(crate) use decision::{Decided, decision};
pub(crate) use recommendation::{Recommendation, recommendation};
pub use step::{Explained, Input, LineOf, Named, Step, Subject, Whole};
pub(crate) use tax::{Taxes, tax};

use crate::account::{Facts, Payments, State, Working, apply_until, at};
use crate::catalog::Rulebook;
use crate::problem::Problem;
use crate::time::Instant;
use step::unknown;

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
    subject: Subject<'_>,
) -> Result<Explained, Problem> {
    let opening = state.balance;
    let run =
        |enough: &dyn Fn(&Working<'_>) -> bool| apply_until(rulebook, state.clone(), facts, payments, as_of, enough);
    match subject {
        Subject::Balance => balance::explain(&run(&|_| false)?, opening),
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

/// The account as these events leave it at this moment.
///
/// # Errors
/// As applying the events.
pub(crate) fn after<'r>(
    rulebook: &'r Rulebook<'r>,
    state: State,
    facts: Facts<'r>,
    payments: Payments,
    as_of: Instant,
) -> Result<Working<'r>, Problem> {
    at(rulebook, apply_until(rulebook, state, facts, payments, as_of, |_| false)?.state, as_of)
}
