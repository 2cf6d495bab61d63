//! Where a webhook goes.

use crate::problem::Code;
use crate::text::text;
use crate::wire::{Decode, Read, Reader, plain, shown};
use alloc::format;
use arcstr::ArcStr;
use core::fmt;
use core::ops::Deref;

text!(
    /// An https URL of at most 2,000 characters. Whether it may be called is the door's to check.
    WebhookUrl,
    r"^https://[^\s/]\S*$",
    "An https URL of at most 2,000 characters.",
    text
);

impl Decode for WebhookUrl {
    fn blank() -> Self {
        Self::BLANK
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let Some(text) = reader.text("a URL in a string")? else { return Ok(None) };
        let host = text.strip_prefix("https://").unwrap_or_default();
        let form = !host.is_empty() && !host.starts_with('/');
        if form && text.len() <= 2_000 && text.chars().all(|letter| plain(letter) && !letter.is_whitespace()) {
            return Ok(Some(Self(text.as_ref().into())));
        }
        let message = format!("`{}` is not an https URL", shown(&text));
        reader.note(Code::UrlGrammar, message, "write https:// and a host, at most 2,000 characters without spaces");
        Ok(None)
    }
}
