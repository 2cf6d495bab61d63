//! The artefact is embedded, so it has to be there first; the console may not be built yet.

use std::path::Path;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let artefact = root.join("wasm/pkg/counterfoil.wasm");
    println!("cargo::rerun-if-changed={}", artefact.display());
    assert!(artefact.is_file(), "{} is missing: run `cargo xtask build` first", artefact.display());
    let console = root.join("www/dist");
    println!("cargo::rerun-if-changed={}", console.display());
    // An empty folder embeds nothing; the server then says that the console has not been built.
    std::fs::create_dir_all(&console).expect("www/dist can be made");
}
