//! Rule `plan.proration`: which share of a cycle a part of it is.
//!
//! By day: days from the part's first to the one before it ends, over those of the whole cycle; the day of a change
//! belongs to what begins. By second: seconds over seconds. On a fixed month: days of a calendar in which every month
//! has thirty (30E/360), over those of the whole cycle, so that a whole one costs its price where February clamps its
//! end. June 23 to July 15 of the month to July 23 is 22/30 by either, February
//! 23 to March 15 is 20/28 and 22/30 (killbill/killbill ProrationTest).

use crate::catalog::Proration;
use crate::money::Exact;
use crate::problem::Problem;
use crate::time::{Date, Instant};

/// From a moment to another, `[from, until)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// Its start.
    pub from: Instant,
    /// Its end, outside.
    pub until: Instant,
}

/// The share of a part of a cycle, as a fraction. `day`: the local day of a moment.
///
/// # Errors
/// What `day` is refused with; `overflow` never for parts of a cycle.
pub fn share(
    by: Proration,
    part: (Instant, Instant),
    cycle: Cycle,
    day: impl Fn(Instant) -> Result<Date, Problem>,
) -> Result<(Exact, Exact), Problem> {
    let (from, until) = part;
    let whole = |number: i64| Exact::new(i128::from(number.max(0)), 0);
    let days = |from: Instant, until: Instant| Ok::<_, Problem>(day(until)?.days_since(day(from)?));
    match by {
        Proration::Day => Ok((whole(days(from, until)?)?, whole(days(cycle.from, cycle.until)?)?)),
        Proration::Second => Ok((whole(until.millis_since(from))?, whole(cycle.until.millis_since(cycle.from))?)),
        Proration::Fixed30 => {
            let counted = |from, until| Ok::<_, Problem>(thirty(day(until)?).saturating_sub(thirty(day(from)?)));
            Ok((whole(counted(from, until)?)?, whole(counted(cycle.from, cycle.until)?)?))
        }
        Proration::None => Ok((Exact::ONE, Exact::ONE)),
    }
}

/// A day of the calendar in which every month has thirty days; the 31st is the 30th.
fn thirty(day: Date) -> i64 {
    let (year, month, day) = day.year_month_day();
    year.saturating_mul(360).saturating_add(i64::from(month).saturating_mul(30)).saturating_add(i64::from(day.min(30)))
}
