//! Strings with escapes: what they mean (RFC 8259, section 7). Few have any.
#![allow(clippy::arithmetic_side_effects, reason = "the cursor moves within the length of one slice")]

use super::scan::{Fault, Scan, Scanned};
use alloc::string::String;

impl Scan<'_> {
    /// The rest of a string that began at `start`, from its first escape on.
    pub(super) fn escaped(&mut self, start: usize) -> Scanned<String> {
        let mut made = String::from(self.text.get(start..self.at).unwrap_or_default());
        let mut plain = self.at;
        loop {
            match self.byte() {
                Some(b'"') => {
                    made.push_str(self.text.get(plain..self.at).unwrap_or_default());
                    self.at += 1;
                    return Ok(made);
                }
                Some(b'\\') => {
                    made.push_str(self.text.get(plain..self.at).unwrap_or_default());
                    self.at += 1;
                    made.push(self.escape()?);
                    plain = self.at;
                }
                Some(0..=0x1f) => return Err(Fault::Syntax("a string without raw control characters")),
                Some(_) => self.at += 1,
                None => return Err(Fault::Syntax("the closing quote of a string")),
            }
        }
    }

    fn escape(&mut self) -> Scanned<char> {
        let letter = self.byte();
        self.at += 1;
        Ok(match letter {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return Err(Fault::Syntax("one of the escapes of JSON")),
        })
    }

    fn unicode(&mut self) -> Scanned<char> {
        const LONE: Fault = Fault::Syntax("surrogates in pairs");
        let high = self.hex()?;
        if !(0xd800..0xe000).contains(&high) {
            return char::from_u32(high).ok_or(LONE);
        }
        if high >= 0xdc00 || self.text.get(self.at..self.at + 2) != Some("\\u") {
            return Err(LONE);
        }
        self.at += 2;
        let low = self.hex()?;
        if !(0xdc00..0xe000).contains(&low) {
            return Err(LONE);
        }
        char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00)).ok_or(LONE)
    }

    fn hex(&mut self) -> Scanned<u32> {
        const FOUR: Fault = Fault::Syntax("four hexadecimal digits");
        let digits = self.text.get(self.at..self.at + 4).ok_or(FOUR)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(FOUR);
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).map_err(|_| FOUR)
    }
}
