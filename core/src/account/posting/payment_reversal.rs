//! Rule `credit.reversal`: a payment that the bank takes back.

use super::debit::{Debit, debited};
use super::original::{find, note, payment, taken, too_much};
use crate::account::event::{Cause, PaymentReversed};
use crate::account::state::Due;
use crate::account::working::{Now, Working};
use crate::ledger::{Book, Entry, Kind, Side};
use crate::money::Money;
use crate::problem::Problem;
use crate::rule::Rule;
use crate::text::Id;
use crate::wallet::take_back;
use alloc::format;
use alloc::string::String;

/// It takes the credit that it made, that which has ended included; what was used is owed. A payment of an invoice makes
/// that invoice due again.
pub(crate) fn reverse(work: &mut Working<'_>, now: &Now<'_>, fact: &PaymentReversed) -> Result<(), Problem> {
    let amount = work.rulebook.payable(*fact.amount).map_err(|problem| problem.under("amount"))?;
    let days = work.rulebook.corrections().payment_days;
    let paid = find(work, now, &fact.charge, days, |entry| is_payment(entry, &fact.charge));
    let paid = paid.map_err(|problem| problem.under("charge"))?;
    let key = payment(&fact.charge);
    let whole = paid.amount_in(Book::Cash).map_or(work.zero(), |cash| Ok(cash.negated()))?;
    let left = whole.minus(taken(work, &key)?.1)?;
    if amount > left {
        return Err(too_much(&fact.charge, amount, left).under("amount"));
    }
    note(work, (&key, paid.time.plus_days(days)), None, amount)?;
    let Some(invoice) = &paid.invoice else { return from_credit(work, now, fact, amount) };
    let due = still_paid(work, fact, invoice, amount)?;
    if due.is_positive() {
        due_again(work, now, fact, invoice, due)?;
    }
    // What a credit note has given to the account since is credit that was not paid.
    let credit = amount.minus(due)?;
    if credit.is_positive() { from_credit(work, now, fact, credit) } else { Ok(()) }
}

/// What of a payment still pays its invoice; what a credit note has sent to the payer the bank cannot take back.
fn still_paid(work: &mut Working<'_>, fact: &PaymentReversed, invoice: &Id, amount: Money) -> Result<Money, Problem> {
    let zero = work.zero()?;
    let Some(known) = work.state.invoices.iter_mut().find(|known| known.invoice == *invoice) else { return Ok(amount) };
    let of = |amount: Option<Money>| amount.unwrap_or(zero);
    let (paid, returned, out) = (of(known.paid), of(known.returned), of(known.paid_out));
    if amount > paid.minus(out)? {
        return Err(too_much(&fact.charge, amount, paid.minus(out)?).under("amount"));
    }
    let due = amount.min(paid.minus(returned)?);
    let some = |amount: Money| Some(amount).filter(|amount| amount.is_positive());
    known.paid = some(paid.minus(amount)?);
    known.returned = some(returned.minus(amount.minus(due)?)?);
    Ok(due)
}

/// Is it the entry of this payment?
fn is_payment(entry: &Entry, charge: &Id) -> bool {
    let kinds = [Kind::TopUp, Kind::Recharge, Kind::BankDebit, Kind::InvoicePayment];
    kinds.contains(&entry.kind) && entry.id.rsplit_once('/').is_some_and(|(name, _)| *name == **charge)
}

fn from_credit(work: &mut Working<'_>, now: &Now<'_>, fact: &PaymentReversed, amount: Money) -> Result<(), Problem> {
    let taken = take_back(&mut work.state.grants, amount, &fact.charge)?;
    let (kind, name, description) = words(fact);
    let moved = amount.minus(taken.expired)?;
    work.state.balance = work.state.balance.minus(moved)?;
    work.moment.seen.paid_back = work.moment.seen.paid_back.plus(moved)?;
    let (counter, rules) = (Book::Cash, &[Rule::CreditReversal]);
    let mut entry =
        debited(work, now, Debit { kind, name, description, counter, rules }, moved, taken.parts, Some(taken.overage))?;
    let side = Side::of(&[(Book::Customer, moved.negated()), (Book::Expired, taken.expired.negated())]);
    let postings = side.against(Book::Cash, Book::Customer, work.zero()?)?;
    entry.postings = postings;
    work.entries.push(entry);
    Ok(())
}

fn due_again(
    work: &mut Working<'_>,
    now: &Now<'_>,
    fact: &PaymentReversed,
    invoice: &Id,
    amount: Money,
) -> Result<(), Problem> {
    match work.state.due.iter_mut().find(|due| due.invoice == *invoice) {
        Some(due) => due.amount = due.amount.plus(amount)?,
        None => {
            let due_on = Some(work.rulebook.day(now.time)?);
            work.state.due.push(Due { invoice: invoice.clone(), amount, due_on, overdue: false });
        }
    }
    work.moment.seen.unpaid = true;
    let (kind, name, description) = words(fact);
    let side = Side::of(&[(Book::Receivable, amount.negated())]);
    let postings = side.against(Book::Cash, Book::Receivable, work.zero()?)?;
    let id = format!("{}/due/{name}", now.event);
    let mut entry = work.entry(id, now, kind, description, postings, &[Rule::CreditReversal])?;
    entry.invoice = Some(invoice.clone());
    work.entries.push(entry);
    Ok(())
}

fn words(fact: &PaymentReversed) -> (Kind, &'static str, String) {
    let (kind, name, words) = match fact.cause {
        Cause::Chargeback => (Kind::Chargeback, "chargeback", "chargeback"),
        Cause::Returned => (Kind::DebitReturned, "debit_returned", "returned debit"),
    };
    (kind, name, format!("{words} of {}", fact.charge))
}
