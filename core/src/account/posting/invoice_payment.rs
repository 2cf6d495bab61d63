//! Rule `invoice.payment`: money for what is due.

use crate::account::event::InvoicePaid;
use crate::account::working::{Now, Working};
use crate::ledger::{Book, Kind, Side};
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use alloc::format;

/// Rule `invoice.payment`.
pub(crate) fn paid(work: &mut Working<'_>, now: &Now<'_>, fact: &InvoicePaid) -> Result<(), Problem> {
    let amount = work.rulebook.payable(*fact.amount).map_err(|problem| problem.under("amount"))?;
    let invoice = &fact.invoice;
    let Some(due) = work.state.due.iter_mut().find(|due| due.invoice == *invoice) else {
        let message = format!("nothing is due of invoice `{invoice}`");
        let help = "name an invoice that is due; other money is a top-up";
        return Err(Problem::new(Code::InvoiceNotDue, message, help).under("invoice"));
    };
    if amount > due.amount {
        let message = format!("the payment {amount} is above what is due, {}", due.amount);
        let help = "pay what is due; what is beyond it is a top-up";
        return Err(Problem::new(Code::PaymentAboveDue, message, help).under("amount"));
    }
    due.amount = due.amount.minus(amount)?;
    work.state.due.retain(|due| due.amount.is_positive());
    if let Some(known) = work.state.invoices.iter_mut().find(|known| known.invoice == *invoice) {
        known.paid = Some(known.paid.map_or(Ok(amount), |paid| paid.plus(amount))?);
    }
    let side = Side::of(&[(Book::Receivable, amount)]);
    let postings = side.against(Book::Cash, Book::Receivable, work.zero()?)?;
    let (id, description) = (format!("{}/invoice_payment", now.event), format!("payment of {invoice}"));
    let mut entry = work.entry(id, now, Kind::InvoicePayment, description, postings, &[Rule::InvoicePayment])?;
    entry.invoice = Some(invoice.clone());
    work.entries.push(entry);
    Ok(())
}
