//! A month of usage for each of the 5,000 published telephone customers.
//!
//! The customers' file has a month's minutes by class. Each class is spread over four calls days apart, in tenths
//! of a minute, so that the four make the published minutes to the tenth. Nothing is random: the same file makes
//! the same events. Every account begins with a top-up of 25.

use std::fmt::Write as _;

/// The customers as published; see `tests/cases/telephone/README.md`.
pub const CUSTOMERS: &str = include_str!("../../cases/telephone/customers.csv");
/// The rulebook of the sample accounts.
pub const RULEBOOK: &str = include_str!("../../cases/telephone/prepaid.json");
/// What every sample owner has set.
pub const SETTINGS: &str = include_str!("../../cases/telephone/settings.json");
/// When the sample accounts open.
pub const OPENED_AT: &str = "2026-01-01T00:00:00Z";
/// When the month is over.
pub const AS_OF: &str = "2026-02-01T00:00:00Z";

/// Product, column of its minutes, hour of its calls.
const CLASSES: [(&str, usize, usize); 4] =
    [("call.day", 5, 10), ("call.evening", 8, 19), ("call.night", 11, 23), ("call.international", 14, 14)];
const PARTS: u64 = 4;

/// An account and its events of the month, one JSON object each.
pub struct Sample {
    /// The account's id.
    pub account: String,
    /// Its events.
    pub events: Vec<String>,
}

/// Every customer's month.
pub fn samples() -> impl Iterator<Item = Sample> {
    CUSTOMERS.lines().skip(1).enumerate().map(|(place, row)| sample(place, row))
}

/// All events as NDJSON, each naming its account.
#[must_use]
pub fn ndjson() -> String {
    samples().flat_map(|sample| sample.events).fold(String::new(), |mut lines, event| {
        lines.push_str(&event);
        lines.push('\n');
        lines
    })
}

fn sample(place: usize, row: &str) -> Sample {
    let cells: Vec<&str> = row.split(',').collect();
    let account = cells[0];
    let mut events = vec![format!(
        r#"{{"account":"{account}","type":"top_up","id":"{account}-start","time":"{OPENED_AT}","amount":"25","method":"card_4242"}}"#
    )];
    for (product, column, hour) in CLASSES {
        let tenths = tenths(cells[column]);
        for part in 0..PARTS {
            // The first parts take what does not divide evenly.
            let share = tenths / PARTS + u64::from(part < tenths % PARTS);
            let day = 2 + place as u64 % 7 + 7 * part;
            let mut event = String::new();
            write!(
                event,
                r#"{{"account":"{account}","type":"usage","id":"{account}-{product}-{part}","time":"2026-01-{day:02}T{hour:02}:00:00Z","product":"{product}","quantity":"{}.{}","unit":"minute"}}"#,
                share / 10,
                share % 10
            )
            .expect("a String takes any text");
            events.push(event);
        }
    }
    Sample { account: account.to_owned(), events }
}

fn tenths(minutes: &str) -> u64 {
    let (whole, tenth) = minutes.split_once('.').unwrap_or((minutes, "0"));
    assert_eq!(tenth.len(), 1, "minutes are published in tenths: {minutes}");
    let digits = |text: &str| text.parse::<u64>().unwrap_or_else(|_| panic!("minutes are digits: {minutes}"));
    digits(whole) * 10 + digits(tenth)
}
