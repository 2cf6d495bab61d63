//! The proleptic Gregorian calendar as day numbers from 1970-01-01.
//! Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil` and `civil_from_days`.
//!
//! Products wrap in words, since whether one of 64 bits overflows is asked by a call in WebAssembly; none comes near it.
#![allow(clippy::arithmetic_side_effects, reason = "years 2000 to 2199, far within 64 bits")]

/// Year, month 1 to 12, day 1 to 31.
pub(super) type Civil = (i64, u32, u32);

/// Days in an era of 400 years, and from 0000-03-01 to 1970-01-01.
const ERA: i64 = 146_097;
const EPOCH: i64 = 719_468;

pub(super) const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

pub(super) const fn days_in_month(year: i64, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

pub(super) const fn day_number((year, month, day): Civil) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (if month > 2 { month - 3 } else { month + 9 }) as i64;
    let day_of_year = (month_from_march.wrapping_mul(153) + 2) / 5 + day as i64 - 1;
    let days = era.wrapping_mul(ERA) + year_of_era.wrapping_mul(365);
    days + year_of_era / 4 - year_of_era / 100 + day_of_year - EPOCH
}

pub(super) fn civil(day_number: i64) -> Civil {
    let shifted = day_number + EPOCH;
    let era = shifted.div_euclid(ERA);
    let day_of_era = shifted.rem_euclid(ERA);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (year_of_era.wrapping_mul(365) + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (day_of_year.wrapping_mul(5) + 2) / 153;
    let day = day_of_year - (month_from_march.wrapping_mul(153) + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era.wrapping_mul(400) + i64::from(month <= 2);
    (year, u32::try_from(month).unwrap_or(1), u32::try_from(day).unwrap_or(1))
}
