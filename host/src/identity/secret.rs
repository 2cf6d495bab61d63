//! Keys and tokens: shown once, kept as a digest.
//!
//! `cfk_<id>_<secret>`: what it is, its public id (12 letters of `[0-9a-z]`), and 32 random bytes in base64url (43 letters).
//! Scanners for leaked secrets find one by `cf[kts]_[0-9a-z]{12}_[A-Za-z0-9_-]{43}`. Of what has 256 random bits, SHA-256 is
//! digest enough: slow digests are for what people choose.

use super::random::{NoRandom, bytes, letters};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest as _, Sha256};
use std::fmt;
use subtle::ConstantTimeEq as _;

/// What it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An API key.
    Key,
    /// A customer token.
    Customer,
    /// A session of a console user.
    Session,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Key, Self::Customer, Self::Session];

    const fn prefix(self) -> &'static str {
        match self {
            Self::Key => "cfk",
            Self::Customer => "cft",
            Self::Session => "cfs",
        }
    }
}

const ID: usize = 12;
const SECRET: usize = 43;

/// A secret on its way to the one who is to have it. It is not printed by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Shown(String);

impl Shown {
    pub(super) const fn new(text: String) -> Self {
        Self(text)
    }

    /// The secret itself, to be given out.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shown(..)")
    }
}

/// What is kept of a secret.
#[derive(Clone, Copy)]
pub struct Hash([u8; 32]);

impl Hash {
    /// Of a secret, kind and id with it.
    #[must_use]
    pub fn of(secret: &str) -> Self {
        Self(Sha256::digest(secret).into())
    }

    /// As it is kept: 64 digits.
    #[must_use]
    pub fn hex(&self) -> String {
        HEXLOWER.encode(&self.0)
    }

    /// As it was kept. What is none matches nothing.
    #[must_use]
    pub fn from_hex(kept: &str) -> Option<Self> {
        HEXLOWER.decode(kept.as_bytes()).ok()?.try_into().ok().map(Self)
    }
}

/// In a time that does not hang on what is compared.
impl PartialEq for Hash {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Hash {}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hash(..)")
    }
}

/// A new secret.
#[derive(Debug)]
pub struct Issued {
    /// Public.
    pub id: String,
    /// For its holder, once.
    pub secret: Shown,
    /// To be kept.
    pub hash: Hash,
}

impl Issued {
    /// A new one.
    ///
    /// # Errors
    /// There is no randomness.
    pub fn new(kind: Kind) -> Result<Self, NoRandom> {
        let id = letters::<ID>()?;
        let secret = format!("{}_{id}_{}", kind.prefix(), BASE64URL_NOPAD.encode(&bytes::<32>()?));
        Ok(Self { id, hash: Hash::of(&secret), secret: Shown(secret) })
    }
}

/// A secret that somebody has shown: by its id its place is found, by its hash it is proved.
#[derive(Debug)]
pub struct Presented {
    /// What it says it opens.
    pub kind: Kind,
    /// Public.
    pub id: String,
    /// To be compared with what is kept.
    pub hash: Hash,
}

impl Presented {
    /// Reads one. What has another form was never given out.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (prefix, rest) = text.split_once('_')?;
        let kind = Kind::ALL.into_iter().find(|kind| kind.prefix() == prefix)?;
        let (id, secret) = rest.split_once('_')?;
        let letters = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_lowercase();
        let formed = id.len() == ID && id.bytes().all(letters) && secret.len() == SECRET;
        // One text a secret: bits that the last letter has beyond the 32 bytes must be zero.
        (formed && BASE64URL_NOPAD.decode(secret.as_bytes()).is_ok()).then(|| Self {
            kind,
            id: id.to_owned(),
            hash: Hash::of(text),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Hash, Issued, Kind, Presented};
    use proptest::prelude::*;

    #[test]
    fn what_is_given_out_is_read_again_and_only_that() {
        for kind in Kind::ALL {
            let issued = Issued::new(kind).expect("randomness");
            let text = issued.secret.reveal().to_owned();
            let read = Presented::read(&text).expect("it is one");
            assert_eq!((read.kind, &read.id, read.hash), (kind, &issued.id, issued.hash));
            assert_eq!(Hash::from_hex(&issued.hash.hex()), Some(issued.hash));
            for other in
                [&text[1..], &text[..text.len() - 1], &format!("{text}A"), &text.to_uppercase(), &format!(" {text}")]
            {
                assert!(Presented::read(other).is_none(), "{other}");
            }
            assert_ne!(Issued::new(kind).expect("randomness").secret, issued.secret);
        }
    }

    #[test]
    fn the_secret_is_not_printed() {
        let issued = Issued::new(Kind::Key).expect("randomness");
        let text = issued.secret.reveal().to_owned();
        let secret = &text[text.len() - 43..];
        let presented = Presented::read(&text).expect("it is one");
        let printed = format!("{issued:?} {presented:?} {:?}", issued.secret);
        assert!(!printed.contains(secret) && !printed.contains(&issued.hash.hex()), "{printed}");
    }

    #[test]
    fn a_hash_that_is_none_is_none() {
        for kept in ["", "00", "zz", &"0".repeat(63), &"0".repeat(66), &"F".repeat(64)] {
            assert_eq!(Hash::from_hex(kept), None, "{kept}");
        }
    }

    proptest! {
        /// Another letter anywhere is another secret, or none.
        #[test]
        fn every_letter_counts(place in 0_usize..60, letter in "[0-9a-zA-Z_-]") {
            let issued = Issued::new(Kind::Key).expect("randomness");
            let mut text = issued.secret.reveal().to_owned();
            let place = place % text.len();
            prop_assume!(text[place..=place] != letter);
            text.replace_range(place..=place, &letter);
            let same = Presented::read(&text)
                .is_some_and(|read| read.kind == Kind::Key && read.id == issued.id && read.hash == issued.hash);
            prop_assert!(!same, "{}", text);
        }

        #[test]
        fn anything_may_be_shown(text in "\\PC*") {
            prop_assert!(Presented::read(&text).is_none());
        }
    }
}
