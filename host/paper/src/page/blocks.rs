//! Totals, facts under a heading, notes.

use super::measure::{self, RULE};
use super::measure::{BREAK, GAP, HAIR, LEFT, RIGHT, SPAN, TOTAL, TOTAL_LAST, TOTALS, mm};
use super::{Mark, Node, Setter, Style, baseline};
use crate::brand::Colour;
use crate::font::Look;
use crate::said::Said;
use crate::sheet::{Fact, Sheet, Tone, Total};
use krilla::tagging::{TableHeaderScope, Tag};
use std::num::NonZeroU16;

/// Labels of facts.
const LABEL: f32 = mm(34.0);

impl Setter<'_> {
    /// A heading under the title.
    pub(super) fn heading(&mut self, text: &str) -> Node {
        let style = Style { size: 10.0, lead: 16.0, look: Look::STRONG, colour: Colour::INK };
        let run = self.fonts.run(text, style.look);
        let marks = Self::column(vec![run], style, LEFT, self.y, None);
        let leaf = self.content(marks);
        self.y += style.lead + 4.0;
        let level = NonZeroU16::MIN.saturating_add(1);
        Node::Group(Tag::Hn(level, Some(text.to_owned())).into(), vec![leaf])
    }

    /// What it comes to: kept together at the right, the last row larger.
    pub(super) fn totals(&mut self, caption: &str, rows: &[Total], sheet: &Sheet) -> Node {
        self.need(measure::totals(rows), sheet);
        self.y += GAP / 2.0;
        let left = RIGHT - TOTALS;
        let mut nodes = Vec::new();
        for row in rows {
            nodes.push(if row.last { self.last_total(row, left) } else { self.total(row, left) });
        }
        Node::Group(Tag::Table.with_summary(Some(caption.to_owned())).into(), nodes)
    }

    fn total(&mut self, row: &Total, left: f32) -> Node {
        let (label, value) =
            (Style { colour: Colour::QUIET, ..Style::of(Tone::Body) }, Style::of(Tone::Body).in_columns());
        let figure = self.fonts.run(&row.value, value.look);
        let room = TOTALS - figure.width * value.size - GAP;
        let lines = self.lines(&row.label.text, label, room);
        let height = (label.lead * lines.len() as f32).max(TOTAL - 4.5) + 4.5;
        let marks = Self::column(lines, label, left, self.y + 2.0, None);
        let told = self.content(marks);
        let marks = Self::column(vec![figure], value, left, self.y + 2.0, Some(RIGHT));
        let said = self.content(marks);
        self.y += height;
        pair(told, said)
    }

    fn last_total(&mut self, row: &Total, left: f32) -> Node {
        self.y += 3.0;
        self.bar(left, self.y, TOTALS, RULE, self.accent);
        let style = Style { size: 9.5, lead: TOTAL_LAST - 4.0, look: Look::STRONG, colour: Colour::INK };
        let large = Style { size: 15.0, ..style };
        // On one baseline, though of two sizes.
        let y = baseline(self.y + 1.0, large);
        let label = self.fonts.run(&row.label.text, style.look);
        let told = self.content(vec![Mark::Text { run: label, x: left, y, size: style.size, colour: style.colour }]);
        let figure = self.fonts.run(&row.value, large.look);
        let x = RIGHT - figure.width * large.size;
        let said = self.content(vec![Mark::Text { run: figure, x, y, size: large.size, colour: large.colour }]);
        self.y += TOTAL_LAST;
        pair(told, said)
    }

    /// Labels and what they say, kept together.
    pub(super) fn facts(&mut self, heading: &str, facts: &[Fact], sheet: &Sheet) -> Vec<Node> {
        let (label, value) = (Style { colour: Colour::QUIET, ..Style::of(Tone::Body) }, Style::of(Tone::Body));
        let measured = facts.iter().map(|fact| (&fact.label, self.lines(&fact.value.text, value, SPAN - LABEL)));
        let measured: Vec<_> = measured.collect();
        let rows = measured.iter().map(|(_, lines)| lines.len() as f32 * value.lead + 2.0).sum::<f32>();
        self.y += BREAK;
        self.need(rows + 24.0, sheet);
        let mut nodes = vec![self.heading(heading)];
        self.bar(LEFT, self.y - 2.0, SPAN, HAIR, Colour::RULE);
        self.y += 3.0;
        for (told, lines) in measured {
            let height = lines.len() as f32 * value.lead + 2.0;
            let run = self.fonts.run(told, label.look);
            let marks = Self::column(vec![run], label, LEFT, self.y, None);
            let told = self.content(marks);
            let marks = Self::column(lines, value, LEFT + LABEL, self.y, None);
            let said = self.content(marks);
            self.y += height;
            nodes.push(Node::Group(Tag::P.into(), vec![told, said]));
        }
        nodes
    }

    /// Paragraphs, each on one page where it fits.
    pub(super) fn notes(&mut self, heading: &str, notes: &[Said], sheet: &Sheet) -> Vec<Node> {
        let style = Style::of(Tone::Body);
        self.y += BREAK;
        // A heading has three lines under it, or all there are.
        let count: usize = notes.iter().map(|note| self.lines(&note.text, style, SPAN).len()).sum();
        let few = count.min(3) as f32 * style.lead + notes.len().min(3) as f32 * 4.0;
        self.need(23.0 + few, sheet);
        let mut nodes = vec![self.heading(heading)];
        self.bar(LEFT, self.y - 2.0, SPAN, HAIR, Colour::RULE);
        self.y += 3.0;
        for note in notes {
            let lines = self.lines(&note.text, style, SPAN);
            let mut leaves = Vec::new();
            let height = lines.len() as f32 * style.lead;
            self.need(height.min(self.capacity()), sheet);
            for line in lines {
                self.need(style.lead, sheet);
                let marks = Self::column(vec![line], style, LEFT, self.y, None);
                leaves.push(self.content(marks));
                self.y += style.lead;
            }
            self.y += 4.0;
            nodes.push(Node::Group(Tag::P.into(), leaves));
        }
        nodes
    }
}

/// A row of two: what it is heads what it comes to.
fn pair(told: Node, said: Node) -> Node {
    let head = Node::Group(Tag::TH(TableHeaderScope::Row).into(), vec![told]);
    let cell = Node::Group(Tag::TD.into(), vec![said]);
    Node::Group(Tag::TR.into(), vec![head, cell])
}
