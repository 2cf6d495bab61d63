//! `cargo xtask bench --against COMMIT`: this tree beside an earlier one, each with its own engine, on the same input. The two
//! take turns, so that whatever else the machine does meets both; the medians and their ratio count.

use super::tables::Door;
use super::worker::Workers;
use super::{Turns, input, machine, program, worker};
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

/// Each round has programs of its own: where a process lies in memory can be worth more than what is compared.
const ROUNDS: usize = 5;
const TURNS: Turns = Turns { warm_ups: 2, counted: 7 };

/// Builds both, measures, prints a table of Markdown.
pub(super) fn against(commit: &str) -> Outcome {
    build()?;
    let folder = root().join("target/xtask/bench");
    input::write(&folder)?;
    let earlier = checkout(commit)?;
    run(Command::new("cargo").args(["xtask", "build"]).current_dir(&earlier))?;
    let programs = (program(&root())?, program(&earlier)?);
    println!(
        "\n{} beside {commit}, {} turns in each of {ROUNDS} rounds\n",
        machine::commit()["id"].as_str().unwrap_or_default().get(..7).unwrap_or_default(),
        TURNS.counted
    );
    let mut took = vec![(Vec::new(), Vec::new()); JOBS.len()];
    for _ in 0..ROUNDS {
        let (mut this, mut that) = (workers(&root(), &programs.0, &folder), workers(&earlier, &programs.1, &folder));
        for ((job, door, _), (ours, theirs)) in JOBS.iter().zip(&mut took) {
            for turn in 0..TURNS.warm_ups + TURNS.counted {
                for (workers, took) in [(&mut this, &mut *ours), (&mut that, &mut *theirs)] {
                    let (nanoseconds, _) = workers.work(*door, job)?;
                    took.extend(Some(nanoseconds).filter(|_| turn >= TURNS.warm_ups));
                }
            }
        }
    }
    println!("| job | this, ms | that, ms | medians | least |\n| --- | ---: | ---: | ---: | ---: |");
    for ((job, door, told), (ours, theirs)) in JOBS.iter().zip(took) {
        let door = match door {
            Door::Rust if job.ends_with("-wasmtime") => "wasmtime",
            Door::Rust => "native",
            _ => "Node",
        };
        let (of_ours, of_theirs) = (Took::of(ours), Took::of(theirs));
        let (median, least) = (of_ours.median / of_theirs.median, of_ours.least / of_theirs.least);
        println!("| {door}: {told} | {:.2} | {:.2} | {median:.2} | {least:.2} |", of_ours.median, of_theirs.median);
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
fn workers(tree: &Path, program: &Path, folder: &Path) -> Workers {
    let mut node = Command::new("node");
    node.arg(root().join("tests/bench/against.mjs")).arg(tree.join("wasm/pkg")).arg(folder);
    Workers::new(worker(program, folder), node)
}

/// What the turns of a job took, in milliseconds.
struct Took {
    median: f64,
    least: f64,
}

impl Took {
    fn of(mut nanoseconds: Vec<u64>) -> Self {
        nanoseconds.sort_unstable();
        let milliseconds = |place: usize| nanoseconds[place] as f64 / 1e6;
        Self { median: milliseconds(nanoseconds.len() / 2), least: milliseconds(0) }
    }
}
