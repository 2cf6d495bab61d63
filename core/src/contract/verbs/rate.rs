//! `rate`: what do these usages cost?

use super::rated::{Period, RatedSoFar};
use crate::catalog::{Rulebook, RulebookParts};
use crate::contract::answer::Outcome;
use crate::money::{Money, Ratio};
use crate::problem::Problem;
use crate::rating::columns::early;
use crate::rating::{Line, Remaining, Usage};
use crate::rule::Rule;
use crate::time::Instant;
use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Ordering;
use counterfoil_derive::Decode;
use serde::Serialize;

/// Rates usages as those of one billing period, each on its own line.
#[derive(Clone, Debug, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RateCall"))]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// The rulebook.
    pub rulebook: RulebookParts,
    /// The usages, in any order: they count by time and then by id.
    pub usage: Vec<Usage>,
    /// When the period begins; rates that prorate what lasts need it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Instant>,
    /// When the period ends; without it with its latest usage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// What the period's usages before these have come to, as an answer gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub so_far: Option<RatedSoFar>,
    /// More usages of the period follow: it does not end here, and the answer says what it has come to so far.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub goes_on: bool,
}

/// Lines that add up to their total.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rated {
    /// One a usage, in the call's order.
    pub lines: Vec<Line>,
    /// What the period's end adds (rules `rating.period_end` and `rating.commitment`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub period_end: Vec<Line>,
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
    let mut period = Period::new(rulebook, call.so_far.as_ref()).map_err(whole_call)?;
    let after = period.seen.time;
    let (mut lines, mut problems) = (Vec::with_capacity(call.usage.len()), Vec::new());
    for (place, usage) in in_order(rulebook, &call.usage) {
        let late = after.is_some_and(|after| usage.time < after);
        match if late { Err(early(usage.time)) } else { period.rate(usage) } {
            Ok(line) => lines.push((place, line)),
            Err(problem) => problems.push((place, problem.item(place).under("usage"))),
        }
    }
    if !problems.is_empty() {
        problems.sort_by_key(|(place, _)| *place);
        return Err(problems.into_iter().map(|(_, problem)| problem).collect());
    }
    if !lines.is_sorted_by_key(|(place, _)| *place) {
        lines.sort_by_cached_key(|(place, _)| *place);
    }
    let lines = lines.into_iter().map(|(_, line)| line).collect();
    period.seen.time = period.seen.time.max(call.usage.iter().map(|usage| usage.time).max());
    rated(period, call, lines).map_err(whole_call)
}

fn rated(mut period: Period<'_>, call: &Rate, lines: Vec<Line>) -> Result<Rated, Problem> {
    lines.iter().try_for_each(|line| period.sum(line.amount, line.exact))?;
    let until = call.until.or(period.seen.time).filter(|_| !call.goes_on);
    let period_end = until.map_or(Ok(Vec::new()), |until| period.end(call.from, until))?;
    let (seen, rounding) = period.close()?;
    let so_far = call.goes_on.then(|| seen.clone());
    let RatedSoFar { allowances, total, exact, rules, .. } = seen;
    Ok(Rated { lines, period_end, allowances, total, exact, rounding, rules, so_far })
}

/// By time and then by id. Usages mostly come so, and where each is priced by itself their order makes no difference.
fn in_order<'u>(rulebook: &Rulebook<'_>, usage: &'u [Usage]) -> Vec<(usize, &'u Usage)> {
    let mut order: Vec<(usize, &Usage)> = usage.iter().enumerate().collect();
    let rank = |one: &Usage, other: &Usage| (one.time, &one.id).cmp(&(other.time, &other.id));
    if rulebook.looks_at_periods() && !usage.is_sorted_by(|one, other| rank(one, other) != Ordering::Greater) {
        order.sort_by(|(_, one), (_, other)| rank(one, other));
    }
    order
}

pub(super) fn whole_call(problem: impl Into<Problem>) -> Vec<Problem> {
    vec![problem.into()]
}
