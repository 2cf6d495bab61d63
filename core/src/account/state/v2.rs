//! Version 2 of the state, from before charges remembered what they are made of: the same shape with less in it, so that it
//! is read as the present one and what it cannot know is made up to the customer's credit that cannot be refunded.

use super::{Invoiced, State, VERSION, remember_fees};
use crate::catalog::Rulebook;
use crate::money::Money;
use crate::problem::Problem;
use alloc::vec::Vec;

/// The same account in the present shape. Fees of open cycles are those that subscriptions were charged; invoices are those
/// that are due.
///
/// # Errors
/// `overflow`: never for a state of a former answer.
pub(super) fn forward(mut state: State, rulebook: &Rulebook<'_>) -> Result<State, Problem> {
    state.version = VERSION;
    let zero = Money::zero(rulebook.scale())?;
    remember_fees(rulebook, &mut state);
    for due in state.due.iter().filter(|due| due.amount > zero) {
        state.invoices.push(Invoiced {
            invoice: due.invoice.clone(),
            from: state.opened_at,
            until: state.period.from,
            total: due.amount,
            paid: None,
            credited: None,
            taken: None,
            returned: None,
            paid_out: None,
            due_on: due.due_on,
            paid_by: Vec::new(),
            products: Vec::new(),
        });
    }
    Ok(state)
}
