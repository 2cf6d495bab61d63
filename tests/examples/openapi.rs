//! Prints the description of the HTTP API, `docs/openapi.json`. With an address and a key it makes the account of the examples there,
//! all but its end, and says nothing.

use counterfoil_tests::api::{description, follow};
use counterfoil_tests::server::Server;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [address, key] = words.as_slice() {
        // What is closed would refuse whatever is asked next.
        let open = |operation: &str| operation != "closeAccount";
        follow(&Server::at(address, key), open).unwrap_or_else(|wrong| panic!("{wrong}"));
        return;
    }
    let folder = std::env::temp_dir().join(format!("counterfoil-openapi-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let server = Server::start(&folder.join("x.db"), "report");
    println!("{:#}", description(&server));
    drop(server);
    std::fs::remove_dir_all(folder).expect("the folder goes");
}
