//! The foot of every page: the tenant's lines in columns, and which page it is.

use super::measure::{GAP, HAIR, HEIGHT, LEFT, RIGHT, SMALL, SPAN, mm};
use super::{Mark, Owner, Piece, Setter, Style};
use crate::brand::{Brand, Colour};
use crate::font::{Fonts, Look, Run};
use crate::sheet::Sheet;
use crate::words::put;
use krilla::tagging::ArtifactType;

const STYLE: Style = Style { size: SMALL.0, lead: SMALL.1, look: Look::REGULAR, colour: Colour::QUIET };
/// For the page's number.
const ASIDE: f32 = 72.0;
const LINES: usize = 4;

/// The lines of a foot, and how much of the page they leave.
pub(super) struct Foot {
    columns: Vec<Vec<Run>>,
    /// Where nothing else may stand below.
    pub(super) top: f32,
}

pub(super) fn measure(brand: &Brand, fonts: &Fonts) -> Foot {
    let parts = brand.footer.chunks(LINES);
    let width = wide(parts.len()) - GAP;
    let columns: Vec<Vec<Run>> = parts
        .map(|lines| lines.iter().flat_map(|line| fonts.lines(line, STYLE.look, width / STYLE.size)).collect())
        .collect();
    let most = columns.iter().map(Vec::len).max().unwrap_or_default().max(1);
    let top = HEIGHT - mm(11.0) - STYLE.lead * most as f32 - GAP - GAP / 2.0;
    Foot { columns, top }
}

fn wide(columns: usize) -> f32 {
    (SPAN - ASIDE) / columns.max(1) as f32
}

impl Setter<'_> {
    pub(super) fn feet(&mut self, sheet: &Sheet, foot: &Foot) {
        let count = self.pages.len();
        let top = foot.top + GAP / 2.0;
        for (place, page) in self.pages.iter_mut().enumerate() {
            let told = put(&put(sheet.language.words().page_of, &(place + 1).to_string()), &count.to_string());
            let run = self.fonts.run(&told, STYLE.look);
            let rule = Mark::Bar { x: LEFT, y: top, width: SPAN, height: HAIR, colour: Colour::RULE };
            let mut marks = vec![rule];
            marks.extend(Self::column(vec![run], STYLE, LEFT, top + GAP / 2.0, Some(RIGHT)));
            for (column, lines) in foot.columns.iter().enumerate() {
                let x = LEFT + wide(foot.columns.len()) * column as f32;
                marks.extend(Self::column(lines.clone(), STYLE, x, top + GAP / 2.0, None));
            }
            page.push(Piece { owner: Owner::Artifact(ArtifactType::Footer), marks });
        }
    }
}
