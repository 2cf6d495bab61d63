//! One-time codes of an authenticator app (RFC 6238 over RFC 4226): SHA-1, six digits, thirty seconds, which is what every app
//! reads whatever an address says.
//!
//! The seed has to be read again: a code is made from it and not compared with it. So it is sealed where the operator has given the host
//! a key, as secrets are that sign.

use super::random::{NoRandom, bytes};
use crate::outbox::{Sealing, Unsealed};
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use std::fmt::{self, Write as _};
use subtle::{Choice, ConstantTimeEq as _};

const STEP_S: i64 = 30;
/// How far the app's clock may be off, in steps.
const SKEW: i64 = 1;

/// What the app and the host share.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed(Vec<u8>);

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(..)")
    }
}

impl Seed {
    /// A new one, of 160 bits (RFC 4226, section 4).
    ///
    /// # Errors
    /// There is no randomness.
    pub fn new() -> Result<Self, NoRandom> {
        Ok(Self(bytes::<20>()?.to_vec()))
    }

    /// As it is kept of a user: sealed, or in base32 where the host has no key.
    ///
    /// # Errors
    /// There is no randomness.
    pub fn kept(&self, sealing: &Sealing, user: (i64, i64)) -> Result<String, NoRandom> {
        Ok(sealing.shut(&self.0, &place(user))?.unwrap_or_else(|| self.base32()))
    }

    /// As it was kept of that user. What was kept before there was a key is read on.
    ///
    /// # Errors
    /// It was sealed with another key, or of another user.
    pub fn of_kept(kept: &str, sealing: &Sealing, user: (i64, i64)) -> Result<Self, Unsealed> {
        if Sealing::is_shut(kept) {
            return sealing.opened(kept, &place(user)).map(Self);
        }
        Self::from_base32(kept).ok_or(Unsealed)
    }

    /// Was it sealed by the key that seals now?
    pub(crate) fn is_fresh(kept: &str, sealing: &Sealing, user: (i64, i64)) -> bool {
        sealing.is_fresh(kept, &place(user))
    }

    /// As it is typed into an app that has no camera.
    #[must_use]
    pub fn base32(&self) -> String {
        BASE32_NOPAD.encode(&self.0)
    }

    /// As it was kept.
    #[must_use]
    pub fn from_base32(kept: &str) -> Option<Self> {
        BASE32_NOPAD.decode(kept.as_bytes()).ok().filter(|seed| !seed.is_empty()).map(Self)
    }

    /// The address that an app reads from a picture.
    #[must_use]
    pub fn address(&self, issuer: &str, name: &str) -> String {
        let (issuer, name) = (escaped(issuer), escaped(name));
        let seed = self.base32();
        format!("otpauth://totp/{issuer}:{name}?secret={seed}&issuer={issuer}&algorithm=SHA1&digits=6&period={STEP_S}")
    }

    /// The code that an app shows; `now` in seconds since 1970.
    #[must_use]
    pub fn code(&self, now: i64) -> String {
        self.of_step(now.div_euclid(STEP_S))
    }

    /// The step whose code it is, to be kept as `last`: no step is taken twice, nor one before it. `now` in seconds since 1970.
    #[must_use]
    pub fn accept(&self, code: &str, now: i64, last: Option<i64>) -> Option<i64> {
        let step = now.div_euclid(STEP_S);
        let fresh = (step - SKEW..=step + SKEW).filter(|step| last.is_none_or(|last| *step > last));
        // All of them are looked at, whichever it is.
        fresh.fold(None, |found, step| if bool::from(self.is_of(code, step)) { Some(step) } else { found })
    }

    fn is_of(&self, code: &str, step: i64) -> Choice {
        self.of_step(step).as_bytes().ct_eq(code.as_bytes())
    }

    fn of_step(&self, step: i64) -> String {
        format!("{:06}", self.truncated(step.cast_unsigned()) % 1_000_000)
    }

    /// RFC 4226, section 5.3.
    fn truncated(&self, counter: u64) -> u32 {
        // HMAC takes a key of any length.
        let Ok(mac) = Hmac::<Sha1>::new_from_slice(&self.0) else { return 0 };
        let mac: [u8; 20] = mac.chain_update(counter.to_be_bytes()).finalize().into_bytes().into();
        let from = usize::from(mac[19] & 0xf);
        u32::from_be_bytes([mac[from], mac[from + 1], mac[from + 2], mac[from + 3]]) & 0x7fff_ffff
    }
}

