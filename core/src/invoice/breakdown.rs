//! Rule `invoice.totals`, its first half: what is taxed alike, and its rows of the breakdown.

use super::{Amounts, Part, Tax, TaxRounding, TaxRow};
use crate::money::{Exact, Money, Refusal, Rounding};
use crate::tax::RoundBy;
use alloc::vec::Vec;

/// What is taxed alike; allowances with the other sign.
pub(super) struct Group<'a> {
    pub(super) taxes: Vec<&'a Tax>,
    amounts: Vec<Money>,
}

pub(super) fn groups<'a>(amounts: &Amounts<'a>) -> Vec<Group<'a>> {
    let allowances = amounts.allowances.iter().map(|part| Part { amount: part.amount.negated(), tax: part.tax });
    let mut groups: Vec<Group<'a>> = Vec::new();
    for Part { amount, tax } in amounts.lines.iter().copied().chain(allowances).chain(amounts.charges.iter().copied()) {
        match groups.iter_mut().find(|group| group.taxes.first().is_some_and(|known| known.is_alike(tax))) {
            Some(group) => {
                group.taxes.push(tax);
                group.amounts.push(amount);
            }
            None => groups.push(Group { taxes: [tax].into(), amounts: [amount].into() }),
        }
    }
    groups
}

impl Group<'_> {
    /// What is taxed.
    pub(super) fn base(&self, zero: Money) -> Result<Money, Refusal> {
        self.amounts.iter().try_fold(zero, |sum, amount| sum.plus(*amount))
    }

    /// So many percent of it, rounded once, or once each amount.
    fn taxed(&self, percent: Exact, rounding: TaxRounding, zero: Money) -> Result<Money, Refusal> {
        match rounding.by {
            RoundBy::PerCategory => percent_of(self.base(zero)?, percent, rounding),
            RoundBy::PerLine => {
                self.amounts.iter().try_fold(zero, |sum, amount| sum.plus(percent_of(*amount, percent, rounding)?))
            }
        }
    }

    /// Rows that it makes in the breakdown.
    pub(super) fn rows(&self) -> usize {
        self.taxes.first().map_or(0, |tax| tax.levies.len().max(1))
    }

    /// One row for VAT; for levies one each.
    pub(super) fn push_rows(&self, rounding: TaxRounding, zero: Money, rows: &mut Vec<TaxRow>) -> Result<(), Refusal> {
        let Some(tax) = self.taxes.first() else { return Ok(()) };
        let mut reasons = Vec::new();
        for reason in self.taxes.iter().filter_map(|tax| tax.why()) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        let row = |percent, (taxable, tax_amount)| TaxRow {
            category: tax.category,
            percent,
            name: None,
            jurisdiction: None,
            taxable,
            tax: tax_amount,
            reasons: reasons.clone(),
        };
        let base = self.base(zero)?;
        if tax.levies.is_empty() {
            rows.push(row(tax.percent, (base, self.taxed(*tax.percent, rounding, zero)?)));
        }
        // Shares of compound levies are exact (rule `tax.stacked`): no rounding of one is in another.
        let (mut whole, mut grown) = (Exact::whole(100), base);
        for levy in &tax.levies {
            let share = if levy.compound { hundredth(levy.percent.times(whole)?)? } else { *levy.percent };
            let amount = self.taxed(share, rounding, zero)?;
            let taxable = if levy.compound { grown } else { base };
            (whole, grown) = (whole.plus(share)?, grown.plus(amount)?);
            let (name, jurisdiction) = (Some(levy.told()), levy.jurisdiction.clone());
            rows.push(TaxRow { name, jurisdiction, ..row(levy.percent, (taxable, amount)) });
        }
        Ok(())
    }
}

fn hundredth(number: Exact) -> Result<Exact, Refusal> {
    number.times(Exact::new(1, 2)?)
}

fn percent_of(amount: Money, percent: Exact, rounding: TaxRounding) -> Result<Money, Refusal> {
    let rounding = Rounding { scale: amount.scale(), mode: rounding.mode };
    rounding.quotient(amount.exact().times(percent)?, Exact::whole(100))
}
