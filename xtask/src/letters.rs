//! The file as text of a script. Every letter is printable ASCII and none means anything to JavaScript or HTML, so the
//! text lives through every server, bundler and page. The most frequent bytes are one letter each, the others one of two
//! marks and a letter: what compresses the file compresses the text, which base64 spoils by three bytes in four letters.

use std::cmp::Reverse;
use std::fmt::Write as _;

/// What may not stand in a script inside a page, in a quoted text or in a template.
const NOT_PLAIN: &[u8] = b"\"'`\\<$";
/// The last letters, which are no byte by themselves.
const MARKS: usize = 2;

/// `bytes.js`: letters, the bytes by how frequent they are, and the text.
pub(crate) fn module(bytes: &[u8]) -> String {
    let letters: String = (b'!'..=b'~').filter(|letter| !NOT_PLAIN.contains(letter)).map(char::from).collect();
    let order = order(bytes);
    let hex = order.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    let text = text(bytes, &order, letters.as_bytes());
    let mut js = String::with_capacity(text.len() + 1_024);
    for (name, value) in [("letters", &letters), ("order", &hex), ("text", &text)] {
        // Writing to a String cannot fail.
        let _ = writeln!(js, "export const {name} = \"{value}\";");
    }
    js
}

/// All bytes, the most frequent first; of two equally frequent ones the smaller.
fn order(bytes: &[u8]) -> Vec<u8> {
    let mut counts = [0_usize; 256];
    for byte in bytes {
        counts[usize::from(*byte)] += 1;
    }
    let mut order: Vec<u8> = (0..=u8::MAX).collect();
    order.sort_by_key(|byte| (Reverse(counts[usize::from(*byte)]), *byte));
    order
}

fn text(bytes: &[u8], order: &[u8], letters: &[u8]) -> String {
    let (singles, marks) = letters.split_at(letters.len() - MARKS);
    let mut written = vec![String::new(); 256];
    for (rank, byte) in order.iter().enumerate() {
        let letter = char::from(singles[rank % singles.len()]);
        written[usize::from(*byte)] = match rank / singles.len() {
            0 => letter.to_string(),
            mark => format!("{}{letter}", char::from(marks[mark - 1])),
        };
    }
    bytes.iter().map(|byte| written[usize::from(*byte)].as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_its_own_letters() {
        let all: Vec<u8> = (0..=u8::MAX).chain([7, 7]).collect();
        let letters: Vec<u8> = (b'!'..=b'~').filter(|letter| !NOT_PLAIN.contains(letter)).collect();
        let order = order(&all);
        assert_eq!(order.first(), Some(&7));
        let mut each: Vec<String> = (0..=u8::MAX).map(|byte| text(&[byte], &order, &letters)).collect();
        assert_eq!(text(&all[..256], &order, &letters), each.concat());
        each.sort();
        each.dedup();
        assert_eq!(each.len(), 256);
        // No letter of one byte is the mark that begins another's.
        assert!(
            each.iter()
                .filter(|one| one.len() == 1)
                .all(|one| !letters[letters.len() - MARKS..].contains(&one.as_bytes()[0]))
        );
    }
}
