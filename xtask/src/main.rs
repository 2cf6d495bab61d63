//! Build, run, test and bless Counterfoil. Every step makes what it needs, and skips what is already made.

mod apt;
mod artefact;
mod asking;
mod bench;
mod beside;
mod bless;
mod build;
mod chromium;
mod clean_room;
mod doors;
mod einvoice;
mod enter;
mod fuzz;
mod letters;
mod living;
mod load;
mod npm;
mod oracle;
mod order;
mod outcome;
mod run;
mod schemathesis;
mod silent;
mod size;
mod stamp;
mod steps;
mod tally;
mod test;
mod www;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask <command>

  test              install what is missing, build everything, run every test
  run [--port N]    serve the console and the HTTP API with the sample accounts
  build             make the .wasm file and the npm package in wasm/pkg, and print the file's sha256
  bench [TABLE…]    measure speed beside what people use instead, and the file's size, into target/bench.json
                    (--quick: few turns, --list: the tables, --docs: docs/benchmarks.md from a whole run,
                    --against COMMIT: beside an earlier tree, in turns)
  load [SECONDS [long|ROWS]]  drive a host with many clients, beside raw rows on the same disk; without seconds the table of the
                    README is written anew
  size [--check]    tell how large the file is and where its bytes are, and whether it is within its budget
  bless             write the generated files anew: schema, types, verbs, reference pages, the API's description
  consumers         try the packed npm package with every bundler, framework and runtime that it is for
  doors             test the finished package from Node, and the raw ABI from Python, the JVM and Go
  einvoice          hold the e-invoices of the cases against the official rules
  schemathesis      ask a host whatever its description allows, and more, two minutes long
  fuzz [SECONDS]    hold the JSON reader against serde_json on ever new texts, a minute long
  clean-room        clone HEAD into an empty folder, test and run it there, compare the file's sha256
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["test"] => test::test(),
        ["run"] => run::run(None),
        ["run", "--port", port] => run::run(Some(port)),
        ["clean-room"] => clean_room::clean_room(),
        ["build"] => build::build().map(|digest| println!("{digest}  wasm/pkg/{}", build::FILE)),
        ["bench", words @ ..] => bench::bench(words),
        ["load"] => load::load(None, ""),
        ["load", seconds] => load::load(Some(seconds), ""),
        ["load", seconds, rows] => load::load(Some(seconds), rows),
        ["size"] => size::size(),
        ["size", "--check"] => size::check(),
        ["bless"] => bless::bless(),
        ["einvoice"] => einvoice::einvoice(),
        ["schemathesis"] => schemathesis::schemathesis(),
        ["fuzz"] => fuzz::fuzz("60"),
        ["fuzz", seconds] => fuzz::fuzz(seconds),
        ["doors"] => doors::doors(),
        ["consumers"] => doors::consumers_alone(),
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
