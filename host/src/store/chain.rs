//! Each batch of an account is sealed with the one before it, so that nothing of the books can be changed, taken out or put
//! between without its being seen.

use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

/// Whose and when: engine, rulebook, time, and who answered charges; then who posted it, where that was said.
pub(super) type Words<'w> = ([&'w str; 4], Option<&'w str>);

/// The seal of a batch on that of the one before, which the first has not: its words, then its events, entries, effects and
/// state. Each part goes in with its length, so that no two lists of parts are alike.
pub(super) fn seal<'b>(
    before: Option<&[u8]>,
    words: Words<'_>,
    bodies: impl IntoIterator<Item = &'b RawValue>,
) -> Vec<u8> {
    let mut seal = Sha256::new();
    let mut add = |part: &[u8]| {
        seal.update((part.len() as u64).to_le_bytes());
        seal.update(part);
    };
    add(before.unwrap_or_default());
    let (words, who) = words;
    words.into_iter().chain(who).for_each(|word| add(word.as_bytes()));
    bodies.into_iter().for_each(|body| add(body.get().as_bytes()));
    seal.finalize().to_vec()
}
