//! The one file: compiled, given its JavaScript surface, optimised. The same commit gives the same bytes in any
//! folder, on any machine of the same kind: paths are mapped away, and nothing records who made it.

use crate::outcome::{Outcome, output, run};
use crate::silent::silenced;
use crate::{order, stamp};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

const TARGET: &str = "wasm32-unknown-unknown";

/// What the file may use. Named one by one: each has been in every browser and in wasmtime for years.
const FEATURES: [&str; 4] = ["bulk-memory", "mutable-globals", "nontrapping-float-to-int", "sign-ext"];

/// What rustc would use, and nothing here needs: without them wasm-bindgen keeps its JavaScript values in JavaScript, and
/// the file has no table of references that every other runtime would have to make.
const UNUSED: [&str; 2] = ["multivalue", "reference-types"];

/// The finished file, and the JavaScript that wasm-bindgen wrote for it.
pub(crate) struct Made {
    pub(crate) wasm: Vec<u8>,
    pub(crate) glue: String,
    /// sha256 of `wasm` in hex.
    pub(crate) digest: String,
}

/// Compiles, binds and optimises.
pub(crate) fn make(root: &Path, tools: &Path) -> Outcome<Made> {
    add_target(root)?;
    let compiled = compile(root)?;
    let folder = root.join("target/xtask/bindgen");
    bind(&compiled, &folder)?;
    let finished = folder.join("finished.wasm");
    optimise(tools, &folder.join("glue_bg.wasm"), &finished)?;
    let wasm = order::ordered(&fs::read(&finished)?)?;
    let glue = portable(fs::read_to_string(folder.join("glue.js"))?)?;
    Ok(Made { digest: stamp::hex(&wasm), glue, wasm })
}

/// What a minimal installation may lack of the pinned toolchain: the wasm target, and the tools that look at sources.
pub(crate) fn add_toolchain(root: &Path) -> Outcome {
    add_target(root)?;
    for (component, word) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if output(Command::new("cargo").args([word, "--version"]).current_dir(root)).is_err() {
            run(Command::new("rustup").args(["component", "add", component]).current_dir(root))?;
        }
    }
    Ok(())
}

fn add_target(root: &Path) -> Outcome {
    let sysroot = PathBuf::from(output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(root))?);
    if sysroot.join("lib/rustlib").join(TARGET).exists() {
        return Ok(());
    }
    run(Command::new("rustup").args(["target", "add", TARGET]).current_dir(root))
}

/// The same code with the line of source that each instruction is made from.
pub(crate) fn named(root: &Path) -> Outcome<PathBuf> {
    add_target(root)?;
    compile_into(root, &root.join("target/xtask/named"), &["debug=1", "strip=\"none\""])
}

fn compile(root: &Path) -> Outcome<PathBuf> {
    compile_into(root, &root.join("target"), &[])
}

fn compile_into(root: &Path, target: &Path, settings: &[&str]) -> Outcome<PathBuf> {
    let mut cargo = Command::new("cargo");
    cargo.args(settings.iter().map(|setting| format!("--config=profile.artefact.{setting}")));
    cargo.args(["build", "--locked", "--package", "counterfoil-wasm", "--target", TARGET, "--profile", "artefact"]);
    cargo.arg("--target-dir").arg(target).current_dir(root);
    let mut flags = remaps(root)?;
    flags.extend(UNUSED.map(|feature| format!("-Ctarget-feature=-{feature}")));
    // What is longer than four words is moved by an instruction of its own, not by a load and a store for each word.
    flags.push("-Cllvm-args=-max-store-memcpy=4".into());
    // A loop instead of 64 rounds written out: 7 KB less, and no slower where it was measured.
    flags.push("--cfg=sha2_backend_soft=\"compact\"".into());
    // The encoded form takes paths with spaces, and nobody's own flags may change the file.
    cargo.env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    run(&mut cargo)?;
    Ok(target.join(TARGET).join("artefact/counterfoil_wasm.wasm"))
}

/// Panic messages name source files: from where they are in the project, not from where they lie on this machine.
fn remaps(root: &Path) -> Outcome<Vec<String>> {
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(root))?;
    let home = std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")))?;
    let home = PathBuf::from(home);
    let mut maps = vec![(root.to_path_buf(), "/counterfoil"), (sysroot.into(), "/rustc"), (home.clone(), "/cargo")];
    // Crates lie in a folder named after where they were downloaded from, which a mirror changes. The last match wins.
    for registry in fs::read_dir(home.join("registry/src"))? {
        maps.push((registry?.path(), "/crates"));
    }
    Ok(maps.iter().map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display())).collect())
}

/// `web` is the target whose glue neither imports nor fetches anything by itself; the entries in `wasm/npm` use it
/// everywhere. The reset function is what lets them drop an instance after a trap.
fn bind(compiled: &Path, folder: &Path) -> Outcome {
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes("glue", silenced(&without_unused(fs::read(compiled)?)?)?).web(true)?;
    bindgen.typescript(false).omit_default_module_path(true).reset_state_function(true);
    bindgen.remove_name_section(true).remove_producers_section(true);
    Ok(bindgen.generate(folder)?)
}

/// Without the two places of the glue that do not hold here: a module of another realm is none to `instanceof` (edge
/// runtimes have one), and the reset calls a start function that the file does not have. The entries pass a module.
fn portable(mut glue: String) -> Outcome<String> {
    for (place, instead) in [("!(module instanceof WebAssembly.Module)", "false"), ("wasm.__wbindgen_start();", "")] {
        if glue.matches(place).count() != 1 {
            return Err(format!("wasm-bindgen's glue does not have `{place}` once").into());
        }
        glue = glue.replace(place, instead);
    }
    Ok(glue)
}

/// The section of features lists each as a sign, a length and a name; wasm-bindgen uses those whose sign is a plus.
fn without_unused(mut wasm: Vec<u8>) -> Outcome<Vec<u8>> {
    for feature in UNUSED {
        let listed = [&[b'+', feature.len() as u8], feature.as_bytes()].concat();
        let at = wasm.windows(listed.len()).rposition(|bytes| bytes == listed);
        wasm[at.ok_or_else(|| format!("the compiled file does not list `{feature}`"))?] = b'-';
    }
    Ok(wasm)
}

fn optimise(tools: &Path, from: &Path, to: &Path) -> Outcome {
    let mut opt = Command::new(tools.join("wasm-opt"));
    opt.arg(from).arg("-o").arg(to).args(["-O3", "--strip-debug", "--strip-producers", "--strip-target-features"]);
    opt.args(FEATURES.map(|feature| format!("--enable-{feature}")));
    run(&mut opt)
}
