//! The console: built by its own tools into `www/dist`, of which the host embeds a copy.

use crate::outcome::{Outcome, root, run};
use crate::{build, npm, stamp};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Sources, the package they stand on, the rulebooks of samples, and what rules say. `www` holds the finished files too, so a touched one is made again.
const INPUTS: [&str; 5] =
    ["www", "wasm/pkg", "tests/cases/telephone/prepaid.json", "core/presets", "docs/reference/rules.md"];

/// Makes `www/dist` unless it is already made from these inputs.
pub(crate) fn build() -> Outcome {
    let (root, www) = (root(), root().join("www"));
    if !www.join("package.json").is_file() {
        println!("no console in this tree");
        return Ok(());
    }
    npm::install(&www)?;
    let record = root.join("target/xtask/www.stamp");
    if fs::read_to_string(&record).is_ok_and(|made| made == stamp::over(&root, &INPUTS).unwrap_or_default()) {
        println!("www/dist is up to date");
        return hand_over(&www);
    }
    run(Command::new("npm").args(["run", "build"]).current_dir(&www))?;
    fs::write(&record, stamp::over(&root, &INPUTS)?)?;
    hand_over(&www)
}

/// The host's package has the console's files of its own, and none of an older console.
fn hand_over(www: &Path) -> Outcome {
    let console = root().join("host/artefact/console");
    if console.exists() {
        fs::remove_dir_all(&console)?;
    }
    build::hand_over(&www.join("dist"), "console")
}
