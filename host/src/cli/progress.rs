//! How far long work is: on standard error, where somebody looks, or where it is asked for (`--progress`).

use std::cell::Cell;
use std::io::{IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

static ASKED: AtomicBool = AtomicBool::new(false);

/// It is asked for, wherever it goes.
pub(super) fn ask() {
    ASKED.store(true, Ordering::Relaxed);
}

/// Between two lines on a terminal, and in a file.
const PAUSE: Duration = Duration::from_millis(200);
const PAUSE_IN_A_FILE: Duration = Duration::from_secs(1);

/// Where it is told: a terminal has one line that is written over, a file one after the other.
#[derive(Clone, Copy)]
struct Shown {
    terminal: bool,
}

impl Shown {
    /// Nowhere, where the answer is JSON for a program or nobody looks; but where it is asked for.
    fn of(json: bool) -> Option<Self> {
        let terminal = std::io::stderr().is_terminal();
        (ASKED.load(Ordering::Relaxed) || terminal && !json).then_some(Self { terminal })
    }

    const fn pause(self) -> Duration {
        if self.terminal { PAUSE } else { PAUSE_IN_A_FILE }
    }

    /// A terminal that is gone ends no work.
    fn tell(self, line: &str) {
        let _ =
            if self.terminal { write!(std::io::stderr(), "\r{line}") } else { writeln!(std::io::stderr(), "{line}") };
    }

    /// Takes the line away.
    fn end(self) {
        if self.terminal {
            let _ = write!(std::io::stderr(), "\r\u{1b}[K");
        }
    }
}

/// Counts, and says so now and then.
pub(super) struct Progress {
    what: &'static str,
    shown: Option<Shown>,
    done: Cell<u64>,
    begun: Instant,
    told: Cell<Instant>,
}

impl Progress {
    /// `json`: the answer is for a program.
    pub(super) fn begin(what: &'static str, json: bool) -> Self {
        let now = Instant::now();
        Self { what, shown: Shown::of(json), done: Cell::new(0), begun: now, told: Cell::new(now) }
    }

    pub(super) fn one(&self) {
        self.done.set(self.done.get() + 1);
        if let Some(shown) = self.shown.filter(|shown| self.told.get().elapsed() >= shown.pause()) {
            self.told.set(Instant::now());
            self.tell(shown);
        }
    }

    fn tell(&self, shown: Shown) {
        let (done, seconds) = (self.done.get(), self.begun.elapsed().as_secs_f64());
        shown.tell(&format!("{done} {}, {:.0} a second", self.what, done as f64 / seconds));
    }

    /// What was asked for is told to its end, however short the work was.
    pub(super) fn end(self) {
        let Some(shown) = self.shown else { return };
        if !shown.terminal {
            self.tell(shown);
        }
        shown.end();
    }
}

/// Work that is one piece: how long it has been at it is all there is to say.
pub(super) struct Waiting {
    telling: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Waiting {
    /// `json`: the answer is for a program.
    pub(super) fn begin(what: &'static str, json: bool) -> Self {
        let Some(shown) = Shown::of(json) else { return Self { telling: None } };
        let (done, told) = channel::<()>();
        let begun = Instant::now();
        let telling = std::thread::spawn(move || {
            while told.recv_timeout(shown.pause()) == Err(RecvTimeoutError::Timeout) {
                shown.tell(&format!("{what}, {:.0} s", begun.elapsed().as_secs_f64()));
            }
            if !shown.terminal {
                shown.tell(&format!("{what}, {:.1} s", begun.elapsed().as_secs_f64()));
            }
            shown.end();
        });
        Self { telling: Some((done, telling)) }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some((done, telling)) = self.telling.take() {
            drop(done);
            // It ends by itself at the next line.
            let _ = telling.join();
        }
    }
}
