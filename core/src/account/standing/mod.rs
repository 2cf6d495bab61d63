//! What stands at a moment: what can be spent, and whether a usage may go ahead. Nothing here changes anything.

mod affordable;
mod asked;
mod authorization;
mod figures;

pub(crate) use asked::Asked;
pub(crate) use authorization::{Against, Question};
pub(super) use figures::{bound_credit, budget_left, held, pending, used_on};
pub(crate) use figures::{can_spend, line, owed, spendable, spendable_of};
