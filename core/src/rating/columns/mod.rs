//! Usages in columns: many usages of few kinds, rated as [`super::rate`] rates each, without a line for any.
//!
//! A price for each unit and graduated tiers, behind allowances, are sums and products of whole numbers once all prices
//! are brought to one scale. They run in 64 bits where a bound taken beforehand shows that nothing can overflow
//! ([`track`]). Whatever else there is takes the way of a single usage. Both give the same to the last digit:
//! `tests/tests/laws_columns.rs` holds it over random rulebooks and rows.

mod kind;
mod measure;
mod rows;
mod track;

pub use kind::Kind;
pub(crate) use rows::early;
pub use rows::{Column, Rows};

use super::{Counter, Remaining, Rest, Usage, added, cover, rate_for, rest};
use crate::catalog::{Rate, Rulebook};
use crate::money::{Exact, Money, NonNegative, Ratio, Refusal};
use crate::problem::Problem;
use crate::time::Instant;
use alloc::vec::Vec;
use core::ops::Range;
use kind::Plans;

/// What rows have come to.
#[derive(Clone, Debug)]
pub struct Batch<'r> {
    /// What each row adds, in units of the ledger's scale.
    pub amounts: Vec<i64>,
    /// Their sum.
    pub total: Money,
    /// The sum before rounding.
    pub exact: Ratio,
    /// The rates that priced them, each with whether allowances covered something of a usage.
    pub seen: Vec<(&'r Rate, bool)>,
}

impl<'r> Batch<'r> {
    fn note(&mut self, rate: &'r Rate, covered: bool) {
        if !self.seen.iter().any(|(known, before)| core::ptr::eq(*known, rate) && *before == covered) {
            self.seen.push((rate, covered));
        }
    }
}

/// Rates rows in their order, which is that of their times.
///
/// # Errors
/// As [`super::rate`], at the first row that is refused.
pub fn rate_columns<'r>(
    rulebook: &Rulebook<'r>,
    kinds: &[Kind],
    rows: &Rows<'_>,
    counters: &mut Vec<Counter>,
    allowances: &mut [Remaining],
) -> Result<Batch<'r>, Problem> {
    let (total, exact) = (Money::zero(rulebook.scale())?, Ratio::ZERO);
    let batch = Batch { amounts: Vec::with_capacity(rows.len()), total, exact, seen: Vec::new() };
    let usages = kinds.iter().map(|kind| kind.usage(rows.first_time())).collect();
    let mut run = Run { rulebook, usages, rows, counters, allowances, batch };
    for part in rows.parts(&boundaries(rulebook, rows)) {
        run.part(part)?;
    }
    Ok(run.batch)
}

/// The moments among the rows at which a rate begins or ends: between two of them every kind has one rate.
fn boundaries(rulebook: &Rulebook<'_>, rows: &Rows<'_>) -> Vec<Instant> {
    let (first, last) = (rows.first_time(), rows.last_time());
    let moments = rulebook.rates().iter().flat_map(|rate| [rate.from, rate.until]).flatten();
    let mut among: Vec<Instant> = moments.filter(|moment| first < *moment && *moment <= last).collect();
    among.sort_unstable();
    among.dedup();
    among
}

struct Run<'a, 'r> {
    rulebook: &'a Rulebook<'r>,
    /// A usage of each kind.
    usages: Vec<Usage>,
    rows: &'a Rows<'a>,
    counters: &'a mut Vec<Counter>,
    allowances: &'a mut [Remaining],
    batch: Batch<'r>,
}

impl<'r> Run<'_, 'r> {
    /// Rows between two boundaries.
    fn part(&mut self, part: Range<usize>) -> Result<(), Problem> {
        let Some(time) = self.rows.time(part.start) else { return Ok(()) };
        self.usages.iter_mut().for_each(|usage| usage.time = time);
        let most = (self.rows.sum(part.clone()), part.len());
        let known = (&**self.counters, &*self.allowances);
        let mut plans = Plans::new(self.rulebook, &self.usages, known, self.rows.scale(), most);
        for row in part {
            let (kind, quantity) = (self.rows.kind(row), self.rows.quantity(row));
            let amount = match plans.add(kind, quantity) {
                Some(amount) => amount,
                None => {
                    let (amount, unrounded) =
                        self.alone(row, kind, quantity).map_err(|problem| problem.item(row).under("rows"))?;
                    let batch = &mut self.batch;
                    (batch.total, batch.exact) = (batch.total.plus(amount)?, batch.exact.plus(unrounded)?);
                    i64::try_from(amount.units()).map_err(|_| Refusal::Overflow)?
                }
            };
            self.batch.amounts.push(amount);
        }
        plans.settle(self.rulebook, (self.counters, self.allowances), &mut self.batch)
    }

    /// A row on the way of a single usage.
    fn alone(&mut self, row: usize, kind: usize, quantity: i64) -> Result<(Money, Ratio), Problem> {
        let Some(usage) = self.usages.get_mut(kind) else { return Err(Refusal::Overflow.into()) };
        let exact = Exact::new(i128::from(quantity), u32::from(self.rows.scale()))?;
        usage.quantity = NonNegative::new(exact).ok_or(Refusal::Overflow)?;
        usage.time = self.rows.time(row).unwrap_or(usage.time);
        let covered = cover(self.rulebook, self.allowances, usage)?;
        let rate = rate_for(self.rulebook, &usage.wanted(), Some(&usage.unit))?;
        let rest: Rest = rest(self.rulebook, usage, &covered)?;
        let (unrounded, amount, _) = added(self.rulebook, rate, usage, rest, self.counters)?;
        self.batch.note(rate, !covered.is_empty());
        Ok((amount, unrounded))
    }
}
