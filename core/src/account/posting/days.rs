//! Sums of UTC days.

use crate::account::working::{Now, Working};
use crate::alert::DayAmount;
use crate::money::{Money, Refusal};
use crate::problem::Problem;
use crate::time::Date;
use alloc::vec::Vec;

/// Days kept: the thirty that are averaged, and today.
const DAYS_KEPT: u32 = 30;

pub(crate) fn add_to_days(work: &mut Working<'_>, now: &Now<'_>, day: Date, amount: Money) -> Result<(), Problem> {
    add_to_day(&mut work.state.usage_by_day, day, amount)?;
    let oldest = now.time.date().days_before(DAYS_KEPT);
    if work.state.usage_by_day.first().is_some_and(|first| first.date < oldest) {
        work.state.usage_by_day.retain(|kept| kept.date >= oldest);
    }
    if day < now.time.date() {
        // Late usage moves the average of a day that thresholds were made for.
        work.forget_thresholds();
    }
    Ok(())
}

/// Adds to the sum of a day; the list stays in the order of its days.
pub(crate) fn add_to_day(days: &mut Vec<DayAmount>, date: Date, amount: Money) -> Result<(), Refusal> {
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
