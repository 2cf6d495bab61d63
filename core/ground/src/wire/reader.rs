//! The strict reader: types pull their fields from it, and whatever does not fit is noted with its path.

use super::scan::{DEPTH_MAX, Fault, Kind, Scan, Scanned};
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
pub const PROBLEMS_MAX: usize = 1_000;

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

    pub(super) fn pointer(&self) -> String {
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

    pub(super) fn push(&mut self, problem: Problem) {
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

    /// Notes that the key stood in this object before.
    pub(super) fn note_repeated(&mut self, key: &str) {
        self.note(Code::DuplicateKey, format!("the key `{key}` stands twice in this object"), "keep one of them");
    }

    /// Enters an object; nothing was read of it yet. `None` when it is something else.
    pub(super) fn open(&mut self) -> Read<bool> {
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
}
