//! Rule `invoice.credit_note`, its second half: allowances, charges and tax by cumulative rounding.

use super::breakdown::{Group, Row, groups, rows};
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

/// Gives the note its breakdown and totals: of each of its rows as much as brings all notes so far to the same part of
/// the invoice's row.
pub(super) fn tax(invoice: &Document, earlier: &[Document], mut note: Document) -> Result<Document, Problem> {
    let zero = note.totals.lines;
    let before = earlier.iter().map(Taxed::of).collect::<Vec<_>>();
    let (whole, now) = (Taxed::of(invoice), Taxed::of(&note));
    within_groups(&whole, &before, &now, zero)?;
    let (whole, now) = (whole.rows(), now.rows());
    let before: Vec<_> = before.iter().flat_map(Taxed::rows).collect();
    let mut rows = Vec::new();
    for (row, _) in &now {
        let Some((of, Some(whole))) = whole.iter().find(|(other, _)| other.is_same(row)) else { continue };
        let before: Vec<_> = before.iter().filter(|(other, _)| other.is_same(row)).collect();
        let all = before.iter().try_fold(row.base(zero)?, |sum, (other, _)| sum.plus(other.base(zero)?))?;
        let base = of.base(zero)?;
        let left = |amount: fn(&TaxRow) -> Money| {
            let mut given = before.iter().filter_map(|(_, given)| *given).map(amount);
            part(amount(whole), all, base).and_then(|all| given.try_fold(all, Money::minus))
        };
        rows.push(TaxRow { taxable: left(|row| row.taxable)?, tax: left(|row| row.tax)?, ..(*whole).clone() });
    }
    drop((whole, now));
    note.totals = totals_with(zero, &note.amounts(), &rows)?;
    note.tax = rows;
    with_rounding(invoice, earlier, note)
}

/// Of what is taxed alike, no more is credited than the invoice has.
fn within_groups(whole: &Taxed<'_>, before: &[Taxed<'_>], note: &Taxed<'_>, zero: Money) -> Result<(), Problem> {
    for group in &note.groups {
        let Some(tax) = group.taxes.first() else { continue };
        let base = |taxed: &Taxed<'_>| {
            let alike = taxed.groups.iter().find(|other| other.taxes.iter().any(|other| other.is_alike(tax)));
            alike.map_or(Ok(zero), |alike| alike.base(zero))
        };
        let mut before = before.iter();
        let now = before.try_fold(group.base(zero)?, |sum, other| sum.plus(base(other)?))?;
        if !within(now, base(whole)?) {
            return Err(beyond(&format!("what is taxed in category {}", tax.category.name())));
        }
    }
    Ok(())
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

/// What is taxed in a document: alike, and in its rows.
struct Taxed<'a> {
    groups: Vec<Group<'a>>,
    given: &'a [TaxRow],
}

impl<'a> Taxed<'a> {
    fn of(document: &'a Document) -> Self {
        Self { groups: groups(&document.amounts()), given: &document.tax }
    }

    /// The rows that its lines make, each with the row that the document has; a note in the making has none.
    fn rows(&self) -> Vec<(Row<'_>, Option<&'a TaxRow>)> {
        let given = self.given.iter().map(Some).chain(core::iter::repeat(None));
        rows(&self.groups).into_iter().zip(given).collect()
    }
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
