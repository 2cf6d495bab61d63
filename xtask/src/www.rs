//! The console: built by its own tools into `www/dist`, which the host embeds.

use crate::outcome::{Outcome, root, run};
use crate::{npm, stamp};
use std::fs;
use std::process::Command;

/// Sources, the package they stand on, and the rulebooks of samples. `www` holds the finished files too, so a touched one is made again.
const INPUTS: [&str; 4] = ["www", "wasm/pkg", "tests/cases/telephone/prepaid.json", "core/presets"];

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
        return Ok(());
    }
    run(Command::new("npm").args(["run", "build"]).current_dir(&www))?;
    Ok(fs::write(&record, stamp::over(&root, &INPUTS)?)?)
}
