//! Rule `rating.reversal` on an account: a usage is taken back. What it cost goes back into the credit that paid it (rule
//! `credit.put_back`), and comes off everything that has seen it: the invoice to come, the day's sum, the subaccount's
//! part, the allowance.
//!
//! Where usage is settled as it happens it comes off the period's usage, too. On invoice the usage stays held against
//! the credit until the period ends, and what comes back is credit beside it: both together cost nothing. What no grant
//! had paid of a usage that was invoiced since comes off what is owed on invoices.

use super::original::{find, is_known, note, taken, too_much};
use super::put_back::{Taken, end_again, put_back_credit};
use super::{allowances, days, invoice_items, invoiced, paid_by, payers, period, subaccount, usage_words};
use crate::account::state::InvoicedProduct;
use crate::account::working::{Now, Working};
use crate::ledger::{Book, Entry, Kind, Rules, Side};
use crate::money::{Exact, Mode, Money, Ratio, Refusal, Rounding};
use crate::problem::{Code, Problem};
use crate::rating::{Line, Original, Part, Usage, take_back};
use crate::rule::Rule;
use crate::text::{Id, Text};
use crate::time::Instant;
use crate::wallet::last_paid;
use alloc::format;

/// Rates what is taken back and posts it.
pub(super) fn post(work: &mut Working<'_>, now: &Now<'_>, usage: &Usage, reverses: &Id) -> Result<(), Problem> {
    let window = work.rulebook.corrections().days;
    let of_it = |entry: &Entry| {
        entry.kind == Kind::Usage
            && entry.line.as_ref().is_some_and(|line| line.usage == *reverses && line.reverses.is_none())
    };
    let entry = find(work, now, reverses, window, of_it).map_err(|problem| problem.under("reverses"))?;
    let Some(paid) = &entry.line else { return Ok(()) };
    let ((quantity, back), again) = (taken(work, &entry.id)?, is_known(work, &entry.id));
    let original = Original { line: paid, time: entry.time, taken: quantity, back, again };
    let (mut line, rate) = take_back(work.rulebook, usage, Some(&original), &mut work.state.counters)?;
    let posted = entry.posted.unwrap_or(entry.time);
    let counted = posted >= work.state.period.from;
    if !counted && !rate.is_of_one_usage() {
        let message = format!("the usage cannot be taken back: the period that has counted `{reverses}` is closed");
        let help = "correct its amount by an adjustment that names its entry";
        return Err(Problem::new(Code::UsageReversal, message, help).under("reverses"));
    }
    let zero = work.zero()?;
    let shown = shown(work, posted, &line.product);
    let (gross, before) = (line.amount.negated(), back);
    let before = match &shown {
        Some((_, product)) => net_of_discount(&mut line, product, before)?,
        None => before,
    };
    let amount = line.amount.negated();
    // An invoice may show more products than are kept in mind; what is left of it counts for all.
    let by = invoiced::showing(work, posted).filter(|_| work.is_invoiced(posted)).map(|known| known.invoice.clone());
    let tax = shown.as_ref().map(|(_, product)| &product.tax);
    if let Some(invoice) = &by
        && invoiced::take(work, invoice, amount, tax)? < amount
    {
        let left = invoiced::left(work, invoice)?.unwrap_or(zero);
        return Err(too_much(invoice, amount, left).under("reverses"));
    }
    note(work, (&entry.id, entry.time.plus_days(window)), Some(*usage.quantity), gross)?;
    let late = period::closed_at(work, entry.time);
    if counted {
        allowances::give_back(work, &line.covered)?;
        subaccount::add_usage(work, now, line.subaccount.as_ref(), entry.time, gross.negated())?;
    }
    days::add_to_days(work, now, entry.time.date(), gross.negated())?;
    let mut rules = usage_words::rules(work, &line, Some(rate)).to_vec();
    rules.retain(|rule| *rule != Rule::CreditBurnDown && *rule != Rule::SettlementOnInvoice);
    match shown {
        Some((invoice, product)) => invoice_items::taken_back(work, &line, late, (invoice, product.tax), &rules)?,
        None => invoice_items::usage(work, &line, late, &rules)?,
    }
    let (parts, from) = if rate.is_of_one_usage() {
        (last_paid(&entry.burned, entry.overage.unwrap_or(zero), before, amount)?, entry.time)
    } else {
        // Who paid for the period may have done so for any usage of it.
        (payers::give_back(work, rate, &line, amount)?, work.state.opened_at)
    };
    let invoiced = work.rulebook.parts().overage.is_some() && work.is_invoiced(posted);
    let put = put_back_credit(work, now, &parts, Taken { name: reverses, from, invoiced })?;
    paid_by::lower(work, by.as_ref(), &put.parts)?;
    period::take_off(work, (entry.time, posted), amount, put.bound)?;
    let postings = Side::of(&put.moves).against(Book::Usage, Book::Customer, zero)?;
    let description = format!("taking back {reverses}: {}", usage_words::description(&line));
    let id = Id::derived("re_", &[&line.usage, now.event], 1);
    rules.extend([Rule::CreditWindow, Rule::CreditPutBack, Rule::OveragePaidFirst]);
    let mut made = work.entry(format!("{id}/reversal"), now, Kind::Usage, description, postings, Rules::from(rules))?;
    let overage = Some(put.overage).filter(|overage| overage.is_positive());
    let burned = put.parts.clone();
    made.time = entry.time;
    made.line = Some(line);
    made.burned = burned;
    made.overage = overage;
    made.period = late;
    work.entries.push(made);
    end_again(work, now, put)
}

/// The invoice that shows what was posted at this time, and how it was discounted and taxed there.
fn shown(work: &Working<'_>, time: Instant, product: &Id) -> Option<(Id, InvoicedProduct)> {
    if !work.is_invoiced(time) {
        return None;
    }
    let invoice = invoiced::showing(work, time)?;
    let product = invoice.products.iter().find(|known| known.product == *product)?;
    Some((invoice.invoice.clone(), product.clone()))
}

/// What discounts took of the product's lines was not paid and does not come back. `before`: what of the usage came back
/// before, discounts not looked at; answers the same net of them, so that parts add up however they are cut.
fn net_of_discount(line: &mut Line, product: &InvoicedProduct, before: Money) -> Result<Money, Refusal> {
    let Some(discount) = product.discount.filter(|_| product.amount.is_positive()) else { return Ok(before) };
    let rounding = Rounding { scale: before.scale(), mode: Mode::Up };
    let off = |gross: Money| -> Result<Money, Refusal> {
        Ok(rounding.quotient(gross.exact().times(discount.exact())?, product.amount.exact())?.min(gross))
    };
    let earlier = off(before)?;
    let off = off(before.minus(line.amount)?)?.minus(earlier)?;
    if line.parts.is_empty() {
        // The price alone makes the amount: told, so that the discount can stand beside it.
        let price = line.price.map_or(Exact::ZERO, |price| *price).into();
        line.parts.push(Part { what: Text::made("price"), quantity: line.quantity, price, amount: line.exact });
    }
    let (quantity, price, amount) = (Exact::ONE.into(), Exact::ZERO.into(), Ratio::of(off.exact()));
    line.parts.push(Part { what: Text::made("discount"), quantity, price, amount });
    line.exact = line.exact.plus(Ratio::of(off.exact()))?;
    line.amount = line.amount.plus(off)?;
    before.minus(earlier)
}
