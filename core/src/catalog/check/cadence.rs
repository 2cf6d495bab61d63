//! What makes cycles of plans unusable.

use crate::catalog::{Cadence, Days, Months, Payer, Plan, Proration, RulebookParts};
use crate::problem::Code;
use alloc::format;
use alloc::string::String;

/// Most months of a cycle, five years.
const MONTHS_MAX: u8 = 60;

/// Most days of a cycle: those of as many months.
const DAYS_MAX: u32 = 1_826;

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
