//! `cargo xtask bench`: how fast and how large, beside what people use instead, all in one run. Jobs take turns, so
//! that whatever else the machine does meets all of them; the median of the turns counts. Nothing here passes or fails
//! by its speed.

mod input;
mod table;
mod worker;

use crate::build::build;
use crate::outcome::{Outcome, output, root};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use table::{Measured, print};
use worker::Worker;

/// A job: its group, its name at its worker, what it does, and whether its group is compared with it.
struct Job {
    group: Group,
    name: &'static str,
    told: &'static str,
    yardstick: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Rate,
    Both,
    Totals,
    TotalsBoth,
    Graduated,
    Columns,
    Drafts,
    Prefixes,
    Apply,
    Events,
    Authorize,
    AuthorizeOne,
    Card,
    Simulate,
    Instance,
}

const fn job(group: Group, name: &'static str, told: &'static str) -> Job {
    Job { group, name, told, yardstick: false }
}

const fn yardstick(job: Job) -> Job {
    Job { yardstick: true, ..job }
}

/// The first of a group is what its others are compared with, and so is its yardstick.
const JOBS: &[Job] = &[
    job(Group::Rate, "rate", "Counterfoil native: JSON bytes to JSON bytes"),
    job(Group::Rate, "rate-wasmtime", "Counterfoil in wasmtime: the same, in a fresh instance with fuel"),
    job(Group::Rate, "rate-text", "Counterfoil in Node, `callJson`: JSON text to JSON text"),
    job(Group::Rate, "rate-object", "Counterfoil in Node, `rate`: object to object"),
    yardstick(job(
        Group::Rate,
        "rate-decimal-json",
        "decimal.js in Node: `JSON.parse`, a line for each usage, `JSON.stringify`",
    )),
    job(Group::Rate, "rate-decimal", "decimal.js in Node: arithmetic on parsed objects, only the total"),
    job(Group::Rate, "rate-big", "big.js in Node: arithmetic on parsed objects, only the total"),
    job(Group::Both, "rate-both", "Counterfoil native, two threads, each with a call of its own"),
    job(Group::Both, "rate-text-both", "Counterfoil in Node, `callJson`, two workers"),
    yardstick(job(Group::Both, "rate-decimal-json-both", "decimal.js in Node with JSON, two workers")),
    job(Group::Totals, "totals", "Counterfoil native: JSON bytes to JSON bytes"),
    job(Group::Totals, "totals-wasmtime", "Counterfoil in wasmtime: the same, in a fresh instance with fuel"),
    job(Group::Totals, "totals-text", "Counterfoil in Node, `callJson`: JSON text to JSON text"),
    job(Group::Totals, "totals-chromium", "Counterfoil in Chromium: the same"),
    yardstick(job(Group::Totals, "totals-decimal", "decimal.js in Node: `JSON.parse` and the total")),
    job(Group::TotalsBoth, "totals-both", "Counterfoil native, two threads, each with a call of its own"),
    job(Group::TotalsBoth, "totals-text-both", "Counterfoil in Node, `callJson`, two workers"),
    yardstick(job(Group::TotalsBoth, "totals-decimal-both", "decimal.js in Node, two workers")),
    job(Group::Graduated, "graduated", "Counterfoil native"),
    job(Group::Graduated, "graduated-wasmtime", "Counterfoil in wasmtime, a fresh instance"),
    yardstick(job(Group::Graduated, "graduated-text", "Counterfoil in Node, `callJson`")),
    job(Group::Columns, "columns", "Counterfoil native"),
    job(Group::Columns, "columns-wasmtime", "Counterfoil in wasmtime, a fresh instance"),
    yardstick(job(Group::Columns, "columns-node", "Counterfoil in Node, `rateColumns`")),
    job(Group::Drafts, "draft-rows", "Counterfoil native, rows"),
    job(Group::Drafts, "draft-rows-wasmtime", "Counterfoil in wasmtime, rows"),
    yardstick(job(Group::Drafts, "draft-rows-node", "Counterfoil in Node, `draftColumns`")),
    job(Group::Drafts, "draft-rows-chromium", "Counterfoil in Chromium: the same"),
    job(Group::Prefixes, "prefixes-load", "Counterfoil native: `check` of the card, JSON and all"),
    yardstick(job(Group::Prefixes, "prefixes", "Counterfoil native: look-ups in the card, by the library's own types")),
    job(Group::Apply, "apply", "Counterfoil native, a call for each account"),
    job(Group::Apply, "apply-wasmtime", "Counterfoil in wasmtime, a fresh instance for each account"),
    yardstick(job(Group::Apply, "apply-text", "Counterfoil in Node, `callJson`")),
    job(Group::Apply, "apply-object", "Counterfoil in Node, `apply`"),
    yardstick(job(Group::Events, "events", "Counterfoil native, by the library's own types, without JSON")),
    job(Group::Authorize, "authorize", "Counterfoil native"),
    job(Group::Authorize, "authorize-wasmtime", "Counterfoil in wasmtime"),
    yardstick(job(Group::Authorize, "authorize-text", "Counterfoil in Node, `callJson`")),
    job(Group::AuthorizeOne, "authorize-one", "Counterfoil native"),
    job(Group::AuthorizeOne, "authorize-one-prepared", "Counterfoil native, a prepared rulebook"),
    job(Group::AuthorizeOne, "authorize-one-kept", "Counterfoil native, an account that is kept"),
    job(Group::AuthorizeOne, "authorize-one-wasmtime", "Counterfoil in wasmtime, a fresh instance for each"),
    job(
        Group::AuthorizeOne,
        "authorize-one-prepared-wasmtime",
        "Counterfoil in wasmtime, a fresh instance for each that begins with the prepared rulebook",
    ),
    yardstick(job(Group::AuthorizeOne, "authorize-one-text", "Counterfoil in Node, `callJson`")),
    job(Group::AuthorizeOne, "authorize-one-kept-text", "Counterfoil in Node, `callJson` of an account that is kept"),
    job(Group::Card, "card-wasmtime", "Counterfoil in wasmtime, a fresh instance"),
    yardstick(job(Group::Card, "card-prepared-wasmtime", "the same, beginning with the prepared rulebook")),
    job(Group::Simulate, "simulate", "Counterfoil native"),
    job(Group::Simulate, "simulate-wasmtime", "Counterfoil in wasmtime"),
    yardstick(job(Group::Simulate, "simulate-text", "Counterfoil in Node, `callJson`")),
    job(
        Group::Instance,
        "instance-wasmtime",
        "wasmtime: an instance and the shortest call, through the host's library",
    ),
    yardstick(job(Group::Instance, "instance-node", "Node: an instance and `version()`")),
];

