//! How a language writes numbers, amounts, days and spans. Digits are moved apart, never changed.

use super::Language;
use crate::contract::{Day, Figure, Moment, Period};

/// No-break space.
const JOIN: char = '\u{a0}';
/// The minus sign, as wide as a plus.
const MINUS: char = '\u{2212}';

impl Language {
    /// `1234567.50` as `1,234,567.50` or `1.234.567,50`.
    pub(crate) fn number(self, figure: &Figure) -> String {
        let sign = if figure.is_negative() { String::from(MINUS) } else { String::new() };
        sign + &self.digits(figure)
    }

    /// The number with a plus where it is above zero.
    pub(crate) fn signed(self, figure: &Figure) -> String {
        let plus = if figure.is_negative() || figure.is_zero() { "" } else { "+" };
        format!("{plus}{}", self.number(figure))
    }

    /// The number with the other sign: what is taken off, and is written as how much.
    pub(crate) fn taken_off(self, figure: &Figure) -> String {
        let digits = self.digits(figure);
        if figure.is_negative() || figure.is_zero() { digits } else { format!("{MINUS}{digits}") }
    }

    fn digits(self, figure: &Figure) -> String {
        let (group, point) = match self {
            Self::En => (',', '.'),
            Self::De => ('.', ','),
        };
        let (whole, rest) = figure.parts();
        let mut out = String::new();
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                out.push(group);
            }
            out.push(digit);
        }
        if !rest.is_empty() {
            out.push(point);
            out.push_str(rest);
        }
        out
    }

    /// An amount with its currency: `€1,234.50`, `1.234,50 €`, `CHF 20.00`.
    pub(crate) fn money(self, figure: &Figure, currency: &str) -> String {
        let sign = match currency {
            "EUR" => Some('€'),
            "GBP" => Some('£'),
            "USD" => Some('$'),
            _ => None,
        };
        let minus = if figure.is_negative() { String::from(MINUS) } else { String::new() };
        let digits = self.digits(figure);
        match (self, sign) {
            (Self::En, Some(sign)) => format!("{minus}{sign}{digits}"),
            (Self::En, None) => format!("{minus}{currency}{JOIN}{digits}"),
            (Self::De, Some(sign)) => format!("{minus}{digits}{JOIN}{sign}"),
            (Self::De, None) => format!("{minus}{digits}{JOIN}{currency}"),
        }
    }

    /// `19%`, `19 %`.
    pub(crate) fn percent(self, figure: &Figure) -> String {
        let number = self.number(figure);
        match self {
            Self::En => format!("{number}%"),
            Self::De => format!("{number}{JOIN}%"),
        }
    }

    /// `1 February 2026`, `1. Februar 2026`.
    pub(crate) fn day(self, day: Day) -> String {
        let month = name(&self.words().months, day);
        let point = self.point();
        format!("{}{point}{JOIN}{month}{JOIN}{}", day.day, day.year)
    }

    /// `1 Feb 2026`, `01.02.2026`.
    pub(crate) fn day_short(self, day: Day) -> String {
        match self {
            Self::En => format!("{}{JOIN}{}{JOIN}{}", day.day, name(&self.words().months_short, day), day.year),
            Self::De => format!("{:02}.{:02}.{}", day.day, day.month, day.year),
        }
    }

    /// The day and the clock, in UTC.
    pub(crate) fn moment(self, moment: Moment) -> String {
        format!("{}, {:02}:{:02}{JOIN}UTC", self.day(moment.day), moment.hour, moment.minute)
    }

    /// The day and the clock for a column.
    pub(crate) fn moment_short(self, moment: Moment) -> String {
        format!("{}{JOIN}{JOIN}{:02}:{:02}", self.day_short(moment.day), moment.hour, moment.minute)
    }

    /// From the first to the last day: `1–28 Feb 2026`, `01.–28.02.2026`.
    pub(crate) fn span(self, period: Period) -> String {
        let (from, last) = (period.from, period.until.before());
        if last <= from {
            return self.day_short(from);
        }
        let same = (from.year, from.month) == (last.year, last.month);
        match self {
            Self::En if same => format!("{}–{}", from.day, self.day_short(last)),
            Self::De if same => format!("{:02}.–{}", from.day, self.day_short(last)),
            Self::En | Self::De => format!("{} – {}", self.day_short(from), self.day_short(last)),
        }
    }

    /// The unit of so many, in words.
    pub(crate) fn unit(self, unit: &str, of: &Figure) -> String {
        let one = matches!(of.as_str(), "1" | "-1");
        let unit = CODES.iter().find(|(code, _)| *code == unit).map_or(unit, |(_, name)| name);
        let known = self.words().units.iter().find(|(name, ..)| *name == unit);
        known.map_or_else(|| unit.replace('_', " "), |(_, single, many)| (if one { *single } else { *many }).to_owned())
    }

    const fn point(self) -> &'static str {
        match self {
            Self::En => "",
            Self::De => ".",
        }
    }
}

