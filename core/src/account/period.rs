//! Billing periods on an account: what belongs to which, what is invoiced at the end of one, and what is due.

use super::effect::{Effect, PeriodClosed};
use super::event::InvoicePaid;
use super::fold::{Fold, Now, effect_id, period_end};
use super::state::{Due, OpenPeriod};
use super::{allowances, recharging, subscribing, usage};
use crate::ledger::{Book, Kind, Period, Side};
use crate::money::Money;
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::text::Id;
use crate::time::Instant;
use alloc::format;

/// Closed periods that late usage is told by; older usage belongs to "before them".
const CLOSED_MAX: usize = 13;

const INVOICE: &[Rule] = &[Rule::BillingPeriod, Rule::SettlementOnInvoice, Rule::OverageProtection];

/// Counts a usage into the open period. Answers the closed one it belongs to, if it is late for it (rule
/// `billing.late_usage`).
pub(super) fn add_usage(
    fold: &mut Fold<'_>,
    time: Instant,
    amount: Money,
    bound: Money,
) -> Result<Option<Period>, Problem> {
    let period = &mut fold.state.period;
    period.used = period.used.plus(amount)?;
    period.bound = period.bound.plus(bound)?;
    if time >= period.from {
        return Ok(None);
    }
    period.late = period.late.plus(amount)?;
    let closed = &fold.state.closed;
    let known = closed.iter().rev().find(|closed| closed.from <= time && time < closed.until).copied();
    let oldest = closed.first().map_or(period.from, |oldest| oldest.from);
    Ok(Some(known.unwrap_or(Period { from: fold.state.opened_at, until: oldest })))
}

/// The name of the period that ends here, and of its invoice.
pub(super) fn name(end: Instant) -> Id {
    Id::made(format!("period.{}", end.date()))
}

/// A period ends: what was held leaves the credit, overage becomes due where there is a credit line.
pub(super) fn close(fold: &mut Fold<'_>, now: &Now<'_>) -> Result<(), Problem> {
    usage::post_period_end(fold, now)?;
    subscribing::renew(fold, now)?;
    let zero = fold.zero()?;
    let OpenPeriod { from, used, late, bound, owed } = fold.state.period.clone();
    let offered = fold.rulebook.parts().overage.is_some();
    let overage = if offered { fold.state.balance.negated().max(zero) } else { zero };
    // What fees have credited beyond what they have charged waits for the next invoice.
    let owed = owed.unwrap_or(zero);
    let carried = Some(owed).filter(|owed| owed.units() < 0);
    let due = overage.plus(owed.max(zero))?;
    let held = if fold.on_invoice() { used } else { zero };
    let scoped = if fold.on_invoice() { bound } else { zero };
    fold.state.balance = fold.state.balance.plus(overage)?;
    fold.state.period = OpenPeriod { from: now.time, used: zero, late: zero, bound: zero, owed: carried };
    fold.period_end = period_end(fold.rulebook, now.time)?;
    fold.state.closed.push(Period { from, until: now.time });
    if fold.state.closed.len() > CLOSED_MAX {
        fold.state.closed.remove(0);
    }
    allowances::renew(fold)?;
    for subaccount in &mut fold.state.subaccounts {
        subaccount.used_this_period = zero;
    }
    if !held.is_zero() || overage.is_positive() {
        let customer = scoped.minus(held)?.plus(overage)?;
        let postings = Side::of(&[
            (Book::Customer, customer),
            (Book::Scoped, scoped.negated()),
            (Book::Held, held),
            (Book::Receivable, overage.negated()),
        ])
        .balanced();
        let id = format!("{}/invoice", now.event);
        let description = format!("invoice of {} to {}", from.date(), now.time.date());
        let entry = fold.entry(id, now, Kind::Invoice, description, postings, INVOICE)?;
        fold.entries.push(entry);
    }
    if overage.is_positive() {
        recharging::after_credit(fold)?;
    }
    if due.is_positive() {
        fold.state.due.push(Due { invoice: now.event.clone(), amount: due });
    }
    if !used.is_zero() || due.is_positive() {
        fold.effects.push(Effect::PeriodClosed(PeriodClosed {
            id: effect_id(now, "period_closed"),
            event: now.event.clone(),
            time: now.time,
            invoice: now.event.clone(),
            from,
            until: now.time,
            used,
            late,
            due,
            balance: fold.state.balance,
            rule: Rule::BillingPeriod,
            to: fold.addresses(),
        }));
    }
    Ok(())
}

/// Rule `invoice.payment`.
pub(super) fn paid(fold: &mut Fold<'_>, now: &Now<'_>, fact: &InvoicePaid) -> Result<(), Problem> {
    let amount = fold.rulebook.payable(*fact.amount).map_err(|problem| problem.under("amount"))?;
    let invoice = &fact.invoice;
    let Some(due) = fold.state.due.iter_mut().find(|due| due.invoice == *invoice) else {
        let message = format!("nothing is due of invoice `{invoice}`");
        let help = "name an invoice that is due; other money is a top-up";
        return Err(Problem::new(Code::InvoiceNotDue, message, help).under("invoice"));
    };
    if amount > due.amount {
        let message = format!("the payment {amount} is above what is due, {}", due.amount);
        let help = "pay what is due; what is beyond it is a top-up";
        return Err(Problem::new(Code::PaymentAboveDue, message, help).under("amount"));
    }
    due.amount = due.amount.minus(amount)?;
    fold.state.due.retain(|due| due.amount.is_positive());
    let side = Side::of(&[(Book::Receivable, amount)]);
    let postings = side.against(Book::Cash, Book::Receivable, fold.zero()?)?;
    let (id, description) = (format!("{}/invoice_payment", now.event), format!("payment of {invoice}"));
    let entry = fold.entry(id, now, Kind::InvoicePayment, description, postings, &[Rule::InvoicePayment])?;
    fold.entries.push(entry);
    Ok(())
}
