//! What rating has seen of a period, whichever way its usages come: what `rate` and `rate_columns` share.

use crate::account;
use crate::catalog::{Rate, Rulebook};
use crate::money::{Exact, Money, Ratio};
use crate::problem::{Code, Problem};
use crate::rating::columns::{Counted, RatedRow, Rows, rate_rows};
use crate::rating::{self, Counter, Ending, Line, Original, Remaining, Usage};
use crate::rule::Rule;
use crate::sorting::Sorting as _;
use crate::text::Id;
use crate::time::Instant;
use crate::wire::{Decode, Encode};
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

/// What a period's usages have come to, where more of them follow: it goes into the next call as it is.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RatedSoFar {
    /// The latest usage; none that follows may be earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<Instant>,
    /// What rates that look at a period have seen.
    #[serde(default)]
    pub counters: Vec<Counter>,
    /// What is left of allowances.
    #[serde(default)]
    pub allowances: Vec<Remaining>,
    /// The sum of the amounts.
    pub total: Money,
    /// The sum before rounding.
    pub exact: Ratio,
    /// The rules that made them.
    #[serde(default)]
    pub rules: Vec<Rule>,
}

/// A usage of the call: its line, its time, and what was taken back of it.
type Rated = (Box<Line>, Instant, Option<(Exact, Money)>);

/// A period while its usages are rated.
pub(super) struct Period<'r> {
    pub(super) rulebook: &'r Rulebook<'r>,
    pub(super) seen: RatedSoFar,
    /// Nearly every usage is plain, and its rules are noted once.
    plain: bool,
    /// Lines of the call by their usages, with time and what was taken back, where some is.
    originals: Option<BTreeMap<Id, Rated>>,
    zero: Money,
}

impl<'r> Period<'r> {
    pub(super) fn new(rulebook: &'r Rulebook<'r>, so_far: Option<&RatedSoFar>) -> Result<Self, Problem> {
        let seen = match so_far {
            Some(seen) => accept(rulebook, seen)?.clone(),
            None => RatedSoFar {
                time: None,
                counters: Vec::new(),
                allowances: account::included(rulebook)?,
                total: Money::zero(rulebook.scale())?,
                exact: Ratio::ZERO,
                rules: Vec::new(),
            },
        };
        let zero = Money::zero(rulebook.scale())?;
        Ok(Self { rulebook, seen, plain: false, originals: None, zero })
    }

    pub(super) fn rate(&mut self, usage: &Usage) -> Result<Box<Line>, Problem> {
        if let Some(reverses) = &usage.reverses {
            return self.take_back(usage, reverses);
        }
        let covered = rating::cover(self.rulebook, &mut self.seen.allowances, usage)?;
        let (line, rate) = rating::rate(self.rulebook, usage, covered, &mut self.seen.counters)?;
        self.note_line(rate, &line);
        if let Some(originals) = &mut self.originals {
            originals.insert(usage.id.clone(), (line.clone(), usage.time, None));
        }
        Ok(line)
    }

    /// Rule `rating.reversal`: a usage of the call as far as it is left, one of an earlier call as far as was counted.
    fn take_back(&mut self, usage: &Usage, reverses: &Id) -> Result<Box<Line>, Problem> {
        let known = self.originals.as_mut().and_then(|known| known.get_mut(reverses));
        let original = known.as_ref().map(|(line, time, before)| {
            let (taken, back) = before.unwrap_or((Exact::ZERO, self.zero));
            Original { line, time: *time, taken, back, again: before.is_some() }
        });
        let counters = &mut self.seen.counters;
        let (line, rate) = rating::take_back(self.rulebook, usage, original.as_ref(), counters)?;
        rating::uncover(&mut self.seen.allowances, &line.covered)?;
        if let Some((_, _, before)) = known {
            let (taken, back) = before.unwrap_or((Exact::ZERO, self.zero));
            *before = Some((taken.plus(*usage.quantity)?, back.minus(line.amount)?));
        }
        self.note_line(rate, &line);
        Ok(line)
    }

    /// Usages will be taken back: what is rated is kept in mind.
    pub(super) fn keep_originals(&mut self) {
        self.originals = Some(BTreeMap::new());
    }

