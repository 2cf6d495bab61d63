//! Forms that are no longer given out and that holders still write.
//!
//! Sources: Belgium, Royal Decree of 2003-06-24 and the Crossroads Bank for Enterprises: numbers of nine digits were put
//! behind a 0 on 2005-01-01. Spain, Order EHA/451/2008: until then entities from abroad shared the keys of Spanish ones
//! and had a letter for a check.

use alloc::borrow::Cow;

/// The number as it is written today, and what was old about it.
pub(super) fn renewed<'a>(prefix: &str, body: &'a str) -> (Cow<'a, str>, Option<&'static str>) {
    match (prefix, body.as_bytes()) {
        ("BE", digits) if digits.len() == 9 && digits.iter().all(u8::is_ascii_digit) => {
            let told = "nine digits, as until 2005: a 0 stands before them today";
            (["0", body].concat().into(), Some(told))
        }
        ("ES", [b'A'..=b'G' | b'J' | b'U' | b'V', .., last]) if last.is_ascii_uppercase() => {
            (body.into(), Some("a letter for its check, as until 2008: such entities are given a digit today"))
        }
        _ => (body.into(), None),
    }
}
