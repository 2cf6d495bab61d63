//! How far long work is: on standard error, where somebody looks.

use std::cell::Cell;
use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// Counts, and says so now and then.
pub(super) struct Progress {
    what: &'static str,
    shown: bool,
    done: Cell<u64>,
    begun: Instant,
    told: Cell<Instant>,
}

/// Between two lines.
const PAUSE: Duration = Duration::from_millis(200);

impl Progress {
    pub(super) fn begin(what: &'static str) -> Self {
        let now = Instant::now();
        Self { what, shown: std::io::stderr().is_terminal(), done: Cell::new(0), begun: now, told: Cell::new(now) }
    }

    pub(super) fn one(&self) {
        self.done.set(self.done.get() + 1);
        if self.shown && self.told.get().elapsed() >= PAUSE {
            self.told.set(Instant::now());
            let (done, seconds) = (self.done.get(), self.begun.elapsed().as_secs_f64());
            // A terminal that is gone ends no work.
            let _ = write!(std::io::stderr(), "\r{done} {}, {:.0} a second", self.what, done as f64 / seconds);
        }
    }

    /// Takes the line away.
    pub(super) fn end(self) {
        if self.shown {
            let _ = write!(std::io::stderr(), "\r\u{1b}[K");
        }
    }
}
