//! The scanner: where one JSON token ends and the next begins (RFC 8259). It allocates only for escapes.
#![allow(clippy::arithmetic_side_effects, reason = "the cursor moves within the length of one slice")]

use super::eights::{begins, plain_run};
use alloc::borrow::Cow;

/// Deepest nesting; the same bound as other JSON readers keep, so that no stack is at risk.
pub const DEPTH_MAX: u16 = 128;

/// What the next value is, by its first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Array,
    Text,
    Number,
    Boolean,
    Null,
}

impl Kind {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Object => "an object",
            Self::Array => "an array",
            Self::Text => "a string",
            Self::Number => "a number",
            Self::Boolean => "a boolean",
            Self::Null => "null",
        }
    }
}

/// Why a token cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Not JSON; the words say what was expected.
    Syntax(&'static str),
    Depth,
}

pub(super) type Scanned<T> = Result<T, Fault>;

/// A place in a text. Copied to look ahead.
#[derive(Clone, Copy)]
pub(super) struct Scan<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    depth: u16,
}

impl<'a> Scan<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    pub(super) fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// The next byte that is not space.
    pub(super) fn peek(&mut self) -> Option<u8> {
        self.space();
        self.byte()
    }

    pub(super) fn take(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    pub(super) fn kind(&mut self) -> Scanned<Kind> {
        match self.peek() {
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::Array),
            Some(b'"') => Ok(Kind::Text),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            Some(b't' | b'f') => Ok(Kind::Boolean),
            Some(b'n') => Ok(Kind::Null),
            _ => Err(Fault::Syntax("a value")),
        }
    }

    /// Enters an array or object; `leave` when it is closed.
    pub(super) fn enter(&mut self, open: u8) -> Scanned<()> {
        if !self.take(open) {
            return Err(Fault::Syntax("an opening bracket"));
        }
        self.depth += 1;
        if self.depth > DEPTH_MAX { Err(Fault::Depth) } else { Ok(()) }
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Before an item: `true` when there is one, `false` when the bracket closes. `first` as long as none was read.
    pub(super) fn next_item(&mut self, first: &mut bool, close: u8) -> Scanned<bool> {
        match self.peek() {
            Some(found) if found == close => {
                // `[1,]` never comes here: after a comma a value must follow, and a bracket is none.
                self.at += 1;
                self.leave();
                Ok(false)
            }
            _ if core::mem::take(first) => Ok(true),
            Some(b',') => {
                self.at += 1;
                if self.peek() == Some(close) { Err(Fault::Syntax("a value after `,`")) } else { Ok(true) }
            }
            _ => Err(Fault::Syntax("`,` or a closing bracket")),
        }
    }

    /// Reads one of these keys, from a place in their list on, if that is what stands right here. They are as a table has them:
    /// with the comma before them, which has been read, with quotes and colon.
    pub(super) fn key_of(&mut self, known: &[&str], from: usize) -> Option<usize> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let letter = rest.get(1);
        let stands = |key: &&str| match key.as_bytes() {
            [b',', key @ ..] => key.get(1) == letter && begins(rest, key),
            _ => false,
        };
        let place = from + known.get(from..)?.iter().position(stands)?;
        self.at += known.get(place)?.len() - 1;
        Some(place)
    }

    pub(super) fn key(&mut self) -> Scanned<Cow<'a, str>> {
        if self.peek() != Some(b'"') {
            return Err(Fault::Syntax("a key in double quotes"));
        }
        let key = self.string()?;
        if self.take(b':') { Ok(key) } else { Err(Fault::Syntax("`:` after a key")) }
    }

    /// A string without escapes, if one stands right here, and where it ends: what nearly every key and value is.
    fn plain_string(&self) -> Option<(&'a str, usize)> {
        let start = self.at + 1;
        let rest = self.text.as_bytes().get(start..).filter(|_| self.byte() == Some(b'"'))?;
        let run = plain_run(rest);
        let text = self.text.get(start..start + run).filter(|_| rest.get(run) == Some(&b'"'))?;
        Some((text, start + run + 1))
    }

    /// Reads one of these.
    pub(super) fn plain(&mut self) -> Option<&'a str> {
        let (text, after) = self.plain_string()?;
        self.at = after;
        Some(text)
    }

    /// A string of such bytes alone, if one stands right here and is no longer than that.
    pub(super) fn string_of(&mut self, letters: &[bool; 256], length_max: usize) -> Option<&'a str> {
        let start = self.at + 1;
        let rest = self.text.as_bytes().get(start..).filter(|_| self.byte() == Some(b'"'))?;
        let other = |byte: &u8| !letters.get(usize::from(*byte)).is_some_and(|letter| *letter);
        let run = rest.iter().position(other)?;
        let found = rest.get(run) == Some(&b'"') && (1..=length_max).contains(&run);
        let text = self.text.get(start..start + run).filter(|_| found)?;
        self.at = start + run + 1;
        Some(text)
    }

    /// A string, borrowed where it has no escape.
    pub(super) fn string(&mut self) -> Scanned<Cow<'a, str>> {
        if let Some(text) = self.plain() {
            return Ok(Cow::Borrowed(text));
        }
        if !self.take(b'"') {
            return Err(Fault::Syntax("a string"));
        }
        let start = self.at;
        self.at += plain_run(self.text.as_bytes().get(start..).unwrap_or_default());
        match self.byte() {
            Some(b'"') => {
                let text = self.text.get(start..self.at).unwrap_or_default();
                self.at += 1;
                Ok(Cow::Borrowed(text))
            }
            Some(b'\\') => self.escaped(start).map(Cow::Owned),
            Some(_) => Err(Fault::Syntax("a string without raw control characters")),
            None => Err(Fault::Syntax("the closing quote of a string")),
        }
    }

    /// A number, as written. RFC 8259's grammar; its meaning is the reader's business.
    pub(super) fn number(&mut self) -> Scanned<&'a str> {
        self.space();
        let start = self.at;
        self.at += usize::from(self.byte() == Some(b'-'));
        match self.byte() {
            Some(b'0') => self.at += 1,
            Some(b'1'..=b'9') => self.digits()?,
            _ => return Err(Fault::Syntax("a digit")),
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'0'..=b'9')) {
            return Err(Fault::Syntax("a number without leading zeros"));
        }
        self.text.get(start..self.at).ok_or(Fault::Syntax("a number"))
    }

    fn digits(&mut self) -> Scanned<()> {
        if !matches!(self.byte(), Some(b'0'..=b'9')) {
            return Err(Fault::Syntax("a digit"));
        }
        while matches!(self.byte(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        Ok(())
    }

    pub(super) fn literal(&mut self) -> Scanned<Option<bool>> {
        self.space();
        for (word, meaning) in [("true", Some(true)), ("false", Some(false)), ("null", None)] {
            if self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
                self.at += word.len();
                return Ok(meaning);
            }
        }
        Err(Fault::Syntax("`true`, `false` or `null`"))
    }

    /// Passes over one value of any kind.
    pub(super) fn skip(&mut self) -> Scanned<()> {
        let mut first = true;
        match self.kind()? {
            Kind::Object => {
                self.enter(b'{')?;
                while self.next_item(&mut first, b'}')? {
                    self.key()?;
                    self.skip()?;
                }
            }
            Kind::Array => {
                self.enter(b'[')?;
                while self.next_item(&mut first, b']')? {
                    self.skip()?;
                }
            }
            Kind::Text => drop(self.string()?),
            Kind::Number => drop(self.number()?),
            Kind::Boolean | Kind::Null => drop(self.literal()?),
        }
        Ok(())
    }

    /// Does this text stand right here?
    pub(super) fn stands(&self, text: &str) -> bool {
        self.text.as_bytes().get(self.at..).is_some_and(|rest| begins(rest, text.as_bytes()))
    }

    /// Goes on by so many bytes that were looked at.
    pub(super) const fn pass(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// Within a string: what stands before the next quote, escape or control.
    pub(super) fn plain_text(&mut self) -> &'a str {
        let start = self.at;
        self.at += plain_run(self.text.as_bytes().get(start..).unwrap_or_default());
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// The text from here to a later place.
    pub(super) fn until(&self, later: &Self) -> &'a str {
        self.text.get(self.at..later.at).unwrap_or_default()
    }

    /// The text before the cursor: for the line and column of a syntax problem.
    pub(super) fn before(&self) -> &'a str {
        // What follows a backslash may be a letter of several bytes, and the cursor amid it.
        self.text.get(..self.text.floor_char_boundary(self.at)).unwrap_or(self.text)
    }
}
