//! `cargo xtask bless`: writes the generated files anew. They are committed, so that they can be read and reviewed
//! without building anything; the test below fails when one no longer says what the code says.

use crate::outcome::{Outcome, output, root, run};
use crate::{build, generate};
use std::fs;
use std::process::Command;

/// Writes every generated file that is stale, and names it.
pub(crate) fn bless() -> Outcome {
    for (path, text) in stale()? {
        let file = root().join(&path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(file, text)?;
        println!("wrote {path}");
    }
    describe()
}

/// The catalogue of events, the description of the HTTP API, for which a host is asked for its examples, and the command line.
/// `tests/tests/webhooks.rs`, `openapi.rs` and `settings.rs` hold that they are fresh.
fn describe() -> Outcome {
    build::build()?;
    // The workspace whole, as `cargo test` has it.
    let words = ["build", "--locked", "--quiet", "--workspace", "--bin", "counterfoil"];
    let examples = ["--example", "openapi", "--example", "webhooks", "--example", "cli"];
    run(Command::new("cargo").args(words).args(examples).current_dir(root()))?;
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

fn stale() -> Outcome<Vec<generate::Page>> {
    let mut pages = generate::pages()?;
    pages.retain(|(path, text)| fs::read_to_string(root().join(path)).ok().as_ref() != Some(text));
    Ok(pages)
}

#[cfg(test)]
mod tests {
    #[test]
    fn generated_files_are_fresh() {
        let stale: Vec<_> =
            super::stale().expect("the contract can be read").into_iter().map(|(path, _)| path).collect();
        assert!(stale.is_empty(), "run `cargo xtask bless`: {stale:?} no longer say what the code says");
    }
}
