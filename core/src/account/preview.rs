//! What the end of the open period will bring, if nothing more happens.

use super::effect::{Effect, InvoiceDrafted};
use super::event::{Event, Payments};
use super::fold::Fold;
use super::rows::Posting;
use super::state::State;
use super::{apply, order, period, timeline};
use crate::catalog::Rulebook;
use crate::money::Money;
use crate::problem::{Code, Problem};
use crate::rating::columns::{Kind, Rows};
use crate::text::Id;
use crate::time::Instant;

/// The next invoice and what stands around it.
pub(crate) struct Preview {
    pub(crate) invoice: Id,
    pub(crate) until: Instant,
    pub(crate) due: Money,
    pub(crate) balance: Money,
    pub(crate) drafted: Option<InvoiceDrafted>,
}

/// Applies the events and lets time pass until the open period ends.
///
/// # Errors
/// As applying the events; `invoice_sections` where the rulebook drafts no invoices.
pub(crate) fn preview(
    rulebook: &Rulebook<'_>,
    state: State,
    (events, rows): (&[Event], Option<(&[Kind], &Rows<'_>)>),
    payments: Payments,
    as_of: Instant,
) -> Result<Preview, Problem> {
    if rulebook.parts().invoice.is_none() {
        let message = "the rulebook drafts no invoices";
        let help = "add `invoice`, `seller` and `tax`";
        return Err(Problem::new(Code::InvoiceSections, message, help).under("rulebook"));
    }
    let (ordered, _) = order::by_time(events, &state, as_of)?;
    let mut fold = Fold::new(rulebook, payments, state)?;
    fold.quiet = true;
    let mut rows = rows.map(|(kinds, rows)| Posting::new(kinds, rows));
    for (place, event) in ordered {
        let (_, time, _) = event.head();
        if let Some(rows) = &mut rows {
            rows.post(&mut fold, (time, as_of))?;
        }
        apply::step(&mut fold, event).map_err(|problem| problem.item(place).under("events"))?;
    }
    if let Some(rows) = &mut rows {
        rows.post_rest(&mut fold, as_of)?;
    }
    timeline::advance(&mut fold, as_of)?;
    let until = fold.period_end.unwrap_or(as_of);
    timeline::advance(&mut fold, until)?;
    let invoice = period::name(until);
    let due = fold.state.due.iter().find(|due| due.invoice == invoice).map(|due| due.amount);
    let due = due.map_or(fold.zero(), Ok)?;
    let drafted = fold.effects.into_iter().find_map(|effect| match effect {
        Effect::InvoiceDrafted(drafted) if drafted.invoice == invoice => Some(drafted),
        _ => None,
    });
    Ok(Preview { invoice, until, due, balance: fold.state.balance, drafted })
}
