//! How a tenant's papers look.

use crate::logo;
use crate::said::{Refusal, Said};
use crate::words::Language;
use serde::{Deserialize, Serialize};

/// Lines of a footer: four columns of four would not fit beside the page's number, three do.
const FOOTER_MAX: usize = 12;
/// Letters of a text of a brand.
const TEXT_MAX: usize = 120;

/// A tenant's name, colour, logo and footer. All of it may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Brand {
    /// What stands where there is no logo; the seller's name where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A colour of the web: `#1d4ed8`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accent: Option<String>,
    /// The language that papers are set in.
    pub language: Language,
    /// At the foot of every page, in columns of four lines: at most twelve lines of 120 letters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub footer: Vec<String>,
    /// A data URL of a PNG or of an SVG made of shapes: `data:image/png;base64,…`, at most 256 KiB.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
}

/// Red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Colour(pub(crate) u8, pub(crate) u8, pub(crate) u8);

impl Colour {
    pub(crate) const INK: Self = Self(0x16, 0x18, 0x1d);
    pub(crate) const QUIET: Self = Self(0x5b, 0x62, 0x70);
    pub(crate) const RULE: Self = Self(0xd9, 0xdc, 0xe1);
    const ACCENT: Self = Self(0x1d, 0x4e, 0xd8);

    fn read(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let part = |from| u8::from_str_radix(digits.get(from..from + 2)?, 16).ok();
        digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(())?;
        Some(Self(part(0)?, part(2)?, part(4)?))
    }

    /// Can text in it be read on white? WCAG 2.2, 1.4.3: a contrast of 4.5 to 1.
    pub(crate) fn is_readable(self) -> bool {
        let linear = |part: u8| {
            let part = f32::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let light = 0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2);
        1.05 / (light + 0.05) >= 4.5
    }
}

impl Brand {
    pub(crate) fn accent(&self) -> Colour {
        self.accent.as_deref().and_then(Colour::read).unwrap_or(Colour::ACCENT)
    }

    /// Is it fit for paper? Its logo is read and its texts are looked up in the font by [`crate::check`].
    pub(crate) fn refused(&self) -> Vec<Refusal> {
        let mut refused = Vec::new();
        let mut note = |path: &str, message: String, help| {
            refused.push(Refusal::new("paper_brand", path, message, help));
        };
        if self.accent.as_deref().is_some_and(|accent| Colour::read(accent).is_none()) {
            note("/brand/accent", "not a colour".to_owned(), "write one as the web does, such as `#1d4ed8`");
        }
        if self.footer.len() > FOOTER_MAX {
            note("/brand/footer", format!("more than {FOOTER_MAX} lines"), "join lines, or leave some out");
        }
        for said in self.texts() {
            if said.text.chars().count() > TEXT_MAX {
                note(&said.at, format!("more than {TEXT_MAX} letters"), "shorten it, or make two lines of it");
            }
        }
        if let Some(Err(refusal)) = self.logo.as_deref().map(logo::read) {
            refused.push(refusal);
        }
        refused
    }

    /// Its texts, each with its place.
    pub(crate) fn texts(&self) -> Vec<Said> {
        let name = self.name.iter().map(|name| Said::of(name, "/brand/name"));
        let lines = self.footer.iter().enumerate();
        name.chain(lines.map(|(place, line)| Said::of(line, format!("/brand/footer/{place}")))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Colour;

    #[test]
    fn colours_are_those_of_the_web() {
        assert_eq!(Colour::read("#1d4ED8"), Some(Colour(0x1d, 0x4e, 0xd8)));
        for text in ["1d4ed8", "#1d4ed", "#1d4ed8ff", "#+d4ed8", "#ééé", "red"] {
            assert_eq!(Colour::read(text), None, "{text}");
        }
        assert!(Colour(0x1d, 0x4e, 0xd8).is_readable());
        assert!(!Colour(0xff, 0xd4, 0x00).is_readable());
    }
}
