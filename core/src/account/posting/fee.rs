//! Fees as entries: by credit, or for the next invoice.

use super::burn::burn_credit;
use super::charge::{Charge, id};
use super::{invoice_items, paid_by};
use crate::account::state::ChargedFee;
use crate::account::working::{Now, Working};
use crate::catalog::Payer;
use crate::ledger::{Book, Kind, Rules, Side};
use crate::money::Money;
use crate::problem::Problem;
use crate::rule::Rule;
use crate::text::Id;
use crate::wallet::Burned;
use alloc::vec::Vec;

/// Rule `plan.fee`: posts it, and keeps in mind what it is made of. A fee of nothing is no entry.
pub(crate) fn post(work: &mut Working<'_>, now: &Now<'_>, charge: &Charge<'_>) -> Result<(), Problem> {
    if charge.fee.amount.is_zero() {
        return Ok(());
    }
    let service = ((charge.from, charge.until), (None, None));
    invoice_items::fee(work, charge.plan.payer, &*charge.line()?, service, &charge.rules())?;
    let (burned, overage) = match charge.plan.payer {
        Payer::Invoice => {
            for_the_invoice(work, now, charge)?;
            (Vec::new(), None)
        }
        Payer::Credit => by_credit(work, now, charge)?,
    };
    work.state.charged.push(ChargedFee {
        subscription: charge.subscription.subscription.clone(),
        plan: charge.plan.id.clone(),
        subaccount: charge.subscription.subaccount.clone(),
        from: charge.from,
        until: charge.until,
        quantity: Some(charge.subscription.quantity),
        ended: None,
        amount: charge.fee.amount,
        credited: None,
        discount: None,
        back: None,
        invoice: None,
        tax: None,
        burned,
        overage,
    });
    Ok(())
}

/// An invoice asks for all fees that none has asked for, where it is not drafted.
pub(crate) fn note_invoice(work: &mut Working<'_>, name: &Id) {
    if work.rulebook.parts().invoice.is_none() {
        let fees = work.state.charged.iter_mut().filter(|fee| fee.invoice.is_none());
        fees.for_each(|fee| fee.invoice = Some(name.clone()));
    }
}

/// The next invoice asks for it.
pub(super) fn for_the_invoice(work: &mut Working<'_>, now: &Now<'_>, charge: &Charge<'_>) -> Result<(), Problem> {
    let (signed, zero) = (charge.signed(), work.zero()?);
    work.add_to_invoice(signed)?;
    let postings = Side::of(&[(Book::Receivable, signed.negated())]).against(Book::Fees, Book::Receivable, zero)?;
    let mut entry =
        work.entry(id(work, now, charge), now, Kind::Fee, charge.description(), postings, charge.rules())?;
    entry.line = Some(charge.line()?);
    entry.period = Some(charge.service());
    work.entries.push(entry);
    Ok(())
}

/// It burns credit as usage does, and is part of the period's usage; it is no usage of a day. Answers what paid it.
fn by_credit(
    work: &mut Working<'_>,
    now: &Now<'_>,
    charge: &Charge<'_>,
) -> Result<(Vec<Burned>, Option<Money>), Problem> {
    let (zero, amount) = (work.zero()?, charge.fee.amount);
    let debit = &charge.subscription.subscription;
    let burn = burn_credit(work, now, debit, amount, Some(&charge.plan.product), (now.time, false))?;
    paid_by::note(work, &burn.parts)?;
    let period = &mut work.state.period;
    (period.used, period.bound) = (period.used.plus(amount)?, period.bound.plus(burn.bound)?);
    let postings = if work.on_invoice() {
        Side::of(&[(Book::Held, amount.negated())]).against(Book::Fees, Book::Held, zero)?
    } else {
        let side = Side::of(&[(Book::Customer, burn.bound.minus(amount)?), (Book::Scoped, burn.bound.negated())]);
        side.against(Book::Fees, Book::Customer, zero)?
    };
    let mut rules = charge.rules();
    rules.push(Rule::CreditBurnDown);
    let mut entry =
        work.entry(id(work, now, charge), now, Kind::Fee, charge.description(), postings, Rules::from(rules))?;
    let overage = Some(burn.overage).filter(|overage| overage.is_positive());
    let (line, period) = (Some(charge.line()?), Some(charge.service()));
    entry.line = line;
    entry.period = period;
    entry.burned = burn.parts.clone();
    entry.overage = overage;
    work.entries.push(entry);
    Ok((burn.parts, overage))
}
