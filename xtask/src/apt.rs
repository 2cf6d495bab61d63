//! Programs that are found on the path, or installed as Debian has them.

use crate::outcome::{Outcome, output, run};
use std::env;
use std::path::PathBuf;
use std::process::Command;

/// The program of that name, wherever the path has it.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Installs a package, or says what to do where that cannot be.
pub(crate) fn install(package: &str, instead: &str) -> Outcome {
    let root = output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0");
    if !root || Command::new("apt-get").arg("--version").output().is_err() {
        return Err(format!("{package} is missing, and only root can install it with apt-get: {instead}").into());
    }
    run(apt().args(["update", "-qq"]))?;
    run(apt().args(["install", "-y", "-qq", "--no-install-recommends", package]))
}

/// Programs that read papers again.
pub(crate) fn paper_tools() -> Outcome {
    for (program, package) in [("pdftotext", "poppler-utils"), ("qpdf", "qpdf")] {
        if on_path(program).is_none() {
            install(package, "install it yourself: papers are read again with it")?;
        }
    }
    Ok(())
}

fn apt() -> Command {
    let mut apt = Command::new("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    apt
}
