//! The host's clock, the only one there is.

use jiff::{SignedDuration, Timestamp};

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

/// So many seconds after a time.
pub(crate) fn later(time: &str, seconds: i64) -> String {
    let at = time.parse::<Timestamp>().ok().and_then(|at| at.checked_add(SignedDuration::from_secs(seconds)).ok());
    at.map_or_else(|| time.to_owned(), written)
}

/// The next moment after a time that can be written.
pub(crate) fn after(time: &str) -> String {
    let at = time.parse::<Timestamp>().ok().and_then(|at| at.checked_add(SignedDuration::from_millis(1)).ok());
    at.map_or_else(|| time.to_owned(), written)
}

/// The same in milliseconds since 1970, for what goes by itself. It can be put forward, by tests and by nothing else: time that
/// goes by itself goes on all the same.
#[cfg(feature = "server")]
#[derive(Clone, Debug, Default)]
pub struct Clock(std::sync::Arc<std::sync::atomic::AtomicI64>);

#[cfg(feature = "server")]
impl Clock {
    /// Now.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        Timestamp::now().as_millisecond() + self.0.load(std::sync::atomic::Ordering::SeqCst)
    }

    /// Puts it forward, for whoever has it.
    pub fn put_forward(&self, by: std::time::Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.0.fetch_add(by, std::sync::atomic::Ordering::SeqCst);
    }
}
