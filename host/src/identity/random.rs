//! Randomness of the operating system.

use std::fmt;

/// The operating system has no randomness to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoRandom;

impl fmt::Display for NoRandom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the operating system gives no randomness")
    }
}

impl std::error::Error for NoRandom {}

pub(super) fn bytes<const N: usize>() -> Result<[u8; N], NoRandom> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoRandom)?;
    Ok(bytes)
}

/// Crockford's 32 letters, in which no two are taken for each other.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Letters that people can read to each other, five bits in each.
pub(super) fn letters<const N: usize>() -> Result<String, NoRandom> {
    Ok(bytes::<N>()?.map(|byte| char::from(LETTERS[usize::from(byte % 32)])).iter().collect())
}

/// An id for a request that brings none: nothing hangs on its being hard to guess.
#[must_use]
pub fn request_id() -> String {
    letters::<16>().unwrap_or_else(|NoRandom| "none".to_owned())
}

/// The same in groups of four: eighty bits.
pub(super) fn in_groups() -> Result<String, NoRandom> {
    let letters = letters::<16>()?;
    Ok([&letters[..4], &letters[4..8], &letters[8..12], &letters[12..]].join("-"))
}

/// As it was given out, whatever case, hyphens and look-alikes somebody has typed.
pub(super) fn as_given(typed: &str) -> String {
    let letters = typed.chars().filter(|letter| !matches!(letter, '-' | ' '));
    letters
        .map(|letter| match letter.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect()
}
