//! `cargo xtask clean-room`: does a stranger's copy work, and is its file ours to the byte?

use crate::outcome::{Outcome, ended, output, root, run};
use crate::{build, stamp};
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// What the README tells a stranger to type.
const COMMANDS: [&str; 2] = ["cargo xtask test", "cargo xtask run"];

/// Clones HEAD into an empty folder and types the README's commands there. The folder stays when something fails.
pub(crate) fn clean_room() -> Outcome {
    let ours = build::build()?;
    if !output(Command::new("git").args(["status", "--porcelain"]).current_dir(root()))?.is_empty() {
        println!("this tree holds uncommitted changes; the clean room has what is committed");
    }
    let folder = empty_folder()?;
    println!("clean room: {}", folder.display());
    let theirs = visit(&folder)?;
    println!("\nhere        {ours}\nclean room  {theirs}");
    if ours != theirs {
        return Err(
            "the two files differ: the build depends on its folder, or this tree on what is not committed".into()
        );
    }
    Ok(fs::remove_dir_all(folder)?)
}

fn empty_folder() -> Outcome<PathBuf> {
    let folder = std::env::temp_dir().join(format!("counterfoil-clean-room-{}", std::process::id()));
    fs::create_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

fn visit(folder: &Path) -> Outcome<String> {
    let head = output(Command::new("git").args(["rev-parse", "HEAD"]).current_dir(root()))?;
    run(Command::new("git").args(["clone", "--quiet", "--no-checkout"]).args([root().as_path(), folder]))?;
    run(Command::new("git").args(["checkout", "--quiet", "--detach", &head]).current_dir(folder))?;
    let readme = fs::read_to_string(folder.join("README.md")).map_err(|error| format!("README.md: {error}"))?;
    if let Some(command) = COMMANDS.iter().find(|command| !readme.contains(*command)) {
        return Err(format!("the README does not say `{command}`").into());
    }
    println!("\n$ cargo xtask test");
    run(xtask(folder).arg("test"))?;
    serve(folder)?;
    Ok(stamp::hex(&fs::read(folder.join("wasm/pkg").join(build::FILE))?))
}

/// Runs until the sample is loaded and the console's address answers, then stops it as Ctrl-C would.
fn serve(folder: &Path) -> Outcome {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    println!("\n$ cargo xtask run --port {port}");
    let mut command = xtask(folder);
    command.args(["run", "--port", &port.to_string()]).stdout(Stdio::piped());
    let mut child = command.spawn()?;
    let watched = watch(&mut child, &format!("http://127.0.0.1:{port}/"));
    // Cargo replaces itself by the program it runs, so the child is our xtask. One that has ended needs no signal.
    if child.try_wait()?.is_none() {
        run(Command::new("kill").args(["-INT", &child.id().to_string()]))?;
    }
    let status = child.wait()?;
    watched?;
    ended(&command, status)
}

fn watch(child: &mut Child, console: &str) -> Outcome {
    let out = child.stdout.take().ok_or("the run has no output")?;
    for line in BufReader::new(out).lines() {
        let line = line?;
        println!("{line}");
        if line.starts_with("sample data  loaded") {
            let page = ureq::get(console).call().map_err(|error| format!("{console}: {error}"))?;
            println!("{console} answers {}", page.status());
            return Ok(());
        }
    }
    Err("the run ended before the sample was loaded".into())
}

/// The clone's own xtask, in the clone's own target folder.
fn xtask(folder: &Path) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.arg("xtask").current_dir(folder).env_remove("CARGO_TARGET_DIR").env_remove("RUSTUP_TOOLCHAIN");
    cargo
}
