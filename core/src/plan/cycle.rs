//! Rule `plan.cycle`: where cycles of subscriptions begin and end.
//!
//! Cycles of months end with a billing period. Cycles of days end by themselves, at the local midnight so many days after
//! they began: on the plan's weekday, or from the day on which the subscription begins, or its trial ends. So weeks from
//! Monday that are taken on Wednesday, 2022-06-22, begin with five days of seven (getlago/lago-api
//! subscription_service_spec.rb).

use super::{Cycle, Subscription};
use crate::catalog::{Cadence, Days, Months, Plan, Rulebook};
use crate::problem::Problem;
use crate::time::Instant;

/// The whole cycle that holds a moment, of one that enters it then.
pub(crate) fn whole(rulebook: &Rulebook<'_>, plan: &Plan, time: Instant) -> Result<(Instant, Instant), Problem> {
    match plan.cadence() {
        Cadence::Months(months) => of_months(rulebook, months, time),
        Cadence::Days(days) => of_days(rulebook, days, time),
    }
}

/// It ends with a billing period, so many months after the next one begins or in the plan's anchor month.
fn of_months(rulebook: &Rulebook<'_>, months: Months, time: Instant) -> Result<(Instant, Instant), Problem> {
    let end = period_end(rulebook, time)?.unwrap_or(time);
    let (_, month, _) = rulebook.day(end)?.year_month_day();
    let until = shifted(rulebook, end, i32::from(months.to_end(month)))?;
    Ok((shifted(rulebook, until, i32::from(months.count).saturating_neg())?, until))
}

fn of_days(rulebook: &Rulebook<'_>, days: Days, time: Instant) -> Result<(Instant, Instant), Problem> {
    let (first, end) = days.around(rulebook.day(time)?);
    Ok((rulebook.midnight(first)?, rulebook.midnight(end)?))
}

/// The cycle that was open at an earlier moment, of one that has kept its plan since: those before the open one.
pub(crate) fn cycle_at(rulebook: &Rulebook<'_>, plan: &Plan, open: Cycle, time: Instant) -> Result<Cycle, Problem> {
    let mut cycle = open;
    while time < cycle.from {
        let from = match plan.cadence() {
            Cadence::Months(months) => shifted(rulebook, cycle.from, i32::from(months.count).saturating_neg())?,
            Cadence::Days(days) => rulebook.midnight(rulebook.day(cycle.from)?.days_before(days.count))?,
        };
        if from >= cycle.from {
            break;
        }
        cycle = Cycle { from, until: cycle.from };
    }
    Ok(cycle)
}

/// The cycle that holds a later moment, of one that enters them here.
pub(crate) fn cycle_after(
    rulebook: &Rulebook<'_>,
    plan: &Plan,
    entered: Instant,
    time: Instant,
) -> Result<Cycle, Problem> {
    let (mut from, mut until) = whole(rulebook, plan, entered)?;
    while until <= time {
        let next = whole(rulebook, plan, until)?;
        if next.1 <= until {
            break;
        }
        (from, until) = next;
    }
    Ok(Cycle { from, until })
}

/// Does its cycle end by itself?
pub(crate) fn is_of_days(rulebook: &Rulebook<'_>, known: &Subscription) -> bool {
    rulebook.plan(&known.plan).is_some_and(|plan| plan.cadence().is_of_days())
}

/// The same day of the month so many months later, when it begins.
pub(crate) fn anniversary(rulebook: &Rulebook<'_>, time: Instant, months: u8) -> Result<Instant, Problem> {
    let day = rulebook.day(time)?;
    let (_, _, anchor) = day.year_month_day();
    rulebook.midnight(day.months_on(i32::from(months), u8::try_from(anchor).unwrap_or(1)))
}

/// A moment of a billing day, so many months on.
fn shifted(rulebook: &Rulebook<'_>, time: Instant, months: i32) -> Result<Instant, Problem> {
    let anchor = rulebook.parts().billing.map_or(1, |billing| billing.anchor_day);
    rulebook.midnight(rulebook.day(time)?.months_on(months, anchor))
}

/// Rule `billing.period`: when a period that began here ends.
pub(crate) fn period_end(rulebook: &Rulebook<'_>, from: Instant) -> Result<Option<Instant>, Problem> {
    let Some(billing) = rulebook.parts().billing else { return Ok(None) };
    let day = rulebook.day(from)?.next_monthly(billing.anchor_day);
    let end = rulebook.midnight(day)?;
    // Where clocks go back over midnight a day has begun, and a moment after that is of the day before once more.
    Ok(Some(if end > from { end } else { rulebook.midnight(day.next_monthly(billing.anchor_day))? }))
}
