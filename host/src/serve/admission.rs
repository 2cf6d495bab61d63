//! What is turned away at the door: a name that is not this host's, and a body that says it is too long.

use super::Host;
use super::problem::Refusal;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use std::net::IpAddr;

/// A page of another site that has made its own name point here (DNS rebinding) is told apart by that name.
pub(super) async fn named(State(host): State<Host>, request: Request, next: Next) -> Result<Response, Refusal> {
    let authority = request.headers().get(header::HOST).and_then(|name| name.to_str().ok());
    let authority = authority.or_else(|| request.uri().authority().map(|authority| authority.as_str()));
    if authority.is_some_and(|authority| is_ours(authority, &host.names)) {
        return Ok(next.run(request).await);
    }
    let help = "use the address it listens on, or start it with `--host` and this name";
    let status = StatusCode::MISDIRECTED_REQUEST;
    Err(Refusal::new(status, "host_unknown", "", "this host does not go by that name", help))
}

fn is_ours(authority: &str, names: &[String]) -> bool {
    let name = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => authority.rsplit_once(':').map_or(authority, |(name, _)| name),
    };
    let name = name.trim_end_matches('.');
    name.parse::<IpAddr>().is_ok()
        || name.eq_ignore_ascii_case("localhost")
        || names.iter().any(|known| known == "*" || known.eq_ignore_ascii_case(name))
}

/// A body that nobody would wait for is refused before the first byte is read. What is a little too long is read to its limit:
/// whoever still sends does not hear the answer.
pub(super) async fn sized(request: Request, next: Next) -> Result<Response, Refusal> {
    let most = super::RULEBOOK_MAX;
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    if length.and_then(|length| length.parse::<u64>().ok()).is_some_and(|length| length > most as u64) {
        return Err(Refusal::too_long(most));
    }
    Ok(next.run(request).await)
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn names_are_compared_without_port_and_case() {
        let names = ["Billing.example".to_owned()];
        for ours in [
            "127.0.0.1:8090",
            "127.0.0.1",
            "[::1]:8090",
            "[::1]",
            "localhost:1",
            "LOCALHOST",
            "billing.EXAMPLE:443",
            "billing.example.",
        ] {
            assert!(is_ours(ours, &names), "{ours}");
        }
        for other in ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "", "billing.example.evil"]
        {
            assert!(!is_ours(other, &names), "{other}");
        }
        assert!(is_ours("any.example", &["*".to_owned()]));
    }
}
