//! SHA-256 in hexadecimal digits: of rulebooks, and of the parts that an id is made from.

use alloc::string::String;
use sha2::{Digest as _, Sha256};

/// Appends so many bytes of the hash, two digits each.
pub fn push_sha256(text: &mut String, content: &[u8], bytes: usize) {
    let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or_default();
    for byte in Sha256::digest(content).iter().take(bytes) {
        text.extend([digit(byte.wrapping_shr(4)), digit(byte & 15)]);
    }
}
