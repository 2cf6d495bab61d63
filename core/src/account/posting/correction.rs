//! Rule `credit.correction`: an entry is corrected by another that names it.

use super::adjusted::{correction_of, give, take, words};
use super::original::{find, note, taken, too_much};
use super::put_back::{Taken, end_again, put_back_credit};
use super::{invoice_items, invoiced, paid_by, period};
use crate::account::event::Adjustment;
use crate::account::working::{Now, Working};
use crate::ledger::{Book, Correction, Entry, Kind, Side};
use crate::money::{Exact, Money, Refusal};
use crate::problem::{Code, Problem};
use crate::rating::Line;
use crate::text::Id;
use crate::wallet::{last_paid, take_back};
use alloc::format;
use alloc::string::String;

/// Rule `credit.correction`: at most what is left of the entry. What it had burned goes back where it came from; credit that
/// it had given is taken first.
pub(super) fn correct(
    work: &mut Working<'_>,
    now: &Now<'_>,
    fact: &Adjustment,
    corrected: &Correction,
    amount: Money,
) -> Result<(), Problem> {
    check_correction(fact)?;
    let (days, zero) = (work.rulebook.corrections().days, work.zero()?);
    let entry = find(work, now, &corrected.entry, days, |entry| *entry.id == *corrected.entry);
    let entry = entry.map_err(|problem| problem.under("entry").under("corrects"))?;
    let shown = shown(work, &entry);
    if is_by_document(work, &entry, amount, shown.as_ref()) {
        let message = format!("`{}` is about what an invoice asks for", entry.id);
        let help = "credit the invoice, or end or change the subscription: its document and the books must agree";
        let problem = Problem::new(Code::CorrectionByDocument, message, help);
        return Err(problem.under("entry").under("corrects"));
    }
    let moved = customers(&entry, zero)?;
    if moved.exact() != corrected.amount {
        let message = format!("`{}` moved {moved}, not `{}`", entry.id, corrected.amount);
        let problem = Problem::new(Code::CorrectionExceeds, message, "name the entry with what it moved");
        return Err(problem.under("amount").under("corrects"));
    }
    let size = |amount: Money| if amount.units() < 0 { amount.negated() } else { amount };
    let back = taken(work, &entry.id)?.1;
    let left = size(moved).minus(back)?;
    if size(amount) > left {
        return Err(too_much(&entry.id, size(amount), left).under("amount"));
    }
    if let Some(invoice) = shown.as_ref().filter(|_| amount.is_positive()) {
        // What a correction gives back no note gives again.
        let takes = invoiced::take(work, invoice, amount, None)?;
        if takes < amount {
            return Err(too_much(invoice, amount, takes).under("amount"));
        }
    }
    note(work, (&entry.id, entry.time.plus_days(days)), entry.line.as_ref().map(|_| Exact::ZERO), size(amount))?;
    let gone = matches!(entry.kind, Kind::Expiry | Kind::Refund | Kind::Chargeback | Kind::DebitReturned);
    match (amount.is_positive(), gone) {
        (true, false) => put_back(work, now, fact, (&entry, back, amount), shown.as_ref()),
        (true, true) => give(work, now, fact, amount),
        (false, _) => {
            let name = entry.id.split_once('/').map_or(entry.id.as_str(), |(name, _)| name);
            let wanted = amount.negated();
            let parts = take_back(&mut work.state.grants, wanted, &Id::made(name.into()))?;
            let moved = wanted.minus(parts.expired)?.minus(parts.bound)?;
            work.state.balance = work.state.balance.minus(moved)?;
            take(work, now, fact, (moved, parts.bound), (parts.parts, parts.overage))
        }
    }
}

/// What an entry moved on the customer's side.
fn customers(entry: &Entry, zero: Money) -> Result<Money, Refusal> {
    let books = [Book::Customer, Book::Scoped, Book::Held];
    books.iter().filter_map(|book| entry.amount_in(*book)).try_fold(zero, Money::plus)
}

/// The invoice that shows a usage, where it is known.
fn shown(work: &Working<'_>, entry: &Entry) -> Option<Id> {
    let posted = entry.posted.unwrap_or(entry.time);
    if entry.kind != Kind::Usage || !work.is_invoiced(posted) {
        return None;
    }
    invoiced::showing(work, posted).map(|known| known.invoice.clone())
}

/// Must a document say it? Fees and what invoices have posted are corrected by what made them; where invoices are drafted,
/// so is what they show.
fn is_by_document(work: &Working<'_>, entry: &Entry, amount: Money, shown: Option<&Id>) -> bool {
    let drafts = work.rulebook.parts().invoice.is_some();
    match entry.kind {
        Kind::Fee | Kind::Tax | Kind::Discount | Kind::Invoice | Kind::CreditNote | Kind::InvoicePayment => true,
        Kind::Usage => drafts && (shown.is_some() || !amount.is_positive()),
        Kind::Adjustment => drafts && entry.product.is_some(),
        _ => entry.amount_in(Book::Receivable).is_some(),
    }
}

/// A usage that no invoice shows yet costs so much less in all that counts it.
fn cost_less(
    work: &mut Working<'_>,
    (entry, line): (&Entry, &Line),
    amount: Money,
    bound: Money,
) -> Result<(), Problem> {
    let posted = entry.posted.unwrap_or(entry.time);
    if work.is_invoiced(posted) {
        return Ok(());
    }
    let late = period::closed_at(work, entry.time);
    period::take_off(work, (entry.time, posted), amount, bound)?;
    Ok(invoice_items::cost_less(work, line, late, amount)?)
}

fn put_back(
    work: &mut Working<'_>,
    now: &Now<'_>,
    fact: &Adjustment,
    (entry, back, amount): (&Entry, Money, Money),
    shown: Option<&Id>,
) -> Result<(), Problem> {
    let zero = work.zero()?;
    let parts = last_paid(&entry.burned, entry.overage.unwrap_or(zero), back, amount)?;
    let put = put_back_credit(work, now, &parts, Taken { name: &entry.event, from: entry.time, invoiced: false })?;
    let (kind, name, rules) = words(fact);
    let postings = Side::of(&put.moves).against(Book::Adjustment, Book::Customer, zero)?;
    let (id, description) = (format!("{}/{name}", now.event), String::from(&*fact.reason));
    let mut made = work.entry(id, now, kind, description, postings, rules)?;
    let overage = Some(put.overage).filter(|overage| overage.is_positive());
    made.corrects = correction_of(fact);
    made.burned = put.parts.clone();
    made.overage = overage;
    work.entries.push(made);
    if let Some(line) = entry.line.as_ref().filter(|_| entry.kind == Kind::Usage) {
        paid_by::lower(work, shown, &put.parts)?;
        cost_less(work, (entry, line), amount, put.bound)?;
    }
    end_again(work, now, put)
}

/// A correction has the other sign than what it corrects, and is not larger.
fn check_correction(fact: &Adjustment) -> Result<(), Problem> {
    let Some(corrected) = &fact.corrects else { return Ok(()) };
    let size = |amount: Exact| if amount.is_negative() { amount.negated() } else { amount };
    let opposite = fact.amount.is_negative() != corrected.amount.is_negative() && !corrected.amount.is_zero();
    if opposite && size(fact.amount) <= size(corrected.amount) {
        return Ok(());
    }
    let message = format!("`{}` does not correct an entry of `{}`", fact.amount, corrected.amount);
    let help = "write the other sign, and at most the entry's amount";
    Err(Problem::new(Code::CorrectionExceeds, message, help).under("amount"))
}
