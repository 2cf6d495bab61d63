//! Billing periods: what is invoiced at the end of one or before it, and what becomes due.

use super::subscriptions::{Cycles, renew};
use crate::account::effect::{CreditNoteDrafted, Effect, InvoiceDrafted, InvoiceOverdue, PeriodClosed, told};
use crate::account::posting::{self, Of, credit_owed, post_draft, post_invoice, post_line, whole_from};
use crate::account::reaction;
use crate::account::state::{Due, Invoiced, InvoicedProduct, OpenPeriod, Taken};
use crate::account::working::{Now, Working};
use crate::invoice::draft::{DraftFacts, InvoiceDraft, draft};
use crate::invoice::{Item, ItemKind, Kind as DocumentKind};
use crate::ledger::Period;
use crate::money::{Mode, Money, Refusal, Rounding};
use crate::plan::period_end;
use crate::problem::Problem;
use crate::rating::{self, Ending};
use crate::rule::Rule;
use crate::text::Id;
use crate::time::{Date, Instant};
use crate::wallet::Burned;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::ToString as _;
use alloc::vec::Vec;

/// Closed periods that late usage is told by; older usage belongs to "before them".
const CLOSED_MAX: usize = 13;

/// Invoices that can be credited: more than a year of months.
const INVOICES_MAX: usize = 16;

/// Products of an invoice whose discount and tax are kept in mind.
const PRODUCTS_MAX: usize = 16;

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
    work.state.discounts.retain(|taken| taken.left != Some(0));
    work.state.discounts.iter_mut().for_each(|taken| taken.off = None);
    work.moment.period_ended = true;
    posting::renew(work)?;
    let zero = work.zero()?;
    for subaccount in &mut work.state.subaccounts {
        subaccount.used_this_period = zero;
    }
    Ok(())
}

/// The last period ends with the account: what was used is invoiced, and what was given up credited.
pub(crate) fn close_last(work: &mut Working<'_>, now: &Now<'_>, name: &Id) -> Result<(), Problem> {
    if work.rulebook.parts().billing.is_some() {
        post_period_end(work, now)?;
        reaction::usage_alerts(work, now)?;
        settle(work, now, name, true)?;
    }
    work.period_end = None;
    work.state.counter_payers.clear();
    work.moment.period_ended = true;
    credit_rest(work, now).map(|_| ())
}

/// Rules `rating.period_end` and `rating.commitment`: what the period's end adds belongs to its last moment.
fn post_period_end(work: &mut Working<'_>, now: &Now<'_>) -> Result<(), Problem> {
    let (from, began) = (whole_from(work, now.time)?, work.state.period.from);
    let ending = Ending { name: now.event, from, until: now.time, empty: began >= now.time };
    let last = now.time.just_before().max(began);
    for (line, rate) in rating::close(work.rulebook, ending, &mut work.state.counters)? {
        let name = line.value.as_ref().map_or_else(|| line.rate.to_string(), |value| format!("{}/{value}", line.rate));
        let id = [&**now.event, "/", &name, "/usage"].concat();
        post_line(work, now, last, (id, line), Of { rate: Some(rate), hold: None, closes: true })?;
    }
    Ok(())
}

/// Rule `invoice.interim`: what has become unpaid is invoiced before the period ends, where the rulebook says so. Was it?
pub(crate) fn interim(work: &mut Working<'_>, now: &Now<'_>) -> Result<bool, Problem> {
    let Some(interim) = work.rulebook.parts().invoice.as_ref().and_then(|policy| policy.interim.as_ref()) else {
        return Ok(false);
    };
    let zero = work.zero()?;
    let owed = work.to_invoice()?;
    let unpaid = work.overage()?.plus(owed.max(zero))?;
    let reached = match interim.unpaid {
        Some(bound) => unpaid >= work.rulebook.money(*bound)?,
        None => false,
    };
    let invoiced = work.state.period.interim.unwrap_or(zero);
    let total = invoiced.plus(work.state.period.used)?;
    let passed = interim.usage.iter().any(|bound| invoiced.exact() < **bound && **bound <= total.exact());
    let wanted = reached || passed || interim.fees && payable(work, owed)?;
    if wanted {
        let name = Id::derived("in_", &[&work.state.account, &work.named(now)], 1);
        settle(work, now, &name, false)?;
    }
    Ok(wanted)
}

/// Is it enough to be paid?
fn payable(work: &Working<'_>, owed: Money) -> Result<bool, Problem> {
    let minor = Rounding { scale: work.rulebook.parts().currency.minor_units(), mode: Mode::HalfUp };
    Ok(minor.round(owed.exact())?.is_positive())
}

