//! Instants: RFC 3339 with a zone, kept in UTC milliseconds.

use super::Date;
use super::date::two_digits;
use crate::problem::Code;
use crate::wire::{Decode, Encode, Read, Reader, Writer, shown};
use alloc::format;
use arrayvec::ArrayString;
use core::fmt;
use core::num::NonZeroI64;

/// A moment in UTC, to the millisecond, from 2000 to 2199.
///
/// Milliseconds since 1970, twice and one more: no moment is zero, and so `Option<Instant>` is one word as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(NonZeroI64);

const _: () = assert!(size_of::<Option<Instant>>() == 8, "an optional moment is one word");

pub(super) const DAY_MS: i64 = 86_400_000;

impl Date {
    /// 00:00 UTC of this day.
    #[must_use]
    pub const fn midnight(self) -> Instant {
        Instant::from_millis(self.day_number().saturating_mul(DAY_MS))
    }
}

impl Instant {
    /// The UTC day it lies in.
    #[must_use]
    pub const fn date(self) -> Date {
        Date::from_day_number(self.millis().div_euclid(DAY_MS))
    }

    /// Whole seconds since the UTC day began.
    #[must_use]
    pub fn second_of_day(self) -> u32 {
        u32::try_from(self.millis().rem_euclid(DAY_MS).div_euclid(1_000)).unwrap_or_default()
    }

    /// Milliseconds from an earlier moment to this one; negative when it is later.
    #[must_use]
    pub const fn millis_since(self, earlier: Self) -> i64 {
        self.millis().saturating_sub(earlier.millis())
    }

    /// So many milliseconds after 1970 began in UTC.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        // What is too far for a word stays far out of bounds.
        match NonZeroI64::new(millis.saturating_add(millis) | 1) {
            Some(word) => Self(word),
            None => Self(NonZeroI64::MAX),
        }
    }

    /// Milliseconds since 1970.
    pub const fn millis(self) -> i64 {
        self.0.get() >> 1
    }

    /// So many seconds later, or earlier.
    pub(super) const fn shifted(self, seconds: i64) -> Self {
        Self::from_millis(self.millis().saturating_add(seconds.saturating_mul(1_000)))
    }

    /// So many milliseconds later.
    pub(super) const fn plus_millis(self, millis: i64) -> Self {
        Self::from_millis(self.millis().saturating_add(millis))
    }

    /// This moment and so many seconds.
    #[must_use]
    pub const fn plus_seconds(self, seconds: u32) -> Self {
        Self::from_millis(self.millis().saturating_add((seconds as i64).saturating_mul(1_000)))
    }

    /// This moment and so many hours.
    #[must_use]
    pub const fn plus_hours(self, hours: u32) -> Self {
        Self::from_millis(self.millis().saturating_add((hours as i64).saturating_mul(3_600_000)))
    }

    /// The last millisecond before this moment.
    #[must_use]
    pub const fn just_before(self) -> Self {
        Self::from_millis(self.millis().saturating_sub(1))
    }

    /// This moment and so many days of 24 hours.
    #[must_use]
    pub const fn plus_days(self, days: u32) -> Self {
        Self::from_millis(self.millis().saturating_add((days as i64).saturating_mul(DAY_MS)))
    }

    /// The moment, if the text is one.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        Self::parse(text).filter(|instant| instant.date().in_bounds())
    }

    /// Reads RFC 3339: a `T`, seconds, at most three decimals, and `Z` or an offset. No leap second: UTC days
    /// have 86,400 seconds here.
    fn parse(text: &str) -> Option<Self> {
        let date = Date::parse(text.get(..10)?)?;
        let second_of_day = clock_seconds(text.get(10..19)?)?;
        let (fraction, zone) = fraction(text.get(19..)?)?;
        let offset = offset_seconds(zone)?;
        // A year of four digits is far within 64 bits. Whether a product of them overflows is asked by a call in WebAssembly.
        let seconds = date.day_number().wrapping_mul(86_400).checked_add(second_of_day)?.checked_sub(offset)?;
        seconds.wrapping_mul(1_000).checked_add(fraction).map(Self::from_millis)
    }
}