const WARM_UPS: usize = 2;
const TURNS: usize = 11;

/// Measures everything and prints it as the tables of `docs/benchmarks.md`.
pub(crate) fn bench() -> Outcome {
    build()?;
    let folder = root().join("target/xtask/bench");
    let input = input::write(&folder)?;
    let program = program()?;
    let mut rust = Worker::start(Command::new(&program).arg(&folder))?;
    let mut node = Worker::start(Command::new("node").arg("tests/bench/worker.mjs").arg(&folder).current_dir(root()))?;
    let mut measured: Vec<Measured> = JOBS.iter().map(|_| Measured::default()).collect();
    for turn in 0..WARM_UPS + TURNS {
        eprintln!("turn {} of {}", turn + 1, WARM_UPS + TURNS);
        for (job, into) in JOBS.iter().zip(&mut measured) {
            let worker = if is_rust(job.name) { &mut rust } else { &mut node };
            let (took, result) = worker.work(job.name)?;
            into.add((turn >= WARM_UPS).then_some(took), result)?;
        }
    }
    table::agreed(&measured)?;
    let (_, sizes) = node.work("sizes")?;
    print(&measured, &input, &sizes, instructions(&program, &folder)?);
    print!("{}", streamed(&program, &folder)?);
    Ok(())
}

/// A month of a hundred million rows through one process, a call for each million.
fn streamed(program: &Path, folder: &Path) -> Outcome<String> {
    let (took, result) = Worker::start(Command::new(program).arg(folder))?.work("stream")?;
    let (rows, kib) = result.split_once(' ').ok_or("a stream without its memory")?;
    Ok(format!("A stream of {rows} rows: {:.1} s, at most {kib} KiB of memory.\n", took as f64 / 1e9))
}

fn is_rust(name: &str) -> bool {
    const RUST: [&str; 16] = [
        "rate",
        "rate-both",
        "totals",
        "totals-both",
        "graduated",
        "columns",
        "draft-rows",
        "prefixes",
        "prefixes-load",
        "apply",
        "events",
        "authorize",
        "authorize-one",
        "authorize-one-prepared",
        "authorize-one-kept",
        "simulate",
    ];
    RUST.contains(&name) || name.ends_with("wasmtime")
}

/// The worker of `tests/benches`, with every optimisation. It embeds the file, which is why it is no part of xtask.
fn program() -> Outcome<PathBuf> {
    let words = ["bench", "--locked", "--package", "counterfoil-tests", "--bench", "contract", "--no-run"];
    let told = output(
        Command::new("cargo")
            .args(words)
            .args(["--quiet", "--message-format", "json"])
            .current_dir(root())
            .stderr(Stdio::inherit()),
    )?;
    let messages = told.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let named = messages.filter(|message| message["target"]["name"] == "contract");
    let program = named.filter_map(|message| message["executable"].as_str().map(PathBuf::from)).next_back();
    program.ok_or_else(|| "cargo named no program for the benchmark".into())
}

/// Instructions of the native rate job as callgrind counts them: those of two runs without those of one. They say more
/// than time does on a busy machine. Without valgrind there are none.
fn instructions(program: &Path, folder: &Path) -> Outcome<Option<u64>> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        return Ok(None);
    }
    let count = |times: usize| -> Outcome<u64> {
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program).arg(folder);
        let said = worker::whole(&mut valgrind, &"rate\n".repeat(times))?;
        let collected = said.lines().find_map(|line| line.split_once("Collected : "));
        Ok(collected.ok_or("callgrind told no count")?.1.trim().parse()?)
    };
    Ok(Some(count(2)? - count(1)?))
}
