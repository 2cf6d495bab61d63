//! `rate_columns`: what do usages in columns cost? As `rate`, with numbers in place of lines.

use super::rate::whole_call;
use super::rated::{Period, RatedSoFar};
use crate::catalog::{Rulebook, RulebookParts};
use crate::contract::Outcome;
use crate::money::{Money, Ratio};
use crate::problem::{Code, Problem};
use crate::rating::columns::{Column, Kind, Rows};
use crate::rating::{Line, Remaining};
use crate::rule::Rule;
use crate::time::Instant;
use crate::wire::{Apart, Decode, Encode};
use alloc::boxed::Box;
use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

/// Rates usages that stand in columns, as `rate` rates them one by one in the order of their rows. The rows go beside the
/// call as bytes: each named column whole, little endian, as a piece of its own or one after the other.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RateColumnsCall"))]
#[serde(deny_unknown_fields)]
pub struct RateColumns {
    /// The rulebook.
    pub rulebook: Apart<RulebookParts>,
    /// The usages: what their rows mean.
    pub usage: UsageColumns,
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

/// What rows beside a call mean.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UsageColumns {
    /// What the rows are usages of.
    pub kinds: Vec<Kind>,
    /// How many rows there are.
    pub rows: u32,
    /// Their columns, in the order of the bytes; `quantity` is one of them.
    pub columns: Vec<Column>,
    /// Places after the point of every quantity, 0 to 12: at scale 3 a quantity of 1500 is 1.5.
    pub scale: u8,
    /// The time of all rows, where there is no column of it.
    pub time: Instant,
}

/// What rows come to. What each adds goes beside the answer: signed 64 bits of units of the ledger's scale, little endian.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RatedColumns {
    /// How many rows were rated.
    pub rows: u32,
    /// Places after the point of the amounts beside the answer: the ledger's.
    pub scale: u8,
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
    /// The rules that made the amounts, each once.
    pub rules: Vec<Rule>,
    /// For the next call, where the period goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub so_far: Option<RatedSoFar>,
}

/// Most places of a quantity.
const SCALE_MAX: u8 = 12;

pub(in crate::contract) fn rate_columns(
    rulebook: &Rulebook<'_>,
    call: &RateColumns,
    bytes: &[&[u8]],
    amounts: &mut Vec<i64>,
) -> Outcome<RatedColumns> {
    let mut period = Period::new(rulebook, call.so_far.as_ref()).map_err(whole_call)?;
    let rows = call.usage.rows(bytes, period.seen.time)?;
    let usages = call.usage.kinds.iter().map(|kind| kind.usage(rows.first_time())).collect();
    amounts.reserve(rows.len());
    period.rate_rows(usages, &rows, |row| amounts.push(row.amount)).map_err(whole_call)?;
    rated(period, call).map_err(whole_call)
}

impl UsageColumns {
    /// The rows of these bytes; none may be earlier than `after`.
    pub(super) fn rows<'a>(&self, bytes: &[&'a [u8]], after: Option<Instant>) -> Result<Rows<'a>, Vec<Problem>> {
        self.check()?;
        let many = (self.rows as usize, self.scale, self.kinds.len());
        Rows::new(bytes, &self.columns, many, (self.time, after))
    }

    /// What columns and numbers must be, before any row is looked at.
    fn check(&self) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        if !self.columns.contains(&Column::Quantity) {
            let problem = Problem::new(Code::MissingField, "there is no column of quantities", "name `quantity`");
            problems.push(problem.under("columns"));
        }
        for (place, column) in self.columns.iter().enumerate() {
            if self.columns.iter().take(place).any(|earlier| earlier == column) {
                let problem = Problem::new(Code::DuplicateKey, "the column stands twice", "keep one of them");
                problems.push(problem.item(place).under("columns"));
            }
        }
        if self.scale > SCALE_MAX {
            let message = format!("expected a whole number from 0 to {SCALE_MAX}, got `{}`", self.scale);
            problems.push(Problem::new(Code::NumberRange, message, "use fewer places").under("scale"));
        }
        if self.kinds.is_empty() && self.rows > 0 {
            let problem =
                Problem::new(Code::MissingField, "there are rows, and no kind", "say what they are usages of");
            problems.push(problem.under("kinds"));
        }
        if problems.is_empty() {
            return Ok(());
        }
        Err(problems.into_iter().map(|problem| problem.under("usage")).collect())
    }
}

fn rated(mut period: Period<'_>, call: &RateColumns) -> Result<RatedColumns, Problem> {
    let until = period.ends(call.until, call.goes_on)?;
    let period_end = until.map_or(Ok(vec![]), |until| period.end(call.from, until))?;
    let scale = period.rulebook.scale();
    let (seen, rounding) = period.close()?;
    let so_far = call.goes_on.then(|| seen.clone());
    let RatedSoFar { allowances, total, exact, rules, .. } = seen;
    Ok(RatedColumns { rows: call.usage.rows, scale, period_end, allowances, total, exact, rounding, rules, so_far })
}
