//! `cargo xtask load`: a host under load, beside raw rows on the same disk. Nothing here passes or fails by a figure.

use crate::build::build;
use crate::outcome::{Outcome, ended, output, root, run};
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

/// Seconds of each row in a whole run.
const SECONDS: &str = "10";

/// `long`: one row over a longer time, for its memory; any other word: the rows whose name has it.
pub(crate) fn load(seconds: Option<&str>, rows: &str) -> Outcome {
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
    let mut command = Command::new(driver);
    command.arg(root().join("target/release/counterfoil")).arg(&folder).arg(seconds.unwrap_or(SECONDS));
    command.arg(rows);
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let mut lines = Vec::new();
    for line in BufReader::new(child.stdout.take().ok_or("a driver without output")?).lines() {
        let line = line?;
        println!("{line}");
        lines.push(line);
    }
    ended(&command, child.wait()?)?;
    if seconds.is_none() { tell(&lines.join("\n")) } else { Ok(()) }
}

/// The table in the README is that of the last whole run.
fn tell(table: &str) -> Outcome {
    const BEGIN: &str = "<!-- by `cargo xtask load` -->\n";
    const END: &str = "\n<!-- to here -->";
    let file = root().join("README.md");
    let readme = fs::read_to_string(&file)?;
    let (before, rest) = readme.split_once(BEGIN).ok_or("README.md has no place for the table")?;
    let (_, after) = rest.split_once(END).ok_or("README.md has no end of the table")?;
    fs::write(file, format!("{before}{BEGIN}{}{END}{after}", table.trim_end()))?;
    Ok(())
}
