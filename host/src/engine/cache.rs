//! Compiled modules on disk, so that a command starts in a millisecond.
//!
//! A compiled module is native code: whoever can change it can run anything as us. So it lives in a folder that
//! only we can write, under a name made of the file's digest and of everything wasmtime's output depends on, with
//! a checksum of name and content in front (so that a module moved to another engine's name does not answer in its
//! stead); whatever does not fit is compiled anew and replaced.

use super::hex;
use sha2::{Digest as _, Sha256};
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Write as _;
use std::path::Path;
use wasmtime::{Engine, Module};

const CHECKSUM_BYTES: usize = 32;

pub(super) fn module(engine: &Engine, wasm: &[u8], digest: &str, folder: &Path) -> wasmtime::Result<Module> {
    let mut hasher = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut hasher);
    let name = format!("{digest}-{:016x}.cwasm", hasher.finish());
    if let Some(module) = is_ours(folder).then(|| read(engine, folder, &name)).flatten() {
        return Ok(module);
    }
    let compiled = engine.precompile_module(wasm)?;
    // A cache that cannot be written costs time, not answers.
    let _ = write(folder, &name, &compiled);
    // SAFETY: these bytes were made by this engine a line above.
    unsafe { Module::deserialize(engine, compiled) }
}

fn read(engine: &Engine, folder: &Path, name: &str) -> Option<Module> {
    let kept = fs::read(folder.join(name)).ok()?;
    let (sum, compiled) = kept.split_at_checked(CHECKSUM_BYTES)?;
    if checksum(name, compiled) != *sum {
        return None;
    }
    // SAFETY: the folder is writable by us alone, and the checksum says the bytes are those we wrote.
    unsafe { Module::deserialize(engine, compiled) }.ok()
}

fn checksum(name: &str, compiled: &[u8]) -> [u8; CHECKSUM_BYTES] {
    Sha256::new().chain_update(name).chain_update(compiled).finalize().into()
}

fn write(folder: &Path, name: &str, compiled: &[u8]) -> std::io::Result<()> {
    make(folder)?;
    if !is_ours(folder) {
        return Ok(());
    }
    let sum = checksum(name, compiled);
    let draft = folder.join(format!("draft-{}-{}", std::process::id(), hex(&sum[..4])));
    let mut out = fs::File::create(&draft)?;
    out.write_all(&sum)?;
    out.write_all(compiled)?;
    fs::rename(draft, folder.join(name))
}

#[cfg(unix)]
fn make(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)
}

/// Owned by the user we run as, and writable by nobody else.
#[cfg(unix)]
fn is_ours(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let Ok(found) = fs::symlink_metadata(folder) else { return false };
    let ours = fs::metadata("/proc/self").is_ok_and(|process| process.uid() == found.uid());
    found.is_dir() && ours && found.mode() & 0o022 == 0
}

/// Elsewhere ownership is not asked, so nothing is read back.
#[cfg(not(unix))]
fn is_ours(_: &Path) -> bool {
    false
}
