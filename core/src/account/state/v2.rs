//! Version 2 of the state, from before charges remembered what they are made of: the same shape with less in it, so that it
//! is read as the present one and what it cannot know is made up to the customer's credit that cannot be refunded.

use super::{ChargedFee, Invoiced, State, VERSION};
use crate::catalog::{Payer, Rulebook, priority};
use crate::money::Money;
use crate::problem::Problem;
use crate::text::Id;
use crate::wallet::{Burned, Source};
use alloc::string::String;
use alloc::vec::Vec;

/// The same account in the present shape. Fees of open cycles are those that subscriptions were charged; invoices are those
/// that are due.
///
/// # Errors
/// `overflow`: never for a state of a former answer.
pub(super) fn forward(mut state: State, rulebook: &Rulebook<'_>) -> Result<State, Problem> {
    state.version = VERSION;
    let zero = Money::zero(rulebook.scale())?;
    for known in state.subscriptions.iter().filter(|known| known.paid.is_positive()) {
        let payer = rulebook.plan(&known.plan).map_or(Payer::Credit, |plan| plan.payer);
        let (until, from) = (known.paid_until(), known.charged_from);
        let of_it = |item: &crate::invoice::Item| {
            item.plan.as_ref() == Some(&known.plan) && item.from == from && item.until == Some(until)
        };
        let waits = state.unbilled.iter().any(of_it);
        let before = Id::made(String::from("before.v3"));
        let burned = Burned {
            grant: Id::derived("re_", &[&known.subscription], 1),
            amount: known.paid,
            source: Source::Refund,
            until: None,
            priority: priority(),
            only: Vec::new(),
        };
        state.charged.push(ChargedFee {
            subscription: known.subscription.clone(),
            plan: known.plan.clone(),
            from,
            until,
            amount: known.paid,
            credited: None,
            discount: None,
            back: None,
            invoice: Some(before).filter(|_| payer == Payer::Invoice && !waits),
            tax: None,
            burned: if payer == Payer::Credit { Vec::from([burned]) } else { Vec::new() },
            overage: None,
        });
    }
    for due in state.due.iter().filter(|due| due.amount > zero) {
        state.invoices.push(Invoiced {
            invoice: due.invoice.clone(),
            from: state.opened_at,
            until: state.period.from,
            total: due.amount,
            paid: None,
            credited: None,
            returned: None,
            paid_out: None,
            due_on: due.due_on,
            products: Vec::new(),
        });
    }
    Ok(state)
}
