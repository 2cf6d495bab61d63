//! How long the cycles of a plan are and where they begin, as its fields say it.

use super::{Plan, Weekday};
use crate::time::Date;

/// The cycles of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cadence {
    /// They end with billing periods.
    Months(Months),
    /// They end by themselves (rule `plan.cycle`).
    Days(Days),
}

/// So many months, that end with a billing period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Months {
    /// How many.
    pub count: u8,
    /// A month in which cycles begin, from 1.
    pub anchor: Option<u8>,
}

/// So many days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// How many.
    pub count: u32,
    /// The day of the week on which cycles begin.
    pub anchor: Option<Weekday>,
}

impl Cadence {
    /// Do cycles end by themselves, and not with billing periods?
    #[must_use]
    pub const fn is_of_days(self) -> bool {
        matches!(self, Self::Days(_))
    }

    /// Do cycles begin where a subscription begins to be charged, and not by a weekday or with billing periods?
    #[must_use]
    pub const fn counts_from_start(self) -> bool {
        matches!(self, Self::Days(Days { anchor: None, .. }))
    }
}

impl Months {
    /// Billing periods that a cycle has after the one that ends in this month.
    #[must_use]
    pub fn to_end(self, month: u32) -> u8 {
        let whole = u32::from(self.count).max(1);
        let ahead = self.anchor.map(|anchor| u32::from(anchor).saturating_add(12).saturating_sub(month));
        let more = ahead.map_or(whole.saturating_sub(1), |ahead| ahead.checked_rem(whole).unwrap_or(0));
        u8::try_from(more).unwrap_or(u8::MAX)
    }
}

impl Days {
    /// The whole cycle that a subscription enters on this day, `[first, end)`: from the last anchor day up to it, or from
    /// itself. Every later one begins where the one before it ends.
    #[must_use]
    pub fn around(self, day: Date) -> (Date, Date) {
        let first = self.anchor.map_or(day, |anchor| day.last_weekday(anchor.number()));
        (first, first.days_after(self.count))
    }
}

impl Plan {
    /// Its cycles: months where nothing says days, and one month where nothing says how many.
    #[must_use]
    pub fn cadence(&self) -> Cadence {
        match self.days {
            Some(count) => Cadence::Days(Days { count, anchor: self.anchor_weekday }),
            None => Cadence::Months(Months { count: self.months.unwrap_or(1), anchor: self.anchor_month }),
        }
    }
}
