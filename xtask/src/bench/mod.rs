//! `cargo xtask bench`: how fast and how large, beside what people use instead. Each table's jobs take turns; the median of the
//! turns counts. Nothing here passes or fails by its speed: a run fails where a job cannot be done, or finds something else.

mod against;
mod docs;
mod input;
mod machine;
mod tables;
mod turns;
mod worker;

use crate::build::build;
use crate::outcome::{Outcome, output, root};
use crate::{chromium, npm};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tables::{Door, Table};
use worker::Workers;

/// How often each job is done.
#[derive(Clone, Copy)]
struct Turns {
    warm_ups: usize,
    counted: usize,
}

const WHOLE: Turns = Turns { warm_ups: 2, counted: 11 };
const QUICK: Turns = Turns { warm_ups: 1, counted: 3 };

/// `--list`, `--docs`, `--against` and a commit, or `--quick` and names of tables.
pub(crate) fn bench(words: &[&str]) -> Outcome {
    match words {
        ["--list"] => {
            tables::all().for_each(|table| println!("{:14} {}", table.name, table.head));
            Ok(())
        }
        ["--docs"] => docs::write(),
        ["--against", commit] => against::against(commit),
        _ => {
            let (options, names): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| word.starts_with("--"));
            if options.iter().any(|option| *option != "--quick") {
                return Err("the options of bench are --list, --docs, --against COMMIT and --quick".into());
            }
            measure(&chosen(&names)?, if options.is_empty() { WHOLE } else { QUICK })
        }
    }
}

fn chosen(names: &[&str]) -> Outcome<Vec<&'static Table>> {
    if let Some(unknown) = names.iter().find(|name| tables::all().all(|table| table.name != **name)) {
        return Err(format!("`{unknown}` is no table: cargo xtask bench --list names them").into());
    }
    Ok(tables::all().filter(|table| names.is_empty() || names.contains(&table.name)).collect())
}

/// Installs, builds, measures; writes `target/bench.json` of what could be measured, whatever failed.
fn measure(chosen: &[&'static Table], turns: Turns) -> Outcome {
    build()?;
    let folder = root().join("target/xtask/bench");
    input::write(&folder)?;
    let program = program(&root())?;
    let mut failed = Vec::new();
    let mut workers = Workers::new(worker(&program, &folder), node(chosen, &folder, &mut failed));
    println!("the median of {} turns; the ratio is to the first job of the table", turns.counted);
    let mut report = json!({"commit": machine::commit(), "machine": machine::machine(), "turns": turns.counted, "warm_ups": turns.warm_ups});
    report["tables"] = chosen.iter().map(|table| one(table, turns, &mut workers, &mut failed)).collect();
    let mut note = |what: &str, found: Outcome<Value>| match found {
        Ok(found) => found,
        Err(error) => {
            failed.push(format!("{what}: {error}"));
            json!({"failed": error.to_string()})
        }
    };
    report["file"] = note("the file's size", machine::file(&mut workers));
    if chosen.iter().any(|table| table.name == "rate") {
        report["instructions"] = note("instructions", instructions(&program, &folder));
        println!("\ninstructions for each usage of the native rate job: {}", report["instructions"]);
    }
    if chosen.iter().any(|table| table.name == "columns") && turns.counted == WHOLE.counted {
        report["stream"] = note("stream", streamed(&program, &folder));
        println!("a stream of rows: {}", report["stream"]);
    }
    println!("the file: {}", report["file"]);
    report["failed"] = json!(failed);
    let file = root().join("target/bench.json");
    fs::write(&file, format!("{report:#}\n"))?;
    println!(
        "\nwrote {}; cargo xtask bench --docs makes the tables of docs/benchmarks.md from a whole run",
        file.display()
    );
    if failed.is_empty() { Ok(()) } else { Err(format!("failed:\n  {}", failed.join("\n  ")).into()) }
}

fn one(table: &'static Table, turns: Turns, workers: &mut Workers, failed: &mut Vec<String>) -> Value {
    let measured = turns::table(table, turns, workers);
    for job in &measured {
        failed.extend(job.failed.as_ref().map(|why| format!("{}: {why}", job.job.name)));
    }
    let first = measured.first().and_then(turns::Measured::median);
    let yardstick = measured.iter().find(|job| job.job.yardstick).and_then(turns::Measured::median);
    let jobs: Vec<Value> = measured.iter().map(|job| job.json(first, yardstick)).collect();
    json!({"name": table.name, "head": table.head, "items": table.items, "many": table.many, "beside": table.beside, "jobs": jobs})
}

fn worker(program: &Path, folder: &Path) -> Command {
    let mut worker = Command::new(program);
    worker.arg(folder);
    worker
}

/// Node with what its jobs are beside, and with a browser where one is needed. What cannot be installed fails its jobs alone.
fn node(chosen: &[&'static Table], folder: &Path, failed: &mut Vec<String>) -> Command {
    let mut node = Command::new("node");
    node.arg("tests/bench/worker.mjs").arg(folder).current_dir(root());
    let mut missing = |what: &str, outcome: Outcome| {
        failed.extend(outcome.err().map(|error| format!("{what} cannot be installed: {error}")));
    };
    missing("what is measured beside", npm::install(&root().join("tests/bench")));
    if chosen.iter().any(|table| table.jobs.iter().any(|job| job.door == Door::Chromium)) {
        missing("browser tools", npm::install(&root().join("tests/browser")));
        let found = chromium::chromium();
        missing(
            "Chromium",
            found.map(|chromium| {
                node.env("CHROMIUM", chromium);
            }),
        );
    }
    node
}

/// The worker of a tree's `tests/benches`, with every optimisation. It embeds the file, which is why it is no part of xtask.
fn program(tree: &Path) -> Outcome<PathBuf> {
    let words = ["bench", "--locked", "--package", "counterfoil-tests", "--bench", "contract", "--no-run"];
    let told = output(
        Command::new("cargo").args(words).args(["--message-format", "json"]).current_dir(tree).stderr(Stdio::inherit()),
    )?;
    let messages = told.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let named = messages.filter(|message| message["target"]["name"] == "contract");
    let program = named.filter_map(|message| message["executable"].as_str().map(PathBuf::from)).next_back();
    program.ok_or_else(|| "cargo named no program for the benchmark".into())
}

/// A month of a hundred million rows through a process of its own, a call for each million.
fn streamed(program: &Path, folder: &Path) -> Outcome<Value> {
    let (took, result) = Workers::new(worker(program, folder), Command::new("node")).work(Door::Rust, "stream")?;
    let (rows, kib) = result.split_once(' ').ok_or("a stream without its memory")?;
    Ok(json!({"rows": rows.parse::<u64>()?, "nanoseconds": took, "memory_kib": kib}))
}

/// Instructions of the native rate job as callgrind counts them: those of two runs without those of one. They say more
/// than time does on a busy machine. Without valgrind there are none.
fn instructions(program: &Path, folder: &Path) -> Outcome<Value> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        return Ok("not counted: valgrind is not installed".into());
    }
    let count = |times: usize| -> Outcome<u64> {
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program).arg(folder);
        let said = worker::whole(&mut valgrind, &"rate\n".repeat(times))?;
        let collected = said.lines().find_map(|line| line.split_once("Collected : "));
        Ok(collected.ok_or("callgrind told no count")?.1.trim().parse()?)
    };
    Ok(((count(2)? - count(1)?) / input::USAGES as u64).into())
}
