//! Credit notes: an invoice is due less; what was paid of it goes back to the account or to the payer.

use super::grant::{Arrival, arrive, grant};
use super::invoiced;
use super::paid_by;
use super::put_back::{Giving, give_back};
use crate::account::effect::{Effect, RefundRequest, told};
use crate::account::event::{CreditTo, InvoiceCredited};
use crate::account::state::Invoiced;
use crate::account::working::{Now, Working};
use crate::ledger::{Book, Kind, Side};
use crate::money::{Money, Refusal};
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::text::Id;
use crate::wallet::Source;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

const CREDITED: &[Rule] = &[Rule::InvoiceCredited, Rule::CreditGrant, Rule::OveragePaidFirst];

/// What a credit comes to: off what is due, of what was paid in money, and of what credit had paid.
pub(super) struct Parts {
    due: Money,
    paid: Money,
    rest: Money,
}

/// Rule `invoice.credited`: a note of an invoice that there is, for no more than is left of it. What is due falls; money that
/// was paid can be refunded or goes to the payer; what credit had paid is credit again.
pub(crate) fn credited(work: &mut Working<'_>, now: &Now<'_>, fact: &InvoiceCredited) -> Result<(), Problem> {
    let amount = work.rulebook.payable(*fact.amount).map_err(|problem| problem.under("amount"))?;
    let zero = work.zero()?;
    let Some(known) = work.state.invoices.iter().find(|known| known.invoice == fact.invoice) else {
        let message = format!("the account has no invoice `{}`", fact.invoice);
        let help = "name an invoice that was drafted, of the last ones that can be credited";
        return Err(Problem::new(Code::InvoiceUnknown, message, help).under("invoice"));
    };
    let invoice = known.invoice.clone();
    let left = invoiced::left(work, &invoice)?.unwrap_or(zero);
    if amount > left {
        let message = format!("`{amount}` is more than is left of the invoice, `{left}`");
        return Err(Problem::new(Code::TakenBackTooMuch, message, "credit at most what is left of it").under("amount"));
    }
    let parts = draw(work, &fact.invoice, amount)?;
    credit(work, &fact.invoice, amount)?;
    let reason = fact.reason.as_ref().map_or_else(|| format!("credit note of {}", fact.invoice), ToString::to_string);
    if parts.due.is_positive() {
        let side = Side::of(&[(Book::Receivable, parts.due)]);
        let postings = side.against(Book::Usage, Book::Receivable, zero)?;
        let id = format!("{}/credit_note", now.event);
        let mut entry = work.entry(id, now, Kind::CreditNote, reason.clone(), postings, &[Rule::InvoiceCredited])?;
        entry.invoice = Some(fact.invoice.clone());
        work.entries.push(entry);
    }
    if fact.to == CreditTo::Payer && parts.paid.is_positive() {
        to_payer(work, now, fact, parts.paid)?;
    } else {
        give(work, now, now.event, (Source::Purchased, parts.paid), (Book::Usage, reason.clone()))?;
    }
    let (back, rest) = paid_by::draw(work, Some(&fact.invoice), parts.rest)?;
    let giving = giving(format!("{}/credited_back", now.event), Book::Usage, reason.clone());
    give_back(work, now, giving, (zero, back))?;
    let id = Id::derived("cn_", &[now.event], 1);
    let id = if parts.paid.is_positive() { &id } else { now.event };
    give(work, now, id, (Source::Refund, rest), (Book::Usage, reason))
}

