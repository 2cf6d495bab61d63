//! Rule `invoice.draft` on an account: lines, discounts, tax and rounding of what it was charged, in this order; and what
//! of it is posted. Prices are net or gross as the tax policy says; gross lines are split as rule `tax.inclusive` splits
//! an assessment's, and what tax on their nets leaves of the whole is payable rounding (BT-114).

use super::apply::after_debit;
use super::credit::{self, Arrival};
use super::draft::{Draft, Off};
use super::fold::{Fold, Now};
use super::{usage, watch};
use crate::catalog::Payer;
use crate::invoice::{Document, Item, Kind, Period, TaxRounding, Totals};
use crate::ledger::{Book, Entry, Kind as EntryKind, Side};
use crate::money::{Money, Refusal};
use crate::problem::Problem;
use crate::rule::Rule;
use crate::tax::Prices;
use crate::text::Id;
use crate::time::{Date, Instant};
use crate::wallet::Source;
use alloc::format;
use alloc::vec::Vec;

/// A draft, and what its lines sum up.
pub(super) type Prepared = (Document, Vec<Item>);

/// The invoice of what is unbilled, its discounts and tax posted; what is paid of it is not known yet. None where
/// nothing was charged, and where more was credited than charged: that waits for the next invoice.
pub(super) fn prepare(
    fold: &mut Fold<'_>,
    now: &Now<'_>,
    name: &Id,
    service: (Instant, Instant),
) -> Result<Option<Prepared>, Problem> {
    let parts = fold.rulebook.parts();
    let (Some(policy), Some(tax), Some(seller)) = (&parts.invoice, &parts.tax, &parts.seller) else { return Ok(None) };
    let Some(customer) = fold.state.customer.clone() else { return Ok(None) };
    if fold.state.unbilled.is_empty() {
        return Ok(None);
    }
    let mut draft = Draft::new(fold, &customer, service)?;
    if draft.gross()?.units() < 0 {
        return Ok(None);
    }
    let off = draft.discount(fold)?;
    let (lines, allowances) = draft.net(tax)?;
    let document = Document {
        kind: Kind::Invoice,
        number: None,
        issued_on: None,
        due_on: None,
        period: Some(days(fold, service)?),
        currency: parts.currency,
        seller: seller.clone(),
        buyer: (*customer).clone(),
        terms: policy.terms.clone(),
        means: policy.means.clone(),
        preceding: Vec::new(),
        notes: policy.notes.clone(),
        lines,
        allowances,
        charges: Vec::new(),
        tax_rounding: TaxRounding { by: tax.rounding, mode: tax.mode },
        tax: Vec::new(),
        totals: Totals::zero(parts.currency)?,
    };
    let mut document = document.settled()?;
    if tax.prices == Prices::Inclusive {
        // What splitting gross lines leaves of the whole.
        let whole = draft.gross()?.minus(off_all(&off, document.totals.rounding)?)?;
        document.totals.rounding = whole.minus(document.totals.tax_inclusive)?;
        document = document.settled()?;
    }
    fold.state.unbilled.clear();
    fold.state.period.carried = Some(draft.carried).filter(|carried| !carried.is_zero());
    count_down(fold);
    post_discounts(fold, now, name, &off)?;
    if tax.prices == Prices::Exclusive {
        post_tax(fold, now, name, Money::fit(document.totals.tax.exact(), fold.rulebook.scale())?, policy.tax_payer)?;
    }
    Ok(Some((document, draft.into_items())))
}

fn off_all(off: &[Off], zero: Money) -> Result<Money, Refusal> {
    off.iter().flat_map(|off| &off.shares).try_fold(zero.minus(zero)?, |sum, (_, share)| sum.plus(*share))
}

/// The days of a service period; one at least.
pub(super) fn days(fold: &Fold<'_>, (from, until): (Instant, Instant)) -> Result<Period, Problem> {
    let (from, until): (Date, Date) = (fold.rulebook.day(from)?, fold.rulebook.day(until)?);
    Ok(Period { from, until: until.max(from.days_after(1)) })
}

