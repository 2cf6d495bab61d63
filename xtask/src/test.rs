//! `cargo xtask test`: installs what is missing, builds everything and runs every test there is.

use crate::outcome::{Outcome, root, run};
use crate::steps::Steps;
use crate::tally::Tally;
use crate::{apt, artefact, build, chromium, doors, einvoice, npm, oracle, schemathesis, size, www};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Every step, in order. The last line is the sum of what the runners reported, whether all passed or not.
pub(crate) fn test() -> Outcome {
    let mut tally = Tally::default();
    let outcome = steps(&mut Steps::default(), &mut tally);
    println!("\n{tally}");
    outcome
}

fn steps(steps: &mut Steps, tally: &mut Tally) -> Outcome {
    let root = root();
    steps.take("Rust components and the wasm target", || artefact::add_toolchain(&root))?;
    steps.take("npm tools", npm::tools)?;
    steps.take("artefact and npm package", || {
        build::build().map(|digest| println!("{digest}  wasm/pkg/{}", build::FILE))
    })?;
    steps.take("size of the artefact", size::check)?;
    steps.take("console", www::build)?;
    let chromium = steps.take("chromium", chromium::chromium)?;
    println!("{}", chromium.display());
    steps.take("PostgreSQL", postgres)?;
    steps.take("strace", || match apt::on_path("strace") {
        Some(_) => Ok(()),
        None => apt::install("strace", "install strace yourself: it stops a host at each write"),
    })?;
    steps.take("poppler and qpdf", apt::paper_tools)?;
    steps.take("python", doors::python)?;
    // The cases run in Node and Chromium from `cargo test`, too.
    steps.take("browser tools", || npm::install(&root.join("tests/browser")))?;
    steps.take("receivers of webhooks", || npm::install(&root.join("tests/receivers")))?;
    steps.take("cargo fmt", || run(&mut cargo(&["fmt", "--all", "--check"])))?;
    let deny = ["clippy", "--workspace", "--all-targets", "--locked", "--quiet", "--", "-D", "warnings"];
    steps.take("cargo clippy", || run(&mut cargo(&deny)))?;
    let rust = ["test", "--workspace", "--locked", "--no-fail-fast"];
    steps.take("cargo test", || tally.run(cargo(&rust).env("CHROMIUM", &chromium)))?;
    steps.take("oracle", oracle::oracle)?;
    steps.take("official e-invoice rules", einvoice::einvoice)?;
    steps.take("schemathesis", schemathesis::schemathesis)?;
    steps.take("package in Node", || doors::node_doors(tally))?;
    steps.take("package with its consumers", || doors::consumers(tally, &chromium))?;
    steps.take("raw ABI in Python", || doors::python_door(tally))?;
    steps.take("raw ABI on the JVM", || doors::jvm_door(tally))?;
    steps.take("raw ABI in Go", || doors::go_door(tally))?;
    steps.take("page in Chromium", || browser(tally, &chromium))
}

/// Wherever Debian or the path has it, or installed now. Tests start servers of their own.
fn postgres() -> Outcome {
    let installed = || {
        let mut versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        versions.any(|version| version.path().join("bin/initdb").is_file()) || apt::on_path("initdb").is_some()
    };
    if installed() { Ok(()) } else { apt::install("postgresql", "install PostgreSQL 15 or later yourself") }
}

fn cargo(words: &[&str]) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(words).current_dir(root());
    cargo
}

/// Node drives the browser.
fn browser(tally: &mut Tally, chromium: &Path) -> Outcome {
    let folder = root().join("tests/browser");
    tally.run(doors::node().args(test_files(&folder)?).env("CHROMIUM", chromium))
}

fn test_files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(".test.mjs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
