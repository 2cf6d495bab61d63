//! The `counterfoil` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    counterfoil::cli::main()
}