/// Where the seed of a user is kept, by the numbers of tenant and user.
fn place((tenant, user): (i64, i64)) -> String {
    format!("{tenant}/totp/{user}")
}

/// RFC 3986: what is not unreserved is escaped.
fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::{Sealing, Seed, Unsealed};
    use proptest::prelude::*;

    fn rfc() -> Seed {
        Seed(b"12345678901234567890".to_vec())
    }

    /// RFC 6238, appendix B (SHA-1), and RFC 4226, appendix D.
    #[test]
    fn the_published_codes() {
        for (time, code) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000_u64, 65_353_130),
        ] {
            assert_eq!(rfc().truncated(time / 30) % 100_000_000, code, "{time}");
        }
        for (counter, code) in
            (0..).zip([755_224, 287_082, 359_152, 969_429, 338_314, 254_676, 287_922, 162_583, 399_871, 520_489])
        {
            assert_eq!(rfc().truncated(counter) % 1_000_000, code, "{counter}");
        }
    }

    #[test]
    fn a_step_is_taken_once_and_a_clock_may_be_off_by_one() {
        let seed = rfc();
        let now = 1_111_111_109;
        let step = now / 30;
        assert_eq!(seed.accept("081804", now, None), Some(step));
        assert_eq!(seed.accept("081804", now, Some(step - 1)), Some(step));
        assert_eq!(seed.accept("081804", now, Some(step)), None, "twice");
        assert_eq!(seed.accept("081804", now, Some(step + 1)), None, "an earlier one than was taken");
        assert_eq!(seed.accept("081804", now + 30, None), Some(step));
        assert_eq!(seed.accept("081804", now - 30, None), Some(step));
        assert_eq!((seed.accept("081804", now + 60, None), seed.accept("081804", now - 60, None)), (None, None));
        for other in ["", "81804", "0081804", "081805", " 081804", "٠٨١٨٠٤"] {
            assert_eq!(seed.accept(other, now, None), None, "{other}");
        }
    }

    #[test]
    fn a_seed_is_kept_in_base32_and_not_printed() {
        let seed = Seed::new().expect("randomness");
        assert_eq!(seed.base32().len(), 32);
        assert_eq!(Seed::from_base32(&seed.base32()), Some(seed.clone()));
        assert_ne!(Seed::new().expect("randomness"), seed);
        assert!(!format!("{seed:?}").contains(&seed.base32()));
        assert_eq!((Seed::from_base32(""), Seed::from_base32("not base32")), (None, None));
    }

    #[test]
    fn a_seed_is_sealed_for_its_user() {
        let (sealing, seed) = (Sealing::by(&"0a".repeat(32)).expect("a key"), rfc());
        let kept = seed.kept(&sealing, (1, 7)).expect("randomness");
        assert!(Sealing::is_shut(&kept) && !kept.contains(&seed.base32()));
        assert_eq!(Seed::of_kept(&kept, &sealing, (1, 7)).as_ref(), Ok(&seed));
        for other in [(1, 8), (2, 7)] {
            assert_eq!(Seed::of_kept(&kept, &sealing, other), Err(Unsealed));
        }
        assert_eq!(Seed::of_kept(&kept, &Sealing::default(), (1, 7)), Err(Unsealed));
        // What was kept before there was a key.
        let open = seed.kept(&Sealing::default(), (1, 7)).expect("kept");
        assert_eq!((open.as_str(), Seed::of_kept(&open, &sealing, (1, 7))), (&*seed.base32(), Ok(seed)));
        assert_eq!(Seed::of_kept("not base32", &sealing, (1, 7)), Err(Unsealed));
    }

    #[test]
    fn the_address_is_escaped() {
        assert_eq!(
            rfc().address("Counterfoil", "ada&secret=x@billing.example"),
            "otpauth://totp/Counterfoil:ada%26secret%3Dx%40billing.example\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Counterfoil&algorithm=SHA1&digits=6&period=30"
        );
    }

    proptest! {
        /// Whoever keeps what was told can use no code twice, in whatever order and at whatever time they come.
        #[test]
        fn no_code_opens_twice(times in proptest::collection::vec(0_i64..400, 1..60)) {
            let seed = rfc();
            let (mut last, mut opened) = (None, Vec::new());
            for time in times {
                let code = seed.code(time);
                if let Some(step) = seed.accept(&code, time, last) {
                    prop_assert!(!opened.contains(&step));
                    opened.push(step);
                    last = Some(step);
                }
            }
            prop_assert!(opened.is_sorted());
        }
    }
}
