//! Prints the sample's events as NDJSON: `cargo run -p counterfoil-sample --example events`.

fn main() {
    print!("{}", counterfoil_sample::ndjson());
}
