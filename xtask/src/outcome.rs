//! Where the repository is, and how other programs are run: loudly, and stopping at the first failure.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

/// What a step gives back. An xtask has one reader, at a terminal: a sentence is all an error needs to be.
pub(crate) type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// The repository's folder.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Runs a program to its end. Its output goes where ours goes.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let status = typed(command).status().map_err(|error| format!("cannot start {}: {error}", told(command)))?;
    ended(command, status)
}

/// As one would type it: without what cargo has told this program about itself. Build scripts look at that, and what was compiled in a
/// terminal would be compiled anew here.
pub(crate) fn typed(command: &mut Command) -> &mut Command {
    let own = |name: &str| {
        ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"].iter().any(|start| name.starts_with(start))
    };
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(own) {
            command.env_remove(name);
        }
    }
    command
}

/// A program that failed is an error that names it.
pub(crate) fn ended(command: &Command, status: ExitStatus) -> Outcome {
    if status.success() { Ok(()) } else { Err(format!("{} ended with {status}", told(command)).into()) }
}

/// Runs a program and gives back what it prints.
pub(crate) fn output(command: &mut Command) -> Outcome<String> {
    let output = typed(command).output().map_err(|error| format!("cannot start {}: {error}", told(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{} ended with {}: {said}", told(command), output.status).into());
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// A program as one would type it, shortened.
pub(crate) fn told(command: &Command) -> String {
    let mut told = command.get_program().to_string_lossy().into_owned();
    for word in command.get_args().take(4) {
        told.push(' ');
        told.push_str(&word.to_string_lossy());
    }
    told
}
