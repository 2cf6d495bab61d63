//! Answers one call natively: `cargo run -p counterfoil-core --example call -- VERB < call.json`.
use std::io::{Read as _, Write as _};
fn main() {
    let verb = std::env::args().nth(1).unwrap_or_default();
    let mut input = Vec::new();
    std::io::stdin().read_to_end(&mut input).expect("standard input can be read");
    std::io::stdout().write_all(&counterfoil_core::call(&verb, &input)).expect("standard output can be written");
}
