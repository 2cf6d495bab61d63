//! What of a fee is credited, as entries: back to the credit that paid it, or off what invoices ask for.

use super::charge::{Charge, is_taken};
use super::credit_note::draw;
use super::fee::for_the_invoice;
use super::put_back::{Taken, end_again, put_back_credit};
use super::{invoice_items, invoiced, paid_by, period};
use crate::account::state::ChargedFee;
use crate::account::working::{Now, Working};
use crate::catalog::Payer;
use crate::ledger::{Book, Kind, Side};
use crate::money::{Mode, Money, Refusal, Rounding};
use crate::problem::Problem;
use crate::rule::Rule;
use crate::text::Id;
use crate::wallet::last_paid;
use alloc::format;

/// Rule `plan.unused`: what of a fee is not used is credited, never more than is left of it: net of the discount and at the
/// tax of the invoice that showed it, back into the credit that paid it.
pub(crate) fn post(work: &mut Working<'_>, now: &Now<'_>, charge: &Charge<'_>, place: usize) -> Result<(), Problem> {
    let zero = work.zero()?;
    let Some(known) = work.state.charged.get_mut(place) else { return Ok(()) };
    let (gross, before) = (charge.fee.amount, known.back.unwrap_or(zero));
    let net = net(known, gross, zero)?;
    let (invoice, tax) = (known.invoice.clone(), known.tax.clone());
    let net = match &invoice {
        Some(invoice) => invoiced::take(work, invoice, net, tax.as_ref())?,
        None => net,
    };
    let Some(known) = work.state.charged.get_mut(place) else { return Ok(()) };
    known.credited = Some(known.credited.unwrap_or(zero).plus(gross)?);
    known.back = Some(before.plus(net)?);
    let known = known.clone();
    let charge = &Charge { credited: Some(net), ..*charge };
    if known.invoice.is_none() {
        invoice_items::credited(work, &known, charge.plan.payer, gross)?;
    }
    if net.is_zero() {
        return Ok(());
    }
    let service = ((charge.from, charge.until), (known.invoice.clone(), known.tax.clone()));
    invoice_items::fee(work, charge.plan.payer, &*charge.line()?, service, &charge.rules())?;
    match charge.plan.payer {
        Payer::Invoice => {
            for_the_invoice(work, now, charge)?;
            off_the_invoice(work, &known, net)
        }
        Payer::Credit => {
            if known.invoice.is_none() {
                period::beside(work, net)?;
            }
            back_to_credit(work, now, charge, (&known, before))
        }
    }
}

/// What so much of a fee comes to when discounts have taken of it what they took.
fn net(known: &ChargedFee, gross: Money, zero: Money) -> Result<Money, Refusal> {
    let Some(discount) = known.discount else { return Ok(gross) };
    let paid = known.amount.minus(discount)?;
    let left = paid.minus(known.back.unwrap_or(zero))?;
    if gross == known.amount.minus(known.credited.unwrap_or(zero))? {
        return Ok(left);
    }
    let rounding = Rounding { scale: zero.scale(), mode: Mode::Down };
    Ok(rounding.quotient(gross.exact().times(paid.exact())?, known.amount.exact())?.min(left))
}

/// What an invoice asked for and is still due of it is so no more; where invoices are drafted a credit note says it.
fn off_the_invoice(work: &mut Working<'_>, known: &ChargedFee, amount: Money) -> Result<(), Problem> {
    let (zero, parts) = (work.zero()?, work.rulebook.parts());
    let Some(invoice) = known.invoice.as_ref().filter(|_| parts.invoice.is_none()) else { return Ok(()) };
    let due = work.state.due.iter().find(|due| due.invoice == *invoice).map_or(zero, |due| due.amount.min(amount));
    if due.is_positive() {
        draw(work, invoice, due)?;
        work.add_to_invoice(due)?;
    }
    Ok(())
}

/// What was paid by credit and is not used goes back into the credit that paid it.
fn back_to_credit(
    work: &mut Working<'_>,
    now: &Now<'_>,
    charge: &Charge<'_>,
    (known, before): (&ChargedFee, Money),
) -> Result<(), Problem> {
    let (zero, name) = (work.zero()?, &charge.subscription.subscription);
    let net = charge.credited.unwrap_or(zero);
    let parts = last_paid(&known.burned, known.overage.unwrap_or(zero), before, net)?;
    let shown = known.invoice.is_some() || work.is_invoiced(known.from);
    let invoiced = work.rulebook.parts().overage.is_some() && shown;
    let put = put_back_credit(work, now, &parts, Taken { name, from: known.from, invoiced })?;
    paid_by::lower(work, known.invoice.as_ref(), &put.parts)?;
    let postings = Side::of(&put.moves).against(Book::Fees, Book::Customer, zero)?;
    let id = (1..).map(|number| format!("{}/unused", Id::derived("un_", &[name, now.event], number)));
    let mut rules = alloc::vec![Rule::PlanUnused];
    rules.extend(charge.words().chain([Rule::CreditPutBack, Rule::OveragePaidFirst]));
    let Some(id) = id.into_iter().find(|id| !is_taken(work, now, id)) else { return Ok(()) };
    let mut entry = work.entry(id, now, Kind::Fee, charge.description(), postings, rules)?;
    let overage = Some(put.overage).filter(|overage| overage.is_positive());
    let (line, period) = (Some(charge.line()?), Some(charge.service()));
    entry.line = line;
    entry.period = period;
    entry.burned = put.parts.clone();
    entry.overage = overage;
    work.entries.push(entry);
    off_the_invoice(work, known, put.receivable())?;
    end_again(work, now, put)
}
