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
