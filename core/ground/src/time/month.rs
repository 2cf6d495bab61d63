//! Calendar months in UTC.

use super::Date;
use super::civil::{day_number, days_in_month};
use super::date::{YEAR_MAX, YEAR_MIN};
use crate::problem::Code;
use crate::wire::{Decode, Encode, Read, Reader, Writer, shown};
use alloc::format;
use core::fmt;

/// A calendar month in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: i64,
    month: u32,
}

impl Date {
    /// The calendar month it lies in.
    #[must_use]
    pub fn month(self) -> Month {
        let (year, month, _) = self.year_month_day();
        Month { year, month }
    }
}

impl Month {
    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Date {
        Date::from_day_number(day_number((self.year, self.month, 1)))
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Date {
        Date::from_day_number(day_number((self.year, self.month, days_in_month(self.year, self.month))))
    }

    /// Reads `YYYY-MM`.
    fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let digits = |part: &str, length: usize| {
            (part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| part.parse().ok())
                .flatten()
        };
        let (year, month): (u32, u32) = (digits(year, 4)?, digits(month, 2)?);
        let year = i64::from(year);
        ((1..=12).contains(&month) && (YEAR_MIN..=YEAR_MAX).contains(&year)).then_some(Self { year, month })
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl Encode for Month {
    fn encode(&self, writer: &mut Writer) {
        writer.display(self);
    }
}

impl Decode for Month {
    fn blank() -> Self {
        Self { year: YEAR_MIN, month: 1 }
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let Some(text) = reader.text("a month in a string")? else { return Ok(None) };
        let month = Self::parse(&text);
        if month.is_none() {
            reader.note(
                Code::MonthGrammar,
                format!("`{}` is not a month from 2000 to 2199", shown(&text)),
                "write YYYY-MM, such as \"2028-03\"",
            );
        }
        Ok(month)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Month {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Month".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A calendar month, YYYY-MM, from 2000 to 2199.",
            "type": "string",
            "pattern": r"^2[01][0-9]{2}-[0-9]{2}$",
        })
    }
}
