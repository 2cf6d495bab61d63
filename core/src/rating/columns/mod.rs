//! Usages in columns: many usages of few kinds, rated as [`super::rate`] rates each, without a line for any.
//!
//! A price for each unit and graduated tiers, behind allowances, are sums and products of whole numbers once all prices
//! are brought to one scale. They run in 64 bits where a bound taken beforehand shows that nothing can overflow
//! ([`track`]). Whatever else there is takes the way of a single usage. Both give the same to the last digit:
//! `tests/tests/laws_columns.rs` holds it over random rulebooks and rows.

mod batch;
mod kind;
mod measure;
mod plans;
mod rows;
mod track;

pub use batch::{Batch, Counted};
pub use kind::Kind;
pub(crate) use rows::early;
pub use rows::{Column, Rows};

use super::added::added;
use super::price::{Rest, rest};
use super::{Usage, cover, rate_for};
use crate::catalog::{Rate, Rulebook};
use crate::money::{Exact, Money, NonNegative, Ratio, Refusal};
use crate::problem::Problem;
use crate::sorting::Sorting as _;
use crate::time::Instant;
use alloc::vec::Vec;
use core::ops::Range;
use plans::Plans;

/// A row that is rated.
#[derive(Clone, Copy, Debug)]
pub struct RatedRow<'r> {
    /// Its place.
    pub row: usize,
    /// What it adds, in units of the ledger's scale.
    pub amount: i64,
    /// What priced it.
    pub rate: &'r Rate,
    /// Did allowances cover something of it?
    pub covered: bool,
}

/// Rates rows in their order, which is that of their times; `usages` has one of each kind, `each` sees every row.
///
/// # Errors
/// As [`super::rate`], at the first row that is refused.
pub fn rate_rows<'r>(
    rulebook: &Rulebook<'r>,
    usages: Vec<Usage>,
    (rows, range): (&Rows<'_>, Range<usize>),
    counted: Counted<'_>,
    mut each: impl FnMut(RatedRow<'r>),
) -> Result<Batch<'r>, Problem> {
    let batch = Batch { total: Money::zero(rulebook.scale())?, exact: Ratio::ZERO, seen: Vec::new() };
    let mut run = Run { rulebook, usages, rows, counted, batch };
    for part in rows.parts(range.clone(), &boundaries(rulebook, rows, range)) {
        run.part(part, &mut each)?;
    }
    Ok(run.batch)
}

/// The moments among the rows at which a rate begins or ends: between two of them every kind has one rate.
fn boundaries(rulebook: &Rulebook<'_>, rows: &Rows<'_>, range: Range<usize>) -> Vec<Instant> {
    let last = range.end.checked_sub(1).and_then(|last| rows.time(last));
    let Some((first, last)) = rows.time(range.start).zip(last) else { return Vec::new() };
    let moments = rulebook.rates().iter().flat_map(|rate| [rate.from, rate.until]).flatten();
    let mut among: Vec<Instant> = moments.filter(|moment| first < *moment && *moment <= last).collect();
    among.order();
    among.dedup();
    among
}

struct Run<'a, 'r> {
    rulebook: &'a Rulebook<'r>,
    /// A usage of each kind.
    usages: Vec<Usage>,
    rows: &'a Rows<'a>,
    counted: Counted<'a>,
    batch: Batch<'r>,
}

impl<'r> Run<'_, 'r> {
    /// Rows between two boundaries.
    fn part(&mut self, part: Range<usize>, each: &mut impl FnMut(RatedRow<'r>)) -> Result<(), Problem> {
        let Some(time) = self.rows.time(part.start) else { return Ok(()) };
        self.usages.iter_mut().for_each(|usage| usage.time = time);
        let most = (self.rows.sum(part.clone()), part.len());
        let known = (&**self.counted.counters, &*self.counted.allowances);
        let mut plans = Plans::new(self.rulebook, &self.usages, known, self.rows.scale(), most);
        for row in part {
            let (kind, quantity) = (self.rows.kind(row), self.rows.quantity(row));
            if let Some((amount, rate, covered)) = plans.add(kind, quantity) {
                each(RatedRow { row, amount, rate, covered });
                continue;
            }
            let under = |problem: Problem| problem.item(row).under("rows");
            let alone = self.alone(row, kind, quantity).map_err(under)?;
            let batch = &mut self.batch;
            (batch.total, batch.exact) = (batch.total.plus(alone.amount)?, batch.exact.plus(alone.exact)?);
            let amount = i64::try_from(alone.amount.units()).map_err(|_| Refusal::Overflow)?;
            each(RatedRow { row, amount, rate: alone.rate, covered: alone.covered });
        }
        plans.settle(self.rulebook, &mut self.counted, &mut self.batch)
    }

    /// A row on the way of a single usage.
    fn alone(&mut self, row: usize, kind: usize, quantity: i64) -> Result<Alone<'r>, Problem> {
        let Some(usage) = self.usages.get_mut(kind) else { return Err(Refusal::Impossible.into()) };
        let exact = Exact::new(i128::from(quantity), u32::from(self.rows.scale()))?;
        usage.quantity = NonNegative::new(exact).ok_or(Refusal::Impossible)?;
        usage.time = self.rows.time(row).unwrap_or(usage.time);
        let covered = cover(self.rulebook, self.counted.allowances, usage)?;
        let rate = rate_for(self.rulebook, &usage.wanted(), Some(&usage.unit))?;
        let rest: Rest = rest(self.rulebook, usage, &covered)?;
        let (exact, amount, _) = added(self.rulebook, rate, usage, rest, self.counted.counters)?;
        self.batch.note(rate, !covered.is_empty());
        Ok(Alone { amount, exact, rate, covered: !covered.is_empty() })
    }
}

struct Alone<'r> {
    amount: Money,
    exact: Ratio,
    rate: &'r Rate,
    covered: bool,
}
