//! Why an invoice comes to its total: lines, discounts, tax, what is paid; and a line, down to its entries.

use super::step::{Explained, LineOf, Step, unknown};
use crate::account::{Effect, InvoiceDrafted, Working};
use crate::invoice::{Document, Line};
use crate::ledger::{Book, Entry};
use crate::problem::Problem;
use crate::rule::Rule;
use crate::text::Id;
use alloc::format;
use alloc::string::ToString as _;
use alloc::vec::Vec;

/// From the lines to what is to be paid.
pub(super) fn steps(drafted: &InvoiceDrafted) -> Vec<Step> {
    let Document { lines, allowances, tax, totals, .. } = &*drafted.document;
    let named = |step: Step, line: &Line| step.with(&format!("line {}", line.id), line.net);
    let mut steps = Vec::from([lines.iter().fold(Step::of(Rule::InvoiceDraft, totals.lines), named)]);
    if lines.iter().any(|line| line.rules.contains(&Rule::InvoiceRounding)) {
        steps.push(Step::of(Rule::InvoiceRounding, "a line of its own"));
    }
    if !allowances.is_empty() {
        let step = Step::of(Rule::InvoiceDiscount, totals.allowances);
        steps.push(allowances.iter().fold(step, |step, off| step.with(&off.reason, off.amount)));
    }
    let step = Step::of(Rule::InvoiceTotals, totals.tax).with("tax_exclusive", totals.tax_exclusive);
    steps.push(tax.iter().fold(step, |step, row| {
        let what = format!("{} {} percent of {}", row.category.name(), *row.percent, row.taxable);
        step.with(&what, row.tax)
    }));
    let step = Step::of(drafted.rule, totals.payable).with("tax_inclusive", totals.tax_inclusive);
    steps.push(step.with("prepaid", totals.prepaid).with("rounding", totals.rounding));
    steps
}

/// The drafts, in the order they were made.
fn drafts<'f>(work: &'f Working<'_>) -> impl Iterator<Item = &'f InvoiceDrafted> {
    work.effects.iter().filter_map(|effect| match effect {
        Effect::InvoiceDrafted(drafted) => Some(drafted),
        _ => None,
    })
}

/// The draft of this name, and the entries that it sums up: those since the draft before it.
pub(super) fn drafted<'f>(work: &'f Working<'_>, invoice: &Id) -> Option<(&'f InvoiceDrafted, &'f [Entry])> {
    let place = drafts(work).position(|drafted| drafted.invoice == *invoice)?;
    let from = place.checked_sub(1).and_then(|before| work.drafts.get(before)).copied().unwrap_or(0);
    let entries = work.entries.get(from..*work.drafts.get(place)?)?;
    Some((drafts(work).nth(place)?, entries))
}

/// A line and the entries it sums up.
pub(super) fn line(work: &Working<'_>, wanted: &LineOf) -> Result<Explained, Problem> {
    let (drafted, entries) = drafted(work, &wanted.invoice).ok_or_else(|| unknown("invoice", &wanted.invoice))?;
    let (lines, sources) = (&drafted.document.lines, &drafted.sources);
    let place = lines.iter().position(|line| line.id == wanted.line).ok_or_else(|| unknown("line", &wanted.line))?;
    let (Some(line), Some(source)) = (lines.get(place), sources.get(place)) else {
        return Err(unknown("line", &wanted.line));
    };
    let mut steps = Vec::new();
    let mut events = Vec::new();
    // A correction of what it sums up is part of it.
    let corrects = |entry: &Entry| {
        let corrected = entry.corrects.as_ref().map(|correction| &*correction.entry);
        entries.iter().any(|made| Some(made.id.as_str()) == corrected && source.is_of(made))
    };
    for entry in entries.iter().filter(|entry| source.is_of(entry) || corrects(entry)) {
        let by_hand = entry.amount_in(Book::Adjustment);
        let amount = entry.line.as_ref().map(|line| line.amount).or(by_hand);
        let amount = amount.map(|amount| amount.to_string()).unwrap_or_default();
        let rule = entry.rules.first().copied().unwrap_or(Rule::LedgerBalanced);
        steps.push(Step::of(rule, amount).with("entry", &entry.id));
        if !events.contains(&entry.event) {
            events.push(entry.event.clone());
        }
    }
    let step = Step::of(Rule::InvoiceRounding, line.net).with("entries", source.amount);
    steps.push(step.with("quantity", line.quantity).with("price", *line.price));
    steps.extend(
        line.rules
            .iter()
            .filter(|rule| rule.name().starts_with("tax."))
            .map(|rule| Step::of(*rule, line.tax.category.name()).with("percent", *line.tax.percent)),
    );
    Ok(Explained {
        subject: format!("{}/{}", wanted.invoice, wanted.line),
        result: line.net.to_string(),
        steps,
        events,
    })
}
