//! The doors tested from outside, as the programs that use them would: Node by the package, Python, the JVM and Go by the raw ABI.

use crate::build::build;
use crate::outcome::{Outcome, output, root, run};
use crate::tally::Tally;
use crate::{apt, chromium, npm};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// All of them, with the sum of what they reported.
pub(crate) fn doors() -> Outcome {
    let mut tally = Tally::default();
    let outcome = node_doors(&mut tally)
        .and_then(|()| python_door(&mut tally))
        .and_then(|()| jvm_door(&mut tally))
        .and_then(|()| go_door(&mut tally));
    println!("{tally}");
    outcome
}

/// Node's own test runner over the package: the file, `import`, `require`, script tag, slim, handles, what is in bundles, the
/// object API, the types and what an editor makes of them.
pub(crate) fn node_doors(tally: &mut Tally) -> Outcome {
    build()?;
    npm::tools()?;
    let doors = ["file", "package", "slim", "handles", "bundlers", "object", "types", "editor"];
    tally.run(node().args(doors.map(|door| format!("tests/doors/{door}.test.mjs"))))
}

/// The packed tarball with every bundler, framework and runtime that it is for, with publint and with attw.
pub(crate) fn consumers(tally: &mut Tally, chromium: &Path) -> Outcome {
    build()?;
    npm::tools()?;
    let folder = root().join("tests/consumers");
    npm::install(&folder)?;
    npm::install(&root().join("tests/browser"))?;
    let tests = ["consumers", "guide", "recipes"].map(|name| folder.join(format!("{name}.test.mjs")));
    tally.run(node().args(tests).env("CHROMIUM", chromium))
}

/// The same by itself, with the sum of what it reported.
pub(crate) fn consumers_alone() -> Outcome {
    let mut tally = Tally::default();
    let outcome = consumers(&mut tally, &chromium::chromium()?);
    println!("{tally}");
    outcome
}

/// The example host in `wasm/examples`, held byte for byte against Node.
pub(crate) fn python_door(tally: &mut Tally) -> Outcome {
    build()?;
    tally.run(node().arg("tests/doors/python.test.mjs").env("PYTHON", python()?))
}

/// The same on the JVM: wasmtime's C library, which Python's package carries, called by JNA.
pub(crate) fn jvm_door(tally: &mut Tally) -> Outcome {
    build()?;
    if apt::on_path("javac").is_none() {
        apt::install("default-jdk-headless", "install a JDK yourself")?;
    }
    if !Path::new(JNA).exists() {
        apt::install("libjna-java", "put JNA's jar there yourself")?;
    }
    let library =
        "import wasmtime, pathlib; print(next(pathlib.Path(wasmtime.__file__).parent.glob('*/_libwasmtime.*')))";
    let library = output(Command::new(python()?).args(["-c", library]))?;
    let (source, classes) = (root().join("wasm/examples/jvm/Host.java"), root().join("target/xtask/jvm-host"));
    run(Command::new("javac").args(["-cp", JNA, "-d"]).arg(&classes).arg(source))?;
    let mut test = node();
    test.env("JVM_HOST", classes).env("JNA", JNA).env("LIBWASMTIME", library.trim());
    tally.run(test.arg("tests/doors/jvm.test.mjs"))
}

/// Where Debian puts what Java calls C by.
const JNA: &str = "/usr/share/java/jna.jar";

/// The same in Go, where its compiler and wazero can be had: a machine without Go's module proxy has no wazero, and says so.
pub(crate) fn go_door(tally: &mut Tally) -> Outcome {
    build()?;
    if apt::on_path("go").is_none() {
        apt::install("golang-go", "install Go yourself")?;
    }
    let (folder, host) = (root().join("wasm/examples/go"), root().join("target/xtask/go-host"));
    if let Err(why) = output(Command::new("go").args(["list", "-deps", "."]).current_dir(&folder)) {
        println!("not tested: the Go host, since its one module cannot be downloaded here ({why})");
        return Ok(());
    }
    run(Command::new("go").args(["build", "-o"]).arg(&host).arg(".").current_dir(&folder))?;
    tally.run(node().arg("tests/doors/go.test.mjs").env("GO_HOST", host))
}

/// Node's own test runner, with the reporter whose closing lines can be counted.
pub(crate) fn node() -> Command {
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter=spec"]).current_dir(root());
    node
}

/// A Python with `tests/requirements.txt` installed, made when absent or when that file changed.
pub(crate) fn python() -> Outcome<PathBuf> {
    let (wanted, venv) = (root().join("tests/requirements.txt"), root().join("tests/.venv"));
    let python = venv.join("bin/python");
    when_changed(&wanted, &venv, || {
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
        run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(&wanted))
    })?;
    Ok(python)
}

/// Makes a folder out of a list, unless it was made out of the same.
pub(crate) fn when_changed(list: &Path, folder: &Path, make: impl FnOnce() -> Outcome) -> Outcome {
    let (made_of, list) = (folder.join("installed.txt"), fs::read(list)?);
    if fs::read(&made_of).ok().as_deref() != Some(list.as_slice()) {
        make()?;
        fs::write(&made_of, &list)?;
    }
    Ok(())
}
