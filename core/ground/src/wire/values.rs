//! What types pull from the reader: lists, texts, numbers, words, and the tag that says which record follows.

use super::excerpt::shown;
use super::reader::{Read, Reader, Step, Syntax};
use super::repeated_records::Forms;
use super::scan::{Kind, Scan, Scanned};
use super::{Decode, Records};
use crate::problem::Code;
use alloc::borrow::Cow;
use alloc::format;
use core::fmt;

impl<'a> Reader<'a> {
    /// Records that mostly differ in their ids, times and quantities alone.
    pub fn records<R: Records>(&mut self, records: &mut R) -> Read<()> {
        let mut forms = Forms::default();
        let sound = self.list(|reader| {
            let from = reader.scan;
            if let Some((form, values)) = forms.read(&mut reader.scan) {
                if records.repeated(form, values).is_some() {
                    return Ok(true);
                }
                reader.scan = from;
            }
            let Some(record) = R::Record::decode(reader)? else { return Ok(false) };
            // A field that is not known is a problem of each record that has it.
            let form = if reader.problems().is_empty() { forms.learn(from, &reader.scan) } else { None };
            records.read(record, form);
            Ok(true)
        })?;
        Ok(sound.then_some(()))
    }

    /// An array: `each` reads one item, and says `false` of one with problems. `false` when there was one.
    pub(super) fn items(&mut self, each: &mut dyn FnMut(&mut Self) -> Result<bool, Syntax>) -> Result<bool, Syntax> {
        self.list(each)
    }

    fn list(&mut self, mut each: impl FnMut(&mut Self) -> Result<bool, Syntax>) -> Result<bool, Syntax> {
        match self.kind()? {
            Kind::Array => {}
            other => return Ok(self.wrong::<()>("an array", other)?.is_some()),
        }
        let entered = self.scan.enter(b'[');
        self.scanned(entered)?;
        let (mut first, mut sound, mut index) = (true, true, 0_usize);
        loop {
            let more = self.scan.next_item(&mut first, b']');
            if !self.scanned(more)? {
                return Ok(sound);
            }
            self.path.push(Step::Item(index));
            sound &= each(self)?;
            self.path.pop();
            index = index.saturating_add(1);
        }
    }

