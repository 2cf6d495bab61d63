//! Steps in order, each under a heading and with its time; the first that fails ends them and is named.

use crate::outcome::Outcome;
use std::time::Instant;

/// Counts the steps as they are taken.
#[derive(Default)]
pub(crate) struct Steps {
    taken: usize,
    /// Of so many, where that is told.
    of: Option<usize>,
}

impl Steps {
    /// Steps that are so many.
    pub(crate) const fn of(many: usize) -> Self {
        Self { taken: 0, of: Some(many) }
    }

    /// Takes one step.
    pub(crate) fn take<T>(&mut self, name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        self.taken += 1;
        let of = self.of.map(|many| format!(" of {many}")).unwrap_or_default();
        println!("\n=== {}{of}. {name}", self.taken);
        let from = Instant::now();
        let made = work().map_err(|error| format!("step {} ({name}): {error}", self.taken))?;
        println!("=== {name}: {:.1} s", from.elapsed().as_secs_f64());
        Ok(made)
    }
}