/// Units that stand as their code of UN/ECE Recommendation 20 already, by the engine's name for it.
const CODES: [(&str, &str); 18] = [
    ("C62", "one"),
    ("H87", "one"),
    ("EA", "one"),
    ("SEC", "second"),
    ("MIN", "minute"),
    ("HUR", "hour"),
    ("DAY", "day"),
    ("WEE", "week"),
    ("MON", "month"),
    ("QAN", "quarter"),
    ("ANN", "year"),
    ("NF", "message"),
    ("2P", "kilobyte"),
    ("4L", "megabyte"),
    ("E34", "gigabyte"),
    ("E35", "terabyte"),
    ("KWH", "kilowatt_hour"),
    ("P1", "percent"),
];

fn name(months: &[&'static str; 12], day: Day) -> &'static str {
    months.get(usize::from(day.month).wrapping_sub(1)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Language::{self, De, En};
    use crate::contract::{Day, Figure, Period};

    fn figure(text: &str) -> Figure {
        Figure::try_from(text.to_owned()).expect("a number")
    }

    fn day(text: &str) -> Day {
        Day::try_from(text.to_owned()).expect("a day")
    }

    #[test]
    fn numbers_are_cut_apart_by_language() {
        for (text, english, german) in [
            ("0.00", "0.00", "0,00"),
            ("999.5", "999.5", "999,5"),
            ("1000", "1,000", "1.000"),
            ("-1234567.89", "−1,234,567.89", "−1.234.567,89"),
            ("123456789012345.000000000001", "123,456,789,012,345.000000000001", "123.456.789.012.345,000000000001"),
        ] {
            assert_eq!((En.number(&figure(text)), De.number(&figure(text))), (english.into(), german.into()));
        }
        assert_eq!(En.signed(&figure("5.00")), "+5.00");
        assert_eq!(En.signed(&figure("0.00")), "0.00");
        assert_eq!(En.taken_off(&figure("5.00")), "−5.00");
        assert_eq!(En.taken_off(&figure("-5.00")), "5.00");
    }

    #[test]
    fn amounts_have_their_currency_where_the_language_puts_it() {
        let told = |language: Language, text: &str, currency: &str| language.money(&figure(text), currency);
        assert_eq!(told(En, "-1234.50", "EUR"), "−€1,234.50");
        assert_eq!(told(De, "-1234.50", "EUR"), "−1.234,50\u{a0}€");
        assert_eq!(told(En, "20.00", "CHF"), "CHF\u{a0}20.00");
        assert_eq!(told(De, "200", "JPY"), "200\u{a0}JPY");
    }

    #[test]
    fn spans_name_their_last_day() {
        let span = |from: &str, until: &str| Period { from: day(from), until: day(until) };
        let month = span("2026-02-01", "2026-03-01");
        assert_eq!((En.span(month), De.span(month)), ("1–28\u{a0}Feb\u{a0}2026".into(), "01.–28.02.2026".into()));
        let year = span("2026-01-15", "2027-01-15");
        assert_eq!(De.span(year), "15.01.2026 – 14.01.2027");
        assert_eq!(En.span(span("2026-02-01", "2026-02-02")), "1\u{a0}Feb\u{a0}2026");
    }
}
