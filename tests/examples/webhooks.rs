//! Prints `docs/webhooks.md` with the catalogue of its events written anew.

use counterfoil_tests::{events, root};

fn main() {
    let page = std::fs::read_to_string(root().join("docs/webhooks.md")).expect("docs/webhooks.md");
    print!("{}", events::page(&page));
}
