//! A zone's table for the rulebook, from the zone data in this binary and not the machine's: two machines print the
//! same for one version.

use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use std::fmt::Write as _;

/// From the first moment the core knows, for a hundred years and one: 2000 to 2100.
const START: &str = "2000-01-01T00:00:00Z";
const END: &str = "2101-01-01T00:00:00Z";

/// The table of an IANA zone as the rulebook's `zone`, if there is one of this name.
#[must_use]
pub fn table(name: &str) -> Option<String> {
    let zone = TimeZoneDatabase::bundled().get(name).ok()?;
    let (start, end): (Timestamp, Timestamp) = (START.parse().ok()?, END.parse().ok()?);
    let mut offsets = vec![(start, zone.to_offset(start).seconds())];
    let later = zone.following(start).map(|change| (change.timestamp(), change.offset().seconds()));
    for (from, offset) in later.take_while(|(from, _)| *from < end) {
        // Only the zone's abbreviation has changed where the offset has not.
        if offsets.last().is_some_and(|(_, before)| *before != offset) {
            offsets.push((from, offset));
        }
    }
    Some(written(name_of(&zone, name), &offsets))
}

fn name_of<'n>(zone: &'n TimeZone, asked: &'n str) -> &'n str {
    zone.iana_name().unwrap_or(asked)
}

/// A line an offset, so that a change of the zone data shows as a change of lines.
fn written(name: &str, offsets: &[(Timestamp, i32)]) -> String {
    let mut text = format!("{{\n  \"name\": \"{name}\",\n  \"until\": \"{END}\",\n  \"transitions\": [");
    for (place, (from, offset)) in offsets.iter().enumerate() {
        let comma = if place == 0 { "" } else { "," };
        // Writing to a String cannot fail.
        let _ = write!(text, "{comma}\n    {{\"from\": \"{from}\", \"offset_s\": {offset}}}");
    }
    text + "\n  ]\n}"
}
