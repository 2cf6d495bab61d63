//! The official rules of EN 16931, run over the e-invoices of the cases.

use crate::apt;
use crate::doors::{python, when_changed};
use crate::oracle::answers;
use crate::outcome::{Outcome, root, run};
use std::process::Command;

/// Fetches rules and schemas as data, and holds the answers against them.
pub(crate) fn einvoice() -> Outcome {
    let (python, root) = (python()?, root());
    let (wanted, rules) = (root.join("tests/einvoice/rules.txt"), root.join("target/einvoice"));
    when_changed(&wanted, &rules, || {
        let words = ["-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "--dest"];
        run(Command::new(&python).args(words).arg(&rules).arg("--requirement").arg(&wanted))
    })?;
    let check = root.join("tests/einvoice/validate.py");
    apt::paper_tools()?;
    let build = ["build", "--quiet", "--locked", "--package", "counterfoil-paper", "--example", "papers"];
    run(Command::new("cargo").args(build).current_dir(&root))?;
    let papers = root.join("target/debug/examples/papers");
    run(Command::new(&python).arg(check).arg(&rules).arg(answers()?).arg(papers))
}
