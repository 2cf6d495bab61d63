//! What of an invoice is posted: its discounts, its tax, and what was held or is overage.

use super::burn::burn_credit;
use super::grant::{Arrival, arrive, grant};
use super::paid_by;
use super::put_back::{Giving, give_back};
use crate::account::state::ChargedFee;
use crate::account::working::{Now, Working};
use crate::catalog::Payer;
use crate::invoice::draft::{InvoiceDraft, Off};
use crate::invoice::{ItemKind, allocate};
use crate::ledger::{Book, Kind, Side};
use crate::money::Money;
use crate::problem::Problem;
use crate::rule::Rule;
use crate::text::Id;
use crate::wallet::{Burned, Source};
use alloc::format;
use alloc::vec::Vec;

/// Takes what is drafted off what is to be invoiced, and posts its discounts and its tax.
pub(crate) fn post_draft(
    work: &mut Working<'_>,
    now: &Now<'_>,
    name: &Id,
    draft: &InvoiceDraft,
) -> Result<(), Problem> {
    work.state.unbilled.clear();
    work.state.period.carried = Some(draft.carried).filter(|carried| !carried.is_zero());
    note_fees(work, name, draft)?;
    note_discounts(work, &draft.discounts)?;
    post_discounts(work, now, name, &draft.discounts)?;
    let payer = work.rulebook.parts().invoice.as_ref().map_or(Payer::Credit, |policy| policy.tax_payer);
    draft.tax.map_or(Ok(()), |tax| post_tax(work, now, (name, draft), tax, payer))
}

/// Fees keep in mind which invoice shows them, what discounts took of them and how they were taxed.
fn note_fees(work: &mut Working<'_>, name: &Id, draft: &InvoiceDraft) -> Result<(), Problem> {
    let zero = work.zero()?;
    for (item, (off, tax)) in draft.sources.iter().zip(&draft.made_of) {
        let shown = |fee: &&mut ChargedFee| {
            let service = (Some(fee.from), Some(fee.until)) == (item.from, item.until);
            let what = (Some(&fee.plan), &fee.subaccount) == (item.plan.as_ref(), &item.subaccount);
            fee.invoice.is_none() && service && what
        };
        let mut fees: Vec<&mut ChargedFee> = work.state.charged.iter_mut().filter(shown).collect();
        if item.kind != ItemKind::Fee || fees.is_empty() {
            continue;
        }
        let left = |fee: &ChargedFee| fee.amount.minus(fee.credited.unwrap_or(zero));
        let lefts = fees.iter().map(|fee| left(fee)).collect::<Result<Vec<Money>, _>>()?;
        let shares = allocate(Money::fit(off.exact(), zero.scale())?, &lefts)?;
        for (fee, share) in fees.iter_mut().zip(shares) {
            (fee.invoice, fee.tax) = (Some(name.clone()), Some(tax.clone()));
            // What was credited before the invoice is no part of what it asks.
            fee.amount = left(fee)?;
            (fee.credited, fee.back) = (None, None);
            fee.discount = Some(share).filter(|share| share.is_positive());
        }
    }
    Ok(())
}

/// A discount that is for so many periods has one less, where it took something and has not before in this one.
fn note_discounts(work: &mut Working<'_>, offs: &[Off]) -> Result<(), Problem> {
    let zero = work.zero()?;
    for off in offs {
        let sum =
            off.shares.iter().try_fold(zero, |sum, (_, share)| sum.plus(Money::fit(share.exact(), zero.scale())?))?;
        let taken = work.state.discounts.iter_mut().find(|taken| taken.discount == off.discount);
        if let Some(taken) = taken.filter(|_| sum.is_positive()) {
            if taken.off.is_none() {
                taken.left = taken.left.map(|left| left.saturating_sub(1));
            }
            taken.off = Some(taken.off.unwrap_or(zero).plus(sum)?);
        }
    }
    Ok(())
}

const DISCOUNT: &[Rule] = &[Rule::InvoiceDiscount, Rule::InvoiceAllocation];
const DISCOUNT_BACK: &[Rule] =
    &[Rule::InvoiceDiscount, Rule::InvoiceAllocation, Rule::CreditPutBack, Rule::OveragePaidFirst];
const DISCOUNT_GIVEN: &[Rule] =
    &[Rule::InvoiceDiscount, Rule::InvoiceAllocation, Rule::CreditGrant, Rule::OveragePaidFirst];

