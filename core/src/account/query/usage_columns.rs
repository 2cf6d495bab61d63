//! Usages in rows on an account: rated together as far as nothing that is due changes what they are rated by, then posted one
//! by one as events are. Only what nobody reads is left out: none has an entry of its own (`Working::quiet`).

use crate::account::posting::{add_usage, post_quietly, rules};
use crate::account::working::{Now, Origin, Working};
use crate::account::{event_order, schedule};
use crate::catalog::Rate;
use crate::ledger::Rules;
use crate::money::{Exact, Money, NonNegative, Ratio};
use crate::problem::Problem;
use crate::rating::columns::{Counted, Kind, RatedRow, Rows, rate_rows};
use crate::rating::{Covered, Line};
use crate::text::Id;
use crate::time::Instant;
use alloc::vec::Vec;
use core::ops::Range;

/// Rows, and how many of them are posted.
pub(super) struct Posting<'a> {
    kinds: &'a [Kind],
    rows: &'a Rows<'a>,
    posted: usize,
}

impl<'a> Posting<'a> {
    pub(super) const fn new(kinds: &'a [Kind], rows: &'a Rows<'a>) -> Self {
        Self { kinds, rows, posted: 0 }
    }

    /// Posts the rows before a moment.
    pub(super) fn post(&mut self, work: &mut Working<'_>, (before, as_of): (Instant, Instant)) -> Result<(), Problem> {
        self.post_until(work, self.rows.before(before), as_of)
    }

    /// Posts those that are left.
    pub(super) fn post_rest(&mut self, work: &mut Working<'_>, as_of: Instant) -> Result<(), Problem> {
        self.post_until(work, self.rows.len(), as_of)
    }

    fn post_until(&mut self, work: &mut Working<'_>, end: usize, as_of: Instant) -> Result<(), Problem> {
        while self.posted < end {
            let start = self.posted;
            for row in [start, end.saturating_sub(1)] {
                let time = self.rows.time(row).unwrap_or(as_of);
                event_order::of_account(None, time, &work.state, as_of).map_err(|problem| at(problem, row))?;
            }
            let time = self.rows.time(start).unwrap_or(as_of).max(work.state.as_of);
            schedule::advance(work, time)?;
            // Whatever is due next may renew allowances or begin another period.
            let due = schedule::next_due(work, as_of).map_or(end, |due| self.rows.before(due));
            self.posted = due.clamp(start.saturating_add(1), end);
            self.post_range(work, start..self.posted)?;
        }
        Ok(())
    }

    fn post_range(&self, work: &mut Working<'_>, range: Range<usize>) -> Result<(), Problem> {
        let mut rated: Vec<RatedRow<'_>> = Vec::with_capacity(range.len());
        let state = &mut work.state;
        let counted = Counted { counters: &mut state.counters, allowances: &mut state.allowances };
        let usages = self.kinds.iter().map(|kind| kind.usage(self.rows.first_time())).collect();
        rate_rows(work.rulebook, usages, (self.rows, range), counted, |row| rated.push(row))?;
        // The last line of each kind, and its rules: the next row of it differs in quantity and amount.
        let mut lines: Vec<Option<(Line, Rules)>> = self.kinds.iter().map(|_| None).collect();
        for row in rated {
            self.post_row(work, &row, &mut lines).map_err(|problem| at(problem, row.row))?;
        }
        Ok(())
    }

    fn post_row(
        &self,
        work: &mut Working<'_>,
        rated: &RatedRow<'_>,
        lines: &mut [Option<(Line, Rules)>],
    ) -> Result<(), Problem> {
        let (kind, quantity) = (self.rows.kind(rated.row), self.rows.quantity(rated.row));
        let (Some(of), Some(kept)) = (self.kinds.get(kind), lines.get_mut(kind)) else { return Ok(()) };
        let fits = |line: &Line| line.rate == rated.rate.id && line.covered.is_empty() != rated.covered;
        if !kept.as_ref().is_some_and(|(line, _)| fits(line)) {
            let line = line(of, rated, work.zero()?);
            let named = rules(work, &line, Some(rated.rate));
            *kept = Some((line, named));
        }
        let Some((line, rules)) = kept else { return Ok(()) };
        line.quantity = Exact::new(i128::from(quantity), u32::from(self.rows.scale()))?.into();
        line.amount = Money::new(i128::from(rated.amount), work.rulebook.scale())?;
        let time = self.rows.time(rated.row).unwrap_or(work.state.as_of);
        let id = Id::row(rated.row);
        let now = Now { event: &id, time: work.state.as_of.max(time) };
        schedule::advance(work, now.time)?;
        add_usage(work, &now, of.subaccount.as_ref(), time, line.amount)?;
        post_quietly(work, &now, time, (line, rated.rate), rules)?;
        if work.is_calm() {
            work.look()?;
        } else {
            work.note(&now, Origin::Event);
        }
        Ok(())
    }
}

fn at(problem: Problem, row: usize) -> Problem {
    problem.item(row).under("rows")
}

/// The line of a kind, without what differs from row to row. How much was covered nobody asks, only whether something was.
fn line(kind: &Kind, rated: &RatedRow<'_>, zero: Money) -> Line {
    let rate: &Rate = rated.rate;
    let covered = rated.covered.then(|| Covered { allowance: rate.id.clone(), quantity: NonNegative::ZERO });
    Line {
        usage: Id::row(rated.row),
        subaccount: kind.subaccount.clone(),
        product: kind.product.clone(),
        rate: rate.id.clone(),
        value: None,
        reverses: None,
        offset: None,
        quantity: Exact::ZERO.into(),
        unit: rate.unit.clone(),
        price: rate.price,
        per: rate.per,
        covered: covered.into_iter().collect(),
        parts: Vec::new(),
        deferred: rate.is_deferred(),
        exact: Ratio::ZERO,
        amount: zero,
    }
}
