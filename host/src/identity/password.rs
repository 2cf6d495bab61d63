//! Passwords of console users: Argon2id, and what a password must be.

use super::random::{NoRandom, bytes, in_groups};
use super::secret::Shown;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use std::fmt;
use std::sync::OnceLock;

/// 19 MiB, two passes, one lane: OWASP's password storage cheat sheet, which keeps to RFC 9106 within the memory of a server
/// that is asked by many at once.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Fewest letters of a password (NIST SP 800-63B asks for eight, and for fifteen where there is no second factor).
pub const SHORTEST: usize = 12;
/// Most of them.
pub const LONGEST: usize = 256;
/// `aaaaaaaaaaaa` is twelve letters long, and one.
const DIFFERENT: usize = 5;

/// Why a password will not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Fewer letters than [`SHORTEST`].
    Short,
    /// More letters than [`LONGEST`].
    Long,
    /// The user's own name.
    Name,
    /// The one that it is to replace.
    Same,
    /// A few letters over and over.
    Repeats,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Short => write!(f, "a password has at least {SHORTEST} letters"),
            Self::Long => write!(f, "a password has at most {LONGEST} letters"),
            Self::Name => f.write_str("the password is the user's name"),
            Self::Same => f.write_str("the password is the one that it is to replace"),
            Self::Repeats => write!(f, "a password has at least {DIFFERENT} different letters"),
        }
    }
}

/// Will it do for this user, in place of this one?
///
/// # Errors
/// Why not.
pub fn check(new: &str, name: &str, current: &str) -> Result<(), Unfit> {
    let letters = new.chars().count();
    let different = new.chars().collect::<std::collections::BTreeSet<_>>().len();
    match () {
        () if letters < SHORTEST => Err(Unfit::Short),
        () if letters > LONGEST => Err(Unfit::Long),
        () if new.to_lowercase() == name.to_lowercase() => Err(Unfit::Name),
        () if new == current => Err(Unfit::Same),
        () if different < DIFFERENT => Err(Unfit::Repeats),
        () => Ok(()),
    }
}

/// A password for one sign-in, that somebody can read out: eighty bits in four groups of four letters.
///
/// # Errors
/// There is no randomness.
pub fn temporary() -> Result<Shown, NoRandom> {
    in_groups().map(Shown::new)
}

/// What is kept of a password, as a PHC string. It takes some ten milliseconds of a core, and 19 MiB.
///
/// # Errors
/// There is no randomness for its salt.
pub fn hash(password: &str) -> Result<String, NoRandom> {
    salted(password, &bytes::<16>()?).ok_or(NoRandom)
}

/// Argon2 refuses lengths that do not come here.
fn salted(password: &str, salt: &[u8; 16]) -> Option<String> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).ok()?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_with_salt(password.as_bytes(), salt).ok().map(|phc| phc.to_string())
}

/// What a look at a password has shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is not that one.
    Wrong,
    /// It is.
    Right,
    /// It is, and was hashed with less work than is asked for today: hash it anew while it is known.
    RightButWeak,
}

/// Is it this user's password? Without a user (`None`) the same work is done for nothing: the time does not tell who there is.
#[must_use]
pub fn verify(password: &str, kept: Option<&str>) -> Verdict {
    static NOBODY: OnceLock<String> = OnceLock::new();
    let nobody = || NOBODY.get_or_init(|| salted("nobody", &[0; 16]).unwrap_or_default()).as_str();
    // What is longer was never one: it is not hashed at its length.
    let fits = password.chars().nth(LONGEST).is_none();
    let (known, password) = if fits { (kept, password) } else { (None, "") };
    let Ok(phc) = PasswordHash::new(known.unwrap_or_else(nobody)) else { return Verdict::Wrong };
    let right = Argon2::default().verify_password(password.as_bytes(), &phc).is_ok();
    match (right && known.is_some(), is_weak(&phc)) {
        (false, _) => Verdict::Wrong,
        (true, false) => Verdict::Right,
        (true, true) => Verdict::RightButWeak,
    }
}

/// Made with less work than today, or otherwise.
fn is_weak(phc: &PasswordHash) -> bool {
    let strong = phc.algorithm == Algorithm::Argon2id.ident()
        && phc.version == Some(Version::V0x13.into())
        && Params::try_from(phc)
            .is_ok_and(|made| made.m_cost() >= MEMORY_KIB && made.t_cost() >= PASSES && made.p_cost() >= LANES);
    !strong
}

