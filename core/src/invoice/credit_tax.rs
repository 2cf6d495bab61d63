//! Rule `invoice.credit_note`, its second half: allowances, charges and tax by cumulative rounding.

use super::breakdown::groups;
use super::totals::totals_with;
use super::{Allowance, Document, Tax, TaxRow};
use crate::money::{Mode, Money, Refusal, Rounding};
use crate::problem::{Code, Problem};
use alloc::format;
use alloc::vec::Vec;

/// Gives the note its share of the invoice's allowances and charges, in proportion to the lines taxed alike.
pub(super) fn spread(invoice: &Document, earlier: &[Document], mut note: Document) -> Result<Document, Problem> {
    note.allowances = shares(invoice, earlier, &note, |document| &document.allowances)?;
    note.charges = shares(invoice, earlier, &note, |document| &document.charges)?;
    Ok(note)
}

fn shares(
    invoice: &Document,
    earlier: &[Document],
    note: &Document,
    list: fn(&Document) -> &[Allowance],
) -> Result<Vec<Allowance>, Problem> {
    let mut shares: Vec<Allowance> = Vec::new();
    for one in list(invoice) {
        let alike = |other: &&Allowance| other.tax.is_alike(&one.tax) && other.reason == one.reason;
        if shares.iter().any(|share| alike(&share)) {
            continue;
        }
        let zero = note.totals.lines;
        let sum = |document| list(document).iter().filter(alike).try_fold(zero, |sum, one| sum.plus(one.amount));
        // Where no line is taxed like it, it goes with all of them.
        let own = !of_lines(invoice, Some(&one.tax), zero)?.is_zero();
        let lines = |document| of_lines(document, own.then_some(&one.tax), zero);
        let (whole, mut before, mut now) = (sum(invoice)?, zero, lines(note)?);
        for note in earlier {
            before = before.plus(sum(note)?)?;
            now = now.plus(lines(note)?)?;
        }
        let amount = part(whole, now, lines(invoice)?)?.minus(before)?;
        shares.push(Allowance { amount, base: None, percent: None, ..one.clone() });
    }
    if shares.iter().any(|share| share.amount.units() < 0) {
        return Err(beyond("the allowances or charges"));
    }
    shares.retain(|share| !share.amount.is_zero());
    Ok(shares)
}

/// The sum of a document's lines, or of those with this tax.
fn of_lines(document: &Document, tax: Option<&Tax>, zero: Money) -> Result<Money, Refusal> {
    let lines = document.lines.iter().filter(|line| tax.is_none_or(|tax| line.tax.is_alike(tax)));
    lines.map(|line| line.net).try_fold(zero, Money::plus)
}

/// Gives the note its breakdown and totals.
pub(super) fn tax(invoice: &Document, earlier: &[Document], mut note: Document) -> Result<Document, Problem> {
    let zero = note.totals.lines;
    let (whole, mut before, mut rows) = (taxed(invoice, zero)?, Vec::new(), Vec::new());
    for note in earlier {
        before.extend(taxed(note, zero)?);
    }
    for group in groups(&note.amounts()) {
        let alike = |other: &&Taxed<'_>| group.taxes.iter().any(|tax| tax.is_alike(other.tax));
        let Some(of) = whole.iter().find(alike) else { continue };
        let before: Vec<_> = before.iter().filter(alike).collect();
        let now = before.iter().try_fold(group.base(zero)?, |sum, other| sum.plus(other.base))?;
        if !within(now, of.base) {
            return Err(beyond(&format!("what is taxed in category {}", of.tax.category.name())));
        }
        for (place, row) in of.rows.iter().enumerate() {
            let left = |amount: fn(&TaxRow) -> Money| {
                let rows = before.iter().filter_map(|other| other.rows.get(place)).map(amount);
                part(amount(row), now, of.base).and_then(|all| { rows }.try_fold(all, Money::minus))
            };
            rows.push(TaxRow { taxable: left(|row| row.taxable)?, tax: left(|row| row.tax)?, ..row.clone() });
        }
    }
    note.totals = totals_with(zero, &note.amounts(), &rows)?;
    note.tax = rows;
    with_rounding(invoice, earlier, note)
}

/// What the payable amount was rounded by comes back with the note that leaves nothing.
fn with_rounding(invoice: &Document, earlier: &[Document], mut note: Document) -> Result<Document, Problem> {
    let mut credited = earlier.iter().map(|other| other.totals.tax_exclusive);
    if credited.try_fold(note.totals.tax_exclusive, Money::plus)? == invoice.totals.tax_exclusive {
        let mut rounding = earlier.iter().map(|other| other.totals.rounding);
        note.totals.rounding = rounding.try_fold(invoice.totals.rounding, Money::minus)?;
        note.totals = totals_with(Money::zero(note.currency.minor_units())?, &note.amounts(), &note.tax)?;
    }
    Ok(note)
}

/// Is it a part of the whole, with its sign?
pub(super) fn within(part: Money, whole: Money) -> bool {
    let (part, whole) = (part.units(), whole.units());
    part.abs() <= whole.abs() && (part == 0 || part.signum() == whole.signum())
}

/// What is taxed alike in a document, and its rows of the breakdown.
struct Taxed<'a> {
    tax: &'a Tax,
    base: Money,
    rows: &'a [TaxRow],
}

fn taxed(document: &Document, zero: Money) -> Result<Vec<Taxed<'_>>, Refusal> {
    let (mut found, mut rows) = (Vec::new(), document.tax.as_slice());
    for group in groups(&document.amounts()) {
        let (own, rest) = rows.split_at_checked(group.rows()).unwrap_or((rows, &[]));
        rows = rest;
        let base = group.base(zero)?;
        found.extend(group.taxes.first().map(|tax| Taxed { tax, base, rows: own }));
    }
    Ok(found)
}

/// `whole × now ÷ all`, rounded half up; all of it where now is all.
fn part(whole: Money, now: Money, all: Money) -> Result<Money, Refusal> {
    if now == all {
        return Ok(whole);
    }
    if all.is_zero() {
        return Money::zero(whole.scale());
    }
    let rounding = Rounding { scale: whole.scale(), mode: Mode::HalfUp };
    rounding.quotient(whole.exact().times(now.exact())?, all.exact())
}

fn beyond(what: &str) -> Problem {
    let message = format!("all credits together are beyond {what} of the invoice");
    Problem::new(Code::CreditExceeds, message, "credit lines of opposite sign together, or all that is left")
}
