//! The name of a charge: made from account, rule, triggering event and its place in the burst, so that the same
//! decision twice is the same charge.

use crate::rule::Rule;
use crate::text::Id;
use alloc::string::String;
use core::fmt::Write as _;
use sha2::{Digest as _, Sha256};

/// Bytes of the digest that are kept: 160 bits, written in hexadecimal.
const KEPT: usize = 20;

/// `rc_` and 40 hexadecimal digits. `sequence` counts from one.
#[must_use]
pub fn charge_id(account: &Id, rule: Rule, event: &Id, sequence: u32) -> Id {
    let mut digest = Sha256::new();
    for part in [&**account, rule.name(), &**event] {
        // No id holds a newline, so the parts cannot run into each other.
        digest.update(part.as_bytes());
        digest.update(b"\n");
    }
    digest.update(sequence.to_be_bytes());
    let mut text = String::from("rc_");
    for byte in digest.finalize().iter().take(KEPT) {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    Id::made(text)
}
