use axum::http::HeaderMap;
use standardwebhooks::Webhook;
use std::error::Error;

// The body as it came, before anything has read it. Refuses what is not from the host, or not of now.
pub fn event(body: &[u8], headers: &HeaderMap, secret: &str) -> Result<serde_json::Value, Box<dyn Error>> {
    Webhook::new(secret)?.verify(body, headers)?;
    Ok(serde_json::from_slice(body)?)
}
