//! The host as a receiver of its own, for development: what would go out is kept, with whether its signature is right.

use super::signing::{Secret, verified};
use serde_json::{Value, json};

/// The URL that stands for it.
pub const INBOX: &str = "inbox:";

/// A webhook as it was heard. Nothing of how it was made is asked: the signature is held against the secret as any receiver would.
pub(super) fn webhook(url: &str, headers: [&str; 3], body: &str, secrets: &[Secret], now: i64) -> Value {
    let [id, timestamp, signature] = headers;
    json!({
        "kind": "webhook",
        "at": crate::clock::written(jiff::Timestamp::from_millisecond(now).unwrap_or_default()),
        "url": url,
        "headers": {"webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature},
        "verified": verified(secrets, headers, body.as_bytes(), now.div_euclid(1_000)),
        "body": serde_json::from_str::<Value>(body).unwrap_or_else(|_| body.into()),
    })
}
