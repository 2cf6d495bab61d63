//! UTC days and months.

use super::civil::{Civil, civil, day_number, days_in_month};
use crate::problem::Code;
use crate::wire::{Decode, Encode, Read, Reader, Writer, shown};
use alloc::format;
use core::fmt;

/// A civil day in UTC, 2000-01-01 to 2199-12-31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(i64);

pub(super) const YEAR_MIN: i64 = 2000;
pub(super) const YEAR_MAX: i64 = 2199;
const FIRST: i64 = day_number((YEAR_MIN, 1, 1));
const LAST: i64 = day_number((YEAR_MAX, 12, 31));

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

    /// Days since Monday, 0 to 6.
    #[must_use]
    pub fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday.
        u8::try_from(self.0.saturating_add(3).rem_euclid(7)).unwrap_or_default()
    }

    /// The last day of this weekday (days since Monday) up to this day, itself included.
    #[must_use]
    pub fn last_weekday(self, weekday: u8) -> Self {
        let ahead = i64::from(self.weekday()).saturating_sub(i64::from(weekday)).rem_euclid(7);
        Self(self.0.saturating_sub(ahead))
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

    /// Reads `YYYY-MM-DD`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else { return None };
        let year = two_digits([y1, y2])?.wrapping_mul(100).saturating_add(two_digits([y3, y4])?);
        let month = u32::try_from(two_digits([m1, m2])?).ok()?;
        let day = u32::try_from(two_digits([d1, d2])?).ok()?;
        let date: Civil = (year, month, day);
        let real = (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
        real.then(|| Self(day_number(date)))
    }

    /// Is it within 2000 to 2199?
    #[must_use]
    pub fn in_bounds(self) -> bool {
        (FIRST..=LAST).contains(&self.0)
    }
}

/// A number of two ASCII digits.
pub(super) fn two_digits(digits: [u8; 2]) -> Option<i64> {
    let [tens, ones] = digits.map(|digit| digit.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| i64::from(tens).wrapping_mul(10).saturating_add(i64::from(ones)))
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil(self.0);
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl Encode for Date {
    fn encode(&self, writer: &mut Writer) {
        writer.display(self);
    }
}

impl Decode for Date {
    fn blank() -> Self {
        Self(0)
    }
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
