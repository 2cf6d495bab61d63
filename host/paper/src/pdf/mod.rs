//! Marks on pages as a file: PDF/A-3a and PDF/UA-1, held to both by the library that writes it, which gives no file otherwise.

mod draw;
mod facturx;
mod packet;

use crate::contract::Day;
use crate::font::Fonts;
use crate::logo::Logo;
use crate::page::{HEIGHT, Laid, Node, WIDTH};
use crate::said::Refusal;
use crate::sheet::Sheet;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata, TextDirection};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{Identifier, TagGroup, TagTree};
use krilla::{Document, SerializeSettings};

/// Where no day is known: a file must have one, and the clock is not asked.
const NO_DAY: Day = Day { year: 1970, month: 1, day: 1 };
const PRODUCER: &str = "Counterfoil";

/// Writes the file.
pub(crate) fn write(
    sheet: &Sheet,
    laid: Laid,
    logo: Option<&Logo>,
    fonts: &Fonts,
    xml: Option<&str>,
) -> Result<Vec<u8>, Refusal> {
    let broken = |why: String| Refusal::of_pdf(why);
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish();
    let configuration = configuration.map_err(|error| broken(format!("{error:?}")))?;
    let mut file = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let day = sheet.made.unwrap_or(NO_DAY);
    let made = DateTime::new(day.year).month(day.month).day(day.day).hour(0).minute(0).second(0).utc_offset_hour(0);
    let mut leaves: Vec<Option<Identifier>> = vec![None; laid.leaves];
    for marks in &laid.pages {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| broken("a page of no size".into()))?;
        let mut page = file.start_page_with(settings);
        let mut surface = page.surface();
        for piece in marks {
            draw::piece(&mut surface, piece, logo, fonts, &mut leaves);
        }
        surface.finish();
        page.finish();
    }
    let mut tree = TagTree::new().with_lang(Some(sheet.language.words().tag.to_owned()));
    for node in laid.tree {
        if let Some(node) = grown(node, &mut leaves) {
            tree.push(node);
        }
    }
    file.set_tag_tree(tree);
    let mut outline = Outline::new();
    outline.push_child(OutlineNode::new(sheet.name(), XyzDestination::new(0, Point::from_xy(0.0, 0.0))));
    file.set_outline(outline);
    file.set_metadata(metadata(sheet, made));
    if let Some(xml) = xml {
        facturx::embed(&mut file, xml, made, sheet.language)?;
    }
    let bytes = file.finish().map_err(|error| broken(said(&error)))?;
    if xml.is_some() { packet::told(bytes) } else { Ok(bytes) }
}

fn metadata(sheet: &Sheet, made: DateTime) -> Metadata {
    let authors: Vec<String> = sheet.sender.first().map(|said| said.text.clone()).into_iter().collect();
    Metadata::new()
        .title(sheet.name())
        .authors(authors)
        .language(sheet.language.words().tag.to_owned())
        .text_direction(TextDirection::LeftToRight)
        .creator(PRODUCER.to_owned())
        .producer(PRODUCER.to_owned())
        .creation_date(made)
}

/// The tree with what was drawn; groups of nothing are left out but for cells, which hold their place.
fn grown(node: Node, leaves: &mut [Option<Identifier>]) -> Option<krilla::tagging::Node> {
    match node {
        Node::Leaf(leaf) => leaves.get_mut(leaf)?.take().map(Into::into),
        Node::Group(tag, children) => {
            let mut group = TagGroup::new(tag);
            for child in children {
                if let Some(child) = grown(child, leaves) {
                    group.push(child);
                }
            }
            Some(group.into())
        }
    }
}

/// What the library found wrong, in its words.
fn said(error: &krilla::error::KrillaError) -> String {
    match error {
        krilla::error::KrillaError::Validation(errors) => {
            let told: Vec<String> = errors.iter().map(|(error, _)| format!("{error:?}")).collect();
            told.join("; ")
        }
        other => other.to_string(),
    }
}
