//! Words as these routes read and write them.

use crate::serve::problem::Refusal;
use jiff::Timestamp;

/// A time to the millisecond, as everywhere in the API.
pub(super) fn written(millisecond: i64) -> String {
    crate::clock::written(Timestamp::from_millisecond(millisecond).unwrap_or_default())
}

/// What a webhook is called.
pub(super) fn name(text: &str) -> Result<(), Refusal> {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let fits = (1..=64).contains(&text.len()) && text.bytes().all(letter);
    if fits { Ok(()) } else { Err(Refusal::shape("/webhook", "expected 1 to 64 of `A-Z`, `a-z`, `0-9`, `-` and `_`")) }
}

/// A line that people read.
pub(super) fn line(text: String, path: &str, most: usize) -> Result<String, Refusal> {
    let fits = text.chars().count() <= most && !text.chars().any(char::is_control);
    let told = || Refusal::shape(path, &format!("expected at most {most} letters, none of them a control character"));
    if fits { Ok(text) } else { Err(told()) }
}
