//! The strict reader: types pull their fields from it, and whatever does not fit is noted with its path.

use super::excerpt::shown;
use super::scan::{DEPTH_MAX, Fault, Kind, Scan, Scanned};
use super::{Fields, Shape};
use crate::problem::{Code, Problem, push_key};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

/// The text stops being JSON here; the problem is noted.
#[derive(Clone, Copy, Debug)]
pub struct Syntax;

/// A value, `None` after a noted problem, or the end of the JSON.
pub type Read<T> = Result<Option<T>, Syntax>;

/// A call with thousands of faults is one fault of its maker: the list ends here and says so.
const PROBLEMS_MAX: usize = 1_000;

/// What a key of a record means.
enum Found {
    /// The field of this place, under this key.
    Field(usize, &'static str),
    /// What the record was told by.
    Tag(&'static str),
    /// Nothing that is known; it is noted and passed over.
    Nothing,
}

/// A key without its comma, quotes and colon.
fn bare(key: &'static str) -> &'static str {
    key.strip_prefix(",\"").and_then(|key| key.strip_suffix("\":")).unwrap_or(key)
}

/// The bit of a field. A table has at most 64.
const fn bit(place: usize) -> u64 {
    1_u64.wrapping_shl(place as u32)
}

#[derive(Clone, Copy)]
pub(super) enum Step {
    Key(&'static str),
    Item(usize),
}

/// A place in a document, and what was wrong so far.
pub struct Reader<'a> {
    pub(super) scan: Scan<'a>,
    pub(super) path: Vec<Step>,
    problems: Vec<Problem>,
    /// Fields of the document that stand beside it.
    pub(super) beside: &'static [&'static str],
}

impl<'a> Reader<'a> {
    /// Takes UTF-8 bytes without a byte order mark.
    ///
    /// # Errors
    /// `json_utf8`, with the place of the first bad byte.
    pub fn new(bytes: &'a [u8]) -> Result<Self, Problem> {
        match core::str::from_utf8(bytes) {
            Ok(text) => Ok(Self { scan: Scan::new(text), path: Vec::new(), problems: Vec::new(), beside: &[] }),
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
    #[cold]
    #[inline(never)]
    pub fn note(&mut self, code: Code, message: impl Into<String>, help: impl Into<String>) {
        let mut problem = Problem::new(code, message, help);
        problem.path = self.pointer();
        self.push(problem);
    }

    pub(super) fn scanned<T>(&mut self, scanned: Scanned<T>) -> Result<T, Syntax> {
        scanned.map_err(|fault| self.fault(fault))
    }

    #[cold]
    #[inline(never)]
    fn fault(&mut self, fault: Fault) -> Syntax {
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

    pub(super) fn kind(&mut self) -> Result<Kind, Syntax> {
        let kind = self.scan.kind();
        self.scanned(kind)
    }

    #[cold]
    #[inline(never)]
    pub(super) fn wrong<T>(&mut self, expected: &str, found: Kind) -> Read<T> {
        let help = match found {
            Kind::Null => String::from("leave the field out if there is no value"),
            _ => format!("write {expected} here"),
        };
        self.note(Code::WrongType, format!("expected {expected}, got {}", found.name()), help);
        self.skip()?;
        Ok(None)
    }

    /// An object with these keys, read into these fields. `false` when it is something else, or one of them is wrong.
    ///
    /// Keys mostly come in the order in which their type names them, so the next ones are tried where they would stand.
    pub fn record(
        &mut self,
        fields: &mut dyn Fields,
        shape: &'static Shape,
        tag: Option<&'static str>,
    ) -> Result<bool, Syntax> {
        let (mut next, mut seen, mut sound, mut tagged) = (0_usize, 0_u64, true, false);
        let Some(mut first) = self.open()? else { return Ok(false) };
        loop {
            let more = self.scan.next_item(&mut first, b'}');
            if !self.scanned(more)? {
                break;
            }
            let found = match self.scan.key_of(shape.keys, next) {
                Some(place) => Found::Field(place, shape.keys.get(place).copied().unwrap_or_default()),
                None => self.other_key(shape, tag)?,
            };
            match found {
                Found::Field(place, key) => {
                    next = place.saturating_add(1);
                    let bit = bit(place);
                    self.path.push(Step::Key(bare(key)));
                    sound &= match fields.field(place) {
                        Some(field) if seen & bit == 0 => field.read(self)?,
                        _ => self.repeated(key)?,
                    };
                    self.path.pop();
                    seen |= bit;
                }
                Found::Tag(tag) => self.pass_tag(tag, &mut tagged)?,
                Found::Nothing => {}
            }
        }
        let whole = shape.required & !seen == 0 || self.all_there(shape, seen);
        Ok(whole && sound)
    }

    /// A key out of order, of an older contract, the tag, or one that is not known.
    fn other_key(&mut self, shape: &'static Shape, tag: Option<&'static str>) -> Result<Found, Syntax> {
        if let Some(tag) = tag
            && self.scan.key_of(&[tag], 0).is_some()
        {
            return Ok(Found::Tag(bare(tag)));
        }
        let key = self.scan.key();
        let key = self.scanned(key)?;
        if let Some(tag) = tag.map(bare).filter(|tag| *tag == key) {
            return Ok(Found::Tag(tag));
        }
        if let Some((place, known)) = shape.keys.iter().enumerate().find(|(_, known)| bare(known) == key) {
            return Ok(Found::Field(place, known));
        }
        if let Some((older, place)) = shape.older.iter().find(|(older, _)| bare(older) == key) {
            return Ok(Found::Field((*place).into(), older));
        }
        self.unknown_field(&key, shape.keys)?;
        Ok(Found::Nothing)
    }

    #[cold]
    fn repeated(&mut self, key: &'static str) -> Result<bool, Syntax> {
        self.note_repeated(bare(key));
        self.skip()?;
        Ok(false)
    }

    /// Are the fields that must be there among those that were seen? Notes which are not.
    fn all_there(&mut self, shape: &Shape, seen: u64) -> bool {
        let missing = shape.required & !seen;
        let mut sound = true;
        for (place, key) in shape.keys.iter().enumerate().filter(|(place, _)| missing & bit(*place) != 0) {
            let key = bare(key);
            if shape.apart & bit(place) == 0 || !self.beside.contains(&key) {
                let message = format!("the field `{key}` is missing");
                self.note(Code::MissingField, message, format!("add `{key}` to this object"));
                sound = false;
            }
        }
        sound
    }

    /// The tag has been read by the choice that the record belongs to. It stands once, as any key.
    fn pass_tag(&mut self, tag: &'static str, tagged: &mut bool) -> Result<(), Syntax> {
        if core::mem::replace(tagged, true) {
            self.path.push(Step::Key(tag));
            self.note_repeated(tag);
            self.path.pop();
        }
        self.skip()
    }

    /// Notes that the key stood in this object before.
    pub(super) fn note_repeated(&mut self, key: &str) {
        self.note(Code::DuplicateKey, format!("the key `{key}` stands twice in this object"), "keep one of them");
    }

    /// Enters an object; nothing was read of it yet. `None` when it is something else.
    fn open(&mut self) -> Read<bool> {
        match self.kind()? {
            Kind::Object => {}
            other => return self.wrong("an object", other),
        }
        let entered = self.scan.enter(b'{');
        self.scanned(entered)?;
        Ok(Some(true))
    }

    /// An object with any keys: `each` reads the value of every one. `None` when it is something else.
    pub fn object(&mut self, each: &mut dyn FnMut(&mut Self, &str) -> Result<(), Syntax>) -> Read<()> {
        let Some(mut first) = self.open()? else { return Ok(None) };
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

    fn unknown_field(&mut self, key: &str, known: &[&'static str]) -> Result<(), Syntax> {
        let (shown, known) = (shown(key), known.iter().copied().map(bare).collect::<Vec<_>>());
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
}
