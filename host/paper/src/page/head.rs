//! The first page's head: letterhead, window, facts, title.

use super::measure::{
    ADDRESS, ADDRESS_WIDTH, ASIDE, BODY, FACTS, FOLDS, GAP, HAIR, HERO, LEFT, NEXT, QUIET, RIGHT, SMALL, SPAN, TEXT,
    TITLE, TOP, mm,
};
use super::{Mark, Node, Owner, Setter, Style, baseline};
use crate::brand::{Brand, Colour};
use crate::font::Look;
use crate::logo::Logo;
use crate::sheet::{Fact, Sheet, Tone};
use crate::words::put;
use krilla::tagging::{ArtifactType, Tag};
use std::num::NonZeroU16;

impl Setter<'_> {
    /// Sets it all and leaves off where the text begins.
    pub(super) fn head(&mut self, sheet: &Sheet, brand: &Brand, logo: Option<&Logo>) -> Vec<Node> {
        for fold in FOLDS {
            self.bar(mm(4.0), fold, mm(4.0), HAIR, Colour::RULE);
        }
        self.bar(LEFT, 0.0, mm(12.0), mm(2.0), self.accent);
        let mut tree: Vec<Node> = self.letterhead(sheet, brand, logo).into_iter().collect();
        let (sender, under) = self.sender(sheet);
        tree.extend(sender);
        tree.extend(self.window(sheet));
        let (facts, end) = self.fact_list(&sheet.facts, under.max(FACTS));
        tree.extend(facts);
        self.y = TEXT.max(end + 2.0 * GAP);
        tree.push(self.title(sheet));
        tree.extend(self.hero(sheet));
        self.y += GAP;
        tree
    }

    fn letterhead(&mut self, sheet: &Sheet, brand: &Brand, logo: Option<&Logo>) -> Option<Node> {
        let name = brand.name.clone().or_else(|| sheet.sender.first().map(|said| said.text.clone()))?;
        if let Some(logo) = logo {
            let (wide, high) = logo.size();
            let scale = (mm(70.0) / wide).min(mm(16.0) / high);
            let mark = Mark::Logo { x: LEFT, y: TOP, width: wide * scale, height: high * scale };
            let leaf = self.content(vec![mark]);
            let alt = put(sheet.language.words().logo_of, &name);
            return Some(Node::Group(Tag::Figure(Some(alt)).into(), vec![leaf]));
        }
        let style = Style { size: 15.0, lead: 19.0, look: Look::STRONG, colour: Colour::INK };
        let lines = self.lines(&name, style, ASIDE - LEFT - GAP);
        let marks = Self::column(lines, style, LEFT, TOP, None);
        let leaf = self.content(marks);
        Some(Node::Group(Tag::P.into(), vec![leaf]))
    }

    /// Who sends it, small, at the right; and where that ends.
    fn sender(&mut self, sheet: &Sheet) -> (Vec<Node>, f32) {
        let mut y = TOP;
        let mut leaves = Vec::new();
        for (place, said) in sheet.sender.iter().enumerate() {
            let look = if place == 0 { Look::STRONG } else { Look::REGULAR };
            let colour = if place == 0 { Colour::INK } else { Colour::QUIET };
            let style = Style { size: 7.5, lead: 10.5, look, colour };
            let lines = self.lines(&said.text, style, RIGHT - ASIDE);
            let height = style.lead * lines.len() as f32;
            let marks = Self::column(lines, style, ASIDE, y, None);
            leaves.push(self.content(marks));
            y += height;
        }
        let paragraph = if leaves.is_empty() { None } else { Some(Node::Group(Tag::P.into(), leaves)) };
        (paragraph.into_iter().collect(), y + GAP)
    }

    fn window(&mut self, sheet: &Sheet) -> Option<Node> {
        if sheet.address.is_empty() {
            return None;
        }
        self.return_line(sheet);
        let style = Style { size: 9.5, lead: 12.8, look: Look::REGULAR, colour: Colour::INK };
        let mut y = ADDRESS;
        let mut leaves = Vec::new();
        for said in &sheet.address {
            let lines = self.lines(&said.text, style, ADDRESS_WIDTH);
            let height = style.lead * lines.len() as f32;
            let marks = Self::column(lines, style, LEFT, y, None);
            leaves.push(self.content(marks));
            y += height;
        }
        Some(Node::Group(Tag::P.into(), leaves))
    }

    /// The sender once more where the post looks for it: an artifact, since it was read above.
    fn return_line(&mut self, sheet: &Sheet) {
        let style = Style { size: 6.5, lead: 8.0, look: Look::REGULAR, colour: Colour::QUIET };
        let told: Vec<&str> = sheet.return_line.iter().map(|said| &*said.text).collect();
        if told.is_empty() {
            return;
        }
        let lines = self.lines(&told.join(" · "), style, ADDRESS_WIDTH);
        let height = style.lead * lines.len() as f32;
        let top = ADDRESS - mm(2.0) - height;
        let marks = Self::column(lines, style, LEFT, top, None);
        self.put(Owner::Artifact(ArtifactType::Layout), marks);
        self.bar(LEFT, ADDRESS - mm(1.6), ADDRESS_WIDTH, HAIR, Colour::RULE);
    }

    /// Labels at the left, what they say at the right margin.
    fn fact_list(&mut self, facts: &[Fact], top: f32) -> (Vec<Node>, f32) {
        let label = Style { size: QUIET.0, lead: 14.0, look: Look::REGULAR, colour: Colour::QUIET };
        let value = Style { size: BODY.0, ..Style::of(Tone::Body) };
        let mut y = top;
        let mut nodes = Vec::new();
        for fact in facts {
            let run = self.fonts.run(&fact.label, label.look);
            let beside = RIGHT - ASIDE - run.width * label.size - GAP;
            let whole = self.fonts.run(&fact.value.text, value.look).width * value.size;
            let marks = Self::column(vec![run], label, ASIDE, y, None);
            let told = self.content(marks);
            // What is too long for the line goes under its label.
            let below = whole > beside;
            let from = if below { y + value.lead } else { y + (label.lead - value.lead) / 2.0 };
            let lines = self.lines(&fact.value.text, value, RIGHT - ASIDE);
            let height = value.lead * lines.len() as f32;
            let marks = Self::column(lines, value, LEFT, from, Some(RIGHT));
            let said = self.content(marks);
            y += if below { value.lead + height } else { label.lead };
            nodes.push(Node::Group(Tag::P.into(), vec![told, said]));
        }
        (nodes, y)
    }

    fn title(&mut self, sheet: &Sheet) -> Node {
        let (size, lead) = TITLE;
        let strong = Style { size, lead, look: Look::STRONG, colour: Colour::INK };
        let light = Style { look: Look::REGULAR, colour: Colour::QUIET, ..strong };
        let run = self.fonts.run(&format!("{} ", sheet.title), strong.look);
        let after = run.width * size;
        let lines = self.lines(sheet.title, strong, SPAN);
        let height = lead * lines.len() as f32;
        let number = sheet.number.as_ref().map(|number| self.fonts.run(&number.text, light.look));
        let fits = number.as_ref().is_some_and(|number| after + number.width * size <= SPAN);
        let marks = match number.as_ref().filter(|_| fits) {
            Some(_) => Self::column(vec![run], strong, LEFT, self.y, None),
            None => Self::column(lines, strong, LEFT, self.y, None),
        };
        let mut leaves = vec![self.content(marks)];
        if let Some(number) = number.filter(|_| fits) {
            let y = baseline(self.y, light);
            let mark = Mark::Text { run: number, x: LEFT + after, y, size, colour: light.colour };
            leaves.push(self.content(vec![mark]));
        }
        self.y += height;
        let title = sheet.name();
        let level = NonZeroU16::MIN;
        Node::Group(Tag::Hn(level, Some(title)).into(), leaves)
    }

    fn hero(&mut self, sheet: &Sheet) -> Vec<Node> {
        let (size, lead) = HERO;
        let colour = if self.accent.is_readable() { self.accent } else { Colour::INK };
        let style = Style { size, lead, look: Look::STRONG, colour };
        let draft = sheet.draft.then_some(sheet.language.words().draft_said);
        let quiet = Style { size: BODY.0, lead: 14.0, look: Look::REGULAR, colour: Colour::QUIET };
        let told = sheet.hero.as_deref().map(|hero| (hero, style));
        let mut nodes = Vec::new();
        for (text, style) in told.into_iter().chain(draft.map(|draft| (draft, quiet))) {
            let lines = self.lines(text, style, SPAN);
            let height = style.lead * lines.len() as f32;
            let marks = Self::column(lines, style, LEFT, self.y, None);
            let leaf = self.content(marks);
            self.y += height;
            nodes.push(Node::Group(Tag::P.into(), vec![leaf]));
        }
        nodes
    }

    /// What pages after the first begin with, and where they go on.
    pub(super) fn running_head(&mut self, sheet: &Sheet) -> f32 {
        let (size, lead) = SMALL;
        let style = Style { size, lead, look: Look::REGULAR, colour: Colour::QUIET };
        self.bar(LEFT, 0.0, mm(12.0), mm(2.0), self.accent);
        let mut marks = Self::column(vec![self.fonts.run(&sheet.name(), style.look)], style, LEFT, TOP, None);
        if let Some(sender) = sheet.sender.first() {
            let run = self.fonts.run(&sender.text, style.look);
            marks.extend(Self::column(vec![run], style, LEFT, TOP, Some(RIGHT)));
        }
        self.put(Owner::Artifact(ArtifactType::Header), marks);
        NEXT
    }
}

impl Sheet {
    /// `Invoice 2026-0001`: the title of the file, too.
    pub(crate) fn name(&self) -> String {
        let number = self.number.iter().map(|number| format!(" {}", number.text));
        std::iter::once(self.title.to_owned()).chain(number).collect()
    }
}
