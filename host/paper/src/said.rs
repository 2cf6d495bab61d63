//! A text on its way to paper, and where in what was given it comes from.

use std::fmt;

/// A text and where it stands in the input, as a JSON pointer. Words of our own come from nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) text: String,
    pub(crate) at: String,
}

impl Said {
    pub(crate) fn own(text: impl Into<String>) -> Self {
        Self { text: text.into(), at: String::new() }
    }

    pub(crate) fn of(text: &str, at: impl fmt::Display) -> Self {
        Self { text: text.to_owned(), at: at.to_string() }
    }
}

/// Why something cannot be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Which kind: `paper_glyph`, `paper_logo`, `paper_brand`, `paper_xml`, `paper_pdf`.
    pub code: &'static str,
    /// Where in what was given, as a JSON pointer: `/document/buyer/name`, `/brand/logo`.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

impl Refusal {
    pub(crate) fn new(code: &'static str, path: &str, message: impl Into<String>, help: &'static str) -> Self {
        Self { code, path: path.to_owned(), message: message.into(), help }
    }

    /// Nobody's input is to blame.
    pub(crate) fn of_pdf(message: impl Into<String>) -> Self {
        Self::new("paper_pdf", "", message, "report this with the document, since any document should fit")
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.path, self.message, self.help)
    }
}

impl std::error::Error for Refusal {}
