//! The artefact is embedded, so it has to be there first; the console may not be built yet. `cargo xtask build` puts both into
//! this package, so that nothing is read from outside of it.

use std::env;
use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=artefact");
    if env::var_os("CARGO_FEATURE_SANDBOX").is_some() {
        let artefact = Path::new("artefact/counterfoil.wasm");
        assert!(artefact.is_file(), "host/{} is missing: run `cargo xtask build` first", artefact.display());
    }
    if env::var_os("CARGO_FEATURE_SERVER").is_some() {
        // An empty folder embeds nothing; the server then says that the console has not been built.
        std::fs::create_dir_all("artefact/console").expect("artefact/console can be made");
    }
}
