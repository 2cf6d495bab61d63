//! Billing periods: what is invoiced at the end of one or before it, and what becomes due.

use super::subscriptions::{Cycles, renew};
use crate::account::effect::{Effect, InvoiceDrafted, InvoiceOverdue, PeriodClosed};
use crate::account::posting::{self, overage, post_draft, post_invoice, post_line, whole_from};
use crate::account::reaction;
use crate::account::state::{Due, OpenPeriod};
use crate::account::working::{Now, Working, effect_id};
use crate::invoice::draft::{DraftFacts, InvoiceDraft, draft};
use crate::ledger::Period;
use crate::money::{Money, Refusal};
use crate::plan::period_end;
use crate::problem::Problem;
use crate::rating::{self, Ending};
use crate::rule::Rule;
use crate::text::Id;
use crate::time::Date;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::ToString as _;

/// Closed periods that late usage is told by; older usage belongs to "before them".
const CLOSED_MAX: usize = 13;

/// A period ends: what it still adds is posted, then it is invoiced, and the next one begins.
pub(crate) fn close(work: &mut Working<'_>, now: &Now<'_>) -> Result<(), Problem> {
    post_period_end(work, now)?;
    renew(work, now, Cycles::All)?;
    // The thresholds of the period's usage look at it before it is invoiced.
    reaction::usage_alerts(work, now)?;
    let from = work.state.period.from;
    settle(work, now, now.event, true)?;
    work.state.period.from = now.time;
    work.period_end = period_end(work.rulebook, now.time)?;
    work.state.closed.push(Period { from, until: now.time });
    if work.state.closed.len() > CLOSED_MAX {
        work.state.closed.remove(0);
    }
    work.state.counter_payers.clear();
    posting::renew(work)?;
    let zero = work.zero()?;
    for subaccount in &mut work.state.subaccounts {
        subaccount.used_this_period = zero;
    }
    Ok(())
}

/// Rules `rating.period_end` and `rating.commitment`: what the period's end adds belongs to its last moment.
fn post_period_end(work: &mut Working<'_>, now: &Now<'_>) -> Result<(), Problem> {
    let ending = Ending { name: now.event, from: whole_from(work, now.time)?, until: now.time };
    for (line, rate) in rating::close(work.rulebook, ending, &mut work.state.counters)? {
        let name = line.value.as_ref().map_or_else(|| line.rate.to_string(), |value| format!("{}/{value}", line.rate));
        let id = [&**now.event, "/", &name, "/usage"].concat();
        post_line(work, now, now.time.just_before(), id, line, Some(rate), None)?;
    }
    Ok(())
}

/// Rule `invoice.interim`: what has become unpaid is invoiced before the period ends, where the rulebook says so. Was it?
pub(crate) fn interim(work: &mut Working<'_>, now: &Now<'_>) -> Result<bool, Problem> {
    let Some(interim) = work.rulebook.parts().invoice.as_ref().and_then(|policy| policy.interim.as_ref()) else {
        return Ok(false);
    };
    let zero = work.zero()?;
    let owed = work.state.period.owed.unwrap_or(zero);
    let unpaid = work.state.balance.negated().max(zero).plus(owed.max(zero))?;
    let reached = match interim.unpaid {
        Some(bound) => unpaid >= work.rulebook.money(*bound)?,
        None => false,
    };
    let invoiced = work.state.period.interim.unwrap_or(zero);
    let total = invoiced.plus(work.state.period.used)?;
    let passed = interim.usage.iter().any(|bound| invoiced.exact() < **bound && **bound <= total.exact());
    let wanted = reached || passed || interim.fees && owed.is_positive();
    if wanted {
        let name = Id::derived("in_", &[&work.state.account, now.event], 1);
        settle(work, now, &name, false)?;
    }
    Ok(wanted)
}

