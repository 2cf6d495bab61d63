//! `cargo xtask fuzz`: the reader's laws on ever new texts, for as long as one likes.

use crate::outcome::{Outcome, root, run};
use std::process::Command;
use std::time::{Duration, Instant};

/// Texts of one round, each of its own seed: some ten seconds, so that it ends in time.
const ROUND: &str = "40000";

/// Goes on with new rounds until the seconds are over; the first failure ends it, with the smallest text that shows it.
pub(crate) fn fuzz(seconds: &str) -> Outcome {
    let seconds: u64 = seconds.parse().map_err(|_| format!("`{seconds}` is no number of seconds"))?;
    // Compiling is no part of the time.
    run(&mut laws(&["--no-run"]))?;
    let (from, mut rounds) = (Instant::now(), 0_u32);
    while rounds == 0 || from.elapsed() < Duration::from_secs(seconds) {
        run(laws(&[]).env("LAW_CASES", ROUND))?;
        rounds += 1;
    }
    println!("{rounds} rounds of {ROUND} texts for each law, in {} s", from.elapsed().as_secs());
    Ok(())
}

fn laws(more: &[&str]) -> Command {
    let mut cargo = Command::new("cargo");
    let words = ["test", "--locked", "--quiet", "--package", "counterfoil-tests", "--test", "laws_json"];
    cargo.args(words).args(more).current_dir(root());
    cargo
}
