//! Rule `plan.cycle`: where cycles of subscriptions begin and end.
//!
//! Cycles of months end with a billing period. Cycles of days end by themselves, at the local midnight so many days after
//! they began: on the plan's weekday, or from the day on which the subscription begins, or its trial ends. So weeks from
//! Monday that are taken on Wednesday, 2022-06-22, begin with five days of seven (getlago/lago-api
//! subscription_service_spec.rb).

use super::fold::{Fold, period_end};
use crate::catalog::{Cadence, Days, Months, Plan};
use crate::plan::Subscription;
use crate::problem::Problem;
use crate::time::Instant;

/// The whole cycle that holds a moment, of one that enters it then.
pub(super) fn whole(fold: &Fold<'_>, plan: &Plan, time: Instant) -> Result<(Instant, Instant), Problem> {
    match plan.cadence() {
        Cadence::Months(months) => of_months(fold, months, time),
        Cadence::Days(days) => of_days(fold, days, time),
    }
}

/// It ends with a billing period, so many months after the next one begins or in the plan's anchor month.
fn of_months(fold: &Fold<'_>, months: Months, time: Instant) -> Result<(Instant, Instant), Problem> {
    let end = period_end(fold.rulebook, time)?.unwrap_or(time);
    let (_, month, _) = fold.rulebook.day(end)?.year_month_day();
    let until = shifted(fold, end, i32::from(months.to_end(month)))?;
    Ok((shifted(fold, until, i32::from(months.count).saturating_neg())?, until))
}

fn of_days(fold: &Fold<'_>, days: Days, time: Instant) -> Result<(Instant, Instant), Problem> {
    let (first, end) = days.around(fold.rulebook.day(time)?);
    Ok((fold.rulebook.midnight(first)?, fold.rulebook.midnight(end)?))
}

/// Does its cycle end by itself?
pub(super) fn is_of_days(fold: &Fold<'_>, known: &Subscription) -> bool {
    fold.rulebook.plan(&known.plan).is_some_and(|plan| plan.cadence().is_of_days())
}

/// The same day of the month so many months later, when it begins.
pub(super) fn anniversary(fold: &Fold<'_>, time: Instant, months: u8) -> Result<Instant, Problem> {
    let day = fold.rulebook.day(time)?;
    let (_, _, anchor) = day.year_month_day();
    fold.rulebook.midnight(day.months_on(i32::from(months), u8::try_from(anchor).unwrap_or(1)))
}

/// A moment of a billing day, so many months on.
fn shifted(fold: &Fold<'_>, time: Instant, months: i32) -> Result<Instant, Problem> {
    let anchor = fold.rulebook.parts().billing.map_or(1, |billing| billing.anchor_day);
    fold.rulebook.midnight(fold.rulebook.day(time)?.months_on(months, anchor))
}
