//! Build, run, test and bless Counterfoil. Every step makes what it needs, and skips what is already made.

mod artefact;
mod bench;
mod bless;
mod build;
mod doors;
mod generate;
mod npm;
mod outcome;
mod stamp;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask <command>

  build    make the .wasm file and the npm package in wasm/pkg, and print the file's sha256
  bench    measure speed as ratios beside decimal.js and big.js, and the file's size
  bless    write the generated files anew: schema, types, verbs, reference pages
  doors    test the finished package from Node and the raw ABI from Python
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["build"] => build::build().map(|digest| println!("{digest}  wasm/pkg/{}", build::FILE)),
        ["bench"] => bench::node(),
        ["bless"] => bless::bless(),
        ["doors"] => doors::node_doors().and_then(|()| doors::python_door()),
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}
