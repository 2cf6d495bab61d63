//! Debits that are no usage.

use crate::account::working::{Now, Working};
use crate::ledger::{Book, Entry, Kind, Side};
use crate::money::Money;
use crate::problem::Problem;
use crate::rule::Rule;
use crate::wallet::Burned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// A debit that is no usage: what it is called and posted against.
pub(crate) struct Debit {
    pub(crate) kind: Kind,
    pub(crate) name: &'static str,
    pub(crate) description: String,
    pub(crate) counter: Book,
    pub(crate) rules: &'static [Rule],
}

/// Lowers the balance by credit that is taken already: money that goes back to who paid it.
pub(crate) fn pay_back(
    work: &mut Working<'_>,
    now: &Now<'_>,
    debit: Debit,
    amount: Money,
    burned: Vec<Burned>,
    overage: Option<Money>,
) -> Result<(), Problem> {
    let before = work.state.balance;
    work.state.balance = before.minus(amount)?;
    work.moment.seen.paid_back = work.moment.seen.paid_back.plus(amount)?;
    let entry = debited(work, now, debit, amount, burned, overage)?;
    work.entries.push(entry);
    Ok(())
}

/// The entry of a debit that is taken already; it is still to be pushed.
pub(crate) fn debited(
    work: &mut Working<'_>,
    now: &Now<'_>,
    debit: Debit,
    amount: Money,
    burned: Vec<Burned>,
    overage: Option<Money>,
) -> Result<Entry, Problem> {
    let side = Side::of(&[(Book::Customer, amount.negated())]);
    let postings = side.against(debit.counter, Book::Customer, work.zero()?)?;
    let id = format!("{}/{}", now.event, debit.name);
    let mut entry = work.entry(id, now, debit.kind, debit.description, postings, debit.rules)?;
    let overage = overage.filter(|overage| overage.is_positive());
    entry.burned = burned;
    entry.overage = overage;
    Ok(entry)
}
