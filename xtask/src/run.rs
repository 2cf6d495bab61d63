//! `cargo xtask run`: the server with its console and, in a new database, accounts that live now.

use crate::asking;
use crate::beside::Beside;
use crate::outcome::{Outcome, ended, root, run as finish};
use crate::steps::Steps;
use crate::{build, enter, living, www};
use signal_hook::consts::{SIGINT, SIGTERM};
use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

const PORT: u16 = 8090;
const FOLDER: &str = "target/run";
const TICK: Duration = Duration::from_millis(100);

/// Builds what is missing, serves, loads the sample, and waits for Ctrl-C.
pub(crate) fn run(port: Option<&str>) -> Outcome {
    let port = port.map_or(Ok(PORT), str::parse).map_err(|error| format!("--port: {error}"))?;
    let mut steps = Steps::of(3);
    let libraries = libraries()?;
    steps.take("the engine, one WebAssembly file, and the npm package around it", build::build)?;
    steps.take("the console, on that package", www::build)?;
    let program = steps.take("the host; on two cores its libraries take some minutes, the first time", || {
        libraries.map_or(Ok(()), Beside::wait)?;
        host()
    })?;
    println!();
    // Another program's answer must not be taken for our server's.
    drop(
        TcpListener::bind(("127.0.0.1", port))
            .map_err(|error| format!("port {port}: {error}; name another with --port"))?,
    );
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }
    fs::create_dir_all(root().join(FOLDER))?;
    let key = enter::key(&program, &root().join(FOLDER))?;
    let mut serve = Command::new(program);
    serve.env("COUNTERFOIL_FIRST_KEY", &key);
    serve
        .args(["serve", "--log", "text", "--log-level", "warn", "--payments", "simulator", "--inbox", "--database"])
        .arg(database());
    serve.arg("--listen").arg(format!("127.0.0.1:{port}")).stdout(Stdio::null());
    let mut server = serve.spawn()?;
    let outcome = use_it(&mut server, &format!("http://127.0.0.1:{port}/"), &key, &stop);
    end(&serve, server)?;
    outcome
}

fn database() -> PathBuf {
    root().join(FOLDER).join("counterfoil.db")
}

const PROGRAM: &str = "target/debug/counterfoil";

/// The first time, what the host stands on is compiled beside the engine, which uses one core for the most part. The host itself is
/// left out: what it embeds is not there yet.
fn libraries() -> Outcome<Option<Beside>> {
    if root().join(PROGRAM).exists() {
        return Ok(None);
    }
    Beside::start(cargo().arg("--keep-going")).map(Some)
}

/// The server program.
fn host() -> Outcome<PathBuf> {
    finish(&mut cargo())?;
    Ok(root().join(PROGRAM))
}

/// Chosen among the workspace's packages, so that its dependencies are those the tests compile.
fn cargo() -> Command {
    let mut cargo = Command::new("cargo");
    cargo
        .args(["build", "--locked", "--workspace", "--bin", "counterfoil", "--target-dir", "target"])
        .current_dir(root());
    cargo
}

fn use_it(server: &mut Child, address: &str, key: &str, stop: &AtomicBool) -> Outcome {
    wait_until_ready(server, address, stop)?;
    println!("console      {address}");
    if !stop.load(Ordering::Relaxed) {
        let (user, password) = enter::user(address, key, &root().join(FOLDER))?;
        println!("sign in      {user}, {password}");
        println!("key          export COUNTERFOIL_KEY={key}");
        println!("inbox        {address}inbox  (webhooks and mail that this host sends, once signed in)");
    }
    load(address, key, stop)?;
    if !stop.load(Ordering::Relaxed) {
        println!("Ctrl-C stops the server.");
    }
    std::thread::scope(|scope| {
        scope.spawn(|| living::go_on(address, key, stop));
        while !stop.load(Ordering::Relaxed) && server.try_wait()?.is_none() {
            sleep(TICK);
        }
        // Where the server has ended, so has what asks it.
        stop.store(true, Ordering::Relaxed);
        Ok(())
    })
}

fn wait_until_ready(server: &mut Child, address: &str, stop: &AtomicBool) -> Outcome {
    let ready = format!("{address}readyz");
    while !stop.load(Ordering::Relaxed) && ureq::get(&ready).call().is_err() {
        if let Some(status) = server.try_wait()? {
            return Err(format!("the server ended with {status} before it was ready").into());
        }
        sleep(TICK);
    }
    Ok(())
}

/// A file beside the database says that the load came to its end: accounts alone could be half of one.
fn load(address: &str, key: &str, stop: &AtomicBool) -> Outcome {
    let whole = database().with_extension("sample");
    if stop.load(Ordering::Relaxed) {
        return Ok(());
    }
    if whole.exists() && asking::any_account(address, key)? {
        println!("sample data  loaded before");
        return Ok(());
    }
    println!("sample data  {DAYS_TOLD}");
    if !living::load(address, key, stop)? {
        println!("sample data  interrupted: remove {} to begin anew", root().join(FOLDER).display());
        return Ok(());
    }
    println!("sample data  there, and going on");
    Ok(fs::write(whole, "")?)
}

const DAYS_TOLD: &str = "eleven accounts of five kinds, six weeks in a minute";

/// From a terminal the server has had its Ctrl-C already; a second one changes nothing.
fn end(serve: &Command, mut server: Child) -> Outcome {
    if server.try_wait()?.is_none() {
        finish(Command::new("kill").args(["-INT", &server.id().to_string()]))?;
    }
    ended(serve, server.wait()?)
}