/// What is not invoiced is: what was held leaves the credit; overage, where there is a credit line, and what fees owe
/// become due. What was credited beyond that waits for the end of the moment (`credit_rest`).
fn settle(work: &mut Working<'_>, now: &Now<'_>, name: &Id, ends: bool) -> Result<(), Problem> {
    let zero = work.zero()?;
    let (from, service_from) = (work.state.period.from, work.invoiced_until());
    let drafted = draft_of(work, now, ends)?.filter(|draft| draft.document.kind == DocumentKind::Invoice);
    if let Some(drafted) = &drafted {
        post_draft(work, now, name, drafted)?;
    }
    let OpenPeriod { used, late, bound, given_back, paid_by, carried, .. } = work.state.period.clone();
    let unpaid = overage(work)?;
    let Dues { due, moved, to_invoice } = dues(work, drafted.as_ref(), unpaid, work.to_invoice()?)?;
    let invoiced = work.state.period.interim.unwrap_or(zero).plus(used)?;
    let interim = Some(invoiced).filter(|_| !ends && counts_interim(work));
    let invoiced_until = Some(now.time).filter(|_| !ends);
    work.state.period = OpenPeriod {
        from,
        used: zero,
        late: zero,
        bound: zero,
        to_invoice,
        given_back: None,
        paid_by: Vec::new(),
        carried,
        invoiced_until,
        interim,
    };
    post_invoice(work, now, name, (used, bound), moved)?;
    posting::note_fees(work, name);
    let due_on = due_on(work, now)?;
    if due.is_positive() {
        work.state.due.push(Due { invoice: name.clone(), amount: due, due_on, overdue: false });
    }
    if drafted.is_some() || !used.is_zero() || due.is_positive() {
        let cost = used.minus(given_back.unwrap_or(zero))?.max(zero).max(due);
        note_invoice(work, name, drafted.as_ref(), (service_from, now.time, due_on), (cost, paid_by))?;
    }
    if ends && (!used.is_zero() || due.is_positive() || unpaid.is_positive()) {
        work.effects.push(Effect::PeriodClosed(told!(
            work.notice(now, "period_closed", Rule::BillingPeriod),
            PeriodClosed { invoice: name.clone(), from, until: now.time, used, late, due }
        )));
    }
    drafted.map_or(Ok(()), |drafted| tell_draft(work, now, name, drafted, (due, due_on)))
}

/// What becomes due, what of it leaves the balance, and what stays owed.
struct Dues {
    due: Money,
    moved: Money,
    to_invoice: Option<Money>,
}

/// Overage and what fees owe, rounded once and together to what can be paid; no more than the document shows, so that
/// every due has one. What rounding leaves stays on the balance, or is owed the other way.
fn dues(work: &Working<'_>, drafted: Option<&InvoiceDraft>, overage: Money, owed: Money) -> Result<Dues, Problem> {
    let (zero, parts) = (work.zero()?, work.rulebook.parts());
    let mut due = overage.plus(owed)?.max(zero);
    let mut cap = due;
    if parts.invoice.is_some() {
        let rounding = Rounding { scale: parts.currency.minor_units(), mode: Mode::HalfUp };
        due = Money::fit(rounding.round(due.exact())?.exact(), zero.scale())?;
        cap = drafted.map_or(Ok(zero), |draft| Money::fit(draft.document.totals.payable.exact(), zero.scale()))?;
    }
    due = due.min(cap);
    let moved = due.minus(owed)?.max(zero).min(overage);
    let rest = owed.plus(moved)?.minus(due)?;
    Ok(Dues { due, moved, to_invoice: Some(rest).filter(|rest| !rest.is_zero()) })
}

/// Keeps the invoice in mind, so that it can be paid and credited.
fn note_invoice(
    work: &mut Working<'_>,
    name: &Id,
    drafted: Option<&InvoiceDraft>,
    (from, until, due_on): (Instant, Instant, Option<Date>),
    (without, paid_by): (Money, Vec<Burned>),
) -> Result<(), Problem> {
    let zero = work.zero()?;
    let total = drafted.map_or(Ok(without), |draft| Money::fit(draft.document.totals.payable.exact(), zero.scale()))?;
    let mut products: Vec<InvoicedProduct> = Vec::new();
    let lines =
        drafted.map_or(Default::default(), |draft| draft.sources.iter().zip(&draft.made_of).collect::<Vec<_>>());
    let own = |item: &Item| item.kind == ItemKind::Usage && item.late.is_none() && item.of.is_none();
    for (item, (off, tax)) in lines.into_iter().filter(|(item, _)| own(item)) {
        let off = Money::fit(off.exact(), zero.scale())?;
        let discount = Some(off).filter(|off| off.is_positive());
        let room = products.len() < PRODUCTS_MAX;
        match products.iter_mut().find(|known| known.product == item.product) {
            Some(known) => {
                known.amount = known.amount.plus(item.amount)?;
                known.discount = Some(known.discount.unwrap_or(zero).plus(off)?).filter(|off| off.is_positive());
            }
            None if room => {
                let (product, amount, tax) = (item.product.clone(), item.amount, tax.clone());
                products.push(InvoicedProduct { product, amount, discount, tax });
            }
            None => {}
        }
    }
    let (invoice, none) = (name.clone(), None);
    let invoices = &mut work.state.invoices;
    invoices.push(Invoiced {
        invoice,
        from,
        until,
        total,
        paid: none,
        credited: none,
        taken: none,
        returned: none,
        paid_out: none,
        due_on,
        paid_by,
        products,
    });
    if invoices.len() > INVOICES_MAX {
        invoices.remove(0);
    }
    Ok(())
}

