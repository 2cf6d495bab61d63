//! `cargo xtask bless`: writes the generated files anew. They are committed, so that they can be read and reviewed
//! without building anything; tests fail when one no longer says what the code says.

use crate::build;
use crate::outcome::{Outcome, output, root, run};
use std::fs;
use std::process::Command;

/// Writes every generated file that is stale, and names it.
pub(crate) fn bless() -> Outcome {
    build(&["counterfoil-pages"], &[])?;
    run(&mut Command::new(root().join("target/debug/counterfoil-pages")))?;
    describe()
}

/// Of the workspace whole, as `cargo test` has it.
fn build(programs: &[&str], examples: &[&str]) -> Outcome {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--locked", "--quiet", "--workspace"]).current_dir(root());
    programs.iter().for_each(|program| {
        cargo.args(["--bin", program]);
    });
    examples.iter().for_each(|example| {
        cargo.args(["--example", example]);
    });
    run(&mut cargo)
}

/// The catalogue of events, the description of the HTTP API, for which a host is asked for its examples, and the command line.
/// `tests/tests/webhooks.rs`, `openapi.rs` and `settings.rs` hold that they are fresh.
fn describe() -> Outcome {
    build::build()?;
    build(&["counterfoil"], &["openapi", "webhooks", "cli"])?;
    let pages = [("webhooks", "docs/webhooks.md"), ("openapi", "docs/openapi.json"), ("cli", "docs/cli.md")];
    for (example, page) in pages {
        let text = output(&mut Command::new(root().join("target/debug/examples").join(example)))? + "\n";
        let file = root().join(page);
        if fs::read_to_string(&file).ok().as_ref() != Some(&text) {
            fs::write(file, text)?;
            println!("wrote {page}");
        }
    }
    Ok(())
}
