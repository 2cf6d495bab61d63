//! Is a document that came from outside sound? What the engine makes is.

use super::totals::totals_with;
use super::{Allowance, Amounts, Document, Kind, Part, Period, TaxRow, Totals, totals};
use crate::money::{Currency, Exact, Money};
use crate::problem::{Code, Problem};
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

impl Document {
    /// The breakdown and totals of its lines, allowances and charges, by rule `invoice.totals`.
    ///
    /// # Errors
    /// `overflow` above the bound of money.
    pub fn sums(&self) -> Result<(Vec<TaxRow>, Totals), Problem> {
        Ok(totals(self.currency, self.tax_rounding, &self.amounts())?)
    }

    pub(super) fn amounts(&self) -> Amounts<'_> {
        fn parts(list: &[Allowance]) -> Vec<Part<'_>> {
            list.iter().map(|one| Part { amount: one.amount, tax: &one.tax }).collect()
        }
        let lines = self.lines.iter().map(|line| Part { amount: line.net, tax: &line.tax }).collect();
        let (allowances, charges) = (parts(&self.allowances), parts(&self.charges));
        let Totals { prepaid, rounding, .. } = self.totals;
        Amounts { lines, allowances, charges, prepaid, rounding }
    }

    /// The document with the breakdown and totals that it comes to; what is prepaid and rounded stays.
    ///
    /// # Errors
    /// `overflow` above the bound of money.
    pub fn settled(mut self) -> Result<Self, Problem> {
        (self.tax, self.totals) = self.sums()?;
        Ok(self)
    }

    /// Is it sound: every amount at the currency's minor units, taxes that exist, lines named once, periods that end
    /// after they begin, and the breakdown and totals that its lines come to?
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn check(&self) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        self.note_amounts(&mut problems);
        self.note_taxes(&mut problems);
        let mut ids = BTreeSet::new();
        for (place, line) in self.lines.iter().enumerate() {
            if !ids.insert(&line.id) {
                let message = format!("two lines are named `{}`", line.id);
                let problem = Problem::new(Code::LineDuplicate, message, "name every line once");
                problems.push(problem.under("id").item(place).under("lines"));
            }
            let period = line.period.and_then(|period| period.check().err());
            problems.extend(period.map(|problem| problem.under("period").item(place).under("lines")));
        }
        let period = self.period.and_then(|period| period.check().err());
        problems.extend(period.map(|problem| problem.under("period")));
        if problems.is_empty() { self.check_sums() } else { Err(problems) }
    }

    fn note_amounts(&self, problems: &mut Vec<Problem>) {
        let mut note = |amount: Money, signed: bool, at: &dyn Fn(Problem) -> Problem| {
            let problem = amount_problem(self.currency, amount).or_else(|| {
                (!signed && amount.units() < 0).then(|| {
                    let help = "an allowance is a charge with the other sign, and a charge an allowance";
                    Problem::new(Code::AmountNegative, format!("`{amount}` is negative"), help)
                })
            });
            problems.extend(problem.map(at));
        };
        for (place, line) in self.lines.iter().enumerate() {
            note(line.net, true, &|problem| problem.under("net").item(place).under("lines"));
            for (field, list) in [("allowances", &line.allowances), ("charges", &line.charges)] {
                for (index, one) in list.iter().enumerate() {
                    let at = |name: &'static str| {
                        move |p: Problem| p.under(name).item(index).under(field).item(place).under("lines")
                    };
                    note(one.amount, false, &at("amount"));
                    one.base.into_iter().for_each(|base| note(base, false, &at("base")));
                }
            }
        }
        for (field, list) in [("allowances", &self.allowances), ("charges", &self.charges)] {
            for (index, one) in list.iter().enumerate() {
                let at = |name: &'static str| move |p: Problem| p.under(name).item(index).under(field);
                note(one.amount, false, &at("amount"));
                one.base.into_iter().for_each(|base| note(base, false, &at("base")));
            }
        }
        for (field, amount) in [("prepaid", self.totals.prepaid), ("rounding", self.totals.rounding)] {
            note(amount, true, &|problem| problem.under(field).under("totals"));
        }
    }

    fn note_taxes(&self, problems: &mut Vec<Problem>) {
        let lines = self.lines.iter().map(|line| &line.tax).enumerate().map(|tax| ("lines", tax));
        let allowances = self.allowances.iter().map(|one| &one.tax).enumerate().map(|tax| ("allowances", tax));
        let charges = self.charges.iter().map(|one| &one.tax).enumerate().map(|tax| ("charges", tax));
        for (list, (place, tax)) in lines.chain(allowances).chain(charges) {
            problems.extend(tax.check().err().map(|problem| problem.under("tax").item(place).under(list)));
        }
    }

    /// A credit note's tax is what is left of its invoice's and not what its own lines come to; the rest is.
    fn check_sums(&self) -> Result<(), Vec<Problem>> {
        let given = |row: &mut TaxRow, of: &TaxRow| {
            row.tax = of.tax;
            row.taxable = if row.name.is_some() { of.taxable } else { row.taxable };
        };
        let (mut tax, _) = self.sums().map_err(|problem| vec![problem])?;
        if self.kind == Kind::CreditNote {
            tax.iter_mut().zip(&self.tax).for_each(|(row, of)| given(row, of));
        }
        let zero = Money::zero(self.currency.minor_units());
        let totals = zero.and_then(|zero| totals_with(zero, &self.amounts(), &tax));
        let totals = totals.map_err(|refusal| vec![refusal.into()])?;
        let help = "a document goes in as it came out; the verb `totals` says what its lines come to";
        let differ = |field: &str| {
            Problem::new(Code::DocumentSums, format!("`{field}` is not what the lines come to"), help).under(field)
        };
        let mut problems = Vec::new();
        problems.extend((tax != self.tax).then(|| differ("tax")));
        problems.extend((totals != self.totals).then(|| differ("totals")));
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

impl Period {
    fn check(self) -> Result<(), Problem> {
        if self.from < self.until {
            return Ok(());
        }
        let message = format!("the period ends on {} before it begins on {}", self.until, self.from);
        Err(Problem::new(Code::PeriodOrder, message, "`until` is the day after the last one").under("until"))
    }
}

/// A document's amounts carry every place of their currency, as they were answered.
fn amount_problem(currency: Currency, amount: Money) -> Option<Problem> {
    let (minor, code) = (currency.minor_units(), currency.code());
    (amount.scale() != minor).then(|| {
        let message = format!("`{amount}` is not written with the {minor} decimal places of {code}");
        Problem::new(Code::AmountScale, message, "write a document's amounts as they were answered")
    })
}

/// A given number as money that can be paid.
///
/// # Errors
/// `amount_scale` when it is finer than the currency's minor units, `overflow` above the bound.
pub(crate) fn payable(currency: Currency, number: Exact) -> Result<Money, Problem> {
    let minor = currency.minor_units();
    if number.places() > u32::from(minor) {
        return Err(crate::catalog::scale_problem(number, minor, currency.code()));
    }
    Ok(Money::fit(number, minor)?)
}