#[cfg(test)]
mod tests {
    use super::{Unfit, Verdict, check, hash, temporary, verify};
    use argon2::password_hash::PasswordHasher as _;
    use argon2::{Algorithm, Argon2, Params, Version};
    use std::time::{Duration, Instant};

    const GOOD: &str = "seven grey herons";

    #[test]
    fn a_password_is_hashed_with_a_salt_of_its_own_and_verified() {
        let kept = hash(GOOD).expect("randomness");
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_ne!(kept, hash(GOOD).expect("randomness"));
        assert_eq!(verify(GOOD, Some(&kept)), Verdict::Right);
        for wrong in ["", "seven grey heron", "Seven grey herons", "seven grey herons ", &"x".repeat(5_000_000)] {
            assert_eq!(verify(wrong, Some(&kept)), Verdict::Wrong);
        }
        for broken in ["", "x", "$argon2id$", &kept[..kept.len() - 1], "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ"] {
            assert_eq!(verify(GOOD, Some(broken)), Verdict::Wrong, "{broken}");
        }
        assert_eq!(verify("nobody", None), Verdict::Wrong);
    }

    #[test]
    fn what_was_hashed_with_less_is_hashed_anew() {
        let with = |algorithm, memory, passes| {
            let params = Params::new(memory, passes, 1, None).expect("parameters");
            let argon2 = Argon2::new(algorithm, Version::V0x13, params);
            argon2.hash_password_with_salt(GOOD.as_bytes(), b"0123456789abcdef").expect("a hash").to_string()
        };
        for (kept, verdict) in [
            (with(Algorithm::Argon2id, 19_456, 2), Verdict::Right),
            (with(Algorithm::Argon2id, 65_536, 3), Verdict::Right),
            (with(Algorithm::Argon2id, 8_192, 2), Verdict::RightButWeak),
            (with(Algorithm::Argon2id, 19_456, 1), Verdict::RightButWeak),
            (with(Algorithm::Argon2i, 19_456, 2), Verdict::RightButWeak),
        ] {
            assert_eq!(verify(GOOD, Some(&kept)), verdict, "{kept}");
        }
    }

    /// The least of five each: what else the machine does only adds to it.
    #[test]
    fn a_user_that_is_not_there_takes_as_long() {
        let kept = hash(GOOD).expect("randomness");
        let least = |kept: Option<&str>| {
            let once = || {
                let begun = Instant::now();
                assert_eq!(verify("another one", kept), Verdict::Wrong);
                begun.elapsed()
            };
            once();
            (0..5).map(|_| once()).min().unwrap_or_default()
        };
        let (there, not_there) = (least(Some(&kept)), least(None));
        assert!(there > Duration::from_millis(1), "{there:?}");
        assert!(not_there * 4 > there && there * 4 > not_there, "{there:?} {not_there:?}");
    }

    #[test]
    fn some_will_not_do() {
        for (new, told) in [
            (GOOD, Ok(())),
            ("elevenlett.", Err(Unfit::Short)),
            ("twelveletter", Ok(())),
            ("ärgerlichöde", Ok(())),
            ("ärgerlichöd", Err(Unfit::Short)),
            (&format!("ab cd{}", "ö".repeat(251)), Ok(())),
            (&format!("ab cd{}", "ö".repeat(252)), Err(Unfit::Long)),
            ("Ada.Lovelace@x.example", Err(Unfit::Name)),
            ("0000-1111-2222-3333", Err(Unfit::Same)),
            ("aaaaaaaaaaaa", Err(Unfit::Repeats)),
            ("121212121212", Err(Unfit::Repeats)),
        ] {
            assert_eq!(check(new, "ada.lovelace@x.example", "0000-1111-2222-3333"), told, "{new}");
        }
    }

    #[test]
    fn a_temporary_password_can_be_read_out() {
        let one = temporary().expect("randomness");
        assert_eq!(one.reveal().len(), 19);
        assert!(one.reveal().split('-').all(|group| group.len() == 4));
        assert_ne!(one, temporary().expect("randomness"));
        assert!(!format!("{one:?}").contains(one.reveal()));
    }
}
