//! What the end of the open period will bring, if nothing more happens.

use super::usage_columns::Posting;
use crate::account::effect::{Effect, InvoiceDrafted};
use crate::account::event::{Event, Facts, Payments};
use crate::account::moment::close;
use crate::account::posting::period_name;
use crate::account::state::State;
use crate::account::working::Working;
use crate::account::{apply, event_order, schedule};
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
    (facts, rows): (Facts<'_>, Option<(&[Kind], &Rows<'_>)>),
    payments: Payments,
    as_of: Instant,
) -> Result<Preview, Problem> {
    if rulebook.parts().invoice.is_none() {
        let message = "the rulebook drafts no invoices";
        let help = "add `invoice`, `seller` and `tax`";
        return Err(Problem::new(Code::InvoiceSections, message, help).under("rulebook"));
    }
    let (ordered, _) = event_order::by_time(facts.events, &state, as_of)?;
    let mut work = Working::new(rulebook, payments, state)?.with(facts.originals);
    // What takes something back looks for its entry.
    work.quiet = !facts.events.iter().any(Event::takes_back);
    let mut rows = rows.map(|(kinds, rows)| Posting::new(kinds, rows));
    for (place, event) in ordered {
        let (_, time, _) = event.head();
        if let Some(rows) = &mut rows {
            rows.post(&mut work, (time, as_of))?;
        }
        apply::step(&mut work, event).map_err(|problem| problem.item(place).under("events"))?;
    }
    if let Some(rows) = &mut rows {
        rows.post_rest(&mut work, as_of)?;
    }
    schedule::advance(&mut work, as_of)?;
    let until = work.period_end.unwrap_or(as_of);
    schedule::advance(&mut work, until)?;
    close(&mut work)?;
    let invoice = period_name(until);
    let due = work.state.due.iter().find(|due| due.invoice == invoice).map(|due| due.amount);
    let due = due.map_or(work.zero(), Ok)?;
    let drafted = work.effects.into_iter().find_map(|effect| match effect {
        Effect::InvoiceDrafted(drafted) if drafted.invoice == invoice => Some(drafted),
        _ => None,
    });
    Ok(Preview { invoice, until, due, balance: work.state.balance, drafted })
}