/// What the end of a period owes the customer: off the invoices that showed what is credited, then to the account.
pub(crate) fn credit_owed(
    work: &mut Working<'_>,
    now: &Now<'_>,
    name: &Id,
    of: &[Id],
    owed: Money,
) -> Result<(), Problem> {
    let zero = work.zero()?;
    let (mut rest, mut paid, mut other, mut back) = (owed, zero, zero, Vec::new());
    // What is credited of no invoice in particular comes off what is due, then off the latest invoices.
    let due = work.state.due.iter().map(|due| &due.invoice);
    let others = due.chain(work.state.invoices.iter().rev().map(|known| &known.invoice));
    let all: Vec<Id> = of.iter().chain(others).cloned().collect();
    for invoice in &all {
        let left = work.state.invoices.iter().find(|known| known.invoice == *invoice);
        let left = left.map_or(Ok(zero), |known| known.total.minus(known.credited.unwrap_or(zero)))?;
        let parts = draw(work, invoice, rest.min(left))?;
        rest = rest.minus(rest.min(left))?;
        let (by, unknown) = paid_by::draw(work, Some(invoice), parts.rest)?;
        back.extend(by);
        (paid, other) = (paid.plus(parts.paid)?, other.plus(unknown)?);
    }
    let description = format!("credit of {name}");
    give(work, now, name, (Source::Purchased, paid), (Book::Receivable, description.clone()))?;
    let giving = giving(format!("{name}/credited_back"), Book::Receivable, description.clone());
    give_back(work, now, giving, (zero, back))?;
    let id = if paid.is_positive() { Id::derived("cn_", &[name], 1) } else { name.clone() };
    give(work, now, &id, (Source::Refund, other.plus(rest)?), (Book::Receivable, description))
}

const BACK: &[Rule] = &[Rule::InvoiceCredited, Rule::CreditPutBack, Rule::OveragePaidFirst];

fn giving(id: String, counter: Book, description: String) -> Giving {
    Giving { id, kind: Kind::CreditNote, description, counter, rules: BACK }
}

/// Takes an amount off an invoice: what is due first, then what was paid in money, then what credit had paid.
pub(super) fn draw(work: &mut Working<'_>, invoice: &Id, amount: Money) -> Result<Parts, Refusal> {
    let zero = work.zero()?;
    let due = work.state.due.iter_mut().find(|due| due.invoice == *invoice);
    let lowered = due.as_ref().map_or(zero, |due| due.amount.min(amount));
    if let Some(due) = due {
        due.amount = due.amount.minus(lowered)?;
    }
    work.state.due.retain(|due| due.amount.is_positive());
    let rest = amount.minus(lowered)?;
    let known = work.state.invoices.iter_mut().find(|known| known.invoice == *invoice);
    let Some(Invoiced { paid, returned, .. }) = known else {
        return Ok(Parts { due: lowered, paid: zero, rest });
    };
    let back = rest.min(paid.unwrap_or(zero).minus(returned.unwrap_or(zero))?);
    *returned = Some(returned.unwrap_or(zero).plus(back)?).filter(|sum| sum.is_positive());
    Ok(Parts { due: lowered, paid: back, rest: rest.minus(back)? })
}

/// A note has credited so much of it.
fn credit(work: &mut Working<'_>, invoice: &Id, amount: Money) -> Result<(), Refusal> {
    if let Some(known) = work.state.invoices.iter_mut().find(|known| known.invoice == *invoice) {
        known.credited = Some(known.credited.map_or(Ok(amount), |before| before.plus(amount))?);
    }
    Ok(())
}

fn give(
    work: &mut Working<'_>,
    now: &Now<'_>,
    id: &Id,
    (source, amount): (Source, Money),
    (counter, description): (Book, String),
) -> Result<(), Problem> {
    if !amount.is_positive() {
        return Ok(());
    }
    let grant = grant(id, source, amount, now.time, None);
    arrive(
        work,
        now,
        grant,
        Arrival { kind: Kind::CreditNote, name: "credited", description, counter, rules: CREDITED },
    )
}

/// The money goes back to who paid it; the account does not see it.
fn to_payer(work: &mut Working<'_>, now: &Now<'_>, fact: &InvoiceCredited, amount: Money) -> Result<(), Problem> {
    if let Some(known) = work.state.invoices.iter_mut().find(|known| known.invoice == fact.invoice) {
        known.paid_out = Some(known.paid_out.map_or(Ok(amount), |before| before.plus(amount))?);
    }
    let invoice = fact.invoice.clone();
    work.effects.push(Effect::RefundRequest(told!(
        work.notice(now, "refund_request", Rule::InvoiceCredited),
        RefundRequest { invoice: invoice.clone(), amount }
    )));
    let postings = Side::of(&[(Book::Cash, amount)]).against(Book::Usage, Book::Cash, work.zero()?)?;
    let id = format!("{}/paid_back", now.event);
    let description = format!("paid back of {invoice}");
    let mut entry = work.entry(id, now, Kind::CreditNote, description, postings, &[Rule::InvoiceCredited])?;
    entry.invoice = Some(invoice);
    work.entries.push(entry);
    Ok(())
}
