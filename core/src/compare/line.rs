//! Lines of two ledgers, side by side.

use crate::ledger::{Entry, Kind};
use crate::money::{Exact, Refusal};

use crate::rule::Rule;
use crate::sorting::Sorting as _;
use crate::text::Id;
use crate::wire::Encode;
use alloc::string::String;
use alloc::vec::Vec;

/// A line that differs.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// The entry.
    pub entry: String,
    /// The event behind it.
    pub event: Id,
    /// What kind of movement.
    pub kind: Kind,
    /// Under the call's rulebook, where it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub one: Option<Side>,
    /// Under the other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<Side>,
    /// The other's amount less the one's.
    pub difference: Exact,
    /// The rule that made the difference.
    pub rule: Rule,
    /// What of it differs.
    pub why: Why,
}

/// A line under one of the two.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ComparedLine"))]
#[serde(deny_unknown_fields)]
pub struct Side {
    /// What it moved, from the customer's side: charges are negative.
    pub amount: Exact,
    /// The rate or plan that priced it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<Id>,
}

/// What of a line differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Only one of the two makes it.
    OnlyInOne,
    /// Another rate was found.
    Rate,
    /// An allowance covers another part.
    Allowance,
    /// The same rate prices it otherwise.
    Price,
    /// The same exact amount is rounded otherwise.
    Rounding,
    /// Something else moved another amount.
    Amount,
}

/// Lines whose amounts differ; of one ledger first, then what only the other has.
pub(super) fn differences(one: &[Entry], other: &[Entry]) -> Result<Vec<Difference>, Refusal> {
    let mut by_id: Vec<&Entry> = other.iter().collect();
    by_id.order_by(|a, b| a.id.cmp(&b.id));
    let mut lines = Vec::new();
    for mine in one {
        let theirs = by_id.binary_search_by(|entry| entry.id.cmp(&mine.id)).ok().and_then(|at| by_id.get(at));
        push(&mut lines, Some(mine), theirs.copied())?;
    }
    let mut known: Vec<&str> = one.iter().map(|entry| &*entry.id).collect();
    known.order();
    for theirs in other.iter().filter(|entry| known.binary_search(&&*entry.id).is_err()) {
        push(&mut lines, None, Some(theirs))?;
    }
    Ok(lines)
}

fn push(lines: &mut Vec<Difference>, one: Option<&Entry>, other: Option<&Entry>) -> Result<(), Refusal> {
    let Some(told) = one.or(other) else { return Ok(()) };
    let amount = |entry: Option<&Entry>| entry.map_or(Exact::ZERO, moved);
    let difference = amount(other).minus(amount(one))?;
    if difference.is_zero() && one.is_some() && other.is_some() {
        return Ok(());
    }
    let side = |entry: &Entry| Side { amount: moved(entry), rate: entry.line.as_ref().map(|line| line.rate.clone()) };
    let (rule, why) = why(told, one, other);
    lines.push(Difference {
        entry: told.id.clone(),
        event: told.event.clone(),
        kind: told.kind,
        one: one.map(side),
        other: other.map(side),
        difference,
        rule,
        why,
    });
    Ok(())
}

/// What an entry moved on the customer's side: its first posting, for a line the line's own amount.
fn moved(entry: &Entry) -> Exact {
    match &entry.line {
        Some(line) => line.amount.exact().negated(),
        None => entry.postings.first().map_or(Exact::ZERO, |posting| posting.amount.exact()),
    }
}

fn why(told: &Entry, one: Option<&Entry>, other: Option<&Entry>) -> (Rule, Why) {
    let first = |entry: &Entry| entry.rules.first().copied().unwrap_or(Rule::LedgerBalanced);
    let (Some(one), Some(other)) = (one, other) else { return (first(told), Why::OnlyInOne) };
    let (Some(mine), Some(theirs)) = (&one.line, &other.line) else { return (first(one), Why::Amount) };
    if mine.rate != theirs.rate {
        return (Rule::RatingLookup, Why::Rate);
    }
    if mine.covered != theirs.covered {
        return (Rule::RatingAllowance, Why::Allowance);
    }
    if mine.exact == theirs.exact {
        return (Rule::MoneyLedgerRounding, Why::Rounding);
    }
    (model(other), Why::Price)
}

/// The rule that priced a line.
fn model(entry: &Entry) -> Rule {
    let passed = [Rule::RatingLookup, Rule::RatingAllowance, Rule::RatingMeter];
    entry.rules.iter().copied().find(|rule| !passed.contains(rule)).unwrap_or(Rule::RatingPerUnit)
}
