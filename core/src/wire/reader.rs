//! The strict reader: types pull their fields from it, and whatever does not fit is noted with its path.

use super::scan::{DEPTH_MAX, Fault, Kind, Scan, Scanned};
use super::{Decode, Slot};
use crate::problem::{Code, Problem, push_key};
use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write as _;

/// The text stops being JSON here; the problem is noted.
#[derive(Clone, Copy, Debug)]
pub struct Syntax;

/// A value, `None` after a noted problem, or the end of the JSON.
pub type Read<T> = Result<Option<T>, Syntax>;

/// A call with thousands of faults is one fault of its maker: the list ends here and says so.
const PROBLEMS_MAX: usize = 1_000;

#[derive(Clone, Copy)]
enum Step {
    Key(&'static str),
    Item(usize),
}

/// A place in a document, and what was wrong so far.
pub struct Reader<'a> {
    scan: Scan<'a>,
    path: Vec<Step>,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    /// Takes UTF-8 bytes without a byte order mark.
    ///
    /// # Errors
    /// `json_utf8`, with the place of the first bad byte.
    pub fn new(bytes: &'a [u8]) -> Result<Self, Problem> {
        match core::str::from_utf8(bytes) {
            Ok(text) => Ok(Self { scan: Scan::new(text), path: Vec::new(), problems: Vec::new() }),
            Err(error) => Err(Problem::new(
                Code::JsonUtf8,
                format!("the call is not UTF-8 at byte {}", error.valid_up_to()),
                "send JSON encoded as UTF-8",
            )),
        }
    }

    pub(super) fn problems(&self) -> &[Problem] {
        &self.problems
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for step in &self.path {
            match step {
                Step::Key(key) => push_key(&mut pointer, key),
                // Writing to a String cannot fail.
                Step::Item(index) => drop(write!(pointer, "/{index}")),
            }
        }
        pointer
    }

    fn push(&mut self, problem: Problem) {
        match self.problems.len() {
            0..PROBLEMS_MAX => self.problems.push(problem),
            PROBLEMS_MAX => self.problems.push(Problem::new(
                Code::TooManyProblems,
                format!("more than {PROBLEMS_MAX} problems"),
                "mend these first, then call again",
            )),
            _ => {}
        }
    }

    /// Notes a problem at the value being read.
    pub fn note(&mut self, code: Code, message: impl Into<String>, help: impl Into<String>) {
        let mut problem = Problem::new(code, message, help);
        problem.path = self.pointer();
        self.push(problem);
    }

    fn scanned<T>(&mut self, scanned: Scanned<T>) -> Result<T, Syntax> {
        scanned.map_err(|fault| {
            let before = self.scan.before();
            let line = before.matches('\n').count().saturating_add(1);
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count().saturating_add(1);
            match fault {
                Fault::Syntax(expected) => self.note(
                    Code::JsonSyntax,
                    format!("not JSON at line {line}, column {column}: expected {expected}"),
                    "mend the JSON there; only RFC 8259 is read (no comments, no trailing commas)",
                ),
                Fault::Depth => self.note(
                    Code::JsonDepth,
                    format!("nested deeper than {DEPTH_MAX} at line {line}, column {column}"),
                    "no value of the contract nests so deep; compare the call with its schema",
                ),
            }
            Syntax
        })
    }

    /// Nothing may follow the document.
    pub(super) fn end(&mut self) {
        if self.scan.peek().is_some() {
            let _ = self.scanned::<()>(Err(Fault::Syntax("nothing after the value")));
        }
    }

    /// Passes over a value whose problem is noted.
    ///
    /// # Errors
    /// The value is not JSON.
    pub fn skip(&mut self) -> Result<(), Syntax> {
        let skipped = self.scan.skip();
        self.scanned(skipped)
    }

    fn kind(&mut self) -> Result<Kind, Syntax> {
        let kind = self.scan.kind();
        self.scanned(kind)
    }

    fn wrong<T>(&mut self, expected: &str, found: Kind) -> Read<T> {
        let help = match found {
            Kind::Null => String::from("leave the field out if there is no value"),
            _ => format!("write {expected} here"),
        };
        self.note(Code::WrongType, format!("expected {expected}, got {}", found.name()), help);
        self.skip()?;
        Ok(None)
    }

    /// An object: `each` reads the value of every key. `None` when it is something else.
    pub(crate) fn object(&mut self, mut each: impl FnMut(&mut Self, &str) -> Result<(), Syntax>) -> Read<()> {
        match self.kind()? {
            Kind::Object => {}
            other => return self.wrong("an object", other),
        }
        let entered = self.scan.enter(b'{');
        self.scanned(entered)?;
        let mut first = true;
        loop {
            let more = self.scan.next_item(&mut first, b'}');
            if !self.scanned(more)? {
                return Ok(Some(()));
            }
            let key = self.scan.key();
            let key = self.scanned(key)?;
            each(self, &key)?;
        }
    }

