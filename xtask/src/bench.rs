//! `cargo xtask bench`: how fast and how large, beside what people use instead.

use crate::build::build;
use crate::outcome::{Outcome, root, run};
use std::process::Command;

/// The package in Node beside decimal.js and big.js, on the telephone customers' month.
pub(crate) fn node() -> Outcome {
    build()?;
    run(Command::new("node").arg("tests/bench/rate.mjs").current_dir(root()))
}
