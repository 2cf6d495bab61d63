//! Rule `credit.put_back` on an account: what comes back, into which grants, and what of it has ended.

use super::paid_by;
use crate::account::state::OveragePayer;
use crate::account::working::{Now, Working};
use crate::ledger::{Book, Kind, Side};
use crate::money::Money;
use crate::problem::Problem;
use crate::rule::Rule;
use crate::text::Id;
use crate::time::Instant;
use crate::wallet::{Burned, Return, Source, put_back};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Most payers of overage that are kept in mind.
const PAYERS_MAX: usize = 16;

/// What went back where.
pub(super) struct PutBack {
    /// The customer's side of it.
    pub(super) moves: [(Book, Money); 3],
    /// The grants that it went back to.
    pub(super) parts: Vec<Burned>,
    /// What lowers overage.
    pub(super) overage: Money,
    /// What of it is bound to products.
    pub(super) bound: Money,
    /// What ends again at once.
    ended: Vec<Burned>,
}

impl PutBack {
    /// What of it invoices owe less.
    pub(super) fn receivable(&self) -> Money {
        self.moves[2].1
    }
}

/// What is taken back, and whether it stands on an invoice.
#[derive(Clone, Copy)]
pub(super) struct Taken<'t> {
    /// What it is called.
    pub(super) name: &'t Id,
    /// When it was paid.
    pub(super) from: Instant,
    /// What no grant had paid of it stands on an invoice, which takes it off.
    pub(super) invoiced: bool,
}

/// Credit that a debit has burned goes back where it came from. What no grant had paid lowers overage, as far as that is
/// there, and else goes back to who has paid it since.
pub(super) fn put_back_credit(
    work: &mut Working<'_>,
    now: &Now<'_>,
    back: &Return,
    taken: Taken<'_>,
) -> Result<PutBack, Problem> {
    let zero = work.zero()?;
    let unpaid = if taken.invoiced { zero } else { back.overage };
    let lowers = unpaid.min(work.overage()?);
    work.state.balance = work.state.balance.plus(lowers)?;
    let mut all = overage_paid(work, now, unpaid.minus(lowers)?, taken)?;
    all.extend(back.parts.iter().cloned());
    let (mut customer, mut bound, mut overage) = (lowers, zero, lowers);
    let (mut parts, mut ended) = (Vec::new(), Vec::new());
    // What ends again at once pays no overage.
    let mut ending = zero;
    for part in all {
        let over = part.until.is_some_and(|until| until <= now.time);
        let mut left = part.amount;
        if part.is_bound() {
            bound = bound.plus(part.amount)?;
        } else {
            customer = customer.plus(part.amount)?;
            if over {
                ending = ending.plus(part.amount)?;
            } else {
                // As any credit that arrives it pays overage first.
                let pays = part.amount.min(work.overage()?);
                pay_overage(work, now, &part, pays)?;
                overage = overage.plus(pays)?;
                left = left.minus(pays)?;
                work.state.balance = work.state.balance.plus(part.amount)?;
            }
        }
        let kept = Burned { amount: left, ..part.clone() };
        if left.is_positive() && put_back(&mut work.state.grants, &kept, taken.from, now.time)? {
            ended.push(kept);
        }
        parts.push(part);
    }
    work.state.balance = work.state.balance.plus(ending)?;
    let receivable = back.overage.minus(unpaid)?;
    if !receivable.is_zero() {
        work.add_to_invoice(receivable.negated())?;
    }
    let moves = [(Book::Customer, customer), (Book::Scoped, bound), (Book::Receivable, receivable)];
    Ok(PutBack { moves, parts, overage, bound, ended })
}

/// Credit whose end has passed stays ended: it goes again, by an entry.
pub(super) fn end_again(work: &mut Working<'_>, now: &Now<'_>, back: PutBack) -> Result<(), Problem> {
    let zero = work.zero()?;
    for part in back.ended {
        let book = if part.is_bound() { Book::Scoped } else { Book::Customer };
        if !part.is_bound() {
            work.state.balance = work.state.balance.minus(part.amount)?;
        }
        let postings = Side::of(&[(book, part.amount.negated())]).against(Book::Expired, book, zero)?;
        let (id, description) = (format!("{}/expiry/{}", part.grant, now.event), format!("expiry of {}", part.grant));
        let mut entry = work.entry(id, now, Kind::Expiry, description, postings, &[Rule::CreditExpiry])?;
        entry.burned = alloc::vec![part];
        work.entries.push(entry);
    }
    Ok(())
}

/// Credit has paid overage down.
pub(super) fn pay_overage(work: &mut Working<'_>, now: &Now<'_>, by: &Burned, pays: Money) -> Result<(), Problem> {
    if !pays.is_positive() {
        return Ok(());
    }
    let by = Burned { amount: pays, ..by.clone() };
    paid_by::note(work, core::slice::from_ref(&by))?;
    let payers = &mut work.state.overage_payers;
    // What one grant pays in pieces is one payer, so that pieces push nobody out.
    let known = payers.iter().position(|payer| payer.by.grant == by.grant);
    let amount = known.map_or(Ok(by.amount), |place| payers.remove(place).by.amount.plus(by.amount))?;
    payers.push(OveragePayer { time: now.time, by: Burned { amount, ..by } });
    if payers.len() > PAYERS_MAX {
        payers.remove(0);
    }
    Ok(())
}

/// Who has paid so much overage since it was made, the latest first. Of what is not in mind any more nobody can tell
/// whether money paid it, so that it comes back as credit that cannot be refunded.
fn overage_paid(
    work: &mut Working<'_>,
    now: &Now<'_>,
    amount: Money,
    taken: Taken<'_>,
) -> Result<Vec<Burned>, Problem> {
    let (mut rest, mut parts) = (amount, Vec::new());
    for payer in work.state.overage_payers.iter_mut().rev() {
        let part = rest.min(payer.by.amount);
        if part.is_positive() {
            payer.by.amount = payer.by.amount.minus(part)?;
            rest = rest.minus(part)?;
            parts.push(Burned { amount: part, ..payer.by.clone() });
        }
    }
    work.state.overage_payers.retain(|payer| payer.by.amount.is_positive());
    if rest.is_positive() {
        let grant = Id::derived("re_", &[taken.name, now.event], 1);
        let (until, priority, products) = (None, crate::catalog::priority(), Vec::new());
        parts.push(Burned { grant, amount: rest, source: Source::Refund, until, priority, products });
    }
    Ok(parts)
}

/// What gives credit back that stands on an invoice.
pub(super) struct Giving {
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) description: String,
    pub(super) counter: Book,
    pub(super) rules: &'static [Rule],
}

/// Puts parts back, after so much overage that is no more; an entry where that is anything.
pub(super) fn give_back(
    work: &mut Working<'_>,
    now: &Now<'_>,
    giving: Giving,
    (overage, parts): (Money, Vec<Burned>),
) -> Result<(), Problem> {
    if parts.is_empty() && !overage.is_positive() {
        return Ok(());
    }
    let zero = work.zero()?;
    let from = work.state.opened_at;
    let back = Return { overage, parts };
    let put = put_back_credit(work, now, &back, Taken { name: now.event, from, invoiced: false })?;
    let postings = Side::of(&put.moves).against(giving.counter, Book::Customer, zero)?;
    let mut entry = work.entry(giving.id, now, giving.kind, giving.description, postings, giving.rules)?;
    let overage = Some(put.overage).filter(|overage| overage.is_positive());
    entry.burned = put.parts.clone();
    entry.overage = overage;
    work.entries.push(entry);
    end_again(work, now, put)
}
