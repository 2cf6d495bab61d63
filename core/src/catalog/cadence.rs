//! How long the cycles of a plan are and where they begin, as its fields say it.

use super::{Payer, Plan, Proration, RulebookParts, Weekday};
use crate::problem::Code;
use crate::time::Date;
use alloc::format;
use alloc::string::String;

/// Most months of a cycle, five years.
const MONTHS_MAX: u8 = 60;

/// Most days of a cycle: those of as many months.
const DAYS_MAX: u32 = 1_826;

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

/// Cycles that are not, that are two at once, or that begin where they cannot.
pub(super) fn note_problems(parts: &RulebookParts, plan: &Plan, note: &mut dyn FnMut(&str, Code, String, &str)) {
    match plan.cadence() {
        Cadence::Months(months) => note_months(months, note),
        Cadence::Days(days) => note_days(plan, days, note),
    }
    match plan.days {
        None if plan.anchor_weekday.is_some() => {
            let message = String::from("cycles of months begin with billing periods, not on a weekday");
            note("anchor_weekday", Code::PlanCycle, message, "add `days`, 7 for weeks, or leave it out");
        }
        None if parts.billing.is_none() => {
            let message = String::from("cycles end with billing periods, and the rulebook has none");
            note("id", Code::BillingMissing, message, "add `billing` with an `anchor_day`, or say `days`");
        }
        Some(_) if parts.billing.is_none() && plan.payer == Payer::Invoice => {
            let message = String::from("invoices come with billing periods, and the rulebook has none");
            note("payer", Code::BillingMissing, message, "add `billing` with an `anchor_day`, or let credit pay");
        }
        _ => {}
    }
}

fn note_months(months: Months, note: &mut dyn FnMut(&str, Code, String, &str)) {
    let Months { count, anchor } = months;
    if !(1..=MONTHS_MAX).contains(&count) {
        let message = format!("{count} months are not from 1 to {MONTHS_MAX}");
        note("months", Code::NumberRange, message, "write the months of a cycle");
    }
    if let Some(month) = anchor
        && !((1..=12).contains(&month) && 12_u8.checked_rem(count) == Some(0))
    {
        let message = format!("cycles of {count} months do not begin in the same month {month} of each year");
        let help = "write a month from 1 to 12, and 1, 2, 3, 4, 6 or 12 months";
        note("anchor_month", Code::NumberRange, message, help);
    }
}

fn note_days(plan: &Plan, days: Days, note: &mut dyn FnMut(&str, Code, String, &str)) {
    let Days { count, anchor } = days;
    if !(1..=DAYS_MAX).contains(&count) {
        let message = format!("{count} days are not from 1 to {DAYS_MAX}");
        note("days", Code::NumberRange, message, "write the days of a cycle");
    }
    if plan.months.is_some() {
        let message = String::from("the plan has cycles of months and of days");
        note("days", Code::PlanCycle, message, "keep `months` or `days`");
    }
    if plan.anchor_month.is_some() {
        let message = format!("cycles of {count} days do not begin in the same month of each year");
        note("anchor_month", Code::PlanCycle, message, "leave it out; weeks can have an `anchor_weekday`");
    }
    if anchor.is_some() && count.checked_rem(7) != Some(0) {
        let message = format!("cycles of {count} days do not begin on the same day of the week");
        note("anchor_weekday", Code::PlanCycle, message, "write 7, 14 or other whole weeks of days, or leave it out");
    }
    if plan.proration == Proration::Fixed30 {
        let message = format!("months of thirty days do not divide a cycle of {count} days");
        note("proration", Code::PlanCycle, message, "prorate by `day` or `second`, or not");
    }
}
