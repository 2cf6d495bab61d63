//! `rate`: what do these usages cost?

use super::rated::{Period, RatedSoFar};
use crate::catalog::{Rulebook, RulebookParts};
use crate::contract::Outcome;
use crate::money::{Money, Ratio};
use crate::problem::Problem;
use crate::rating::columns::early;
use crate::rating::{Line, Remaining, Usages};
use crate::rule::Rule;
use crate::sorting::Sorting as _;
use crate::time::Instant;
use crate::wire::{Apart, Decode, Encode};
use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;

/// Rates usages as those of one billing period, each on its own line.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RateCall"))]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// The rulebook.
    pub rulebook: Apart<RulebookParts>,
    /// The usages, in any order: they count by time and then by id.
    pub usage: Usages,
    /// When the period begins; rates that prorate what lasts need it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Instant>,
    /// When the period ends; without it with its latest usage, and with none it is needed where something is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// What the period's usages before these have come to, as an answer gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub so_far: Option<RatedSoFar>,
    /// More usages of the period follow: it does not end here, and the answer says what it has come to so far.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub goes_on: bool,
    /// Leave the lines out, where usages are many and only what they add up to is asked for.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub totals_only: bool,
}

/// Lines that add up to their total.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rated {
    /// One a usage, in the call's order; none where the call asks for totals only.
    pub lines: Vec<Box<Line>>,
    /// What the period's end adds (rules `rating.period_end` and `rating.commitment`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub period_end: Vec<Box<Line>>,
    /// What is left of allowances.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowances: Vec<Remaining>,
    /// The sum of the amounts, those before this call included.
    pub total: Money,
    /// The sum before rounding.
    pub exact: Ratio,
    /// What rounding added or took: total less exact.
    pub rounding: Ratio,
    /// The rules that made the lines, each once.
    pub rules: Vec<Rule>,
    /// For the next call, where the period goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub so_far: Option<RatedSoFar>,
}

pub(in crate::contract) fn rate(rulebook: &Rulebook<'_>, call: &Rate) -> Outcome<Rated> {
    // Where each usage is priced by itself, their order makes no difference; rows of columns stand by time.
    let sorted = rulebook.looks_at_periods() || call.usage.take_back() || call.totals_only && !call.usage.rises();
    let places = if sorted { call.usage.by_time() } else { call.usage.as_given() };
    let period = || Period::new(rulebook, call.so_far.as_ref()).map_err(whole_call);
    if call.totals_only
        && let Some(period) = in_columns(period()?, call, &places)
    {
        return rated(period, call, Vec::new()).map_err(whole_call);
    }
    let mut period = period()?;
    if call.usage.take_back() {
        period.keep_originals();
    }
    let lines = one_by_one(&mut period, call, &places)?;
    rated(period, call, lines).map_err(whole_call)
}

/// The usages as rows of columns, where they can be; whatever is wrong with one of them is told on the way of lines.
fn in_columns<'r>(mut period: Period<'r>, call: &Rate, places: &[usize]) -> Option<Period<'r>> {
    let columns = call.usage.columns(places)?;
    let rows = columns.rows(period.seen.time)?;
    period.rate_rows(columns.kinds.to_vec(), &rows, |_| {}).ok()?;
    Some(period)
}

/// Each usage by itself; a line of each where lines are asked for, and all that is wrong.
fn one_by_one(period: &mut Period<'_>, call: &Rate, places: &[usize]) -> Outcome<Vec<Box<Line>>> {
    let after = period.seen.time;
    let mut lines = Vec::with_capacity(if call.totals_only { 0 } else { places.len() });
    let (mut problems, mut summed) = (Vec::new(), Ok(()));
    call.usage.each(places, |place, usage| {
        // What takes a usage back has that one's time.
        let late = usage.reverses.is_none() && after.is_some_and(|after| usage.time < after);
        match if late { Err(early(usage.time)) } else { period.rate(usage) } {
            Ok(line) => {
                if summed.is_ok() {
                    summed = period.sum(line.amount, line.exact);
                }
                if !call.totals_only {
                    lines.push(line);
                }
            }
            Err(problem) => problems.push((place, problem.item(place).under("usage"))),
        }
    });
    if !problems.is_empty() {
        problems.order_by_key(|(place, _)| *place);
        return Err(problems.into_iter().map(|(_, problem)| problem).collect());
    }
    summed.map_err(whole_call)?;
    period.seen.time = period.seen.time.max(call.usage.last_time());
    if places.is_sorted() || call.totals_only {
        return Ok(lines);
    }
    let mut lines: Vec<(usize, Box<Line>)> = places.iter().copied().zip(lines).collect();
    lines.order_by_key(|(place, _)| *place);
    Ok(lines.into_iter().map(|(_, line)| line).collect())
}

fn rated(mut period: Period<'_>, call: &Rate, lines: Vec<Box<Line>>) -> Result<Rated, Problem> {
    let until = period.ends(call.until, call.goes_on)?;
    let period_end = until.map_or(Ok(Vec::new()), |until| period.end(call.from, until))?;
    let (seen, rounding) = period.close()?;
    let so_far = call.goes_on.then(|| seen.clone());
    let RatedSoFar { allowances, total, exact, rules, .. } = seen;
    Ok(Rated { lines, period_end, allowances, total, exact, rounding, rules, so_far })
}

pub(super) fn whole_call(problem: impl Into<Problem>) -> Vec<Problem> {
    vec![problem.into()]
}
