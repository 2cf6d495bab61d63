//! Amounts and days as people write them, in each language. Nothing is computed: digits are put in other places.

/// Months of English and German.
const MONTHS: [[&str; 2]; 12] = [
    ["January", "Januar"],
    ["February", "Februar"],
    ["March", "März"],
    ["April", "April"],
    ["May", "Mai"],
    ["June", "Juni"],
    ["July", "Juli"],
    ["August", "August"],
    ["September", "September"],
    ["October", "Oktober"],
    ["November", "November"],
    ["December", "Dezember"],
];

/// `1234.5000` as `1,234.50`, or `1.234,50`: two places at least, and no zeros behind them. What is no amount stays as it is.
pub(super) fn amount(text: &str, language: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !number(whole) || !number(part) {
        return text.to_owned();
    }
    let (between, point) = if language == "de" { ('.', ',') } else { (',', '.') };
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(between);
        }
        grouped.push(digit);
    }
    let part = format!("{:0<2}", part.trim_end_matches('0'));
    format!("{sign}{grouped}{point}{part}")
}

/// `2026-01-05` or `2026-01-05T12:00:00Z` as `5 January 2026`, or `5. Januar 2026`.
pub(super) fn day(text: &str, language: &str) -> String {
    let parts: Vec<&str> = text.get(..10).unwrap_or_default().split('-').collect();
    let german = language == "de";
    let found = match parts[..] {
        [year, month, day] => {
            month.parse::<usize>().ok().zip(day.parse::<u8>().ok()).map(|(month, day)| (year, month, day))
        }
        _ => None,
    };
    let named = found.and_then(|(year, month, day)| Some((year, MONTHS.get(month.checked_sub(1)?)?, day)));
    match named {
        Some((year, month, day)) if german => format!("{day}. {} {year}", month[1]),
        Some((year, month, day)) => format!("{day} {} {year}", month[0]),
        None => text.to_owned(),
    }
}

/// The same with the time of day in UTC.
pub(super) fn moment(text: &str, language: &str) -> String {
    let time = text.get(11..16).filter(|time| time.as_bytes()[2] == b':');
    let day = day(text, language);
    match time {
        Some(time) if language == "de" => format!("{day}, {time} Uhr (UTC)"),
        Some(time) => format!("{day}, {time} UTC"),
        None => day,
    }
}

#[cfg(test)]
mod tests {
    use super::{amount, day, moment};

    #[test]
    fn amounts_and_days_are_written_as_people_do() {
        for (text, english, german) in [
            ("0.0000", "0.00", "0,00"),
            ("19.6200", "19.62", "19,62"),
            ("-1234567.8", "-1,234,567.80", "-1.234.567,80"),
            ("0.012300", "0.0123", "0,0123"),
            ("500", "500.00", "500,00"),
            ("x", "x", "x"),
            ("", "", ""),
            ("1e3", "1e3", "1e3"),
        ] {
            assert_eq!((&*amount(text, "en"), &*amount(text, "de")), (english, german));
        }
        assert_eq!(day("2026-03-05", "en"), "5 March 2026");
        assert_eq!(day("2026-03-05", "de"), "5. März 2026");
        assert_eq!(moment("2026-12-31T23:59:00Z", "en"), "31 December 2026, 23:59 UTC");
        assert_eq!(moment("2026-12-31T23:59:00.123Z", "de"), "31. Dezember 2026, 23:59 Uhr (UTC)");
        for strange in ["", "2026", "2026-13-01", "é-é-é-é-é", "0000-00-00"] {
            assert_eq!((&*day(strange, "en"), &*moment(strange, "de")), (strange, strange));
        }
    }
}
