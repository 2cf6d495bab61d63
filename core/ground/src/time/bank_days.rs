//! Business days of US banks: not Saturdays, Sundays and the holidays of the Federal Reserve.
//!
//! A holiday on a Sunday is kept on the Monday after it; one on a Saturday is not moved: the banks are open on the
//! Friday before. Source: Federal Reserve Bank Services, "Holiday Schedules" (frbservices.org), with its note on
//! weekends; 5 U.S.C. 6103 for the days themselves, Juneteenth from 2021 on.

use super::Date;

/// The day that is so many business days after this one.
#[must_use]
pub fn business_days_after(day: Date, count: u8) -> Date {
    let (mut day, mut left) = (day, count);
    while left > 0 {
        day = day.days_after(1);
        if is_business_day(day) {
            left = left.saturating_sub(1);
        }
    }
    day
}

/// Are US banks open?
#[must_use]
pub fn is_business_day(day: Date) -> bool {
    let yesterday_was_a_holiday_on_sunday = day.weekday() == MONDAY && is_holiday(day.days_before(1));
    day.weekday() < SATURDAY && !is_holiday(day) && !yesterday_was_a_holiday_on_sunday
}

const MONDAY: u8 = 0;
const THURSDAY: u8 = 3;
const SATURDAY: u8 = 5;

/// A holiday by the calendar, wherever in the week it falls.
fn is_holiday(day: Date) -> bool {
    let (year, month, of_month) = day.year_month_day();
    // The first, second, third … of its weekday in the month.
    let nth = of_month.saturating_add(6).checked_div(7).unwrap_or_default();
    match (month, day.weekday()) {
        // Martin Luther King Jr. Day, Washington's Birthday.
        (1 | 2, MONDAY) if nth == 3 => true,
        // Memorial Day: the last Monday of May.
        (5, MONDAY) if of_month > 24 => true,
        // Labor Day, Columbus Day, Thanksgiving Day.
        (9, MONDAY) if nth == 1 => true,
        (10, MONDAY) if nth == 2 => true,
        (11, THURSDAY) if nth == 4 => true,
        // New Year's Day, Juneteenth, Independence Day, Veterans Day, Christmas Day.
        _ => match (month, of_month) {
            (6, 19) => year >= 2021,
            fixed => matches!(fixed, (1, 1) | (7, 4) | (11, 11) | (12, 25)),
        },
    }
}
