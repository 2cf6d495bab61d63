//! The artefact is embedded, so it has to be there first; the console may not be built yet. `cargo xtask build` puts both into
//! this package, so that nothing is read from outside of it.

use std::path::Path;
use std::{env, fs};

/// The description of the API: in the repository it lies among the pages, in a package beside the artefact.
const OPENAPI: (&str, &str) = ("../docs/openapi.json", "artefact/openapi.json");

fn main() {
    println!("cargo::rerun-if-changed=artefact");
    if env::var_os("CARGO_FEATURE_SANDBOX").is_some() {
        let artefact = Path::new("artefact/counterfoil.wasm");
        assert!(artefact.is_file(), "host/{} is missing: run `cargo xtask build` first", artefact.display());
    }
    if env::var_os("CARGO_FEATURE_SERVER").is_some() {
        // An empty folder embeds nothing; the server then says that the console has not been built.
        fs::create_dir_all("artefact/console").expect("artefact/console can be made");
        let (page, here) = OPENAPI;
        if let Ok(text) = fs::read(page) {
            println!("cargo::rerun-if-changed={page}");
            if fs::read(here).ok().as_ref() != Some(&text) {
                fs::write(here, text).expect("artefact can be written");
            }
        }
    }
}
