//! Billing periods on an account: what belongs to which, what is invoiced at the end of one, and what is due.

use super::credit::{self, Arrival};
use super::effect::{Effect, InvoiceDrafted, InvoiceOverdue, PeriodClosed};
use super::event::{InvoiceCredited, InvoicePaid};
use super::fold::{Fold, Now, effect_id, period_end};
use super::invoicing::Prepared;
use super::state::{Due, OpenPeriod};
use super::subscribing::Cycles;
use super::{allowances, invoicing, recharging, subscribing, usage};
use crate::ledger::{Book, Kind, Period, Side};
use crate::money::{Mode, Money, Rounding};
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::text::Id;
use crate::time::{Date, Instant};
use crate::wallet::Source;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::ToString;

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
    Ok(closed_at(fold, time))
}

/// The closed period of a moment; of one older than those that are known the time before them.
pub(super) fn closed_at(fold: &Fold<'_>, time: Instant) -> Option<Period> {
    let closed = &fold.state.closed;
    if time >= fold.state.period.from {
        return None;
    }
    let known = closed.iter().rev().find(|closed| closed.from <= time && time < closed.until).copied();
    let oldest = closed.first().map_or(fold.state.period.from, |oldest| oldest.from);
    Some(known.unwrap_or(Period { from: fold.state.opened_at, until: oldest }))
}

/// The name of the period that ends here, and of its invoice.
pub(super) fn name(end: Instant) -> Id {
    Id::made(format!("period.{}", end.date()))
}

/// When the whole of the period began that ends at this moment: an account's first one is a part of it.
pub(super) fn whole_from(fold: &Fold<'_>, until: Instant) -> Result<Option<Instant>, Problem> {
    let Some(billing) = fold.rulebook.parts().billing else { return Ok(None) };
    Ok(Some(fold.rulebook.midnight(fold.rulebook.day(until)?.months_on(-1, billing.anchor_day))?))
}

/// A period ends: what it still adds is posted, then it is invoiced, and the next one begins.
pub(super) fn close(fold: &mut Fold<'_>, now: &Now<'_>) -> Result<(), Problem> {
    usage::post_period_end(fold, now)?;
    subscribing::renew(fold, now, Cycles::All)?;
    let from = fold.state.period.from;
    settle(fold, now, now.event, true)?;
    fold.state.period.from = now.time;
    fold.period_end = period_end(fold.rulebook, now.time)?;
    fold.state.closed.push(Period { from, until: now.time });
    if fold.state.closed.len() > CLOSED_MAX {
        fold.state.closed.remove(0);
    }
    allowances::renew(fold)?;
    let zero = fold.zero()?;
    for subaccount in &mut fold.state.subaccounts {
        subaccount.used_this_period = zero;
    }
    Ok(())
}

/// Rule `invoice.interim`: what has become unpaid is invoiced before the period ends, where the rulebook says so.
pub(super) fn interim(fold: &mut Fold<'_>, now: &Now<'_>) -> Result<(), Problem> {
    let Some(interim) = fold.rulebook.parts().invoice.as_ref().and_then(|policy| policy.interim.as_ref()) else {
        return Ok(());
    };
    let zero = fold.zero()?;
    let owed = fold.state.period.owed.unwrap_or(zero);
    let unpaid = fold.state.balance.negated().max(zero).plus(owed.max(zero))?;
    let reached = match interim.unpaid {
        Some(bound) => unpaid >= fold.rulebook.money(*bound)?,
        None => false,
    };
    let invoiced = fold.state.period.interim.unwrap_or(zero);
    let total = invoiced.plus(fold.state.period.used)?;
    let passed = interim.usage.iter().any(|bound| invoiced.exact() < **bound && **bound <= total.exact());
    if reached || passed || interim.fees && owed.is_positive() {
        let name = Id::derived("in_", &[&fold.state.account, now.event], 1);
        settle(fold, now, &name, false)?;
    }
    Ok(())
}

