//! `cargo xtask bench --against COMMIT`: this tree beside an earlier one, each with its own engine, on the same input. The two
//! take turns, so that whatever else the machine does meets both; the medians and their ratio count.

use super::tables::Door;
use super::worker::Workers;
use super::{Turns, input, program, worker};
use crate::build::build;
use crate::outcome::{Outcome, output, root, run};
use std::path::Path;
use std::process::Command;

/// What both can do. The names are those of the workers' jobs, which are older than this table.
const JOBS: [(&str, Door, &str); 15] = [
    ("rate", Door::Node, "rate, with lines"),
    ("totals", Door::Node, "rate, totals only"),
    ("apply", Door::Node, "apply"),
    ("authorize", Door::Node, "authorize, 1,000 a call"),
    ("authorize-one", Door::Node, "authorize, one a call"),
    ("rate-wasmtime", Door::Rust, "rate, with lines"),
    ("totals-wasmtime", Door::Rust, "rate, totals only"),
    ("apply-wasmtime", Door::Rust, "apply"),
    ("authorize-wasmtime", Door::Rust, "authorize, 1,000 a call"),
    ("simulate-wasmtime", Door::Rust, "simulate"),
    ("rate", Door::Rust, "rate, with lines"),
    ("totals", Door::Rust, "rate, totals only"),
    ("apply", Door::Rust, "apply"),
    ("authorize", Door::Rust, "authorize, 1,000 a call"),
    ("authorize-one", Door::Rust, "authorize, one a call"),
];

/// Builds both, measures, prints.
pub(super) fn against(commit: &str, turns: Turns) -> Outcome {
    build()?;
    let folder = root().join("target/xtask/bench");
    input::write(&folder)?;
    let earlier = checkout(commit)?;
    run(Command::new("cargo").args(["xtask", "build"]).current_dir(&earlier))?;
    let mut this = workers(&root(), &folder)?;
    let mut that = workers(&earlier, &folder)?;
    println!("this tree beside {commit}: medians of {} turns", turns.counted);
    for (job, door, told) in JOBS {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for turn in 0..turns.warm_ups + turns.counted {
            for (workers, took) in [(&mut this, &mut ours), (&mut that, &mut theirs)] {
                let (nanoseconds, _) = workers.work(door, job)?;
                took.extend(Some(nanoseconds).filter(|_| turn >= turns.warm_ups));
            }
        }
        let (ours, theirs) = (median(ours), median(theirs));
        let door = match door {
            Door::Rust if job.ends_with("-wasmtime") => "wasmtime",
            Door::Rust => "native",
            _ => "Node, callJson",
        };
        let ratio = ours as f64 / theirs as f64;
        println!("{:>9.2} ms {:>9.2} ms {ratio:>6.2}  {door}: {told}", ours as f64 / 1e6, theirs as f64 / 1e6);
    }
    Ok(())
}

/// The earlier tree, in a folder of its own that stays for the next time.
fn checkout(commit: &str) -> Outcome<std::path::PathBuf> {
    let commit = output(Command::new("git").args(["rev-parse", "--short", commit]).current_dir(root()))?;
    let folder = root().join("target/against").join(commit.trim());
    if !folder.exists() {
        run(Command::new("git").args(["clone", "--quiet", "--shared", "."]).arg(&folder).current_dir(root()))?;
        run(Command::new("git").args(["checkout", "--quiet", commit.trim()]).current_dir(&folder))?;
    }
    Ok(folder)
}

/// The Rust worker of a tree, and Node with its package. The input is the same.
fn workers(tree: &Path, folder: &Path) -> Outcome<Workers> {
    let mut node = Command::new("node");
    node.arg(root().join("tests/bench/against.mjs")).arg(tree.join("wasm/pkg/index.js")).arg(folder);
    Ok(Workers::new(worker(&program(tree)?, folder), node))
}

fn median(mut took: Vec<u64>) -> u64 {
    took.sort_unstable();
    took[took.len() / 2]
}
