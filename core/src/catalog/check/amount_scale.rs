//! Amounts of the rulebook's sections that are paid, and so no finer than the currency.

use crate::catalog::RulebookParts;
use crate::money::{Currency, Positive};
use crate::problem::{Code, Problem};
use alloc::format;
use alloc::vec::Vec;

/// Bounds of payments, and of what invoices look at.
pub(super) fn note_problems(parts: &RulebookParts, problems: &mut Vec<Problem>) {
    let minor = parts.currency.minor_units();
    let mut note = |amount: Option<Positive>, field: &str, section: &str| {
        if let Some(amount) = amount.filter(|amount| amount.places() > u32::from(minor)) {
            problems.push(too_fine(amount, parts.currency).under(field).under(section));
        }
    };
    if let Some(top_up) = &parts.top_up {
        note(top_up.minimum, "minimum", "top_up");
        note(top_up.maximum, "maximum", "top_up");
    }
    if let Some(recharge) = &parts.recharge {
        note(recharge.minimum, "minimum", "recharge");
        note(recharge.maximum, "maximum", "recharge");
    }
    if let Some(debit) = &parts.bank_debit {
        note(debit.minimum, "minimum", "bank_debit");
        note(debit.maximum, "maximum", "bank_debit");
    }
    let Some(invoice) = &parts.invoice else { return };
    note(invoice.largest, "largest", "invoice");
    let Some(interim) = &invoice.interim else { return };
    let amounts = interim.unpaid.iter().map(|amount| (*amount, None));
    let amounts = amounts.chain(interim.usage.iter().enumerate().map(|(item, amount)| (*amount, Some(item))));
    for (amount, item) in amounts.filter(|(amount, _)| amount.places() > u32::from(minor)) {
        let problem = too_fine(amount, parts.currency);
        let problem =
            item.map_or_else(|| problem.clone().under("unpaid"), |item| problem.clone().item(item).under("usage"));
        problems.push(problem.under("interim").under("invoice"));
    }
    for (item, amount) in interim.usage.iter().enumerate() {
        if interim.usage.iter().take(item).any(|earlier| **earlier >= **amount) {
            let message = format!("`{}` is not above the one before it", **amount);
            let problem = Problem::new(Code::BoundsOrder, message, "write the amounts in rising order, each once");
            problems.push(problem.item(item).under("usage").under("interim").under("invoice"));
        }
    }
}

fn too_fine(amount: Positive, currency: Currency) -> Problem {
    let message = format!("`{}` is finer than the currency's {} places", *amount, currency.minor_units());
    Problem::new(Code::AmountScale, message, "use an amount that can be paid")
}
