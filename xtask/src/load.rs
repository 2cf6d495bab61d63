//! `cargo xtask load`: a host under load, beside raw rows on the same disk. Nothing here passes or fails by a figure.

use crate::build::build;
use crate::outcome::{Outcome, output, root, run};
use std::fs;
use std::process::{Command, Stdio};

/// Seconds of each row.
const SECONDS: &str = "10";

pub(crate) fn load(seconds: Option<&str>) -> Outcome {
    build()?;
    let cargo = |words: &[&str]| {
        let mut cargo = Command::new("cargo");
        cargo.args(words).args(["--locked", "--target-dir", "target"]).current_dir(root());
        cargo
    };
    run(&mut cargo(&["build", "--release", "--package", "counterfoil", "--bin", "counterfoil"]))?;
    let mut words = cargo(&["bench", "--package", "counterfoil-tests", "--bench", "load", "--no-run"]);
    let told = output(words.args(["--message-format", "json"]).stderr(Stdio::inherit()))?;
    let messages = told.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let named = messages.filter(|message| message["target"]["name"] == "load");
    let program = named.filter_map(|message| message["executable"].as_str().map(str::to_owned)).next_back();
    let folder = root().join("target/load");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let driver = program.ok_or("cargo named no program for the load")?;
    run(Command::new(driver)
        .arg(root().join("target/release/counterfoil"))
        .arg(&folder)
        .arg(seconds.unwrap_or(SECONDS)))
}
