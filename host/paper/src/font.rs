//! The two faces that everything is set in, and how wide a text is in them.
//!
//! Inter has Latin, Greek and Cyrillic. What it lacks is refused with its place and the character: a box in place of a
//! name would be worse than no paper.

use crate::said::{Refusal, Said};
use harfrust::{Feature, FontRef, ShaperData, Tag, UnicodeBuffer};
use krilla::Data;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use std::cell::RefCell;
use std::collections::HashMap;

const REGULAR: &[u8] = include_bytes!("../fonts/Inter-Regular.ttf");
const STRONG: &[u8] = include_bytes!("../fonts/Inter-SemiBold.ttf");

/// Which face, and which figures: those of columns are as wide as one another, so that columns stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Look {
    pub(crate) strong: bool,
    pub(crate) columns: bool,
}

impl Look {
    pub(crate) const REGULAR: Self = Self { strong: false, columns: false };
    pub(crate) const STRONG: Self = Self { strong: true, columns: false };
}

/// A text in glyphs, measured in ems.
#[derive(Clone)]
pub(crate) struct Run {
    pub(crate) text: String,
    pub(crate) glyphs: Vec<KrillaGlyph>,
    pub(crate) width: f32,
    pub(crate) look: Look,
}

struct Face {
    font: FontRef<'static>,
    shaping: ShaperData,
    drawn: Font,
}

/// Both faces, and what was asked of them that they have not.
pub(crate) struct Fonts {
    regular: Face,
    strong: Face,
    refused: RefCell<Vec<Refusal>>,
    /// A text is measured, wrapped and drawn: the same glyphs each time.
    known: RefCell<HashMap<(String, Look), Run>>,
}

impl Fonts {
    pub(crate) fn new() -> Result<Self, Refusal> {
        let broken = || Refusal::of_pdf("the bundled font cannot be read");
        let face = |bytes: &'static [u8]| {
            let font = FontRef::new(bytes).map_err(|_| broken())?;
            let drawn = Font::new(Data::from(bytes), 0).ok_or_else(broken)?;
            Ok(Face { shaping: ShaperData::new(&font), font, drawn })
        };
        Ok(Self {
            regular: face(REGULAR)?,
            strong: face(STRONG)?,
            refused: RefCell::default(),
            known: RefCell::default(),
        })
    }

    pub(crate) fn drawn(&self, look: Look) -> Font {
        self.face(look).drawn.clone()
    }

    const fn face(&self, look: Look) -> &Face {
        if look.strong { &self.strong } else { &self.regular }
    }

    /// The text in glyphs.
    pub(crate) fn run(&self, text: &str, look: Look) -> Run {
        let asked = (text.to_owned(), look);
        if let Some(run) = self.known.borrow().get(&asked) {
            return run.clone();
        }
        let run = self.shaped(text, look);
        self.known.borrow_mut().insert(asked, run.clone());
        run
    }

    fn shaped(&self, text: &str, look: Look) -> Run {
        let face = self.face(look);
        let shaper = face.shaping.shaper(&face.font).build();
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let shaped = shaper.shape(buffer, &[Feature::new(Tag::new(b"tnum"), u32::from(look.columns), ..)]);
        let em = face.drawn.units_per_em();
        let starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        let end = |start: usize| starts.iter().copied().find(|next| *next > start).unwrap_or(text.len());
        let mut width = 0.0;
        let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions()).zip(&starts);
        let glyphs = glyphs.map(|((info, position), start)| {
            let of_em = |units: i32| units as f32 / em;
            width += of_em(position.x_advance);
            let (advance, x, y) = (of_em(position.x_advance), of_em(position.x_offset), of_em(position.y_offset));
            KrillaGlyph::new(GlyphId::new(info.glyph_id), advance, x, y, 0.0, *start..end(*start), None)
        });
        let glyphs = glyphs.collect();
        Run { text: text.to_owned(), glyphs, width, look }
    }

    /// Notes characters that the face has not. Both faces have the same.
    pub(crate) fn check(&self, said: &Said) {
        let run = self.run(&said.text, Look::REGULAR);
        let missing = run.glyphs.iter().filter(|glyph| glyph.glyph_id.to_u32() == 0);
        // Right-to-left text comes in the order of the eye.
        let missing = missing.min_by_key(|glyph| glyph.text_range.start);
        let missing = missing.and_then(|glyph| said.text.get(glyph.text_range.clone())?.chars().next());
        let control = said.text.chars().find(|letter| letter.is_control());
        let Some(letter) = missing.or(control) else { return };
        let message = format!("no glyph for `{}` (U+{:04X}) in the font", letter.escape_debug(), u32::from(letter));
        let help = "write it in Latin, Greek or Cyrillic letters, or send the document as XML or JSON";
        let refusal = Refusal::new("paper_glyph", &said.at, message, help);
        let mut refused = self.refused.borrow_mut();
        if !refused.contains(&refusal) {
            refused.push(refusal);
        }
    }

    /// All that was noted.
    pub(crate) fn refused(&self) -> Vec<Refusal> {
        self.refused.take()
    }

    /// The text in lines of at most so many ems: broken at spaces, and where a word is wider, anywhere between its letters.
    pub(crate) fn lines(&self, text: &str, look: Look, most: f32) -> Vec<Run> {
        let whole = self.run(text, look);
        if whole.width <= most {
            return vec![whole];
        }
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.run(&longer, look).width <= most {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line = self.broken(word, look, most, &mut lines);
        }
        lines.push(line);
        lines.iter().map(|line| self.run(line, look)).collect()
    }

    /// A word in pieces that fit: all but the last go to the lines.
    fn broken(&self, word: &str, look: Look, most: f32, lines: &mut Vec<String>) -> String {
        let run = self.run(word, look);
        if run.width <= most {
            return word.to_owned();
        }
        let (mut from, mut width) = (0, 0.0);
        for glyph in &run.glyphs {
            let start = glyph.text_range.start;
            if width + glyph.x_advance > most && start > from {
                lines.push(word.get(from..start).unwrap_or_default().to_owned());
                (from, width) = (start, 0.0);
            }
            width += glyph.x_advance;
        }
        word.get(from..).unwrap_or_default().to_owned()
    }
}