/// `T12:00:00`: every usage has one, so it is read without a search.
fn clock_seconds(clock: &str) -> Option<i64> {
    let [b'T', h1, h2, b':', m1, m2, b':', s1, s2] = *clock.as_bytes() else { return None };
    let minutes = minutes([h1, h2], [m1, m2])?;
    minutes.wrapping_mul(60).checked_add(two_digits([s1, s2]).filter(|seconds| *seconds < 60)?)
}

fn minutes(hours: [u8; 2], minutes: [u8; 2]) -> Option<i64> {
    let hours = two_digits(hours).filter(|hours| *hours < 24)?;
    hours.wrapping_mul(60).checked_add(two_digits(minutes).filter(|minutes| *minutes < 60)?)
}

/// `.5` as 500 milliseconds, and what follows.
fn fraction(text: &str) -> Option<(i64, &str)> {
    let Some(digits) = text.strip_prefix('.') else { return Some((0, text)) };
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = digits.split_at_checked(length)?;
    let unit = match length {
        1 => 100,
        2 => 10,
        3 => 1,
        _ => return None,
    };
    Some((digits.parse::<i64>().ok()?.checked_mul(unit)?, rest))
}

fn offset_seconds(zone: &str) -> Option<i64> {
    let (sign, minutes) = match *zone.as_bytes() {
        [b'Z'] => return Some(0),
        [b'+', h1, h2, b':', m1, m2] => (60, minutes([h1, h2], [m1, m2])?),
        [b'-', h1, h2, b':', m1, m2] => (-60, minutes([h1, h2], [m1, m2])?),
        _ => return None,
    };
    Some(minutes.wrapping_mul(sign))
}

impl Instant {
    /// As it is written, past the formatting machinery: every line, entry and effect has its time.
    fn letters(self) -> ArrayString<24> {
        let mut letters = ArrayString::new();
        let (year, month, day) = self.date().year_month_day();
        let of_day = self.millis().rem_euclid(DAY_MS);
        let parts = [
            (year / 100, ""),
            (year, "-"),
            (month.into(), "-"),
            (day.into(), "T"),
            (of_day / 3_600_000, ":"),
            (of_day / 60_000 % 60, ":"),
            (of_day / 1_000 % 60, ""),
        ];
        for (number, after) in parts {
            push_two(&mut letters, number);
            letters.push_str(after);
        }
        let millis = of_day % 1_000;
        if millis != 0 {
            letters.push('.');
            push_digit(&mut letters, millis / 100);
            push_two(&mut letters, millis);
        }
        letters.push('Z');
        letters
    }
}

/// The last two digits of a number.
fn push_two(letters: &mut ArrayString<24>, number: i64) {
    push_digit(letters, number / 10);
    push_digit(letters, number);
}

fn push_digit(letters: &mut ArrayString<24>, number: i64) {
    letters.push(char::from(b'0' | (number % 10) as u8));
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.letters())
    }
}

impl Encode for Instant {
    fn encode(&self, writer: &mut Writer) {
        writer.word(&self.letters());
    }
}

impl Decode for Instant {
    fn blank() -> Self {
        Self::from_millis(0)
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let Some(text) = reader.text("a time in a string")? else { return Ok(None) };
        if let Some(instant) = Self::new(&text) {
            return Ok(Some(instant));
        }
        match Self::parse(&text) {
            Some(_) => reader.note(
                Code::TimeRange,
                format!("`{}` is outside 2000 to 2199", shown(&text)),
                "write a time within these years; seconds and milliseconds may have been mixed up",
            ),
            None => reader.note(
                Code::TimeGrammar,
                format!("`{}` is not a time with a zone", shown(&text)),
                "write RFC 3339 with at most three decimals, such as \"2026-01-05T12:00:00Z\"; a leap second is written as :59",
            ),
        }
        Ok(None)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Instant {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Instant".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "RFC 3339 with a zone and at most three decimals, from 2000 to 2199; answered in UTC.",
            "type": "string",
            "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,3})?(Z|[+-][0-9]{2}:[0-9]{2})$",
        })
    }
}
