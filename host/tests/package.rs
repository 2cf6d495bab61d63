//! What is packaged is all there is: the packages build where this repository is not.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const PACKAGES: [&str; 5] =
    ["counterfoil-derive", "counterfoil-ground", "counterfoil-core", "counterfoil-paper", "counterfoil"];

/// An embedder with the core in its own process, and nothing else of the host.
const EMBEDDER: &str = r###"
use counterfoil::native::{Event, Instant, Opening, Prepared, State, Usage, read};

fn main() {
    let check = br#"{"rulebook":{"name":"x","currency":"EUR","rounding":{"scale":2,"mode":"half_up"},"rates":[{"id":"r","product":"call","unit":"unit","price":"0.5"}]}}"#;
    let rulebook = Prepared::new(check).expect("a sound rulebook");
    let opening: Opening = read(br#"{"account":"a","time":"2026-01-01T00:00:00Z"}"#).expect("an opening");
    let state = State::open(rulebook.rulebook(), &opening).expect("an account");
    let credit: Vec<Event> = read(br#"[{"type":"top_up","id":"t","time":"2026-01-01T00:00:00Z","amount":"2"}]"#).expect("events");
    let state = counterfoil::apply(&rulebook, &state, &credit).expect("it fits").state;
    let usage: Usage = read(br#"{"id":"u","time":"2026-01-02T00:00:00Z","product":"call","quantity":"3","unit":"unit"}"#).expect("a usage");
    let spent = counterfoil::spend(&rulebook, &state, &usage).expect("it fits");
    let now = Instant::new("2026-01-02T00:00:00Z").expect("a time");
    let overview = counterfoil::overview(&rulebook, &spent.state, now).expect("it fits");
    println!("{} {}", spent.decision.expect("decided").allowed, overview.balance);
}
"###;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn ran(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_packages_build_without_this_repository() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages");
    fs::create_dir_all(folder.join("src")).expect("a folder");
    let target = folder.join("made");
    let mut package = Command::new(env!("CARGO"));
    // What a package is made of is asked here, not whether a registry has it.
    package.args(["package", "--offline", "--allow-dirty", "--no-verify", "--exclude-lockfile", "--quiet"]);
    package.args(PACKAGES.iter().flat_map(|name| ["--package", name])).arg("--target-dir").arg(&target);
    ran(package.current_dir(root()));
    let version = env!("CARGO_PKG_VERSION");
    for name in PACKAGES {
        let unpacked = folder.join(format!("{name}-{version}"));
        if unpacked.exists() {
            fs::remove_dir_all(&unpacked).expect("an old one goes");
        }
        let archive = target.join("package").join(format!("{name}-{version}.crate"));
        ran(Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(&folder));
    }
    let artefact = folder.join(format!("counterfoil-{version}/artefact/counterfoil.wasm"));
    assert_eq!(
        fs::read(artefact).expect("the artefact"),
        counterfoil::Engine::embedded().expect("the engine").wasm().to_vec()
    );
    let path = |name: &str| format!("{{ path = \"{name}-{version}\"");
    let patches: String = PACKAGES[..4].iter().map(|name| format!("{name} = {} }}\n", path(name))).collect();
    let manifest = format!(
        "[package]\nname = \"embedder\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         counterfoil = {}, default-features = false, features = [\"native\"] }}\n\n[patch.crates-io]\n{patches}",
        path("counterfoil")
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("written");
    fs::write(folder.join("src/main.rs"), EMBEDDER).expect("written");
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the versions of this repository");
    let mut run = Command::new(env!("CARGO"));
    run.args(["run", "--offline", "--quiet", "--target-dir"]).arg(folder.join("target"));
    assert_eq!(ran(run.current_dir(&folder)), "true 0.50\n");
    let mut tree = Command::new(env!("CARGO"));
    tree.args(["tree", "--offline", "--edges", "normal", "--prefix", "none", "--no-dedupe"]);
    let tree = ran(tree.current_dir(&folder));
    let mut crates: Vec<&str> = tree.lines().filter_map(|line| line.split_once(' ')).map(|(name, _)| name).collect();
    crates.sort_unstable();
    crates.dedup();
    assert!(crates.len() < 45, "the engine alone stands on {} crates: {crates:?}", crates.len());
}

/// What a source names beside itself lies in its own package.
#[test]
fn nothing_is_included_from_outside() {
    for package in ["host", "core", "core/ground", "core/derive"] {
        let package = root().join(package).canonicalize().expect("a package");
        let mut folders = vec![package.join("src")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|kind| kind == "rs") {
                    for named in named(&fs::read_to_string(&path).expect("text"), &package, &folder) {
                        let named = named.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", named.display()));
                        assert!(named.starts_with(&package), "{} names {}", path.display(), named.display());
                    }
                }
            }
        }
    }
}

fn named(text: &str, package: &Path, folder: &Path) -> Vec<PathBuf> {
    let after = |mark: &str, from: &Path| -> Vec<PathBuf> {
        let places = text.match_indices(mark).map(|(at, mark)| &text[at + mark.len()..]);
        places.filter_map(|rest| rest.split_once('"')).map(|(path, _)| from.join(path)).collect()
    };
    [after("include_bytes!(\"", folder), after("include_str!(\"", folder), after("#[folder = \"", package)].concat()
}
