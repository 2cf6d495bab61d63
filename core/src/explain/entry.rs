//! Why an entry moved what it moved: one step for each rule that it names, then the postings.

use super::step::{Explained, Step};
use crate::account::Working;
use crate::catalog::TopUpPolicy;
use crate::ledger::{Book, Entry, Kind};
use crate::money::Money;
use crate::rating::{Line, Part};
use crate::rule::Rule;
use crate::wire::{self, Encode};
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

pub(super) fn explain(work: &Working<'_>, entry: &Entry) -> Explained {
    let mut steps: Vec<Step> = entry.rules.iter().map(|rule| step(work, entry, *rule)).collect();
    if let Some(hold) = &entry.hold {
        steps.push(Step::of(Rule::HoldSettle, "settled").with("hold", hold));
    }
    if let Some(period) = entry.period.filter(|_| entry.kind == Kind::Usage) {
        let step = Step::of(Rule::BillingLateUsage, "billed in the open period").with("time", entry.time);
        steps.push(step.with("period_from", period.from).with("period_until", period.until));
    }
    let mut posted = Step::of(Rule::LedgerBalanced, format!("balance {}", entry.balance));
    for posting in &entry.postings {
        posted = posted.with(&word(&posting.book), posting.amount);
    }
    steps.push(posted);
    let result = entry.amount_in(Book::Customer).or_else(|| entry.postings.first().map(|posting| posting.amount));
    Explained {
        subject: entry.id.clone(),
        result: result.map(|amount| amount.to_string()).unwrap_or_default(),
        steps,
        events: alloc::vec![entry.event.clone()],
    }
}

fn step(work: &Working<'_>, entry: &Entry, rule: Rule) -> Step {
    let rounding = work.rulebook.parts().rounding;
    match (rule, &entry.line) {
        (Rule::RatingLookup, Some(line)) => {
            let step = Step::of(rule, format!("rate {}", line.rate)).with("product", &line.product);
            step.with("unit", &line.unit)
        }
        (Rule::RatingPerUnit, Some(line)) => per_unit(line),
        (Rule::RatingAllowance, Some(line)) => {
            let covered = line.covered.iter();
            let step = Step::of(rule, "covered").with("quantity", *line.quantity);
            covered.fold(step, |step, part| step.with(&part.allowance, *part.quantity))
        }
        (Rule::RatingPeriodEnd, Some(line)) if line.deferred => Step::of(rule, "known when the period ends"),
        (rule, Some(line)) if rule.name().starts_with("rating.") => by_parts(rule, line),
        (Rule::MoneyLedgerRounding, Some(line)) => {
            let step = Step::of(rule, line.amount).with("exact", line.exact).with("scale", rounding.scale);
            step.with("mode", word(&rounding.mode))
        }
        (Rule::TopUpBounds, _) => bounds(work.rulebook.parts().top_up.as_ref(), entry),
        (Rule::OveragePaidFirst, _) => paid_first(entry),
        (Rule::SettlementOnInvoice, Some(line)) => Step::of(rule, "held until invoiced").with("amount", line.amount),
        (Rule::CreditCorrection, _) => {
            let step = Step::of(rule, entry.description.as_str());
            let corrected = entry.corrects.as_ref();
            let step = step.maybe("entry", corrected.map(|corrected| &*corrected.entry));
            step.maybe("amount", corrected.map(|corrected| corrected.amount))
        }
        (rule, _) => burned(rule, entry),
    }
}

fn per_unit(line: &Line) -> Step {
    let step = Step::of(Rule::RatingPerUnit, line.exact).with("quantity", *line.quantity);
    let step = step.maybe("price", line.price.map(|price| *price));
    step.maybe("per", line.per.map(|per| *per))
}

/// Tiers, packages, segments and fees.
fn by_parts(rule: Rule, line: &Line) -> Step {
    let step = Step::of(rule, line.exact).with("quantity", *line.quantity);
    let what = |part: &Part| format!("{} x {} = {}", *part.quantity, *part.price, part.amount);
    line.parts.iter().fold(step, |step, part| step.with(&part.what, what(part)))
}

fn bounds(policy: Option<&TopUpPolicy>, entry: &Entry) -> Step {
    let amount = entry.amount_in(Book::Customer);
    let step = Step::of(Rule::TopUpBounds, "taken").maybe("amount", amount);
    let step = step.maybe("minimum", policy.and_then(|policy| policy.minimum).map(|minimum| *minimum));
    step.maybe("maximum", policy.and_then(|policy| policy.maximum).map(|maximum| *maximum))
}

fn paid_first(entry: &Entry) -> Step {
    let amount = entry.amount_in(Book::Customer);
    let added = match (amount, entry.overage) {
        (Some(amount), Some(overage)) => amount.minus(overage).ok(),
        (amount, _) => amount,
    };
    let result = added.map(|added| format!("{added} added")).unwrap_or_default();
    Step::of(Rule::OveragePaidFirst, result).maybe("amount", amount).maybe("overage_paid", entry.overage)
}

/// Which grants paid, and what none did.
fn burned(rule: Rule, entry: &Entry) -> Step {
    let amount = entry.postings.first().map(|posting| posting.amount);
    let result = match entry.overage.filter(|_| !entry.burned.is_empty() || entry.line.is_some()) {
        Some(overage) => format!("{overage} overage"),
        None => amount.map(|amount: Money| amount.to_string()).unwrap_or_default(),
    };
    let mut step = Step::of(rule, result);
    for part in &entry.burned {
        step = step.with(&part.grant, part.amount);
    }
    step.maybe("overage", entry.overage)
}

/// A unit variant as the contract writes it.
pub(super) fn word(of: &dyn Encode) -> String {
    String::from_utf8(wire::to_bytes(of)).unwrap_or_default().replace('"', "")
}
