//! Secrets that are signed with must be read again, so that no digest will do. Where the operator gives the host a key, what is kept
//! of them is sealed with it (AES-256-GCM), bound to where it stands; a copy of the database without the key tells none. While a key is
//! changed there are two: the new one seals, and either opens.

use super::signing::Secret;
use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use std::fmt;
use std::sync::Arc;

/// How secrets are kept. Cheap to clone.
#[derive(Clone, Default)]
pub struct Sealing {
    /// The first of them seals.
    keys: Arc<[LessSafeKey]>,
}

impl fmt::Debug for Sealing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_keyed() { "Sealing(..)" } else { "Sealing(none)" })
    }
}

/// A secret that is kept cannot be read with the key that the host has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsealed;

impl fmt::Display for Unsealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the secret cannot be read with the key that this host has (`COUNTERFOIL_SECRET_KEY`)")
    }
}

impl std::error::Error for Unsealed {}

const OPEN: &str = "open:";
const SEALED: &str = "sealed:";

impl Sealing {
    /// By a key of 32 bytes, in base64 or hexadecimal digits; behind it, with commas between, those that were there before it.
    #[must_use]
    pub fn by(keys: &str) -> Option<Self> {
        Some(Self { keys: keys.split(',').map(key).collect::<Option<_>>()? })
    }

    /// Is there a key at all?
    #[must_use]
    pub fn is_keyed(&self) -> bool {
        !self.keys.is_empty()
    }

    /// Was it sealed there by the key that seals now?
    #[must_use]
    pub(crate) fn is_fresh(&self, kept: &str, place: &str) -> bool {
        self.keys.first().is_some_and(|key| opened_by(key, kept, place).is_some())
    }

    /// As it is kept; `place` is where that is.
    ///
    /// # Errors
    /// The operating system has no randomness.
    pub fn seal(&self, secret: &Secret, place: &str) -> Result<String, crate::identity::NoRandom> {
        let sealed = self.shut(secret.bytes(), place)?;
        Ok(sealed.unwrap_or_else(|| format!("{OPEN}{}", secret.reveal())))
    }

    /// What is sealed of any bytes; nothing where the host has no key.
    ///
    /// # Errors
    /// The operating system has no randomness.
    pub(crate) fn shut(&self, bytes: &[u8], place: &str) -> Result<Option<String>, crate::identity::NoRandom> {
        let Some(key) = self.keys.first() else { return Ok(None) };
        let mut nonce = [0; NONCE_LEN];
        getrandom::fill(&mut nonce).map_err(|_| crate::identity::NoRandom)?;
        let mut sealed = bytes.to_vec();
        let place = Aad::from(place.as_bytes());
        let done = key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), place, &mut sealed);
        // It fails for what is longer than any message: none is.
        done.map_err(|_| crate::identity::NoRandom)?;
        Ok(Some(format!("{SEALED}{}", BASE64.encode(&[&nonce[..], &sealed].concat()))))
    }

    /// As it was kept there.
    ///
    /// # Errors
    /// It was sealed with another key, or for another place.
    pub fn unseal(&self, kept: &str, place: &str) -> Result<Secret, Unsealed> {
        if let Some(secret) = kept.strip_prefix(OPEN) {
            return Secret::read(secret).ok_or(Unsealed);
        }
        self.opened(kept, place).map(Secret::of)
    }

    /// Is it sealed?
    pub(crate) fn is_shut(kept: &str) -> bool {
        kept.starts_with(SEALED)
    }

    /// The bytes that were sealed there.
    ///
    /// # Errors
    /// They were sealed with another key, or for another place, or not at all.
    pub(crate) fn opened(&self, kept: &str, place: &str) -> Result<Vec<u8>, Unsealed> {
        self.keys.iter().find_map(|key| opened_by(key, kept, place)).ok_or(Unsealed)
    }
}

fn key(digits: &str) -> Option<LessSafeKey> {
    let digits = digits.trim().as_bytes();
    let bytes = HEXLOWER_PERMISSIVE.decode(digits).or_else(|_| BASE64.decode(digits)).ok()?;
    UnboundKey::new(&AES_256_GCM, &bytes).ok().map(LessSafeKey::new)
}

fn opened_by(key: &LessSafeKey, kept: &str, place: &str) -> Option<Vec<u8>> {
    let bytes = BASE64.decode(kept.strip_prefix(SEALED)?.as_bytes()).ok()?;
    let (nonce, sealed) = bytes.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut sealed = sealed.to_vec();
    let opened = key.open_in_place(nonce, Aad::from(place.as_bytes()), &mut sealed).ok()?;
    Some(opened.to_vec())
}

/// Where the secret of an outlet is kept.
pub(crate) fn place(tenant: i64, kind: &str, name: &str) -> String {
    format!("{tenant}/{kind}/{name}")
}

#[cfg(test)]
mod tests {
    use super::{Sealing, Secret, Unsealed};

    #[test]
    fn what_is_sealed_opens_with_its_key_at_its_place() {
        let (one, other) =
            (Sealing::by(&"0a".repeat(32)).expect("a key"), Sealing::by(&"0b".repeat(32)).expect("a key"));
        let secret = Secret::new().expect("randomness");
        let kept = one.seal(&secret, "1/webhook/books").expect("sealed");
        assert!(!kept.contains(&secret.reveal()[6..]));
        assert_ne!(one.seal(&secret, "1/webhook/books").expect("sealed"), kept);
        assert_eq!(one.unseal(&kept, "1/webhook/books").as_ref(), Ok(&secret));
        assert_eq!(one.unseal(&kept, "2/webhook/books"), Err(Unsealed));
        assert_eq!(other.unseal(&kept, "1/webhook/books"), Err(Unsealed));
        assert_eq!(Sealing::default().unseal(&kept, "1/webhook/books"), Err(Unsealed));
        // What was kept before there was a key is read on.
        let open = Sealing::default().seal(&secret, "1/webhook/books").expect("kept");
        assert_eq!(one.unseal(&open, "1/webhook/books"), Ok(secret));
        for broken in ["", "sealed:", "sealed:AAAA", "open:x", &kept[..kept.len() - 4]] {
            assert_eq!(one.unseal(broken, "1/webhook/books"), Err(Unsealed), "{broken}");
        }
    }

    #[test]
    fn a_new_key_seals_and_the_one_before_it_opens() {
        let (old, new) = ("0a".repeat(32), "0b".repeat(32));
        let both = Sealing::by(&format!("{new}, {old}")).expect("keys");
        let (old, new) = (Sealing::by(&old).expect("a key"), Sealing::by(&new).expect("a key"));
        let secret = Secret::new().expect("randomness");
        let before = old.seal(&secret, "p").expect("sealed");
        assert_eq!((both.unseal(&before, "p").as_ref(), both.is_fresh(&before, "p")), (Ok(&secret), false));
        let after = both.seal(&secret, "p").expect("sealed");
        assert_eq!((new.unseal(&after, "p"), old.unseal(&after, "p")), (Ok(secret), Err(Unsealed)));
        assert!(both.is_fresh(&after, "p") && !both.is_fresh(&after, "q"));
    }

    #[test]
    fn a_key_has_32_bytes() {
        assert!(Sealing::by("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").is_some());
        for other in ["", "secret", &*format!("{},", "0a".repeat(32)), &"0a".repeat(31), &"0a".repeat(33), "AAAA"] {
            assert!(Sealing::by(other).is_none(), "{other}");
        }
    }
}
