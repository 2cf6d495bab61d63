//! What of an invoice is posted: its discounts, its tax, and what was held or is overage.

use super::burn::burn_credit;
use super::grant::{Arrival, arrive, grant};
use crate::account::working::{Now, Working};
use crate::catalog::Payer;
use crate::invoice::draft::{InvoiceDraft, Off};
use crate::ledger::{Book, Entry, Kind, Side};
use crate::money::{Mode, Money, Rounding};
use crate::problem::Problem;
use crate::rule::Rule;
use crate::text::Id;
use crate::wallet::Source;
use alloc::format;

/// Takes what is drafted off what is to be invoiced, and posts its discounts and its tax.
pub(crate) fn post_draft(
    work: &mut Working<'_>,
    now: &Now<'_>,
    name: &Id,
    draft: &InvoiceDraft,
) -> Result<(), Problem> {
    work.state.unbilled.clear();
    work.state.period.carried = Some(draft.carried).filter(|carried| !carried.is_zero());
    count_down(work);
    post_discounts(work, now, name, &draft.discounts)?;
    let payer = work.rulebook.parts().invoice.as_ref().map_or(Payer::Credit, |policy| policy.tax_payer);
    draft.tax.map_or(Ok(()), |tax| post_tax(work, now, name, tax, payer))
}

/// Discounts that are for so many invoices have one less.
fn count_down(work: &mut Working<'_>) {
    for taken in &mut work.state.discounts {
        taken.left = taken.left.map(|left| left.saturating_sub(1));
    }
    work.state.discounts.retain(|taken| taken.left != Some(0));
}

const DISCOUNT: &[Rule] = &[Rule::InvoiceDiscount, Rule::InvoiceAllocation];
const DISCOUNT_BACK: &[Rule] =
    &[Rule::InvoiceDiscount, Rule::InvoiceAllocation, Rule::CreditGrant, Rule::OveragePaidFirst];

/// What a discount takes off charges that credit has paid is given credit; off the others it is owed no more.
fn post_discounts(work: &mut Working<'_>, now: &Now<'_>, name: &Id, off: &[Off]) -> Result<(), Problem> {
    for off in off {
        let zero = work.zero()?;
        let of = |payer: Payer| {
            let shares = off.shares.iter().filter(|(by, _)| *by == payer).map(|(_, share)| share.exact());
            shares.map(|share| Money::fit(share, zero.scale())).try_fold(zero, |sum, share| sum.plus(share?))
        };
        let description = format!("discount {} on {name}", off.discount);
        let owed = of(Payer::Invoice)?;
        if owed.is_positive() {
            work.state.period.owed = Some(work.state.period.owed.unwrap_or(zero).minus(owed)?);
            let postings = Side::of(&[(Book::Receivable, owed)]).against(Book::Promotion, Book::Receivable, zero)?;
            let id = format!("{name}/discount/{}", off.discount);
            let entry = work.entry(id, now, Kind::Discount, description.clone(), postings, DISCOUNT)?;
            work.entries.push(entry);
        }
        let back = of(Payer::Credit)?;
        if back.is_positive() {
            let id = Id::derived("di_", &[name, &off.discount], 1);
            let grant = grant(&id, Source::Promotional, back, now.time, None);
            let (kind, counter, rules) = (Kind::Discount, Book::Promotion, DISCOUNT_BACK);
            arrive(work, now, grant, Arrival { kind, name: "discount", description, counter, rules })?;
        }
    }
    Ok(())
}

/// Tax that comes on top is owed with the invoice, or burns credit as what it is on did.
fn post_tax(work: &mut Working<'_>, now: &Now<'_>, name: &Id, tax: Money, payer: Payer) -> Result<(), Problem> {
    let zero = work.zero()?;
    if tax.is_zero() {
        return Ok(());
    }
    let (id, description) = (format!("{name}/tax"), format!("tax of {name}"));
    if payer == Payer::Invoice {
        work.state.period.owed = Some(work.state.period.owed.unwrap_or(zero).plus(tax)?);
        let postings = Side::of(&[(Book::Receivable, tax.negated())]).against(Book::Tax, Book::Receivable, zero)?;
        let entry = work.entry(id, now, Kind::Tax, description, postings, &[Rule::InvoiceTotals])?;
        work.entries.push(entry);
        return Ok(());
    }
    let burn = burn_credit(work, now, name, tax, None, (now.time, false))?;
    let postings = Side::of(&[(Book::Customer, tax.negated())]).against(Book::Tax, Book::Customer, zero)?;
    let rules = &[Rule::InvoiceTotals, Rule::CreditBurnDown];
    let entry = work.entry(id, now, Kind::Tax, description, postings, rules)?;
    let overage = Some(burn.overage).filter(|overage| overage.is_positive());
    work.entries.push(Entry { burned: burn.parts, overage, ..entry });
    Ok(())
}

/// A negative balance is overage where there is a credit line, as far as it can be paid: where rulebooks draft invoices
/// what is finer than minor units stays on the balance.
pub(crate) fn overage(work: &Working<'_>) -> Result<Money, Problem> {
    let (zero, parts) = (work.zero()?, work.rulebook.parts());
    if parts.overage.is_none() {
        return Ok(zero);
    }
    let overage = work.state.balance.negated().max(zero);
    if parts.invoice.is_none() {
        return Ok(overage);
    }
    let payable = Rounding { scale: parts.currency.minor_units(), mode: Mode::Down }.round(overage.exact())?;
    Ok(Money::fit(payable.exact(), zero.scale())?)
}

const INVOICE: &[Rule] = &[Rule::BillingPeriod, Rule::SettlementOnInvoice, Rule::OverageProtection];

/// What was held leaves the credit, and overage becomes a receivable.
pub(crate) fn post_invoice(
    work: &mut Working<'_>,
    now: &Now<'_>,
    name: &Id,
    (used, bound): (Money, Money),
    overage: Money,
) -> Result<(), Problem> {
    let zero = work.zero()?;
    let (held, scoped) = if work.on_invoice() { (used, bound) } else { (zero, zero) };
    if held.is_zero() && !overage.is_positive() {
        return Ok(());
    }
    let customer = scoped.minus(held)?.plus(overage)?;
    let postings = Side::of(&[
        (Book::Customer, customer),
        (Book::Scoped, scoped.negated()),
        (Book::Held, held),
        (Book::Receivable, overage.negated()),
    ])
    .balanced();
    let from = work.state.period.from;
    let description = format!("invoice of {} to {}", from.date(), now.time.date());
    let entry = work.entry(format!("{name}/invoice"), now, Kind::Invoice, description, postings, INVOICE)?;
    work.entries.push(entry);
    Ok(())
}
