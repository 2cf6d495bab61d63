//! Pages of other sites.

use super::start;
use crate::server::Server;

/// A page of another site calls with a token where its origin is named, and never with somebody's cookie.
#[test]
fn pages_of_named_origins_may_call() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start_with(&folder.path().join("x.db"), "report", &["--origin", "https://app.example"]);
    let asked = |method: &str, origin: &str| {
        let request = ureq::http::Request::builder().method(method).uri(format!("{}/v1/accounts", server.base));
        let request = request.header("origin", origin).header("access-control-request-method", "GET");
        let request = request.header("access-control-request-headers", "authorization").body(()).expect("a request");
        let answer = server.agent.run(request).expect("an answer");
        let named = |name: &str| answer.headers().get(name).map(|value| value.to_str().expect("letters").to_owned());
        (named("access-control-allow-origin"), named("access-control-allow-credentials"))
    };
    for method in ["OPTIONS", "GET"] {
        assert_eq!(asked(method, "https://app.example"), (Some("https://app.example".into()), None), "{method}");
        for other in ["https://evil.example", "http://app.example", "null", "https://app.example.evil.example"] {
            assert_eq!(asked(method, other), (None, None), "{method} {other}");
        }
    }
    let (_folder, closed) = start();
    let answer = closed.agent.get(format!("{}/v1/accounts", closed.base)).header("origin", "https://app.example");
    assert!(answer.call().expect("an answer").headers().get("access-control-allow-origin").is_none());
}
