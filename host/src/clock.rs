//! The host's clock, the only one there is.

use jiff::Timestamp;

/// Now, as events and calls have it.
pub(crate) fn now() -> String {
    written(Timestamp::now())
}

/// A time in UTC, to the millisecond.
pub(crate) fn written(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// The same moment as texts of it are put in order: all of one length.
pub(crate) fn ordered(time: &str) -> String {
    time.parse().map_or_else(|_| time.to_owned(), written)
}
