//! Rule `rating.reversal` on an account: what a usage cost comes back as credit, and comes off everything that has seen
//! it: the invoice to come, the day's sum, the subaccount's part.
//!
//! Where usage is settled as it happens it comes off the period's usage, too. On invoice the usage stays held against
//! the credit until the period ends, and what comes back is credit beside it: both together cost nothing.

use super::credit::{self, Arrival};
use super::fold::{Fold, Now};
use super::{period, subaccounts, unbilled, usage};
use crate::catalog::Rate;
use crate::ledger::{Book, Kind, Rules};
use crate::problem::Problem;
use crate::rating::Line;
use crate::rule::Rule;
use crate::text::Id;
use crate::time::Instant;
use crate::wallet::Source;
use alloc::format;

const BACK: &[Rule] = &[Rule::CreditGrant, Rule::OveragePaidFirst];

/// Posts a line below zero, of a usage of this time.
pub(super) fn give_back(
    fold: &mut Fold<'_>,
    now: &Now<'_>,
    time: Instant,
    line: Line,
    rate: &Rate,
) -> Result<(), Problem> {
    let amount = line.amount;
    let late = period::closed_at(fold, time);
    let mut rules = usage::rules(fold, &line, Some(rate)).to_vec();
    rules.retain(|rule| *rule != Rule::CreditBurnDown && *rule != Rule::SettlementOnInvoice);
    if late.is_none() {
        subaccounts::add_usage(fold, now, line.subaccount.as_ref(), time, amount)?;
    }
    usage::add_to_days(fold, now, time.date(), amount)?;
    unbilled::usage(fold, &line, late, &rules)?;
    if !fold.on_invoice() {
        let zero = fold.zero()?;
        period::add_usage(fold, time, amount, zero)?;
    }
    let back = line.reverses.as_deref().unwrap_or_default();
    let description = format!("taking back {back}: {}", usage::description(&line));
    let grant = Id::derived("re_", &[&line.usage, now.event], 1);
    let grant = credit::grant(&grant, Source::Refund, amount.negated(), now.time, None);
    let arrival = Arrival { kind: Kind::Usage, name: "reversal", description, counter: Book::Usage, rules: BACK };
    credit::start(fold, now, grant, arrival)?;
    if let Some(entry) = fold.entries.iter_mut().rev().find(|entry| entry.kind == Kind::Usage) {
        rules.extend(BACK);
        (entry.time, entry.line, entry.period, entry.rules) = (time, Some(line), late, Rules::from(rules));
    }
    Ok(())
}
