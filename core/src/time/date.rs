//! UTC days and months.

use super::civil::{Civil, civil, day_number, days_in_month};
use super::{Instant, Month};
use crate::problem::Code;
use crate::wire::{Decode, Read, Reader, shown};
use alloc::format;
use core::fmt;
use serde::{Serialize, Serializer};

/// A civil day in UTC, 2000-01-01 to 2199-12-31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(i64);

pub(super) const YEAR_MIN: i64 = 2000;
pub(super) const YEAR_MAX: i64 = 2199;

impl Date {
    pub(super) const fn from_day_number(days: i64) -> Self {
        Self(days)
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub const fn day_number(self) -> i64 {
        self.0
    }

    /// The day so many days earlier.
    #[must_use]
    pub const fn days_before(self, days: u32) -> Self {
        Self(self.0.saturating_sub(days as i64))
    }

    /// The day so many days later.
    #[must_use]
    pub const fn days_after(self, days: u32) -> Self {
        Self(self.0.saturating_add(days as i64))
    }

    /// 00:00 UTC of this day.
    #[must_use]
    pub const fn midnight(self) -> Instant {
        Instant::from_millis(self.0.saturating_mul(super::instant::DAY_MS))
    }

    /// Days since Monday, 0 to 6.
    #[must_use]
    pub fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday.
        u8::try_from(self.0.saturating_add(3).rem_euclid(7)).unwrap_or_default()
    }

    /// Year, month from 1, day from 1.
    #[must_use]
    pub fn year_month_day(self) -> (i64, u32, u32) {
        civil(self.0)
    }

    /// The next day after this one that is the `anchor`th of its month, clamped to the month's end. The anchor is
    /// remembered by whoever asks: the 31st comes as Feb 28, then as Mar 31.
    #[must_use]
    pub fn next_monthly(self, anchor: u8) -> Self {
        let (year, month, _) = civil(self.0);
        let in_month = |year: i64, month: u32| {
            Self(day_number((year, month, u32::from(anchor).clamp(1, days_in_month(year, month)))))
        };
        let this_month = in_month(year, month);
        if this_month > self {
            return this_month;
        }
        if month == 12 { in_month(year.saturating_add(1), 1) } else { in_month(year, month.saturating_add(1)) }
    }

    /// The `anchor`th of the month so many months later (or earlier), clamped to that month's end.
    #[must_use]
    pub fn months_on(self, months: i32, anchor: u8) -> Self {
        let (year, month, _) = civil(self.0);
        let count = year.saturating_mul(12).saturating_add(i64::from(month)).saturating_sub(1);
        let count = count.saturating_add(i64::from(months));
        let (year, month) = (count.div_euclid(12), count.rem_euclid(12).saturating_add(1));
        let month = u32::try_from(month).unwrap_or(1);
        Self(day_number((year, month, u32::from(anchor).clamp(1, days_in_month(year, month)))))
    }

    /// Days from `earlier` to this day; negative when it is later.
    #[must_use]
    pub const fn days_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The calendar month it lies in.
    #[must_use]
    pub fn month(self) -> Month {
        let (year, month, _) = civil(self.0);
        Month::new(year, month)
    }

    /// Reads `YYYY-MM-DD`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok()).flatten();
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
            return None;
        }
        let (year, month, day): (u32, u32, u32) =
            (digits(text.get(..4)?)?, digits(text.get(5..7)?)?, digits(text.get(8..)?)?);
        let date: Civil = (i64::from(year), month, day);
        let real = (1..=12).contains(&month) && (1..=days_in_month(date.0, month)).contains(&day);
        real.then(|| Self(day_number(date)))
    }

    /// Is it within 2000 to 2199?
    #[must_use]
    pub fn in_bounds(self) -> bool {
        (YEAR_MIN..=YEAR_MAX).contains(&civil(self.0).0)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil(self.0);
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Decode for Date {
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let Some(text) = reader.text("a date in a string")? else { return Ok(None) };
        match Self::parse(&text) {
            Some(date) if date.in_bounds() => return Ok(Some(date)),
            Some(_) => reader.note(
                Code::TimeRange,
                format!("`{}` is outside 2000 to 2199", shown(&text)),
                "write a date within these years",
            ),
            None => reader.note(
                Code::TimeGrammar,
                format!("`{}` is not a date", shown(&text)),
                "write a day that exists as YYYY-MM-DD",
            ),
        }
        Ok(None)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Date {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Date".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A UTC day, YYYY-MM-DD, from 2000 to 2199.",
            "type": "string",
            "pattern": r"^2[01][0-9]{2}-[0-9]{2}-[0-9]{2}$",
        })
    }
}
