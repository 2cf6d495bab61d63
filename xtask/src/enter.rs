//! Who may pass at `cargo xtask run`: a key and a user of this folder's own, made once and kept beside its database.

use crate::asking::{agent, post};
use crate::outcome::{Outcome, output};
use serde_json::{Value, json};
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

const USER: &str = "admin";

/// The first key of the database, which the server is begun with.
pub(crate) fn key(program: &Path, folder: &Path) -> Outcome<String> {
    kept(&folder.join("key"), || Ok(output(Command::new(program).arg("key"))?.trim().to_owned()))
}

/// The console's first user, with a password of its own from now on.
pub(crate) fn user(address: &str, key: &str, folder: &Path) -> Outcome<(&'static str, String)> {
    let password = kept(&folder.join("password"), || own_password(address, key))?;
    Ok((USER, password))
}

/// What is in a file that its owner alone can read, or what is to be in it.
fn kept(file: &Path, make: impl FnOnce() -> Outcome<String>) -> Outcome<String> {
    if let Ok(text) = fs::read_to_string(file) {
        return Ok(text);
    }
    let text = make()?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)?.write_all(text.as_bytes())?;
    Ok(text)
}

/// A temporary password is good for one sign-in: it is used here, and the next one is the user's own.
fn own_password(address: &str, key: &str) -> Outcome<String> {
    let reset = || post(&agent(key), &format!("{address}v1/users/{USER}/reset"), "{}");
    let word = |told: &Value| told["temporary_password"].as_str().map(str::to_owned).ok_or("no password was told");
    // Random as the one it takes the place of.
    let (own, temporary) = (word(&reset()?)?, word(&reset()?)?);
    let shown = json!({"name": USER, "password": temporary}).to_string();
    let mut answer = ureq::post(format!("{address}v1/session")).content_type("application/json").send(&shown)?;
    let cookie = answer.headers().get("set-cookie").and_then(|cookie| cookie.to_str().ok()).unwrap_or_default();
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    let told: Value = serde_json::from_str(&answer.body_mut().read_to_string()?)?;
    let change = json!({"current": temporary, "new": own}).to_string();
    let request = ureq::post(format!("{address}v1/session/password")).content_type("application/json");
    let csrf = told["csrf"].as_str().unwrap_or_default();
    request.header("cookie", cookie).header("counterfoil-csrf", csrf).send(&change)?;
    Ok(own)
}
