//! Tables: columns as wide as their figures, a head on every page, and rows that are not torn.

use super::measure::{BODY, BREAK, DENSE, GAP, HAIR, LEFT, PAD, RULE, SMALL, SPAN};
use super::{CAPITAL, Mark, Node, Owner, Setter, Style};
use crate::brand::Colour;
use crate::font::{Look, Run};
use crate::sheet::{Column, Row, Sheet, Table, Tone};
use krilla::tagging::{ArtifactType, TableHeaderScope, Tag};

/// Columns of figures are at most so wide; longer ones are broken.
const FIGURES_MAX: f32 = 104.0;
/// What describes a row is at least so wide.
const TEXT_MIN: f32 = 110.0;
const HEAD: Style = Style { size: SMALL.0, lead: SMALL.1, look: Look::REGULAR, colour: Colour::QUIET };

/// A column's place.
#[derive(Clone, Copy)]
struct Place {
    x: f32,
    width: f32,
    figures: bool,
    digits: bool,
}

/// A row that is measured: lines of its cells.
struct Measured {
    cells: Vec<Vec<(Run, Style)>>,
    /// Over and under its lines.
    pad: f32,
}

impl Measured {
    fn height(&self) -> f32 {
        let cell = |lines: &Vec<(Run, Style)>| lines.iter().map(|(_, style)| style.lead).sum::<f32>();
        self.cells.iter().map(cell).fold(BODY.1, f32::max) + 2.0 * self.pad
    }

    /// As many lines as fit, and the rest: only for what is higher than a page.
    fn torn(mut self, height: f32) -> (Self, Option<Self>) {
        let mut rest = Vec::new();
        for cell in &mut self.cells {
            let mut room = height - 2.0 * self.pad;
            let fits = cell.iter().take_while(|(_, style)| {
                room -= style.lead;
                room >= 0.0
            });
            let fits = fits.count();
            rest.push(cell.split_off(fits));
        }
        let rest =
            if rest.iter().any(|cell| !cell.is_empty()) { Some(Self { cells: rest, pad: self.pad }) } else { None };
        (self, rest)
    }
}

