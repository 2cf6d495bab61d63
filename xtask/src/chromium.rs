//! The browser that the console and the package are tested in.

use crate::outcome::{Outcome, output, run};
use std::env;
use std::path::PathBuf;
use std::process::Command;

/// `CHROMIUM`, or the one on the path, or Debian's, installed now.
pub(crate) fn chromium() -> Outcome<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM") {
        let named = PathBuf::from(named);
        return if named.is_file() {
            Ok(named)
        } else {
            Err(format!("CHROMIUM is {}: no such file", named.display()).into())
        };
    }
    if let Some(found) = on_path() {
        return Ok(found);
    }
    install()?;
    on_path().ok_or_else(|| "apt-get installed chromium, but it is not on the path".into())
}

fn on_path() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join("chromium")).find(|file| file.is_file())
}

fn install() -> Outcome {
    let root = output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0");
    if !root || Command::new("apt-get").arg("--version").output().is_err() {
        return Err("chromium is missing, and only root can install it with apt-get: \
                    install it yourself, or name a Chromium in the variable CHROMIUM"
            .into());
    }
    run(apt().args(["update", "-qq"]))?;
    run(apt().args(["install", "-y", "-qq", "--no-install-recommends", "chromium"]))
}

fn apt() -> Command {
    let mut apt = Command::new("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    apt
}
