//! Rule `rating.reversal` on an account: what a usage cost comes back as credit, and comes off everything that has seen
//! it: the invoice to come, the day's sum, the subaccount's part.
//!
//! Where usage is settled as it happens it comes off the period's usage, too. On invoice the usage stays held against
//! the credit until the period ends, and what comes back is credit beside it: both together cost nothing.

use super::grant::{self, Arrival, arrived};
use super::{days, invoice_items, period, subaccount, usage_words};
use crate::account::working::{Now, Working};
use crate::catalog::Rate;
use crate::ledger::{Book, Entry, Kind, Rules};
use crate::problem::Problem;
use crate::rating::Line;
use crate::rule::Rule;
use crate::text::Id;
use crate::time::Instant;
use crate::wallet::Source;
use alloc::format;

const BACK: &[Rule] = &[Rule::CreditGrant, Rule::OveragePaidFirst];

/// Posts a line below zero, of a usage of this time.
pub(crate) fn give_back(
    work: &mut Working<'_>,
    now: &Now<'_>,
    time: Instant,
    line: Line,
    rate: &Rate,
) -> Result<(), Problem> {
    let amount = line.amount;
    let late = period::closed_at(work, time);
    let mut rules = usage_words::rules(work, &line, Some(rate)).to_vec();
    rules.retain(|rule| *rule != Rule::CreditBurnDown && *rule != Rule::SettlementOnInvoice);
    if late.is_none() {
        subaccount::add_usage(work, now, line.subaccount.as_ref(), time, amount)?;
    }
    days::add_to_days(work, now, time.date(), amount)?;
    invoice_items::usage(work, &line, late, &rules)?;
    if !work.on_invoice() {
        let zero = work.zero()?;
        period::add_usage(work, time, amount, zero)?;
    }
    let back = line.reverses.as_deref().unwrap_or_default();
    let description = format!("taking back {back}: {}", usage_words::description(&line));
    let grant = Id::derived("re_", &[&line.usage, now.event], 1);
    let grant = grant::grant(&grant, Source::Refund, amount.negated(), now.time, None);
    let arrival = Arrival { kind: Kind::Usage, name: "reversal", description, counter: Book::Usage, rules: BACK };
    let entry = arrived(work, now, grant, arrival)?;
    rules.extend(BACK);
    work.entries.push(Entry { time, line: Some(line), period: late, rules: Rules::from(rules), ..entry });
    Ok(())
}
