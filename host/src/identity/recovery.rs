//! Codes for whoever has lost the authenticator app: shown once, kept as digests, each good for one sign-in.

use super::random::{NoRandom, as_given, in_groups};
use super::secret::{Hash, Shown};

/// How many there are.
pub const CODES: usize = 10;

/// New codes, and what is kept of each. Eighty random bits need no slow digest.
///
/// # Errors
/// There is no randomness.
pub fn codes() -> Result<Vec<(Shown, Hash)>, NoRandom> {
    let one = |_| in_groups().map(|code| (Shown::new(code.clone()), digest(&code)));
    (0..CODES).map(one).collect()
}

/// The place of the code among those that are kept, so that it can be taken out.
#[must_use]
pub fn find(typed: &str, kept: &[Hash]) -> Option<usize> {
    let typed = digest(typed);
    // All of them are looked at, whichever it is.
    kept.iter().enumerate().fold(None, |found, (place, hash)| if *hash == typed { Some(place) } else { found })
}

fn digest(typed: &str) -> Hash {
    Hash::of(&as_given(typed))
}

#[cfg(test)]
mod tests {
    use super::{CODES, codes, find};

    #[test]
    fn a_code_is_found_however_it_is_typed() {
        let made = codes().expect("randomness");
        let kept: Vec<_> = made.iter().map(|(_, hash)| *hash).collect();
        for (place, (shown, _)) in made.iter().enumerate() {
            let code = shown.reveal();
            let typed = code.replace('-', " ").to_uppercase().replace('0', "O").replace('1', "l");
            for typed in [code, &code.replace('-', ""), &typed] {
                assert_eq!(find(typed, &kept), Some(place), "{typed}");
            }
            assert_eq!(find(&code[1..], &kept), None);
        }
        assert_eq!(made.len(), CODES);
        assert_eq!((find("", &kept), find("0000-0000-0000-0000", &kept), find("x", &[])), (None, None, None));
    }
}
