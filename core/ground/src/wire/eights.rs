//! Bytes by eights: where the next quote, escape or control stands, and whether a text begins so.
#![allow(clippy::arithmetic_side_effects, reason = "within one word, and counted within the length of one slice")]

/// A byte in each place of a word.
const ONES: u64 = u64::from_le_bytes([1; 8]);

/// How many bytes at the start are neither a quote nor a backslash nor a control: most of a call is inside of strings,
/// so they are looked at by eights.
pub(super) fn plain_run(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut run = 0;
    for word in words {
        let found = special(u64::from_le_bytes(*word));
        if found != 0 {
            return run + (found.trailing_zeros() / 8) as usize;
        }
        run += 8;
    }
    let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
    run + rest.iter().position(special).unwrap_or(rest.len())
}

/// Is there a quote, a backslash or a control? The last eight bytes may be looked at twice.
pub(super) fn needs_escape(bytes: &[u8]) -> bool {
    let (words, rest) = bytes.as_chunks::<8>();
    let in_word = |word: &[u8; 8]| special(u64::from_le_bytes(*word)) != 0;
    let in_rest = match bytes.last_chunk::<8>() {
        Some(last) => in_word(last),
        None => plain_run(rest) < rest.len(),
    };
    in_rest || words.iter().any(in_word)
}

/// The high bit of each such byte. What borrows carry upward lies above the first, the only one that is asked for.
/// Source: H. S. Warren, Hacker's Delight, 6-1 "Find First 0-Byte".
const fn special(word: u64) -> u64 {
    let (quote, backslash) = (word ^ (ONES * b'"' as u64), word ^ (ONES * b'\\' as u64));
    let zeros = quote.wrapping_sub(ONES) & !quote | backslash.wrapping_sub(ONES) & !backslash;
    (zeros | word.wrapping_sub(ONES * 0x20) & !word) & (ONES << 7)
}

/// Does a text begin so? By eights, since in a sandbox a general comparison goes byte by byte.
pub(super) fn begins(text: &[u8], with: &[u8]) -> bool {
    let Some(text) = text.get(..with.len()) else { return false };
    let ((texts, rest), (words, other)) = (text.as_chunks::<8>(), with.as_chunks::<8>());
    let alike = |(one, other): (&[u8; 8], &[u8; 8])| u64::from_le_bytes(*one) == u64::from_le_bytes(*other);
    texts.iter().zip(words).all(alike) && rest.iter().zip(other).all(|(one, other)| one == other)
}
