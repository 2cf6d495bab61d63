//! Prints the description of the HTTP API, `docs/openapi.json`.

use counterfoil_tests::api::description;
use counterfoil_tests::server::Server;

fn main() {
    let folder = std::env::temp_dir().join(format!("counterfoil-openapi-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let server = Server::start(&folder.join("x.db"), "report");
    println!("{:#}", description(&server));
    drop(server);
    std::fs::remove_dir_all(folder).expect("the folder goes");
}
