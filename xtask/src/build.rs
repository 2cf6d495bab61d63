//! `cargo xtask build`: from the sources to the one file and the npm package around it.

use crate::outcome::{Outcome, root};
use crate::{artefact, npm, stamp};
use std::fs;
use std::path::Path;

/// The one file, as the npm package ships it and the host embeds it.
pub(crate) const FILE: &str = "counterfoil.wasm";

/// Everything that the file and the package are made from.
const INPUTS: [&str; 13] = [
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "rust-toolchain.toml",
    "core",
    "wasm",
    "xtask/src/artefact.rs",
    "xtask/src/build.rs",
    "xtask/src/letters.rs",
    "xtask/src/npm.rs",
    "xtask/src/order.rs",
    "xtask/src/silent.rs",
];

/// Makes `wasm/pkg` unless it is already made from these inputs. Gives back the file's sha256 in hex.
pub(crate) fn build() -> Outcome<String> {
    let root = root();
    let pkg = root.join("wasm/pkg");
    let record = root.join("target/xtask/build.stamp");
    if fs::read_to_string(&record).is_ok_and(|made| made == state(&root).unwrap_or_default()) {
        hand_over(&pkg.join(FILE), FILE)?;
        return Ok(stamp::hex(&fs::read(pkg.join(FILE))?));
    }
    // A build that fails half-way must not leave a package that looks made.
    if pkg.exists() {
        fs::remove_dir_all(&pkg)?;
    }
    let tools = npm::tools()?;
    let made = artefact::make(&root, &tools)?;
    npm::assemble(&root, &tools, &made)?;
    fs::write(&record, state(&root)?)?;
    hand_over(&pkg.join(FILE), FILE)?;
    Ok(made.digest)
}

/// Puts what the host embeds into its package, which holds everything it is built from.
pub(crate) fn hand_over(from: &Path, name: &str) -> Outcome {
    let to = root().join("host/artefact").join(name);
    if from.is_dir() {
        fs::create_dir_all(&to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            hand_over(&entry.path(), &format!("{name}/{}", entry.file_name().to_string_lossy()))?;
        }
        return Ok(());
    }
    let bytes = fs::read(from)?;
    // What is the same is left alone, so that nothing is compiled anew for it.
    if fs::read(&to).ok().as_deref() != Some(&*bytes) {
        fs::create_dir_all(root().join("host/artefact"))?;
        fs::write(to, bytes)?;
    }
    Ok(())
}

/// Inputs and outputs in one digest: a touched source and a touched package both mean work. `wasm` holds the package.
fn state(root: &Path) -> Outcome<String> {
    stamp::over(root, &INPUTS)
}
