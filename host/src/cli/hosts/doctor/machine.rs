//! This machine: room on the disk, and who can read what.

use super::{Finding, How};
use crate::cli::config;
use std::path::{Path, PathBuf};

const MIB: u64 = 1 << 20;
/// Less room than this is soon used up by what is written while nobody looks.
const LITTLE: u64 = 256 * MIB;
const SCARCE: u64 = 1024 * MIB;

/// The file of the books and what stands beside it.
pub(super) fn books(file: &Path) -> Vec<Finding> {
    let beside = |end: &str| {
        let mut name = file.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    let mut found: Vec<Finding> = mode("file", file).into_iter().collect();
    // What can be read is told of the books alone: beside them there is nothing to say where it is as it should be.
    let others = ["-wal", "-shm"].into_iter().filter_map(|end| mode("file", &beside(end)));
    found.extend(others.filter(|one| one.how != How::Well));
    found.extend(disk(file));
    found
}

#[cfg(unix)]
fn disk(file: &Path) -> Option<Finding> {
    let size = std::fs::metadata(file).ok()?.len();
    let room = rustix::fs::statvfs(file).ok()?;
    Some(space(room.f_bavail.saturating_mul(room.f_frsize), size))
}

#[cfg(not(unix))]
fn disk(_: &Path) -> Option<Finding> {
    None
}

/// What is free, for books of this size: a copy of them, or a schema that makes a large table anew, takes as much again.
fn space(free: u64, size: u64) -> Finding {
    let how = match free {
        ..LITTLE => How::Badly,
        _ if free < SCARCE.max(size) => How::Look,
        _ => How::Well,
    };
    let found = format!("{} MiB are free beside books of {} MiB", free / MIB, size / MIB);
    let help = "where it is full nothing is written any more (503): make room, or move the books to a larger disk by `backup` and \
                `restore`; a copy and `migrate` take as much room as the books";
    Finding { what: "disk", how, found, help }
}

/// What is secret is its owner's alone.
#[cfg(unix)]
pub(super) fn mode(what: &'static str, file: &Path) -> Option<Finding> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(file).ok()?.permissions().mode() & 0o777;
    let how = if mode & 0o077 == 0 { How::Well } else { How::Badly };
    let help = "others on this machine can read it: `chmod 600`";
    Some(Finding { what, how, found: format!("{} has the mode {mode:o}", file.display()), help })
}

#[cfg(not(unix))]
pub(super) fn mode(_: &'static str, _: &Path) -> Option<Finding> {
    None
}

/// The file that tells `serve` what to do. It may be read by others as long as nothing in it is secret.
pub(super) fn config(file: &Path) -> Vec<Finding> {
    let what = "config";
    let secret = match config::sound(file) {
        Ok(secret) => secret,
        Err(found) => {
            let help = "`serve` would not start with it; `docs/operate.md` has every word";
            return vec![Finding { what, how: How::Badly, found, help }];
        }
    };
    let sound = Finding { what, how: How::Well, found: format!("`serve` understands {}", file.display()), help: "" };
    let seen = mode(what, file).filter(|seen| secret && seen.how != How::Well);
    [Some(sound), seen].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::{How, MIB, space};

    #[test]
    fn room_is_told_before_it_is_gone() {
        for (free, size, how) in [
            (0, 0, How::Badly),
            (255, 1, How::Badly),
            (256, 1, How::Look),
            (1_024, 1, How::Well),
            (1_024, 2_000, How::Look),
            (3_000, 2_000, How::Well),
        ] {
            assert!(space(free * MIB, size * MIB).how == how, "{free} MiB beside {size} MiB");
        }
    }
}
