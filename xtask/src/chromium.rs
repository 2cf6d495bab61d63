//! The browser that the console and the package are tested in.

use crate::apt;
use crate::outcome::Outcome;
use std::env;
use std::path::PathBuf;

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
    if let Some(found) = apt::on_path("chromium") {
        return Ok(found);
    }
    apt::install("chromium", "install it yourself, or name a Chromium in the variable CHROMIUM")?;
    apt::on_path("chromium").ok_or_else(|| "apt-get installed chromium, but it is not on the path".into())
}
