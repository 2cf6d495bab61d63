//! `rate`: what do these usages cost?

use crate::account;
use crate::catalog::{Rulebook, RulebookParts};
use crate::contract::answer::Outcome;
use crate::money::{Money, Ratio};
use crate::problem::Problem;
use crate::rating::{self, Counter, Ending, Line, Remaining, Usage};
use crate::rule::Rule;
use crate::text::Id;
use crate::time::Instant;
use alloc::vec;
use alloc::vec::Vec;
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
    /// The sum of the lines' amounts.
    pub total: Money,
    /// The sum before rounding.
    pub exact: Ratio,
    /// What rounding added or took: total less exact.
    pub rounding: Ratio,
    /// The rules that made the lines, each once.
    pub rules: Vec<Rule>,
}

pub(in crate::contract) fn rate(rulebook: &Rulebook<'_>, call: &Rate) -> Outcome<Rated> {
    let mut period = Period::new(rulebook).map_err(whole_call)?;
    let mut order: Vec<(usize, &Usage)> = call.usage.iter().enumerate().collect();
    let key = |usage: &Usage| (usage.time, usage.reverses.is_some());
    order.sort_by(|(_, one), (_, other)| key(one).cmp(&key(other)).then_with(|| one.id.cmp(&other.id)));
    let (mut lines, mut problems) = (Vec::with_capacity(order.len()), Vec::new());
    for (place, usage) in &order {
        match period.rate(usage) {
            Ok(line) => lines.push((*place, line)),
            Err(problem) => problems.push((*place, problem.item(*place).under("usage"))),
        }
    }
    if !problems.is_empty() {
        problems.sort_by_key(|(place, _)| *place);
        return Err(problems.into_iter().map(|(_, problem)| problem).collect());
    }
    lines.sort_by_key(|(place, _)| *place);
    let until = call.until.or_else(|| order.last().map(|(_, usage)| usage.time));
    period.end((call.from, until), lines.into_iter().map(|(_, line)| line).collect()).map_err(whole_call)
}

/// What a period has seen while its usages are rated.
struct Period<'r> {
    rulebook: &'r Rulebook<'r>,
    counters: Vec<Counter>,
    allowances: Vec<Remaining>,
    rules: Vec<Rule>,
    plain: bool,
}

impl<'r> Period<'r> {
    fn new(rulebook: &'r Rulebook<'r>) -> Result<Self, Problem> {
        let allowances = account::included(rulebook)?;
        Ok(Self { rulebook, counters: Vec::new(), allowances, rules: Vec::new(), plain: false })
    }

    fn rate(&mut self, usage: &Usage) -> Result<Line, Problem> {
        let covered = rating::cover(self.rulebook, &mut self.allowances, usage)?;
        let (line, rate) = rating::rate(self.rulebook, usage, covered, &mut self.counters)?;
        // Nearly every usage is plain, and its rules are noted once.
        let plain = rate.is_plain() && line.covered.is_empty() && line.reverses.is_none();
        if !plain || !self.plain {
            self.plain |= plain;
            self.note(rating::rules(rate, &line));
        }
        Ok(line)
    }

    fn note(&mut self, rules: Vec<Rule>) {
        for rule in rules {
            if !self.rules.contains(&rule) {
                self.rules.push(rule);
            }
        }
    }

    fn end(mut self, (from, until): (Option<Instant>, Option<Instant>), lines: Vec<Line>) -> Result<Rated, Problem> {
        let id = Id::made("period".into());
        let mut period_end = Vec::new();
        if let Some(until) = until {
            for (line, rate) in rating::close(self.rulebook, Ending { name: &id, from, until }, &mut self.counters)? {
                self.note(rating::rules(rate, &line));
                period_end.push(line);
            }
        }
        let (mut total, mut exact) = (Money::zero(self.rulebook.scale())?, Ratio::ZERO);
        for line in lines.iter().chain(&period_end) {
            total = total.plus(line.amount)?;
            exact = exact.plus(line.exact)?;
        }
        let rounding = Ratio::of(total.exact()).minus(exact)?;
        self.rules.sort_unstable();
        let Self { allowances, rules, .. } = self;
        Ok(Rated { lines, period_end, allowances, total, exact, rounding, rules })
    }
}

fn whole_call(problem: impl Into<Problem>) -> Vec<Problem> {
    vec![problem.into()]
}
