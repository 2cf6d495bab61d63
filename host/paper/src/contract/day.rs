//! Days and moments of the Gregorian calendar, as the contract writes them.

use serde::Deserialize;

/// A day: `2026-02-01`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Day {
    /// The year.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::read(&text).ok_or_else(|| format!("`{text}` is not a day, such as \"2026-02-01\""))
    }
}

impl Day {
    fn read(text: &str) -> Option<Self> {
        let number = |from, until| text.get(from..until)?.parse::<u16>().ok();
        let dashes =
            text.len() == 10 && text.bytes().enumerate().all(|(at, byte)| (byte == b'-') == matches!(at, 4 | 7));
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let there = dashes && (1..=12).contains(&month) && day >= 1;
        let read = Self { year, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? };
        (there && read.day <= read.days_of_month()).then_some(read)
    }

    const fn days_of_month(self) -> u8 {
        let leap = self.year.is_multiple_of(4) && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        match self.month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// The day before: what ends before midnight is told to people by its last day.
    #[must_use]
    pub const fn before(self) -> Self {
        if self.day > 1 {
            return Self { day: self.day - 1, ..self };
        }
        let (year, month) =
            if self.month > 1 { (self.year, self.month - 1) } else { (self.year.saturating_sub(1), 12) };
        let last = Self { year, month, day: 1 }.days_of_month();
        Self { year, month, day: last }
    }
}

/// A moment in UTC: `2026-02-01T09:30:00Z`, perhaps with parts of a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Moment {
    /// The day.
    pub day: Day,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

impl TryFrom<String> for Moment {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::read(&text).ok_or_else(|| format!("`{text}` is not a moment in UTC, such as \"2026-02-01T09:30:00Z\""))
    }
}

impl Moment {
    fn read(text: &str) -> Option<Self> {
        let (day, clock) = text.strip_suffix('Z')?.split_once('T')?;
        let number = |from, until| clock.get(from..until)?.parse::<u8>().ok();
        let (hour, minute) = (number(0, 2)?, number(3, 5)?);
        let sound = clock.as_bytes().get(2) == Some(&b':') && hour < 24 && minute < 60;
        Some(Self { day: Day::read(day).filter(|_| sound)?, hour, minute })
    }
}

#[cfg(test)]
mod tests {
    use super::{Day, Moment};

    #[test]
    fn days_are_read_and_have_one_before() {
        for (text, before) in [
            ("2026-03-01", Some("2026-02-28")),
            ("2024-03-01", Some("2024-02-29")),
            ("2026-01-01", Some("2025-12-31")),
            ("2026-05-01", Some("2026-04-30")),
            ("2026-02-29", None),
            ("2026-13-01", None),
            ("2026-1-001", None),
            ("2026-02-00", None),
        ] {
            let day = Day::try_from(text.to_owned()).ok();
            let told = day.map(Day::before).map(|day| format!("{:04}-{:02}-{:02}", day.year, day.month, day.day));
            assert_eq!(told.as_deref(), before, "{text}");
        }
    }

    #[test]
    fn moments_are_read() {
        let read = |text: &str| Moment::try_from(text.to_owned()).ok().map(|moment| (moment.hour, moment.minute));
        assert_eq!(read("2026-02-01T09:30:00Z"), Some((9, 30)));
        assert_eq!(read("2026-02-01T09:30:00.250Z"), Some((9, 30)));
        assert_eq!(read("2026-02-01T24:00:00Z"), None);
        assert_eq!(read("2026-02-01T09:30:00+01:00"), None);
    }
}
