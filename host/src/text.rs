//! Names that are made of names.

use crate::engine::hex;
use sha2::{Digest as _, Sha256};

/// Longest that a name may be that more is put to: an id has at most 128 letters.
const LONGEST: usize = 100;

/// A name for what is of another: that behind a word, or by its digest where it is long.
pub(crate) fn short(word: &str, name: &str) -> String {
    let whole = format!("{word}.{name}");
    if whole.len() <= LONGEST { whole } else { format!("{word}.{}", hex(&Sha256::digest(name)[..20])) }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_long_name_stands_by_its_digest() {
        assert_eq!(short("due", "period.2026-02-01"), "due.period.2026-02-01");
        let (one, other) = (short("due", &"a".repeat(128)), short("due", &format!("{}b", "a".repeat(127))));
        assert!(one.len() < 64 && one != other, "{one} {other}");
    }
}
