//! What stands on the paper, before it is known where: the one template of invoices, credit notes, receipts and statements.

mod address;
mod document;
mod receipt;
mod statement;
mod taxes;

pub(crate) use document::document;
pub(crate) use receipt::receipt;
pub(crate) use statement::statement;

use crate::contract::Day;
use crate::said::Said;
use crate::words::Language;

/// A paper's content, from the top to the end.
pub(crate) struct Sheet {
    pub(crate) language: Language,
    pub(crate) title: &'static str,
    /// Beside the title, and on every page after the first.
    pub(crate) number: Option<Said>,
    /// What it comes to, in one line.
    pub(crate) hero: Option<String>,
    /// Not issued yet.
    pub(crate) draft: bool,
    /// Who sends it: the name, then address and numbers.
    pub(crate) sender: Vec<Said>,
    /// The sender once more, in one line in the window.
    pub(crate) return_line: Vec<Said>,
    /// To whom.
    pub(crate) address: Vec<Said>,
    /// Beside the address.
    pub(crate) facts: Vec<Fact>,
    pub(crate) blocks: Vec<Block>,
    /// When it was made: the file says so, too.
    pub(crate) made: Option<Day>,
}

/// A label and what it says.
pub(crate) struct Fact {
    pub(crate) label: String,
    pub(crate) value: Said,
}

impl Fact {
    pub(crate) fn new(label: &str, value: Said) -> Self {
        Self { label: label.to_owned(), value }
    }
}

/// A part of the page.
pub(crate) enum Block {
    Table(Table),
    /// Kept together, at the right.
    Totals {
        caption: &'static str,
        rows: Vec<Total>,
    },
    /// Under a heading, kept together.
    Facts {
        heading: &'static str,
        facts: Vec<Fact>,
    },
    /// Under a heading.
    Notes {
        heading: &'static str,
        notes: Vec<Said>,
    },
}

/// A row of totals.
pub(crate) struct Total {
    pub(crate) label: Said,
    pub(crate) value: String,
    /// The one that everything leads to.
    pub(crate) last: bool,
}

pub(crate) struct Table {
    /// Over it, where it is not the first; for who cannot see it, always.
    pub(crate) caption: &'static str,
    pub(crate) captioned: bool,
    /// Rows of one line, many of them: nearer to one another.
    pub(crate) dense: bool,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
}

pub(crate) struct Column {
    pub(crate) head: String,
    /// Figures stand at the right.
    pub(crate) figures: bool,
    /// Digits stand under digits.
    pub(crate) digits: bool,
    /// The least width in points; nothing for what takes the rest.
    pub(crate) least: Option<f32>,
}

impl Column {
    pub(crate) fn text(head: &str, least: impl Into<Option<f32>>) -> Self {
        Self { head: head.to_owned(), figures: false, digits: false, least: least.into() }
    }

    pub(crate) fn dates(head: &str, least: f32) -> Self {
        Self { digits: true, ..Self::text(head, least) }
    }

    pub(crate) fn figures(head: impl Into<String>, least: f32) -> Self {
        Self { head: head.into(), figures: true, digits: true, least: Some(least) }
    }
}

pub(crate) struct Row {
    pub(crate) cells: Vec<Vec<Line>>,
}

/// A line of a cell.
pub(crate) struct Line {
    pub(crate) said: Said,
    pub(crate) tone: Tone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Body,
    Strong,
    Quiet,
}

impl Line {
    pub(crate) fn body(said: Said) -> Self {
        Self { said, tone: Tone::Body }
    }

    pub(crate) fn strong(said: Said) -> Self {
        Self { said, tone: Tone::Strong }
    }

    pub(crate) fn quiet(said: Said) -> Self {
        Self { said, tone: Tone::Quiet }
    }
}

impl Sheet {
    /// Every text on it that was given, with its place.
    pub(crate) fn given(&self) -> Vec<&Said> {
        let mut all: Vec<&Said> = self.number.iter().collect();
        all.extend(self.sender.iter().chain(&self.return_line).chain(&self.address));
        all.extend(self.facts.iter().map(|fact| &fact.value));
        for block in &self.blocks {
            match block {
                Block::Table(table) => {
                    let cells = table.rows.iter().flat_map(|row| &row.cells).flatten();
                    all.extend(cells.map(|line| &line.said));
                }
                Block::Totals { rows, .. } => all.extend(rows.iter().map(|row| &row.label)),
                Block::Facts { facts, .. } => all.extend(facts.iter().map(|fact| &fact.value)),
                Block::Notes { notes, .. } => all.extend(notes),
            }
        }
        all
    }
}
