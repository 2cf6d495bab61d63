//! Prints `docs/cli.md`.

fn main() {
    print!("{}", counterfoil::cli::reference());
}