    pub(crate) fn fill<T: Decode>(&mut self, key: &'static str, slot: &mut Slot<T>) -> Result<(), Syntax> {
        self.path.push(Step::Key(key));
        if matches!(slot, Slot::Missing) {
            *slot = T::decode(self)?.map_or(Slot::Wrong, Slot::Read);
        } else {
            self.note(Code::DuplicateKey, format!("the key `{key}` stands twice in this object"), "keep one of them");
            *slot = Slot::Wrong;
            self.skip()?;
        }
        self.path.pop();
        Ok(())
    }

    pub(crate) fn unknown_field(&mut self, key: &str, known: &[&str]) -> Result<(), Syntax> {
        let shown = shown(key);
        let mut problem = Problem::new(
            Code::UnknownField,
            format!("the field `{shown}` is not known here"),
            format!("leave it out, or use one of {}", known.join(", ")),
        );
        problem.path = self.pointer();
        push_key(&mut problem.path, &shown);
        self.push(problem);
        self.skip()
    }

    /// An array, item by item.
    pub(crate) fn array<T: Decode>(&mut self) -> Read<Vec<T>> {
        match self.kind()? {
            Kind::Array => {}
            other => return self.wrong("an array", other),
        }
        let entered = self.scan.enter(b'[');
        self.scanned(entered)?;
        let (mut first, mut sound, mut index, mut items) = (true, true, 0_usize, Vec::new());
        loop {
            let more = self.scan.next_item(&mut first, b']');
            if !self.scanned(more)? {
                return Ok(sound.then_some(items));
            }
            self.path.push(Step::Item(index));
            match T::decode(self)? {
                Some(item) => items.push(item),
                None => sound = false,
            }
            self.path.pop();
            index = index.saturating_add(1);
        }
    }

    /// A string.
    pub(crate) fn text(&mut self, expected: &str) -> Read<Cow<'a, str>> {
        match self.kind()? {
            Kind::Text => {
                let text = self.scan.string();
                self.scanned(text).map(Some)
            }
            other => self.wrong(expected, other),
        }
    }

    /// A string or a whole number, as written: how a decimal travels.
    pub(crate) fn decimal_text(&mut self) -> Read<Cow<'a, str>> {
        match self.kind()? {
            Kind::Number => Ok(self.whole()?.map(Cow::Borrowed)),
            _ => self.text("a decimal in a string"),
        }
    }

    /// A whole number as written; a fraction is refused with the string to write.
    pub(crate) fn whole(&mut self) -> Read<&'a str> {
        match self.kind()? {
            Kind::Number => {}
            other => return self.wrong("a whole number", other),
        }
        let number = self.scan.number();
        let number = self.scanned(number)?;
        if number.contains(['.', 'e', 'E']) {
            self.note(
                Code::FractionalNumber,
                format!("the number `{}` has a fraction or an exponent", shown(number)),
                format!("write it as a string of plain digits, such as \"{}\"", shown(number)),
            );
            return Ok(None);
        }
        Ok(Some(number))
    }

    pub(crate) fn boolean(&mut self) -> Read<bool> {
        match self.kind()? {
            Kind::Boolean => {
                let literal = self.scan.literal();
                self.scanned(literal)
            }
            other => self.wrong("`true` or `false`", other),
        }
    }

    fn one_of(&mut self, found: &str, words: &[&'static str]) -> Option<&'static str> {
        let known = words.iter().copied().find(|word| *word == found);
        if known.is_none() {
            self.note(
                Code::UnknownWord,
                format!("the word `{}` is not known here", shown(found)),
                format!("use one of {}", words.join(", ")),
            );
        }
        known
    }

    /// A string that must be one of these words.
    pub(crate) fn word(&mut self, words: &[&'static str]) -> Read<&'static str> {
        Ok(self.text("a word in a string")?.and_then(|found| self.one_of(&found, words)))
    }

    /// Looks ahead for the field that says which kind of object this is. Skips the object when it does not.
    pub(crate) fn tag(&mut self, tag: &'static str, words: &[&'static str]) -> Read<&'static str> {
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

/// Foreign text inside a message: short, and without anything that could change how the message reads.
pub(crate) fn shown(text: &str) -> String {
    let mut shown: String =
        text.chars().take(40).map(|letter| if plain(letter) { letter } else { '\u{fffd}' }).collect();
    if text.chars().nth(40).is_some() {
        shown.push('…');
    }
    shown
}

/// Neither a control character, nor a bidirectional control, nor a byte order mark.
pub(crate) fn plain(letter: char) -> bool {
    !letter.is_control()
        && !matches!(letter, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

impl Decode for bool {
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        reader.boolean()
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        reader.array()
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        Ok(T::decode(reader)?.map(Some))
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

macro_rules! whole {
    ($($kind:ty),*) => {$(
        impl Decode for $kind {
            fn decode(reader: &mut Reader<'_>) -> Read<Self> {
                let Some(number) = reader.whole()? else { return Ok(None) };
                if let Ok(value) = number.parse() {
                    return Ok(Some(value));
                }
                reader.note(
                    Code::NumberRange,
                    format!("expected a whole number from {} to {}, got `{}`", <$kind>::MIN, <$kind>::MAX, shown(number)),
                    "write a number within these bounds".to_string(),
                );
                Ok(None)
            }
        }
    )*};
}
whole!(u8, u32);
