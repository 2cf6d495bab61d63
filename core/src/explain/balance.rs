//! Why the balance is what it is: what it was, and what each kind of entry did to the customer's book.

use super::entry::word;
use super::step::{Explained, Step};
use crate::account::Working;
use crate::ledger::Book;
use crate::money::Money;
use crate::problem::Problem;
use crate::rule::Rule;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

pub(super) fn explain(work: &Working<'_>, opening: Money) -> Result<Explained, Problem> {
    let mut sums: Vec<(String, Money)> = Vec::new();
    let mut events = Vec::new();
    for entry in &work.entries {
        // Usage that is settled on invoice lowers the balance before it moves the customer's book.
        let moved = match (entry.amount_in(Book::Customer), entry.amount_in(Book::Held)) {
            (Some(customer), Some(held)) => customer.plus(held)?,
            (Some(amount), None) | (None, Some(amount)) => amount,
            (None, None) => continue,
        };
        let name = word(&entry.kind);
        match sums.iter_mut().find(|(known, _)| *known == name) {
            Some((_, sum)) => *sum = sum.plus(moved)?,
            None => sums.push((name, moved)),
        }
        if !events.contains(&entry.event) {
            events.push(entry.event.clone());
        }
    }
    let mut step = Step::of(Rule::LedgerBalanced, work.state.balance).with("before", opening);
    for (name, sum) in &sums {
        step = step.with(name, sum);
    }
    Ok(Explained {
        subject: String::from("balance"),
        result: work.state.balance.to_string(),
        steps: alloc::vec![step],
        events,
    })
}