impl Setter<'_> {
    /// Sets a table. Its last rows stay with what comes after it, of this height.
    pub(super) fn table(&mut self, table: &Table, sheet: &Sheet, after: f32) -> Vec<Node> {
        let places = self.places(table);
        let measured: Vec<Measured> =
            table.rows.iter().map(|row| self.measured(row, &places, if table.dense { DENSE } else { PAD })).collect();
        let heights: Vec<f32> = measured.iter().map(Measured::height).collect();
        let mut nodes = Vec::new();
        let whole = heights.iter().sum::<f32>() + 3.0 * BODY.1;
        if table.captioned {
            self.y += BREAK - GAP;
            let two = heights.iter().take(2).sum::<f32>() + 3.0 * BODY.1;
            self.need(if whole <= self.capacity() { whole } else { two }, sheet);
            nodes.push(self.heading(table.caption));
        }
        let mut rows = vec![Node::Group(Tag::THead.into(), vec![self.head_row(&table.columns, &places, true)])];
        let mut body = Vec::new();
        let count = measured.len();
        for (place, row) in measured.into_iter().enumerate() {
            // The last two rows and what they come to are read together.
            let rest: f32 = heights.iter().skip(place).sum();
            let wanted = if place + 2 >= count { rest + after } else { row.height() };
            let wanted = if wanted > self.capacity() { row.height() } else { wanted };
            if self.need(wanted.min(self.capacity()), sheet) {
                self.head_row(&table.columns, &places, false);
            }
            body.push(self.row(row, table, &places, sheet));
        }
        rows.push(Node::Group(Tag::TBody.into(), body));
        nodes.push(Node::Group(Tag::Table.with_summary(Some(table.caption.to_owned())).into(), rows));
        nodes
    }

    fn places(&self, table: &Table) -> Vec<Place> {
        let widest = |column: usize| {
            let head = table.columns.get(column).map(|told| self.fonts.run(&told.head, HEAD.look).width * HEAD.size);
            let lines = table.rows.iter().filter_map(|row| row.cells.get(column)).flatten();
            let digits = table.columns.get(column).is_some_and(|column| column.digits);
            let lines = lines.map(|line| {
                let style = styled(line.tone, digits);
                self.fonts.run(&line.said.text, style.look).width * style.size
            });
            lines.chain(head).fold(0.0, f32::max)
        };
        let width = |(place, column): (usize, &Column)| {
            let least = column.least?;
            Some(if column.figures { widest(place).clamp(least, FIGURES_MAX.max(least)) } else { least })
        };
        let mut widths: Vec<Option<f32>> = table.columns.iter().enumerate().map(width).collect();
        let room = SPAN - GAP * widths.len().saturating_sub(1) as f32;
        let fixed: f32 = widths.iter().flatten().sum();
        if room - fixed < TEXT_MIN {
            let scale = (room - TEXT_MIN) / fixed;
            widths.iter_mut().flatten().for_each(|width| *width *= scale);
        }
        let rest = (room - fixed).max(TEXT_MIN);
        let mut x = LEFT;
        let place = |(column, width): (&Column, Option<f32>)| {
            let width = width.unwrap_or(rest);
            let place = Place { x, width, figures: column.figures, digits: column.digits };
            x += width + GAP;
            place
        };
        table.columns.iter().zip(widths).map(place).collect()
    }

    fn measured(&self, row: &Row, places: &[Place], pad: f32) -> Measured {
        let cells = row.cells.iter().zip(places).map(|(lines, place)| {
            let lines = lines.iter().flat_map(|line| {
                let style = styled(line.tone, place.digits);
                self.lines(&line.said.text, style, place.width).into_iter().map(move |run| (run, style))
            });
            lines.collect()
        });
        Measured { cells: cells.collect(), pad }
    }

    /// The head; read once, and after that there for the eye.
    fn head_row(&mut self, columns: &[Column], places: &[Place], first: bool) -> Node {
        let mut cells = Vec::new();
        let mut high = 0.0_f32;
        let heads: Vec<Vec<Run>> =
            columns.iter().zip(places).map(|(column, place)| self.lines(&column.head, HEAD, place.width)).collect();
        for lines in &heads {
            high = high.max(HEAD.lead * lines.len() as f32);
        }
        for (lines, place) in heads.into_iter().zip(places) {
            // Heads stand on the rule.
            let top = self.y + high - HEAD.lead * lines.len() as f32;
            let right = place.figures.then_some(place.x + place.width);
            let marks = Self::column(lines, HEAD, place.x, top, right);
            if first {
                let leaf = self.content(marks);
                cells.push(Node::Group(Tag::TH(TableHeaderScope::Column).into(), vec![leaf]));
            } else {
                self.put(Owner::Artifact(ArtifactType::PaginationOther), marks);
            }
        }
        self.y += high + PAD / 2.0;
        self.bar(LEFT, self.y, SPAN, RULE, Colour::INK);
        self.y += RULE;
        Node::Group(Tag::TR.into(), cells)
    }

    fn row(&mut self, row: Measured, table: &Table, places: &[Place], sheet: &Sheet) -> Node {
        let mut cells: Vec<Vec<Node>> = places.iter().map(|_| Vec::new()).collect();
        let mut rest = Some(row);
        while let Some(row) = rest {
            let room = self.bottom - self.y;
            let (part, more) = if row.height() <= room { (row, None) } else { row.torn(room) };
            let (height, pad) = (part.height(), part.pad);
            for ((lines, place), leaves) in part.cells.into_iter().zip(places).zip(&mut cells) {
                leaves.extend(self.cell(lines, *place, pad));
            }
            self.y += height;
            self.bar(LEFT, self.y, SPAN, HAIR, Colour::RULE);
            if more.is_some() {
                self.next_page(sheet);
                self.head_row(&table.columns, places, false);
            }
            rest = more;
        }
        let cells = cells.into_iter().map(|leaves| Node::Group(Tag::TD.into(), leaves));
        Node::Group(Tag::TR.into(), cells.collect())
    }

    fn cell(&mut self, lines: Vec<(Run, Style)>, place: Place, pad: f32) -> Option<Node> {
        let mut y = self.y + pad;
        let mut marks: Vec<Mark> = Vec::new();
        for (run, style) in lines {
            let right = place.figures.then_some(place.x + place.width);
            // Where small text comes first it stands on the line of what is beside it.
            let beside = style.size < BODY.0 && marks.is_empty();
            let lead = if beside { BODY.1 + CAPITAL * (BODY.0 - style.size) } else { style.lead };
            marks.extend(Self::column(vec![run], Style { lead, ..style }, place.x, y, right));
            y += if beside { BODY.1 } else { lead };
        }
        if marks.is_empty() { None } else { Some(self.content(marks)) }
    }
}

fn styled(tone: Tone, digits: bool) -> Style {
    let style = Style::of(tone);
    if digits { style.in_columns() } else { style }
}