/// What is not invoiced is: what was held leaves the credit; overage, where there is a credit line, and what fees owe
/// become due. What was credited beyond that goes on to the next invoice.
fn settle(fold: &mut Fold<'_>, now: &Now<'_>, name: &Id, ends: bool) -> Result<(), Problem> {
    let zero = fold.zero()?;
    let from = fold.state.period.from;
    let prepared = invoicing::prepare(fold, now, name, (from, now.time))?;
    let OpenPeriod { used, late, bound, owed, carried, .. } = fold.state.period.clone();
    let overage = overage(fold)?;
    let held = if fold.on_invoice() { used } else { zero };
    let scoped = if fold.on_invoice() { bound } else { zero };
    let total = overage.plus(owed.unwrap_or(zero))?;
    let due = total.max(zero);
    let owed = Some(total).filter(|total| total.units() < 0);
    fold.state.balance = fold.state.balance.plus(overage)?;
    let invoiced = fold.state.period.interim.unwrap_or(zero).plus(used)?;
    let interim = Some(invoiced).filter(|_| !ends && counts_interim(fold));
    fold.state.period = OpenPeriod { from, used: zero, late: zero, bound: zero, owed, carried, interim };
    if !held.is_zero() || overage.is_positive() {
        let customer = scoped.minus(held)?.plus(overage)?;
        let postings = Side::of(&[
            (Book::Customer, customer),
            (Book::Scoped, scoped.negated()),
            (Book::Held, held),
            (Book::Receivable, overage.negated()),
        ])
        .balanced();
        let description = format!("invoice of {} to {}", from.date(), now.time.date());
        let entry = fold.entry(format!("{name}/invoice"), now, Kind::Invoice, description, postings, INVOICE)?;
        fold.entries.push(entry);
    }
    if overage.is_positive() {
        recharging::after_credit(fold)?;
    }
    let due_on = due_on(fold, now)?;
    if due.is_positive() {
        fold.state.due.push(Due { invoice: name.clone(), amount: due, due_on, overdue: false });
    }
    if ends && (!used.is_zero() || due.is_positive()) {
        fold.effects.push(Effect::PeriodClosed(PeriodClosed {
            id: effect_id(now, "period_closed"),
            event: now.event.clone(),
            time: now.time,
            invoice: name.clone(),
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
    match prepared {
        Some(prepared) => drafted(fold, now, name, prepared, due, due_on),
        None => Ok(()),
    }
}

/// Do interim invoices look at what the period has used in all?
fn counts_interim(fold: &Fold<'_>) -> bool {
    let policy = fold.rulebook.parts().invoice.as_ref();
    policy.and_then(|policy| policy.interim.as_ref()).is_some_and(|interim| !interim.usage.is_empty())
}

/// A negative balance is overage where there is a credit line, as far as it can be paid: where rulebooks draft invoices
/// what is finer than minor units stays on the balance.
fn overage(fold: &Fold<'_>) -> Result<Money, Problem> {
    let (zero, parts) = (fold.zero()?, fold.rulebook.parts());
    if parts.overage.is_none() {
        return Ok(zero);
    }
    let overage = fold.state.balance.negated().max(zero);
    if parts.invoice.is_none() {
        return Ok(overage);
    }
    let payable = Rounding { scale: parts.currency.minor_units(), mode: Mode::Down }.round(overage.exact())?;
    Ok(Money::fit(payable.exact(), zero.scale())?)
}

/// The last day of the rulebook's terms.
fn due_on(fold: &Fold<'_>, now: &Now<'_>) -> Result<Option<Date>, Problem> {
    let Some(policy) = &fold.rulebook.parts().invoice else { return Ok(None) };
    Ok(Some(fold.rulebook.day(now.time)?.days_after(policy.terms_days)))
}

/// The draft, with what credit has paid of it; above the rulebook's bound it waits for a person.
fn drafted(
    fold: &mut Fold<'_>,
    now: &Now<'_>,
    name: &Id,
    (mut document, sources): Prepared,
    due: Money,
    due_on: Option<Date>,
) -> Result<(), Problem> {
    let payable = Money::fit(due.exact(), document.totals.payable.scale())?;
    document.totals.prepaid = document.totals.payable.minus(payable)?;
    let document = document.settled()?;
    let bound = fold.rulebook.parts().invoice.as_ref().and_then(|policy| policy.largest);
    let parked = bound.is_some_and(|bound| document.totals.tax_inclusive.exact() > *bound);
    fold.drafts.push(fold.entries.len());
    fold.effects.push(Effect::InvoiceDrafted(InvoiceDrafted {
        id: effect_id(now, "invoice_drafted"),
        event: now.event.clone(),
        time: now.time,
        invoice: name.clone(),
        due,
        due_on,
        parked,
        document: Box::new(document),
        sources,
        balance: fold.state.balance,
        rule: if parked { Rule::InvoiceParked } else { Rule::InvoiceDraft },
        to: fold.addresses(),
    }));
    Ok(())
}

/// Rule `invoice.overdue`: the terms have passed and something is still to be paid.
pub(super) fn overdue(fold: &mut Fold<'_>, now: &Now<'_>, place: usize) {
    let Some(due) = fold.state.due.get_mut(place) else { return };
    due.overdue = true;
    let (invoice, amount) = (due.invoice.clone(), due.amount);
    fold.effects.push(Effect::InvoiceOverdue(InvoiceOverdue {
        id: effect_id(now, "invoice_overdue"),
        event: now.event.clone(),
        time: now.time,
        invoice,
        amount,
        balance: fold.state.balance,
        rule: Rule::InvoiceOverdue,
        to: fold.addresses(),
    }));
}

const CREDITED: &[Rule] = &[Rule::InvoiceCredited, Rule::CreditGrant, Rule::OveragePaidFirst];

/// Rule `invoice.credited`: what is due falls; what was paid already becomes credit.
pub(super) fn credited(fold: &mut Fold<'_>, now: &Now<'_>, fact: &InvoiceCredited) -> Result<(), Problem> {
    let amount = fold.rulebook.payable(*fact.amount).map_err(|problem| problem.under("amount"))?;
    let zero = fold.zero()?;
    let due = fold.state.due.iter_mut().find(|due| due.invoice == fact.invoice);
    let taken = due.as_ref().map_or(zero, |due| due.amount.min(amount));
    if let Some(due) = due {
        due.amount = due.amount.minus(taken)?;
    }
    fold.state.due.retain(|due| due.amount.is_positive());
    let description =
        fact.reason.as_ref().map_or_else(|| format!("credit note of {}", fact.invoice), ToString::to_string);
    if taken.is_positive() {
        let postings = Side::of(&[(Book::Receivable, taken)]).against(Book::Usage, Book::Receivable, zero)?;
        let id = format!("{}/credit_note", now.event);
        let rules = &[Rule::InvoiceCredited];
        let entry = fold.entry(id, now, Kind::CreditNote, description.clone(), postings, rules)?;
        fold.entries.push(entry);
    }
    let back = amount.minus(taken)?;
    if back.is_positive() {
        let grant = credit::grant(now.event, Source::Refund, back, now.time, None);
        let (kind, counter) = (Kind::CreditNote, Book::Usage);
        let arrival = Arrival { kind, name: "credited", description, counter, rules: CREDITED };
        credit::start(fold, now, grant, arrival)?;
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