/// The invoice of what was charged since the last one. One before the end of its period covers the day that it bills, and
/// the next one begins where it ends.
fn draft_of(work: &Working<'_>, now: &Now<'_>, ends: bool) -> Result<Option<InvoiceDraft>, Problem> {
    let Some(customer) = work.state.customer.as_deref() else { return Ok(None) };
    let known = &work.rulebook.parts().discounts;
    let taken = work.state.discounts.iter().filter(|taken| taken.left != Some(0) || taken.off.is_some());
    let policy = |taken: &Taken| known.iter().find(|known| known.discount == taken.discount);
    let day_after = |time: Instant| work.rulebook.midnight(work.rulebook.day(time)?.days_after(1));
    let until = if ends { now.time } else { day_after(now.time)? };
    let from = match work.state.period.invoiced_until {
        Some(time) => day_after(time)?.min(until.just_before()),
        None => work.state.period.from,
    };
    draft(&DraftFacts {
        rulebook: work.rulebook,
        customer,
        items: &work.state.unbilled,
        carried: work.state.period.carried.unwrap_or(work.zero()?),
        discounts: taken.filter_map(|taken| Some((policy(taken)?, taken.off))).collect(),
        service: (from, until),
    })
}

/// What was credited beyond what was charged comes out as a credit note when a period has ended: off the invoices that
/// showed it, then as credit of the account. Was it?
pub(crate) fn credit_rest(work: &mut Working<'_>, now: &Now<'_>) -> Result<bool, Problem> {
    if !core::mem::take(&mut work.moment.period_ended) {
        return Ok(false);
    }
    let zero = work.zero()?;
    let name = Id::derived("cn_", &[&work.state.account, &work.named(now)], 1);
    let mut invoices: Vec<Id> = Vec::new();
    for invoice in work.state.unbilled.iter().filter_map(|item| item.of.as_ref()) {
        if !invoices.contains(invoice) {
            invoices.push(invoice.clone());
        }
    }
    let drafted = draft_of(work, now, true)?.filter(|draft| draft.document.kind == DocumentKind::CreditNote);
    if let Some(drafted) = &drafted {
        post_draft(work, now, &name, drafted)?;
    }
    let owed = work.to_invoice()?.negated();
    let minor = Rounding { scale: work.rulebook.parts().currency.minor_units(), mode: Mode::Down };
    let credit = Money::fit(minor.round(owed.exact())?.exact(), zero.scale())?.max(zero);
    if credit.is_positive() {
        work.add_to_invoice(credit)?;
        credit_owed(work, now, &name, &invoices, credit)?;
    }
    let Some(InvoiceDraft { mut document, sources, .. }) = drafted else { return Ok(credit.is_positive()) };
    let payable = Money::fit(credit.exact(), document.totals.payable.scale())?;
    document.totals.prepaid = document.totals.payable.minus(payable)?;
    work.drafts.push(work.entries.len());
    work.effects.push(Effect::CreditNoteDrafted(told!(
        work.notice(now, "credit_note_drafted", Rule::InvoiceCreditDraft),
        CreditNoteDrafted {
            note: name,
            day: work.rulebook.day(now.time)?,
            invoices,
            credit,
            document: Box::new(document.settled()?),
            sources
        }
    )));
    Ok(true)
}

/// A negative balance is overage where there is a credit line.
fn overage(work: &Working<'_>) -> Result<Money, Problem> {
    let zero = work.zero()?;
    if work.rulebook.parts().overage.is_none() {
        return Ok(zero);
    }
    Ok(work.overage()?)
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
    work.effects.push(Effect::InvoiceDrafted(told!(
        work.notice(now, "invoice_drafted", if parked { Rule::InvoiceParked } else { Rule::InvoiceDraft }),
        InvoiceDrafted {
            invoice: name.clone(),
            day: work.rulebook.day(now.time)?,
            due,
            due_on,
            parked,
            document: Box::new(document),
            sources
        }
    )));
    Ok(())
}

/// Rule `invoice.overdue`: the terms have passed and something is still to be paid.
pub(crate) fn overdue(work: &mut Working<'_>, now: &Now<'_>, place: usize) {
    let Some(due) = work.state.due.get_mut(place) else { return };
    due.overdue = true;
    let (invoice, amount) = (due.invoice.clone(), due.amount);
    work.effects.push(Effect::InvoiceOverdue(told!(
        work.notice(now, "invoice_overdue", Rule::InvoiceOverdue),
        InvoiceOverdue { invoice, amount }
    )));
}
