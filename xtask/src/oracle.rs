//! The oracle: an independent model of money, rating, plans and tax in Python, held against the engine over random histories.

use crate::outcome::{Outcome, root, run};
use std::path::PathBuf;
use std::process::Command;

/// Histories of one run. The seed is fixed: a run in CI can be repeated to the byte anywhere.
const HISTORIES: &str = "30000";
const SEED: &str = "1";

/// Asks both. Python's own library is all that it needs.
pub(crate) fn oracle() -> Outcome {
    for held in ["tests/oracle/cases.py", "tests/oracle/samples.py"] {
        run(Command::new("python3").arg(held).current_dir(root()))?;
    }
    let engine = answers()?;
    let jobs = std::thread::available_parallelism().map_or(1, usize::from).to_string();
    let words = ["--histories", HISTORIES, "--seed", SEED, "--jobs", &jobs];
    run(Command::new("python3").arg("tests/oracle/run.py").args(words).arg("--engine").arg(engine).current_dir(root()))
}

/// Builds the program that answers calls line by line.
pub(crate) fn answers() -> Outcome<PathBuf> {
    // The workspace whole, as `cargo test` has it: another choice of packages would compile its dependencies anew.
    let words = ["build", "--locked", "--quiet", "--workspace", "--example", "answers"];
    run(Command::new("cargo").args(words).current_dir(root()))?;
    Ok(root().join("target/debug/examples/answers"))
}
