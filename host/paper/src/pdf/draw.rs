//! Marks on a surface.

use crate::brand::Colour;
use crate::font::Fonts;
use crate::logo::{Ink, Logo};
use crate::page::{Mark, Owner, Piece};
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ContentTag, Identifier};

pub(super) fn piece(
    surface: &mut Surface<'_>,
    piece: &Piece,
    logo: Option<&Logo>,
    fonts: &Fonts,
    leaves: &mut [Option<Identifier>],
) {
    let tag = match piece.owner {
        Owner::Leaf(_) => ContentTag::Other,
        Owner::Artifact(kind) => ContentTag::Artifact(Artifact::with_kind(kind)),
    };
    let identifier = surface.start_tagged(tag);
    for drawn in &piece.marks {
        mark(surface, drawn, logo, fonts);
    }
    surface.end_tagged();
    if let Owner::Leaf(leaf) = piece.owner
        && let Some(place) = leaves.get_mut(leaf)
    {
        *place = Some(identifier);
    }
}

fn mark(surface: &mut Surface<'_>, mark: &Mark, logo: Option<&Logo>, fonts: &Fonts) {
    match mark {
        Mark::Text { run, x, y, size, colour } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*colour)));
            let font = fonts.drawn(run.look);
            surface.draw_glyphs(Point::from_xy(*x, *y), &run.glyphs, font, &run.text, *size, false);
        }
        Mark::Bar { x, y, width, height, colour } => {
            let mut path = PathBuilder::new();
            let Some(rect) = Rect::from_xywh(*x, *y, *width, *height) else { return };
            path.push_rect(rect);
            let Some(path) = path.finish() else { return };
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*colour)));
            surface.draw_path(&path);
        }
        Mark::Logo { x, y, width, height } => {
            if let Some(logo) = logo {
                picture(surface, logo, (*x, *y), (*width, *height));
            }
        }
    }
}

fn picture(surface: &mut Surface<'_>, logo: &Logo, (x, y): (f32, f32), (width, height): (f32, f32)) {
    surface.push_transform(&Transform::from_translate(x, y));
    match logo {
        Logo::Picture(image) => {
            if let Some(size) = Size::from_wh(width, height) {
                surface.draw_image(image.clone(), size);
            }
        }
        Logo::Shapes { width: wide, height: high, shapes } => {
            surface.push_transform(&Transform::from_scale(width / wide, height / high));
            let mut bounds = PathBuilder::new();
            if let Some(rect) = Rect::from_xywh(0.0, 0.0, *wide, *high) {
                bounds.push_rect(rect);
            }
            // Nothing of a logo stands outside of its place.
            let clip = bounds.finish();
            if let Some(clip) = &clip {
                surface.push_clip_path(clip, &FillRule::NonZero);
            }
            for shape in shapes {
                surface.push_transform(&shape.at);
                surface.set_fill(if let Ink::Fill(fill) = &shape.ink { Some(fill.clone()) } else { None });
                surface.set_stroke(if let Ink::Stroke(stroke) = &shape.ink { Some(stroke.clone()) } else { None });
                surface.draw_path(&shape.path);
                surface.pop();
            }
            if clip.is_some() {
                surface.pop();
            }
            surface.pop();
        }
    }
    surface.pop();
}

fn fill(colour: Colour) -> Fill {
    Fill { paint: colour.into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}
