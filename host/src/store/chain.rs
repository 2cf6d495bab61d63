//! Each batch of an account is sealed with the one before it, so that nothing of the books can be changed, taken out or put
//! between without its being seen.

use sha2::{Digest as _, Sha256};

/// What seals a batch.
pub(super) struct Seal(Sha256);

impl Seal {
    /// On the seal of the batch before; the first has none.
    pub(super) fn on(before: Option<&[u8]>) -> Self {
        let mut seal = Self(Sha256::new());
        seal.add(before.unwrap_or_default());
        seal
    }

    /// Takes a part in, with its length, so that no two lists of parts are alike.
    pub(super) fn add(&mut self, part: &[u8]) {
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part);
    }

    pub(super) fn close(self) -> Vec<u8> {
        self.0.finalize().to_vec()
    }
}
