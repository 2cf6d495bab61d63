//! A usage leaves the balance, at once.

use super::fold::{Fold, Now};
use super::watch;
use crate::alert::DayAmount;
use crate::ledger::{Book, Entry, Kind, balanced};
use crate::money::Money;
use crate::problem::Problem;
use crate::rating::{RULES, Usage, rate};
use crate::time::Date;
use alloc::format;
use alloc::vec::Vec;

/// Days kept: the thirty that are averaged, and today.
const DAYS_KEPT: u32 = 30;

pub(super) fn post(fold: &mut Fold<'_>, now: &Now<'_>, usage: &Usage) -> Result<(), Problem> {
    let line = rate(fold.rulebook, usage)?;
    let before = fold.state.balance;
    let day = usage.time.date();
    let amount = line.amount;
    fold.state.balance = before.minus(amount)?;
    add_to_day(&mut fold.state.usage_by_day, day, amount)?;
    let oldest = now.time.date().days_before(DAYS_KEPT);
    if fold.state.usage_by_day.first().is_some_and(|first| first.date < oldest) {
        fold.state.usage_by_day.retain(|kept| kept.date >= oldest);
    }
    if day < now.time.date() {
        // Late usage moves the average of a day that thresholds were made for.
        fold.forget_thresholds();
    }
    fold.entries.push(Entry {
        id: format!("{}/usage", usage.id),
        event: usage.id.clone(),
        time: usage.time,
        kind: Kind::Usage,
        description: format!("{} {} of {} at {}", *line.quantity, line.unit, line.product, *line.price),
        postings: balanced(amount.negated(), Book::Usage),
        balance: fold.state.balance,
        line: Some(line),
        rules: &RULES,
    });
    watch::balance(fold, now, before)
}

/// Adds to the sum of a day; the list stays in the order of its days.
pub(super) fn add_to_day(days: &mut Vec<DayAmount>, date: Date, amount: Money) -> Result<(), Problem> {
    match days.binary_search_by_key(&date, |day| day.date) {
        Ok(place) => {
            if let Some(day) = days.get_mut(place) {
                day.amount = day.amount.plus(amount)?;
            }
        }
        Err(place) => days.insert(place, DayAmount { date, amount }),
    }
    Ok(())
}
