//! What the test runners report, summed. Their output passes through unchanged, so nothing they say is hidden.

use crate::outcome::{Outcome, ended, told, typed};
use std::fmt;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

/// Tests passed and failed so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    passed: u64,
    failed: u64,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

impl Tally {
    /// Runs a test runner to its end and counts what it says.
    pub(crate) fn run(&mut self, command: &mut Command) -> Outcome {
        let mut child = typed(command)
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot start {}: {error}", told(command)))?;
        for line in child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines()) {
            let line = line?;
            self.count(&line);
            println!("{line}");
        }
        ended(command, child.wait()?)
    }

    /// Cargo ends every binary with `test result: ok. 3 passed; 0 failed; …`, Node every run with `ℹ pass 3` and `ℹ fail 0`.
    fn count(&mut self, line: &str) {
        let words: Vec<&str> = line.split([' ', ';']).collect();
        match words.as_slice() {
            ["test", "result:", _, passed, "passed", "", failed, "failed", ..] => {
                self.passed += number(passed);
                self.failed += number(failed);
            }
            ["ℹ", "pass", passed] => self.passed += number(passed),
            ["ℹ", "fail" | "cancelled", failed] => self.failed += number(failed),
            _ => {}
        }
    }
}

fn number(word: &str) -> u64 {
    word.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn closing_lines_of_both_runners_are_read() {
        let mut tally = Tally::default();
        for line in [
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test money::exact ... ok",
            "ℹ tests 9",
            "ℹ pass 7",
            "ℹ fail 1",
            "ℹ cancelled 1",
        ] {
            tally.count(line);
        }
        assert_eq!(tally, Tally { passed: 22, failed: 4 });
    }
}
