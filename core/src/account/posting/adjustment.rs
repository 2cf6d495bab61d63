//! The balance is adjusted by hand, or an entry corrected.

use super::burn::burn_credit;
use super::debit::{Debit, debited};
use super::grant::{Arrival, arrived, grant};
use super::invoice_items;
use super::original::{find, note, taken, too_much};
use super::put_back::{Taken, end_again, put_back_credit};
use crate::account::event::Adjustment;
use crate::account::working::{Now, Working};
use crate::ledger::{Book, Correction, Entry, Kind, Side};
use crate::money::{Exact, Money, Refusal};
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::text::Id;
use crate::wallet::{Burned, Source, last_paid, take_back};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Rules `credit.adjustment` and `credit.correction`. It may be as fine as the ledger, since it may mend a usage.
pub(crate) fn adjust(work: &mut Working<'_>, now: &Now<'_>, fact: &Adjustment) -> Result<(), Problem> {
    if fact.amount.is_zero() {
        let problem = Problem::new(Code::AmountZero, "the adjustment is zero", "write an amount above or below zero");
        return Err(problem.under("amount"));
    }
    let amount = work.rulebook.money(fact.amount).map_err(|problem| problem.under("amount"))?;
    if let Some(product) = &fact.product {
        return charge(work, now, fact, product, amount);
    }
    if let Some(corrected) = &fact.corrects {
        return correct(work, now, fact, corrected, amount);
    }
    if amount.is_positive() {
        return give(work, now, fact, amount);
    }
    let burn = burn_credit(work, now, &fact.id, amount.negated(), None, (now.time, false))?;
    take(work, now, fact, (amount.negated(), work.zero()?), (burn.parts, burn.overage))
}

/// A charge for a product by hand: credit of it pays first, and the next invoice shows it as a line.
fn charge(
    work: &mut Working<'_>,
    now: &Now<'_>,
    fact: &Adjustment,
    product: &Id,
    amount: Money,
) -> Result<(), Problem> {
    if amount.is_positive() || fact.corrects.is_some() {
        let message = format!("the adjustment charges nothing for `{product}`");
        let help = "leave `product` out; what was charged is given back by a credit note or a correction";
        return Err(Problem::new(Code::AdjustmentProduct, message, help).under("product"));
    }
    let charged = amount.negated();
    let burn = burn_credit(work, now, &fact.id, charged, Some(product), (now.time, false))?;
    take(work, now, fact, (charged.minus(burn.bound)?, burn.bound), (burn.parts, burn.overage))?;
    Ok(invoice_items::charge(work, product, charged)?)
}

/// Rule `credit.correction`: at most what is left of the entry. What it had burned goes back where it came from; credit that
/// it had given is taken first.
fn correct(
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
    let shown = entry.product.is_some() && work.rulebook.parts().invoice.is_some();
    if shown || entry.amount_in(Book::Receivable).is_some() {
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
    note(work, (&entry.id, entry.time.plus_days(days)), entry.line.as_ref().map(|_| Exact::ZERO), size(amount))?;
    let gone = matches!(entry.kind, Kind::Expiry | Kind::Refund | Kind::Chargeback | Kind::DebitReturned);
    match (amount.is_positive(), gone) {
        (true, false) => put_back(work, now, fact, (&entry, back, amount)),
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

fn put_back(
    work: &mut Working<'_>,
    now: &Now<'_>,
    fact: &Adjustment,
    (entry, back, amount): (&Entry, Money, Money),
) -> Result<(), Problem> {
    let zero = work.zero()?;
    let parts = last_paid(&entry.burned, entry.overage.unwrap_or(zero), back, amount)?;
    let put = put_back_credit(work, now, &parts, Taken { name: &entry.event, from: entry.time, invoiced: false })?;
    let (kind, name, rules) = words(fact);
    let postings = Side::of(&put.moves).against(Book::Adjustment, Book::Customer, zero)?;
    let (id, description) = (format!("{}/{name}", now.event), String::from(&*fact.reason));
    let made = work.entry(id, now, kind, description, postings, rules)?;
    let overage = Some(put.overage).filter(|overage| overage.is_positive());
    work.entries.push(Entry { corrects: fact.corrects.clone(), burned: put.parts.clone(), overage, ..made });
    end_again(work, now, put)
}

fn give(work: &mut Working<'_>, now: &Now<'_>, fact: &Adjustment, amount: Money) -> Result<(), Problem> {
    let (kind, name, rules) = words(fact);
    let (description, counter) = (String::from(&*fact.reason), Book::Adjustment);
    let made = grant(&fact.id, Source::Refund, amount, now.time, None);
    let entry = arrived(work, now, made, Arrival { kind, name, description, counter, rules })?;
    work.entries.push(Entry { corrects: fact.corrects.clone(), ..entry });
    Ok(())
}

fn take(
    work: &mut Working<'_>,
    now: &Now<'_>,
    fact: &Adjustment,
    (amount, bound): (Money, Money),
    (parts, overage): (Vec<Burned>, Money),
) -> Result<(), Problem> {
    let (kind, name, rules) = words(fact);
    let (description, counter) = (String::from(&*fact.reason), Book::Adjustment);
    let entry = debited(work, now, Debit { kind, name, description, counter, rules }, amount, parts, Some(overage))?;
    let side = Side::of(&[(Book::Customer, amount.negated()), (Book::Scoped, bound.negated())]);
    let postings = side.against(Book::Adjustment, Book::Customer, work.zero()?)?;
    work.entries.push(Entry { corrects: fact.corrects.clone(), product: fact.product.clone(), postings, ..entry });
    Ok(())
}

fn words(fact: &Adjustment) -> (Kind, &'static str, &'static [Rule]) {
    match fact.corrects {
        Some(_) => (Kind::Correction, "correction", &[Rule::CreditCorrection]),
        None => (Kind::Adjustment, "adjustment", &[Rule::CreditAdjustment]),
    }
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
