//! Which way imports go: the floors of `core/src` as ARCHITECTURE.md lists them, and every path that goes up them.
//! No exception is listed anywhere: a path that has to go up says that something stands on the wrong floor.

mod circles;
mod floors;
mod modules;
mod source;

use floors::Floors;
use modules::{Arrow, Modules};
use std::fs;
use std::path::Path;

/// What is wrong with the imports of the Rust files below `house`, by the floors that `architecture` lists. The rooms of
/// `ground` are among its own, as its `lib.rs` says.
///
/// # Panics
/// When a file cannot be read or is not Rust, or the list is not one.
#[must_use]
pub fn faults(architecture: &str, house: &Path, ground: &Path) -> Vec<String> {
    let mut files = read(house);
    files.extend(read(ground).into_iter().filter(|(name, _)| name != "lib.rs"));
    judge(&Floors::read(architecture), &files)
}

/// The same of files that are only a name and a text.
///
/// # Panics
/// When a text is not Rust, or the list is not one.
#[must_use]
pub fn faults_of(architecture: &str, files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<_> = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    judge(&Floors::read(architecture), &files)
}

fn judge(floors: &Floors, files: &[(String, String)]) -> Vec<String> {
    let modules = Modules::new(files);
    let mut faults = modules.unknown.clone();
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    faults.extend(floors.uncovered(&names));
    for Arrow { from, line, to } in &modules.arrows {
        if let Some(why) = floors.forbids(from, to) {
            faults.push(format!("{from}:{line} -> {to}: {why}"));
        }
    }
    faults.extend(circles::among(&modules.arrows));
    faults
}

/// Every Rust file below a folder, by its name from there.
fn read(src: &Path) -> Vec<(String, String)> {
    let (mut folders, mut files) = (vec![src.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(src).expect("below it").to_str().expect("a name").replace('\\', "/");
                files.push((name, fs::read_to_string(&path).expect("a text")));
            }
        }
    }
    files.sort();
    files
}