/// What a discount takes off charges that credit has paid goes back there; off the others it is owed no more.
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
            work.add_to_invoice(owed.negated())?;
            let postings = Side::of(&[(Book::Receivable, owed)]).against(Book::Promotion, Book::Receivable, zero)?;
            let id = format!("{name}/discount/{}", off.discount);
            let entry = work.entry(id, now, Kind::Discount, description.clone(), postings, DISCOUNT)?;
            work.entries.push(entry);
        }
        let back = of(Payer::Credit)?;
        if back.is_positive() {
            let id = Id::derived("di_", &[name, &off.discount], 1);
            let lowers = back.min(work.overage()?.max(zero));
            let (parts, back) = paid_by::draw(work, None, back.minus(lowers)?)?;
            let giving = Giving {
                id: format!("{id}/discount"),
                kind: Kind::Discount,
                description: description.clone(),
                counter: Book::Promotion,
                rules: DISCOUNT_BACK,
            };
            give_back(work, now, giving, (lowers, parts))?;
            if !back.is_positive() {
                continue;
            }
            // Who paid for it is not known any more.
            let grant = grant(&id, Source::Promotional, back, now.time, None);
            let (kind, counter, rules) = (Kind::Discount, Book::Promotion, DISCOUNT_GIVEN);
            arrive(work, now, grant, Arrival { kind, name: "promotion", description, counter, rules })?;
        }
    }
    Ok(())
}

/// Tax that comes on top is owed with the invoice, or burns credit as what it is on did.
fn post_tax(
    work: &mut Working<'_>,
    now: &Now<'_>,
    (name, draft): (&Id, &InvoiceDraft),
    tax: Money,
    payer: Payer,
) -> Result<(), Problem> {
    let zero = work.zero()?;
    if tax.is_zero() {
        return Ok(());
    }
    let (id, description) = (format!("{name}/tax"), format!("tax of {name}"));
    // Tax that is given back comes off what is due, as what it was on does.
    if payer == Payer::Invoice || tax.units() < 0 {
        work.add_to_invoice(tax)?;
        let postings = Side::of(&[(Book::Receivable, tax.negated())]).against(Book::Tax, Book::Receivable, zero)?;
        let entry = work.entry(id, now, Kind::Tax, description, postings, &[Rule::InvoiceTotals])?;
        work.entries.push(entry);
        return Ok(());
    }
    let (mut burned, mut bound, mut overage) = (Vec::<Burned>::new(), zero, zero);
    for (product, share) in shares(work, draft, tax)? {
        let burn = burn_credit(work, now, name, share, product.as_ref(), (now.time, false))?;
        (bound, overage) = (bound.plus(burn.bound)?, overage.plus(burn.overage)?);
        paid_by::note(work, &burn.parts)?;
        burned.extend(burn.parts);
    }
    let side = Side::of(&[(Book::Customer, bound.minus(tax)?), (Book::Scoped, bound.negated())]);
    let postings = side.against(Book::Tax, Book::Customer, zero)?;
    let rules = &[Rule::InvoiceTotals, Rule::CreditBurnDown];
    let mut entry = work.entry(id, now, Kind::Tax, description, postings, rules)?;
    let overage = Some(overage).filter(|overage| overage.is_positive());
    entry.burned = burned;
    entry.overage = overage;
    work.entries.push(entry);
    Ok(())
}

/// Credit that is bound to products pays their tax as well; where there is none, the tax is one debit.
fn shares(work: &Working<'_>, draft: &InvoiceDraft, tax: Money) -> Result<Vec<(Option<Id>, Money)>, Problem> {
    let zero = work.zero()?;
    let weights = draft.tax_on.iter().map(|(_, weight)| Money::fit(weight.exact(), zero.scale()));
    let weights = weights.collect::<Result<Vec<Money>, _>>()?;
    let bound = work.state.grants.iter().any(|grant| grant.is_bound() && grant.left.is_positive());
    if !bound || !weights.iter().any(|weight| weight.is_positive()) || weights.iter().any(|weight| weight.units() < 0) {
        return Ok(Vec::from([(None, tax)]));
    }
    let shares = allocate(tax, &weights)?.into_iter().zip(&draft.tax_on);
    Ok(shares.map(|(share, (product, _))| (Some(product.clone()), share)).filter(|(_, share)| *share > zero).collect())
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
    work.state.balance = work.state.balance.plus(overage)?;
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
