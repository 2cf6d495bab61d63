//! The entries of adjustments and corrections.

use super::debit::{Debit, debited};
use super::grant::{Arrival, arrived, grant};
use crate::account::event::Adjustment;
use crate::account::working::{Now, Working};
use crate::ledger::{Book, Correction, Kind, Side};
use crate::money::Money;
use crate::problem::Problem;
use crate::rule::Rule;
use crate::wallet::{Burned, Source};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

/// Credit for a fault.
pub(super) fn give(work: &mut Working<'_>, now: &Now<'_>, fact: &Adjustment, amount: Money) -> Result<(), Problem> {
    let (kind, name, rules) = words(fact);
    let (description, counter) = (String::from(&*fact.reason), Book::Adjustment);
    let made = grant(&fact.id, Source::Refund, amount, now.time, None);
    let mut entry = arrived(work, now, made, Arrival { kind, name, description, counter, rules })?;
    entry.corrects = correction_of(fact);
    work.entries.push(entry);
    Ok(())
}

/// A debit that is no usage.
pub(super) fn take(
    work: &mut Working<'_>,
    now: &Now<'_>,
    fact: &Adjustment,
    (amount, bound): (Money, Money),
    (parts, overage): (Vec<Burned>, Money),
) -> Result<(), Problem> {
    let (kind, name, rules) = words(fact);
    let (description, counter) = (String::from(&*fact.reason), Book::Adjustment);
    let mut entry =
        debited(work, now, Debit { kind, name, description, counter, rules }, amount, parts, Some(overage))?;
    let side = Side::of(&[(Book::Customer, amount.negated()), (Book::Scoped, bound.negated())]);
    let postings = side.against(Book::Adjustment, Book::Customer, work.zero()?)?;
    entry.corrects = correction_of(fact);
    entry.product = fact.product.clone();
    entry.postings = postings;
    work.entries.push(entry);
    Ok(())
}

/// What it corrects.
pub(super) fn correction_of(fact: &Adjustment) -> Option<Box<Correction>> {
    fact.corrects.clone().map(Box::new)
}

/// What it is called.
pub(super) fn words(fact: &Adjustment) -> (Kind, &'static str, &'static [Rule]) {
    match fact.corrects {
        Some(_) => (Kind::Correction, "correction", &[Rule::CreditCorrection]),
        None => (Kind::Adjustment, "adjustment", &[Rule::CreditAdjustment]),
    }
}
