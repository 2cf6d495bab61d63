//! The npm package: sources from `wasm/npm`, bundled once per entry so that each is one file without imports.

use crate::artefact::Made;
use crate::build::FILE;
use crate::outcome::{Outcome, root, run};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Entry, form, file. `global.js` is for a script tag; the two edge forms import the file as a module.
const BUNDLES: [(&str, &str, &str); 7] = [
    ("index.js", "esm", "index.js"),
    ("index.js", "cjs", "index.cjs"),
    ("index.js", "iife", "global.js"),
    ("slim.js", "esm", "slim.js"),
    ("slim.js", "cjs", "slim.cjs"),
    ("workerd.js", "esm", "workerd.js"),
    ("edge-light.js", "esm", "edge-light.js"),
];

/// The tools of `wasm/npm`, installed. Gives back the folder of programs.
pub(crate) fn tools() -> Outcome<PathBuf> {
    let folder = root().join("wasm/npm");
    install(&folder)?;
    Ok(folder.join("node_modules/.bin"))
}

/// Installs what a folder's `package-lock.json` names, when it is not there.
pub(crate) fn install(folder: &Path) -> Outcome {
    let lock = fs::read(folder.join("package-lock.json"))?;
    let installed = folder.join("node_modules/.installed");
    // Our copy of the lock says what is installed: an interrupted or older install is done again.
    if fs::read(&installed).ok().as_deref() != Some(lock.as_slice()) {
        run(Command::new("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(folder))?;
        fs::write(&installed, &lock)?;
    }
    Ok(())
}

/// Fills `wasm/pkg`.
pub(crate) fn assemble(root: &Path, tools: &Path, made: &Made) -> Outcome {
    let (npm, pkg, stage) = (root.join("wasm/npm"), root.join("wasm/pkg"), root.join("target/xtask/npm"));
    for folder in [&pkg, &stage] {
        fs::create_dir_all(folder)?;
    }
    copy(&npm.join("src"), &stage)?;
    fs::write(stage.join("glue.js"), &made.glue)?;
    fs::write(stage.join("bytes.js"), format!("export const base64 = \"{}\";\n", base64(&made.wasm)))?;
    fs::write(stage.join("artefact.js"), artefact_js(&made.digest))?;
    for (entry, form, file) in BUNDLES {
        bundle(tools, &stage, entry, form, &pkg.join(file))?;
    }
    types(&npm, &pkg)?;
    fs::write(pkg.join(FILE), &made.wasm)?;
    fs::copy(npm.join("README.md"), pkg.join("README.md"))?;
    fs::create_dir_all(pkg.join("presets"))?;
    copy(&root.join("core/presets"), &pkg.join("presets"))?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(root.join(licence), pkg.join(licence))?;
    }
    manifest(&npm, &pkg)
}

fn artefact_js(digest: &str) -> String {
    let contract = counterfoil_core::CONTRACT;
    format!("export const engineDigest = \"sha256:{digest}\";\nexport const contract = \"{contract}\";\n")
}

fn bundle(tools: &Path, stage: &Path, entry: &str, form: &str, to: &Path) -> Outcome {
    let mut esbuild = Command::new(tools.join("esbuild"));
    esbuild.arg(entry).args(["--bundle", "--log-level=warning", "--target=es2022", "--charset=utf8"]);
    esbuild.args(["--external:*.wasm", "--external:*.wasm?module", "--minify-syntax", "--minify-whitespace"]);
    esbuild.arg(format!("--format={form}")).arg(format!("--outfile={}", to.display()));
    if form == "iife" {
        esbuild.arg("--global-name=counterfoil");
    }
    run(esbuild.current_dir(stage))
}

/// The schema, and types for both module systems: TypeScript reads `.d.cts` for `require`, and wants its own file names in there.
fn types(npm: &Path, pkg: &Path) -> Outcome {
    copy(&npm.join("types"), pkg)?;
    for entry in fs::read_dir(npm.join("types"))? {
        let from = entry?.path();
        if let Some(name) = from.file_name().unwrap_or_default().to_string_lossy().strip_suffix(".d.ts") {
            let text = fs::read_to_string(&from)?.replace(".js\"", ".cjs\"");
            fs::write(pkg.join(format!("{name}.d.cts")), text)?;
        }
    }
    Ok(())
}

/// The shipped manifest, with the workspace's version: it is written down once.
fn manifest(npm: &Path, pkg: &Path) -> Outcome {
    let mut manifest: Value = serde_json::from_str(&fs::read_to_string(npm.join("manifest.json"))?)?;
    manifest["version"] = Value::from(env!("CARGO_PKG_VERSION"));
    Ok(fs::write(pkg.join("package.json"), format!("{manifest:#}\n"))?)
}

fn copy(from: &Path, to: &Path) -> Outcome {
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        fs::copy(&path, to.join(path.file_name().unwrap_or_default()))?;
    }
    Ok(())
}

/// Standard base64 with padding, as `atob` reads it.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let [a, b, c] = [0, 1, 2].map(|at| group.get(at).copied().map_or(0, u32::from));
        let bits = a << 16 | b << 8 | c;
        for place in 0..4 {
            let letter = char::from(LETTERS[(bits >> (18 - 6 * place) & 63) as usize]);
            text.push(if place <= group.len() { letter } else { '=' });
        }
    }
    text
}