    /// Rates rows, which are not earlier than what was seen; `usages` has one of each kind.
    pub(super) fn rate_rows(
        &mut self,
        usages: Vec<Usage>,
        rows: &Rows<'_>,
        each: impl FnMut(RatedRow<'r>),
    ) -> Result<(), Problem> {
        let seen = &mut self.seen;
        let counted = Counted { counters: &mut seen.counters, allowances: &mut seen.allowances };
        let batch = rate_rows(self.rulebook, usages, (rows, 0..rows.len()), counted, each)?;
        if !rows.is_empty() {
            seen.time = Some(rows.last_time());
        }
        self.sum(batch.total, batch.exact)?;
        for (rate, covered) in batch.seen {
            self.note(rating::rules(rate, covered, false, false));
        }
        Ok(())
    }

    fn note_line(&mut self, rate: &Rate, line: &Line) {
        let plain = rate.is_plain() && line.covered.is_empty() && line.reverses.is_none();
        if !plain || !self.plain {
            self.plain |= plain;
            self.note(rating::rules(rate, !line.covered.is_empty(), line.is_sliced(), line.reverses.is_some()));
        }
    }

    pub(super) fn sum(&mut self, amount: Money, exact: Ratio) -> Result<(), Problem> {
        (self.seen.total, self.seen.exact) = (self.seen.total.plus(amount)?, self.seen.exact.plus(exact)?);
        Ok(())
    }

    pub(super) fn note(&mut self, rules: Vec<Rule>) {
        for rule in rules {
            if !self.seen.rules.contains(&rule) {
                self.seen.rules.push(rule);
            }
        }
    }

    /// When the period ends: where the call says, else with its latest usage; not where it goes on.
    ///
    /// # Errors
    /// `missing_field` where neither says it and something is due all the same.
    pub(super) fn ends(&self, until: Option<Instant>, goes_on: bool) -> Result<Option<Instant>, Problem> {
        let until = until.or(self.seen.time).filter(|_| !goes_on);
        let owes = |rate: &&Rate| rate.minimum.is_some_and(|least| !least.is_zero()) || rate.is_due_at_zero();
        match self.rulebook.closing_rates().find(owes) {
            Some(rate) if until.is_none() && !goes_on => {
                let message = format!("rate `{}` is due without usage, and nothing says when the period ends", rate.id);
                let help = "write `until`, the first moment after the period, or `goes_on`";
                Err(Problem::new(Code::MissingField, message, help).under("until"))
            }
            _ => Ok(until),
        }
    }

    /// What the period's end adds, where it ends.
    pub(super) fn end(&mut self, from: Option<Instant>, until: Instant) -> Result<Vec<Box<Line>>, Problem> {
        let ending = Ending { name: &Id::made("period".into()), from, until, empty: false };
        let mut lines = Vec::new();
        for (line, rate) in rating::close(self.rulebook, ending, &mut self.seen.counters)? {
            self.note_line(rate, &line);
            self.sum(line.amount, line.exact)?;
            lines.push(line);
        }
        Ok(lines)
    }

    /// What all of it comes to; the rules in the order of their list.
    pub(super) fn close(mut self) -> Result<(RatedSoFar, Ratio), Problem> {
        self.seen.rules.order();
        let rounding = Ratio::of(self.seen.total.exact()).minus(self.seen.exact)?;
        Ok((self.seen, rounding))
    }
}

/// Held against the rulebook before anything is built on it, as a state is.
fn accept<'s>(rulebook: &Rulebook<'_>, seen: &'s RatedSoFar) -> Result<&'s RatedSoFar, Problem> {
    let mismatch = |field: &str, message: &str| {
        let help = "pass what an answer gave, with the rulebook it was made with";
        Err(Problem::new(Code::StateMismatch, message, help).under(field).under("so_far"))
    };
    let at_scale = |amount: &Money| amount.scale() == rulebook.scale();
    let rises =
        |pair: &[Counter]| matches!(pair, [one, two] if (&one.counter, &one.value) < (&two.counter, &two.value));
    if !at_scale(&seen.total) {
        return mismatch("total", "the total is not at the ledger's scale");
    }
    if !seen.counters.iter().all(|counter| at_scale(&counter.posted)) {
        return mismatch("counters", "an amount is not at the ledger's scale");
    }
    if !seen.counters.windows(2).all(rises) {
        return mismatch("counters", "the counters do not rise");
    }
    if !seen.allowances.iter().all(|one| rulebook.allowance(&one.allowance).is_some()) {
        return mismatch("allowances", "the rulebook does not have one of the allowances");
    }
    Ok(seen)
}
