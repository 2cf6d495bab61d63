//! What stands at a moment: what can be spent, and whether a usage may go ahead. Nothing here changes anything.

mod authorization;
mod figures;

pub(crate) use authorization::{Asked, affordable, ask};
pub(super) use figures::{bound_credit, budget_left, held, pending, used_on};
pub(crate) use figures::{line, owed, spendable, spendable_of};