    /// A string of such bytes alone, if that is what stands here; nothing is noted, and nothing read, if not.
    pub fn string_of(&mut self, letters: &[bool; 256], length_max: usize) -> Option<&'a str> {
        self.scan.string_of(letters, length_max)
    }

    /// A string.
    pub fn text(&mut self, expected: &str) -> Read<Cow<'a, str>> {
        if let Some(text) = self.scan.plain() {
            return Ok(Some(Cow::Borrowed(text)));
        }
        match self.kind()? {
            Kind::Text => {
                let text = self.scan.string();
                self.scanned(text).map(Some)
            }
            other => self.wrong(expected, other),
        }
    }

    /// A string or a whole number, as written: how a decimal travels.
    pub fn decimal_text(&mut self) -> Read<Cow<'a, str>> {
        if let Some(text) = self.scan.plain() {
            return Ok(Some(Cow::Borrowed(text)));
        }
        match self.kind()? {
            Kind::Number => Ok(self.whole(format_args!("a whole number"))?.map(Cow::Borrowed)),
            _ => self.text("a decimal in a string"),
        }
    }

    /// A whole number as written; a fraction is refused with the string to write.
    pub fn whole(&mut self, expected: fmt::Arguments<'_>) -> Read<&'a str> {
        match self.kind()? {
            Kind::Number => {}
            Kind::Text => {
                let text = self.scan.string();
                let text = shown(&self.scanned(text)?);
                let help = "write a number within these bounds, without quotes";
                self.note(Code::WrongType, format!("expected {expected}, got the string `{text}`"), help);
                return Ok(None);
            }
            other => return self.wrong(&format!("{expected}"), other),
        }
        let number = self.scan.number();
        let number = self.scanned(number)?;
        if number.contains(['.', 'e', 'E']) {
            // An exponent is no plain digits in a string either.
            let example = if number.contains(['e', 'E']) { "12.50".into() } else { shown(number) };
            self.note(
                Code::FractionalNumber,
                format!("the number `{}` has a fraction or an exponent", shown(number)),
                format!("write it as a string of plain digits, such as \"{example}\""),
            );
            return Ok(None);
        }
        Ok(Some(number))
    }

    /// `true` or `false`.
    ///
    /// # Errors
    /// The value is not JSON.
    pub fn boolean(&mut self) -> Read<bool> {
        match self.kind()? {
            Kind::Boolean => {
                let literal = self.scan.literal();
                self.scanned(literal)
            }
            other => self.wrong("`true` or `false`", other),
        }
    }

    fn one_of(&mut self, found: &str, words: &[&'static str]) -> Option<usize> {
        let known = words.iter().position(|word| *word == found);
        if known.is_none() {
            self.note(
                Code::UnknownWord,
                format!("the word `{}` is not known here", shown(found)),
                format!("use one of {}", words.join(", ")),
            );
        }
        known
    }

    /// A string that must be one of these words: its place among them.
    pub fn word(&mut self, words: &[&'static str]) -> Read<usize> {
        Ok(self.text("a word in a string")?.and_then(|found| self.one_of(&found, words)))
    }

    /// The text of a number or string field of the object ahead, if it has one; nothing is consumed.
    pub fn ahead(&mut self, key: &str) -> Result<Option<Cow<'a, str>>, Syntax> {
        if self.kind()? != Kind::Object {
            return Ok(None);
        }
        let found = find_plain(self.scan, key);
        self.scanned(found)
    }

    /// Notes a problem at a field of the value being read.
    pub fn note_under(&mut self, key: &'static str, code: Code, message: alloc::string::String, help: &str) {
        self.path.push(Step::Key(key));
        self.note(code, message, help);
        self.path.pop();
    }

    /// Looks ahead for the field that says which kind of object this is. Skips the object when it does not.
    pub fn tag(&mut self, tag: &'static str, words: &[&'static str]) -> Read<usize> {
        match self.kind()? {
            Kind::Object => {}
            other => return self.wrong("an object", other),
        }
        let ahead = find_tag(self.scan, tag);
        let found = self.scanned(ahead)?;
        self.path.push(Step::Key(tag));
        let word = match found {
            Some(Some(text)) => self.one_of(&text, words),
            Some(None) => {
                self.note(Code::WrongType, "expected a word in a string", format!("use one of {}", words.join(", ")));
                None
            }
            None => {
                self.path.pop();
                self.note(
                    Code::MissingField,
                    format!("the field `{tag}` is missing"),
                    format!("add `{tag}`, one of {}", words.join(", ")),
                );
                self.path.push(Step::Key(tag));
                None
            }
        };
        self.path.pop();
        if word.is_none() {
            self.skip()?;
        }
        Ok(word)
    }
}

/// `None`: no such key. `Some(None)`: it is not a string.
fn find_tag<'a>(mut ahead: Scan<'a>, tag: &str) -> Scanned<Option<Option<Cow<'a, str>>>> {
    ahead.enter(b'{')?;
    let mut first = true;
    while ahead.next_item(&mut first, b'}')? {
        if ahead.key()? == tag {
            return match ahead.kind()? {
                Kind::Text => ahead.string().map(|text| Some(Some(text))),
                _ => Ok(Some(None)),
            };
        }
        ahead.skip()?;
    }
    Ok(None)
}

fn find_plain<'a>(mut ahead: Scan<'a>, wanted: &str) -> Scanned<Option<Cow<'a, str>>> {
    ahead.enter(b'{')?;
    let mut first = true;
    while ahead.next_item(&mut first, b'}')? {
        if ahead.key()? == wanted {
            return match ahead.kind()? {
                Kind::Text => ahead.string().map(Some),
                Kind::Number => ahead.number().map(|number| Some(Cow::Borrowed(number))),
                _ => Ok(None),
            };
        }
        ahead.skip()?;
    }
    Ok(None)
}
