//! What the entry of a usage says: its rules and its description.

use crate::account::working::Working;
use crate::catalog::Rate;
use crate::ledger::Rules;
use crate::rating::{self, Line};
use crate::rule::Rule;
use alloc::string::String;

/// The rules of a usage at a plain price, in the order they apply: nearly every usage is one.
const PLAIN: &[Rule] = &[Rule::RatingLookup, Rule::RatingPerUnit, Rule::MoneyLedgerRounding, Rule::CreditBurnDown];
const PLAIN_HELD: &[Rule] = &[
    Rule::RatingLookup,
    Rule::RatingPerUnit,
    Rule::MoneyLedgerRounding,
    Rule::CreditBurnDown,
    Rule::SettlementOnInvoice,
];

/// The rules of a line, in the order they apply.
pub(crate) fn rules(work: &Working<'_>, line: &Line, rate: Option<&Rate>) -> Rules {
    let Some(rate) = rate.filter(|rate| !rate.is_plain() || !line.covered.is_empty() || line.reverses.is_some()) else {
        return if work.on_invoice() { PLAIN_HELD.into() } else { PLAIN.into() };
    };
    let mut rules = rating::rules(rate, !line.covered.is_empty(), line.is_sliced(), line.reverses.is_some());
    rules.push(Rule::CreditBurnDown);
    rules.extend(Some(Rule::SettlementOnInvoice).filter(|_| work.on_invoice()));
    rules.into()
}

/// `5.5 minute of call at 0.017`. Put together by hand: nothing is written as often.
pub(crate) fn description(line: &Line) -> String {
    let mut text = String::with_capacity(64);
    line.quantity.push_to(&mut text);
    for part in [" ", &line.unit, " of ", &line.product] {
        text.push_str(part);
    }
    if let Some(price) = line.price {
        text.push_str(" at ");
        price.push_to(&mut text);
    }
    if let Some(per) = line.per {
        text.push_str(" per ");
        per.push_to(&mut text);
    }
    text
}