/// Discounts that are for so many invoices have one less.
fn count_down(fold: &mut Fold<'_>) {
    for taken in &mut fold.state.discounts {
        taken.left = taken.left.map(|left| left.saturating_sub(1));
    }
    fold.state.discounts.retain(|taken| taken.left != Some(0));
}

const DISCOUNT: &[Rule] = &[Rule::InvoiceDiscount, Rule::InvoiceAllocation];
const DISCOUNT_BACK: &[Rule] =
    &[Rule::InvoiceDiscount, Rule::InvoiceAllocation, Rule::CreditGrant, Rule::OveragePaidFirst];

/// What a discount takes off charges that credit has paid is given credit; off the others it is owed no more.
fn post_discounts(fold: &mut Fold<'_>, now: &Now<'_>, name: &Id, off: &[Off]) -> Result<(), Problem> {
    for off in off {
        let zero = fold.zero()?;
        let of = |payer: Payer| {
            let shares = off.shares.iter().filter(|(by, _)| *by == payer).map(|(_, share)| share.exact());
            shares.map(|share| Money::fit(share, zero.scale())).try_fold(zero, |sum, share| sum.plus(share?))
        };
        let description = format!("discount {} on {name}", off.discount);
        let owed = of(Payer::Invoice)?;
        if owed.is_positive() {
            fold.state.period.owed = Some(fold.state.period.owed.unwrap_or(zero).minus(owed)?);
            let postings = Side::of(&[(Book::Receivable, owed)]).against(Book::Promotion, Book::Receivable, zero)?;
            let id = format!("{name}/discount/{}", off.discount);
            let entry = fold.entry(id, now, EntryKind::Discount, description.clone(), postings, DISCOUNT)?;
            fold.entries.push(entry);
        }
        let back = of(Payer::Credit)?;
        if back.is_positive() {
            let grant = Id::derived("di_", &[name, &off.discount], 1);
            let grant = credit::grant(&grant, Source::Promotional, back, now.time, None);
            let (kind, counter, rules) = (EntryKind::Discount, Book::Promotion, DISCOUNT_BACK);
            credit::start(fold, now, grant, Arrival { kind, name: "discount", description, counter, rules })?;
        }
    }
    Ok(())
}

/// Tax that comes on top is owed with the invoice, or burns credit as what it is on did.
fn post_tax(fold: &mut Fold<'_>, now: &Now<'_>, name: &Id, tax: Money, payer: Payer) -> Result<(), Problem> {
    let zero = fold.zero()?;
    if tax.is_zero() {
        return Ok(());
    }
    let (id, description) = (format!("{name}/tax"), format!("tax of {name}"));
    if payer == Payer::Invoice {
        fold.state.period.owed = Some(fold.state.period.owed.unwrap_or(zero).plus(tax)?);
        let postings = Side::of(&[(Book::Receivable, tax.negated())]).against(Book::Tax, Book::Receivable, zero)?;
        let entry = fold.entry(id, now, EntryKind::Tax, description, postings, &[Rule::InvoiceTotals])?;
        fold.entries.push(entry);
        return Ok(());
    }
    let before = fold.state.balance;
    let burn = usage::burn_credit(fold, now, name, tax, None, now.time)?;
    let postings = Side::of(&[(Book::Customer, tax.negated())]).against(Book::Tax, Book::Customer, zero)?;
    let rules = &[Rule::InvoiceTotals, Rule::CreditBurnDown];
    let entry = fold.entry(id, now, EntryKind::Tax, description, postings, rules)?;
    let overage = Some(burn.overage).filter(|overage| overage.is_positive());
    fold.entries.push(Entry { burned: burn.parts, overage, ..entry });
    watch::balance(fold, now, before)?;
    after_debit(fold, now, before)
}
