//! Each request has an id: the caller's own, where it brings one, or a new one. Its answer has it, and so has the log.

use crate::identity::request_id;
use axum::extract::Request;
use axum::http::{Extensions, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

const NAME: HeaderName = HeaderName::from_static("x-request-id");
const LONGEST: usize = 64;

/// The id of a request.
#[derive(Clone, Debug)]
pub(super) struct RequestId(pub(super) String);

impl RequestId {
    /// Of the request with these extensions.
    pub(super) fn of(extensions: &Extensions) -> String {
        extensions.get::<Self>().map(|id| id.0.clone()).unwrap_or_default()
    }
}

/// The id of the request with these extensions.
pub(in crate::serve) fn request_id_of(extensions: &Extensions) -> String {
    RequestId::of(extensions)
}

pub(in crate::serve) async fn numbered(mut request: Request, next: Next) -> Response {
    let brought = request.headers().get(NAME).and_then(|id| id.to_str().ok()).filter(|id| is_id(id)).map(str::to_owned);
    let id = brought.unwrap_or_else(request_id);
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(NAME, id);
    }
    response
}

/// Nothing that would stand out of its line in a log.
fn is_id(id: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
    (1..=LONGEST).contains(&id.len()) && id.bytes().all(letter)
}

#[cfg(test)]
mod tests {
    use super::is_id;

    #[test]
    fn an_id_is_one_word() {
        for id in ["a", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", &"x".repeat(64)] {
            assert!(is_id(id), "{id}");
        }
        for other in ["", "a b", "a\nb", "<a>", "ä", &"x".repeat(65)] {
            assert!(!is_id(other), "{other}");
        }
    }
}
