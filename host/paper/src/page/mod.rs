//! Where everything stands: A4, the address in the window of DIN 5008 form B. Points from the top left corner.

mod blocks;
mod foot;
mod head;
mod measure;
mod table;

pub(crate) use measure::{HEIGHT, WIDTH, mm};

use crate::brand::{Brand, Colour};
use crate::font::{Fonts, Look, Run};
use crate::logo::Logo;
use crate::sheet::{Block, Sheet, Tone};
use krilla::tagging::{ArtifactType, TagKind};
use measure::{BODY, QUIET, TOP};

/// What is drawn.
pub(crate) enum Mark {
    Text { run: Run, x: f32, y: f32, size: f32, colour: Colour },
    Bar { x: f32, y: f32, width: f32, height: f32, colour: Colour },
    Logo { x: f32, y: f32, width: f32, height: f32 },
}

/// What a mark is for those who do not see it.
#[derive(Clone, Copy)]
pub(crate) enum Owner {
    /// Content: the leaf of the tree with this number.
    Leaf(usize),
    /// Nothing that is read.
    Artifact(ArtifactType),
}

pub(crate) struct Piece {
    pub(crate) owner: Owner,
    pub(crate) marks: Vec<Mark>,
}

/// The tree of what is read, in the order of reading.
pub(crate) enum Node {
    Group(TagKind, Vec<Node>),
    Leaf(usize),
}

/// Everything in its place.
pub(crate) struct Laid {
    pub(crate) pages: Vec<Vec<Piece>>,
    pub(crate) tree: Vec<Node>,
    pub(crate) leaves: usize,
}

/// Sets a sheet.
pub(crate) fn lay(sheet: &Sheet, brand: &Brand, logo: Option<&Logo>, fonts: &Fonts) -> Laid {
    let foot = foot::measure(brand, fonts);
    let mut setter =
        Setter { fonts, accent: brand.accent(), pages: vec![Vec::new()], y: TOP, leaves: 0, bottom: foot.top };
    let mut tree = setter.head(sheet, brand, logo);
    let mut blocks = sheet.blocks.iter().peekable();
    while let Some(block) = blocks.next() {
        match block {
            Block::Table(table) => {
                let after = match blocks.peek() {
                    Some(Block::Totals { rows, .. }) => measure::totals(rows),
                    _ => 0.0,
                };
                tree.extend(setter.table(table, sheet, after));
            }
            Block::Totals { caption, rows } => tree.push(setter.totals(caption, rows, sheet)),
            Block::Facts { heading, facts } => tree.extend(setter.facts(heading, facts, sheet)),
            Block::Notes { heading, notes } => tree.extend(setter.notes(heading, notes, sheet)),
        }
    }
    setter.feet(sheet, &foot);
    Laid { pages: setter.pages, tree, leaves: setter.leaves }
}

/// Sets one thing after the other, and begins pages.
struct Setter<'a> {
    fonts: &'a Fonts,
    accent: Colour,
    pages: Vec<Vec<Piece>>,
    /// The next free place of the page.
    y: f32,
    /// Where the page's foot begins.
    bottom: f32,
    leaves: usize,
}

/// How a text looks.
#[derive(Clone, Copy)]
struct Style {
    size: f32,
    /// From one line to the next.
    lead: f32,
    look: Look,
    colour: Colour,
}

impl Style {
    const fn of(tone: Tone) -> Self {
        let (size, lead) = if matches!(tone, Tone::Quiet) { QUIET } else { BODY };
        let look = if matches!(tone, Tone::Strong) { Look::STRONG } else { Look::REGULAR };
        let colour = if matches!(tone, Tone::Quiet) { Colour::QUIET } else { Colour::INK };
        Self { size, lead, look, colour }
    }

    /// The same in figures of columns.
    const fn in_columns(self) -> Self {
        Self { look: Look { columns: true, ..self.look }, ..self }
    }
}

impl Setter<'_> {
    fn put(&mut self, owner: Owner, marks: Vec<Mark>) {
        if let Some(page) = self.pages.last_mut() {
            page.push(Piece { owner, marks });
        }
    }

    /// Marks that are read: the leaf of the tree.
    fn content(&mut self, marks: Vec<Mark>) -> Node {
        let leaf = self.leaves;
        self.leaves += 1;
        self.put(Owner::Leaf(leaf), marks);
        Node::Leaf(leaf)
    }

    fn bar(&mut self, x: f32, y: f32, width: f32, height: f32, colour: Colour) {
        self.put(Owner::Artifact(ArtifactType::Layout), vec![Mark::Bar { x, y, width, height, colour }]);
    }

    fn lines(&self, text: &str, style: Style, width: f32) -> Vec<Run> {
        self.fonts.lines(text, style.look, width / style.size)
    }

    /// Lines under one another, from this height on.
    fn column(lines: Vec<Run>, style: Style, x: f32, top: f32, right_of: Option<f32>) -> Vec<Mark> {
        let place = |(row, run): (usize, Run)| {
            let y = baseline(top + style.lead * row as f32, style);
            let x = right_of.map_or(x, |right| right - run.width * style.size);
            Mark::Text { run, x, y, size: style.size, colour: style.colour }
        };
        lines.into_iter().enumerate().map(place).collect()
    }

    /// Is there so much left of the page? Else a new one is begun.
    fn need(&mut self, height: f32, sheet: &Sheet) -> bool {
        if self.y + height <= self.bottom {
            return false;
        }
        self.next_page(sheet);
        true
    }

    fn next_page(&mut self, sheet: &Sheet) {
        self.pages.push(Vec::new());
        self.y = self.running_head(sheet);
    }

    /// What a page after the first can hold.
    fn capacity(&self) -> f32 {
        self.bottom - mm(30.0)
    }
}

/// How high capitals are, in ems.
const CAPITAL: f32 = 0.727;

/// Capitals stand in the middle of their line.
fn baseline(top: f32, style: Style) -> f32 {
    top + (style.lead + CAPITAL * style.size) / 2.0
}
