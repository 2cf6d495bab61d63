//! Rule `invoice.credited`: a credit note takes off what is due; what was paid already becomes credit.

use super::grant::{Arrival, arrive, grant};
use crate::account::event::InvoiceCredited;
use crate::account::working::{Now, Working};
use crate::ledger::{Book, Kind, Side};
use crate::problem::Problem;
use crate::rule::Rule;
use crate::wallet::Source;
use alloc::format;
use alloc::string::ToString;

const CREDITED: &[Rule] = &[Rule::InvoiceCredited, Rule::CreditGrant, Rule::OveragePaidFirst];

/// Rule `invoice.credited`: what is due falls; what was paid already becomes credit.
pub(crate) fn credited(work: &mut Working<'_>, now: &Now<'_>, fact: &InvoiceCredited) -> Result<(), Problem> {
    let amount = work.rulebook.payable(*fact.amount).map_err(|problem| problem.under("amount"))?;
    let zero = work.zero()?;
    let due = work.state.due.iter_mut().find(|due| due.invoice == fact.invoice);
    let taken = due.as_ref().map_or(zero, |due| due.amount.min(amount));
    if let Some(due) = due {
        due.amount = due.amount.minus(taken)?;
    }
    work.state.due.retain(|due| due.amount.is_positive());
    let description =
        fact.reason.as_ref().map_or_else(|| format!("credit note of {}", fact.invoice), ToString::to_string);
    if taken.is_positive() {
        let postings = Side::of(&[(Book::Receivable, taken)]).against(Book::Usage, Book::Receivable, zero)?;
        let id = format!("{}/credit_note", now.event);
        let rules = &[Rule::InvoiceCredited];
        let entry = work.entry(id, now, Kind::CreditNote, description.clone(), postings, rules)?;
        work.entries.push(entry);
    }
    let back = amount.minus(taken)?;
    if back.is_positive() {
        let grant = grant(now.event, Source::Refund, back, now.time, None);
        let (kind, counter) = (Kind::CreditNote, Book::Usage);
        let arrival = Arrival { kind, name: "credited", description, counter, rules: CREDITED };
        arrive(work, now, grant, arrival)?;
    }
    Ok(())
}