/// What is not invoiced is: what was held leaves the credit; overage, where there is a credit line, and what fees owe
/// become due. What was credited beyond that goes on to the next invoice.
fn settle(work: &mut Working<'_>, now: &Now<'_>, name: &Id, ends: bool) -> Result<(), Problem> {
    let zero = work.zero()?;
    let from = work.state.period.from;
    let drafted = draft_of(work, now)?;
    if let Some(drafted) = &drafted {
        post_draft(work, now, name, drafted)?;
    }
    let OpenPeriod { used, late, bound, owed, carried, .. } = work.state.period.clone();
    let overage = overage(work)?;
    let total = overage.plus(owed.unwrap_or(zero))?;
    let due = total.max(zero);
    let owed = Some(total).filter(|total| total.units() < 0);
    work.state.balance = work.state.balance.plus(overage)?;
    let invoiced = work.state.period.interim.unwrap_or(zero).plus(used)?;
    let invoiced_until = Some(now.time).filter(|_| !ends);
    let interim = Some(invoiced).filter(|_| !ends && counts_interim(work));
    work.state.period =
        OpenPeriod { from, used: zero, late: zero, bound: zero, owed, carried, invoiced_until, interim };
    post_invoice(work, now, name, (used, bound), overage)?;
    let due_on = due_on(work, now)?;
    if due.is_positive() {
        work.state.due.push(Due { invoice: name.clone(), amount: due, due_on, overdue: false });
    }
    if ends && (!used.is_zero() || due.is_positive()) {
        work.effects.push(Effect::PeriodClosed(PeriodClosed {
            id: effect_id(now, "period_closed"),
            event: now.event.clone(),
            time: now.time,
            invoice: name.clone(),
            from,
            until: now.time,
            used,
            late,
            due,
            balance: work.state.balance,
            rule: Rule::BillingPeriod,
            to: work.addresses(),
        }));
    }
    drafted.map_or(Ok(()), |drafted| tell_draft(work, now, name, drafted, (due, due_on)))
}

/// The invoice of what was charged since the last one.
fn draft_of(work: &Working<'_>, now: &Now<'_>) -> Result<Option<InvoiceDraft>, Problem> {
    let Some(customer) = work.state.customer.as_deref() else { return Ok(None) };
    let known = &work.rulebook.parts().discounts;
    let taken = work.state.discounts.iter();
    draft(&DraftFacts {
        rulebook: work.rulebook,
        customer,
        items: &work.state.unbilled,
        carried: work.state.period.carried.unwrap_or(work.zero()?),
        discounts: taken.filter_map(|taken| known.iter().find(|known| known.discount == taken.discount)).collect(),
        service: (work.state.period.from, now.time),
    })
}

/// Do interim invoices look at what the period has used in all?
fn counts_interim(work: &Working<'_>) -> bool {
    let policy = work.rulebook.parts().invoice.as_ref();
    policy.and_then(|policy| policy.interim.as_ref()).is_some_and(|interim| !interim.usage.is_empty())
}

/// The last day of the rulebook's terms.
fn due_on(work: &Working<'_>, now: &Now<'_>) -> Result<Option<Date>, Problem> {
    let Some(policy) = &work.rulebook.parts().invoice else { return Ok(None) };
    Ok(Some(work.rulebook.day(now.time)?.days_after(policy.terms_days)))
}

/// The draft, with what credit has paid of it; above the rulebook's bound it waits for a person.
fn tell_draft(
    work: &mut Working<'_>,
    now: &Now<'_>,
    name: &Id,
    drafted: InvoiceDraft,
    (due, due_on): (Money, Option<Date>),
) -> Result<(), Problem> {
    let InvoiceDraft { mut document, sources, .. } = drafted;
    let payable: Result<Money, Refusal> = Money::fit(due.exact(), document.totals.payable.scale());
    document.totals.prepaid = document.totals.payable.minus(payable?)?;
    let document = document.settled()?;
    let bound = work.rulebook.parts().invoice.as_ref().and_then(|policy| policy.largest);
    let parked = bound.is_some_and(|bound| document.totals.tax_inclusive.exact() > *bound);
    work.drafts.push(work.entries.len());
    work.effects.push(Effect::InvoiceDrafted(InvoiceDrafted {
        id: effect_id(now, "invoice_drafted"),
        event: now.event.clone(),
        time: now.time,
        invoice: name.clone(),
        due,
        due_on,
        parked,
        document: Box::new(document),
        sources,
        balance: work.state.balance,
        rule: if parked { Rule::InvoiceParked } else { Rule::InvoiceDraft },
        to: work.addresses(),
    }));
    Ok(())
}

/// Rule `invoice.overdue`: the terms have passed and something is still to be paid.
pub(crate) fn overdue(work: &mut Working<'_>, now: &Now<'_>, place: usize) {
    let Some(due) = work.state.due.get_mut(place) else { return };
    due.overdue = true;
    let (invoice, amount) = (due.invoice.clone(), due.amount);
    work.effects.push(Effect::InvoiceOverdue(InvoiceOverdue {
        id: effect_id(now, "invoice_overdue"),
        event: now.event.clone(),
        time: now.time,
        invoice,
        amount,
        balance: work.state.balance,
        rule: Rule::InvoiceOverdue,
        to: work.addresses(),
    }));
}
