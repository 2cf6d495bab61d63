//! The npm package: sources from `wasm/npm`, bundled. Modules share what they have in common, so that the entries on one page
//! have one engine; scripts and CommonJS are one file each.

use crate::artefact::Made;
use crate::build::FILE;
use crate::letters;
use crate::outcome::{Outcome, root, run};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The entries of the exports map that are modules.
const MODULES: [&str; 8] =
    ["index.js", "inline.js", "slim.js", "workerd.js", "edge-light.js", "worker.js", "elements.js", "digest.js"];

/// Entry, form, file: what cannot import, or should not.
const ALONE: [(&str, &str, &str); 3] =
    [("inline.js", "iife", SCRIPT), ("slim.js", "cjs", "slim.cjs"), ("worker-thread.js", "esm", "worker-thread.js")];

/// For a script tag and, by `index.cjs`, for `require`: the file's text is there once for both. A folder of its own, in
/// which `.js` is no module.
const SCRIPT: &str = "script/global.js";

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
    for folder in [&pkg.join("script"), &pkg.join("presets"), &stage] {
        fs::create_dir_all(folder)?;
    }
    copy(&npm.join("src"), &stage)?;
    fs::write(stage.join("glue.js"), &made.glue)?;
    fs::write(stage.join("bytes.js"), letters::module(&made.wasm))?;
    fs::write(stage.join("artefact.js"), artefact_js(&made.digest))?;
    modules(tools, &stage, &pkg)?;
    for (entry, form, file) in ALONE {
        alone(tools, &stage, [entry, form], &pkg.join(file))?;
    }
    require(&pkg)?;
    types(&npm, &pkg)?;
    fs::write(pkg.join(FILE), &made.wasm)?;
    fs::copy(npm.join("README.md"), pkg.join("README.md"))?;
    presets(&root.join("core/presets"), &pkg.join("presets"))?;
    // Its SHA-256 stands in the slim entry.
    fs::copy(npm.join("node_modules/@noble/hashes/LICENSE"), pkg.join("LICENSE-noble-hashes"))?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(root.join(licence), pkg.join(licence))?;
    }
    manifest(&npm, &pkg)
}

fn artefact_js(digest: &str) -> String {
    format!("export const engineDigest = \"sha256:{digest}\";\n")
}

/// The script is a function of its own scope; what it gives back is what `require` gives.
fn require(pkg: &Path) -> Outcome {
    let script = pkg.join(SCRIPT);
    let shared = fs::read_to_string(&script)? + "if(typeof module===\"object\")module.exports=counterfoil;\n";
    fs::write(&script, shared)?;
    fs::write(pkg.join("script/package.json"), "{ \"type\": \"commonjs\" }\n")?;
    Ok(fs::write(pkg.join("index.cjs"), format!("module.exports = require(\"./{SCRIPT}\");\n"))?)
}

/// What two entries share is a file of its own, named after what is in it.
fn modules(tools: &Path, stage: &Path, pkg: &Path) -> Outcome {
    let mut esbuild = bundler(tools, stage);
    esbuild.args(MODULES).args(["--format=esm", "--splitting", "--chunk-names=shared-[hash]"]);
    run(esbuild.arg(format!("--outdir={}", pkg.display())))
}

fn alone(tools: &Path, stage: &Path, [entry, form]: [&str; 2], to: &Path) -> Outcome {
    let mut esbuild = bundler(tools, stage);
    esbuild.arg(entry).arg(format!("--format={form}")).arg(format!("--outfile={}", to.display()));
    if form == "iife" {
        esbuild.arg("--global-name=counterfoil");
    }
    run(&mut esbuild)
}

fn bundler(tools: &Path, stage: &Path) -> Command {
    let mut esbuild = Command::new(tools.join("esbuild"));
    esbuild.args(["--bundle", "--log-level=warning", "--target=es2022", "--charset=utf8"]);
    esbuild.args(["--external:*.wasm", "--external:*.wasm?module", "--minify-syntax", "--minify-whitespace"]);
    // The stage lies elsewhere.
    esbuild.env("NODE_PATH", tools.with_file_name("")).current_dir(stage);
    esbuild
}

/// The schema, and types for both module systems: TypeScript reads `.d.cts` for `require`, and wants its own file names and
/// way to export in there.
fn types(npm: &Path, pkg: &Path) -> Outcome {
    copy(&npm.join("types"), pkg)?;
    for entry in fs::read_dir(npm.join("types"))? {
        let from = entry?.path();
        if let Some(name) = from.file_name().unwrap_or_default().to_string_lossy().strip_suffix(".d.ts") {
            let text = fs::read_to_string(&from)?.replace(".js\"", ".cjs\"").replace("export default ", "export = ");
            fs::write(pkg.join(format!("{name}.d.cts")), text)?;
        }
    }
    Ok(())
}

/// The presets, each with its type: of a JSON file alone TypeScript knows that a mode is some text.
fn presets(from: &Path, to: &Path) -> Outcome {
    copy(from, to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        for (module, types, export) in [("js", "d.ts", "export default"), ("cjs", "d.cts", "export =")] {
            let import = format!("import type {{ Rulebook }} from \"../contract.{module}\";");
            let text = format!("{import}\ndeclare const rulebook: Rulebook;\n{export} rulebook;\n");
            fs::write(to.join(format!("{name}.{types}")), text)?;
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
