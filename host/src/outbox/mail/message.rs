//! A mail as it is handed over.

use super::words::Written;
use data_encoding::BASE32_NOPAD;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::time::{Duration, SystemTime};

/// A mail to one address.
#[derive(Clone, Debug)]
pub struct Message {
    pub(super) from: Mailbox,
    pub(super) reply_to: Option<Mailbox>,
    pub(super) to: Mailbox,
    /// The same each time it is sent.
    pub(super) id: String,
    pub(super) at_ms: i64,
    pub(super) event: String,
    pub(super) written: Written,
}

/// Of an event and an address, at the sender's domain.
pub(super) fn message_id(event: &str, to: &Mailbox, from: &Mailbox) -> String {
    let hash = Sha256::digest(to.email.to_string());
    let part = BASE32_NOPAD.encode(&hash[..10]).to_ascii_lowercase();
    format!("<{event}.{part}@{}>", from.email.domain())
}

impl Message {
    /// As it goes over the wire. lettre writes each header so that no value ends it.
    pub(super) fn formed(self) -> Result<lettre::Message, lettre::error::Error> {
        let at = SystemTime::UNIX_EPOCH + Duration::from_millis(self.at_ms.unsigned_abs());
        let header =
            |name: &'static str, value: &str| HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned());
        let mut message = lettre::Message::builder()
            .from(self.from)
            .to(self.to)
            .date(at)
            .message_id(Some(self.id))
            .subject(self.written.subject)
            // Nobody's holidays answer it (RFC 3834).
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("Counterfoil-Event", &self.event));
        if let Some(reply_to) = self.reply_to {
            message = message.reply_to(reply_to);
        }
        message.multipart(MultiPart::alternative_plain_html(self.written.plain, self.written.html))
    }

    /// As the inbox keeps it.
    pub(in crate::outbox) fn heard(&self, now: i64) -> String {
        json!({
            "kind": "mail",
            "at": crate::clock::written(jiff::Timestamp::from_millisecond(now).unwrap_or_default()),
            "from": self.from.to_string(),
            "to": self.to.to_string(),
            "message_id": self.id,
            "event": self.event,
            "subject": self.written.subject,
            "text": self.written.plain,
            "html": self.written.html,
        })
        .to_string()
    }
}
