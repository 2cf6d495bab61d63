//! Rule `invoice.totals`, its first half: what is taxed alike, and the rows of the breakdown.
//!
//! A row is a VAT category and percentage, or one jurisdiction's rate: whatever bears the same levy is in its row, with
//! whichever other levies it bears, and the row is rounded once. 10 % of two lines of 0.05 are 0.01, even where one of
//! them bears a city's tax too.

use super::{Amounts, Part, Reason, Tax, TaxRounding, TaxRow};
use crate::money::{Exact, Money, Refusal, Rounding};
use crate::tax::{Levy, RoundBy};
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

impl<'a> Group<'a> {
    /// What is taxed.
    pub(super) fn base(&self, zero: Money) -> Result<Money, Refusal> {
        self.amounts.iter().try_fold(zero, |sum, amount| sum.plus(*amount))
    }

    /// Its levies in the order in which they come on one another; VAT has none.
    fn levies(&self) -> &'a [Levy] {
        self.taxes.first().map_or(&[], |tax| tax.levies.as_slice())
    }

    /// Percent of its base that the levy at this place is. Shares of compound levies are exact (rule `tax.stacked`): no
    /// rounding of one is in another.
    fn share(&self, place: usize) -> Result<Exact, Refusal> {
        let (mut whole, mut share) = (Exact::whole(100), Exact::ZERO);
        for levy in self.levies().iter().take(place.saturating_add(1)) {
            share = if levy.compound { hundredth(levy.percent.times(whole)?)? } else { *levy.percent };
            whole = whole.plus(share)?;
        }
        Ok(share)
    }
}

/// A row of the breakdown before it is summed: the groups that bear the same levy, or one group of VAT.
pub(super) struct Row<'a> {
    tax: &'a Tax,
    /// The levy, and how many of its kind are before it in one stack; nothing for VAT.
    levy: Option<(&'a Levy, usize)>,
    /// The groups, each with the levy's place in its stack.
    bearers: Vec<(&'a Group<'a>, usize)>,
}

/// The rows, in the order of their first appearance.
pub(super) fn rows<'a>(groups: &'a [Group<'a>]) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'a>> = Vec::new();
    for group in groups {
        let Some(tax) = group.taxes.first().copied() else { continue };
        if tax.levies.is_empty() {
            rows.push(Row { tax, levy: None, bearers: [(group, 0)].into() });
        }
        push(&mut rows, group, tax, tax.levies.len());
    }
    rows
}

/// Puts the first levies of a group into their rows.
fn push<'a>(rows: &mut Vec<Row<'a>>, group: &'a Group<'a>, tax: &'a Tax, levies: usize) {
    for (place, levy) in tax.levies.iter().enumerate().take(levies) {
        let nth = tax.levies.iter().take(place).filter(|before| is_same(before, levy)).count();
        let row = Row { tax, levy: Some((levy, nth)), bearers: [(group, place)].into() };
        match rows.iter_mut().find(|known| known.is_same(&row)) {
            Some(known) => known.bearers.push((group, place)),
            None => rows.push(row),
        }
    }
}

fn is_same(one: &Levy, other: &Levy) -> bool {
    let key = |levy: &Levy| (levy.percent, levy.compound, levy.told());
    one.jurisdiction == other.jurisdiction && key(one) == key(other)
}

impl<'a> Row<'a> {
    /// Are the two one row of a breakdown, be they of one document or of several?
    pub(super) fn is_same(&self, other: &Row<'_>) -> bool {
        let levies = match (self.levy, other.levy) {
            (None, None) => self.tax.percent == other.tax.percent,
            (Some((one, nth)), Some((other, other_nth))) => nth == other_nth && is_same(one, other),
            _ => false,
        };
        levies && self.tax.category == other.tax.category
    }

    /// What its groups come to before any tax.
    pub(super) fn base(&self, zero: Money) -> Result<Money, Refusal> {
        self.bearers.iter().try_fold(zero, |sum, (group, _)| sum.plus(group.base(zero)?))
    }

    /// Its tax: of all of it, rounded once, or once each amount.
    fn due(&self, rounding: TaxRounding, zero: Money) -> Result<Money, Refusal> {
        let rounded = Rounding { scale: zero.scale(), mode: rounding.mode };
        let (mut exact, mut due) = (Exact::ZERO, zero);
        for (group, place) in &self.bearers {
            let percent = if self.levy.is_some() { group.share(*place)? } else { *self.tax.percent };
            match rounding.by {
                RoundBy::PerCategory => exact = exact.plus(group.base(zero)?.exact().times(percent)?)?,
                RoundBy::PerLine => {
                    for amount in &group.amounts {
                        let part = rounded.quotient(amount.exact().times(percent)?, Exact::whole(100))?;
                        due = due.plus(part)?;
                    }
                }
            }
        }
        due.plus(rounded.quotient(exact, Exact::whole(100))?)
    }

    /// What is taxed: its base, and for a compound levy what those before it make of that.
    fn taxable(&self, rounding: TaxRounding, zero: Money) -> Result<Money, Refusal> {
        let mut before = Vec::new();
        if self.levy.is_some_and(|(levy, _)| levy.compound) {
            for (group, place) in &self.bearers {
                group.taxes.first().into_iter().for_each(|tax| push(&mut before, group, tax, *place));
            }
        }
        before.iter().try_fold(self.base(zero)?, |sum, row| sum.plus(row.due(rounding, zero)?))
    }

    /// Why there is no tax, each reason once.
    fn reasons(&self) -> Vec<Reason> {
        let mut reasons = Vec::new();
        for reason in self.bearers.iter().flat_map(|(group, _)| &group.taxes).filter_map(|tax| tax.why()) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        reasons
    }

    /// The row of the document.
    pub(super) fn summed(&self, rounding: TaxRounding, zero: Money) -> Result<TaxRow, Refusal> {
        let levy = self.levy.map(|(levy, _)| levy);
        Ok(TaxRow {
            category: self.tax.category,
            percent: levy.map_or(self.tax.percent, |levy| levy.percent),
            name: levy.map(Levy::told),
            jurisdiction: levy.and_then(|levy| levy.jurisdiction.clone()),
            taxable: self.taxable(rounding, zero)?,
            tax: self.due(rounding, zero)?,
            reasons: self.reasons(),
        })
    }
}

fn hundredth(number: Exact) -> Result<Exact, Refusal> {
    number.times(Exact::new(1, 2)?)
}
