//! Sizes. Three of text beside the title, one grid of 165 mm, and as much white as a letter has.

use crate::sheet::Total;

/// A4.
pub(crate) const WIDTH: f32 = mm(210.0);
pub(crate) const HEIGHT: f32 = mm(297.0);

/// Margins of DIN 5008.
pub(super) const LEFT: f32 = mm(25.0);
pub(super) const RIGHT: f32 = mm(190.0);
pub(super) const SPAN: f32 = RIGHT - LEFT;
/// Where the second column begins: DIN 5008's block of information.
pub(super) const ASIDE: f32 = mm(125.0);
pub(super) const TOP: f32 = mm(14.0);
/// The window of an envelope: 85 by 45 mm, the address in its lower 27.3.
pub(super) const ADDRESS: f32 = mm(62.7);
pub(super) const ADDRESS_WIDTH: f32 = mm(80.0);
pub(super) const FACTS: f32 = mm(50.0);
/// Where the text may begin.
pub(super) const TEXT: f32 = mm(97.0);
/// Of pages after the first.
pub(super) const NEXT: f32 = mm(30.0);
/// Where a letter is folded, and holes are punched.
pub(super) const FOLDS: [f32; 3] = [mm(105.0), mm(148.5), mm(210.0)];

/// Size, and from one line to the next.
pub(super) const TITLE: (f32, f32) = (22.0, 28.0);
pub(super) const HERO: (f32, f32) = (12.0, 17.0);
pub(super) const BODY: (f32, f32) = (9.0, 12.5);
pub(super) const QUIET: (f32, f32) = (8.0, 11.0);
pub(super) const SMALL: (f32, f32) = (7.0, 9.5);

/// Over and under the lines of a row.
pub(super) const PAD: f32 = 5.5;
pub(super) const DENSE: f32 = 3.5;
/// Between columns.
pub(super) const GAP: f32 = 12.0;
/// Between blocks.
pub(super) const BREAK: f32 = 20.0;
pub(super) const HAIR: f32 = 0.5;
pub(super) const RULE: f32 = 1.0;
/// The block of totals.
pub(super) const TOTALS: f32 = mm(84.0);
pub(super) const TOTAL: f32 = 17.0;
pub(super) const TOTAL_LAST: f32 = 30.0;

/// Points of millimetres.
pub(crate) const fn mm(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}

/// How high totals are, at most: a label of two lines.
pub(super) fn totals(rows: &[Total]) -> f32 {
    let row = |row: &Total| if row.last { TOTAL_LAST } else { TOTAL };
    rows.iter().map(row).sum::<f32>() + GAP
}
