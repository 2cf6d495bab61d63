//! `cargo xtask schemathesis`: a host is asked whatever its description allows, and more, from one seed: no answer is a fault of its
//! own, and each is as the description says.

use crate::build;
use crate::doors::python;
use crate::outcome::{Outcome, output, root, run};
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

const FOLDER: &str = "target/schemathesis";
/// That of the examples, which name it.
const KEY: &str = "cfk_000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

pub(crate) fn schemathesis() -> Outcome {
    build::build()?;
    let (python, root) = (python()?, root());
    // The workspace whole, as `cargo test` has it.
    let words = ["build", "--locked", "--quiet", "--workspace", "--bin", "counterfoil", "--example", "openapi"];
    run(Command::new("cargo").args(words).current_dir(&root))?;
    let folder = root.join(FOLDER);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let program = root.join("target/debug/counterfoil");
    let mut serve = Command::new(&program);
    serve.args(["serve", "--log-level", "warn", "--listen", "127.0.0.1:0", "--database"]).arg(folder.join("books.db"));
    let mut host = serve.env("COUNTERFOIL_FIRST_KEY", KEY).stdout(Stdio::piped()).spawn()?;
    let asked = address(&mut host).and_then(|address| {
        // The account of the examples, all but its end.
        run(Command::new(root.join("target/debug/examples/openapi")).args([&*address, KEY]))?;
        run(Command::new(python.with_file_name("schemathesis"))
            .args(["--config-file", "schemathesis.toml", "run"])
            .arg(format!("{address}v1/openapi.json"))
            .args(["--header", &format!("Authorization: Bearer {KEY}")])
            .current_dir(root.join("tests/schemathesis")))?;
        // It still lives, and its books are whole.
        output(Command::new("kill").args(["-TERM", &host.id().to_string()]))?;
        host.wait()?;
        run(Command::new(&program).args(["verify", "--database"]).arg(folder.join("books.db")))
    });
    // Already ended is as good.
    let _ = host.kill();
    let _ = host.wait();
    asked
}

/// Where it listens, as its first line says.
fn address(host: &mut Child) -> Outcome<String> {
    let mut line = String::new();
    BufReader::new(host.stdout.as_mut().ok_or("no pipe")?).read_line(&mut line)?;
    let address = line.trim().strip_prefix("console").ok_or("the host did not start")?;
    Ok(address.trim().to_owned())
}
