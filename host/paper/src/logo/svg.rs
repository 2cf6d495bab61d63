//! Logos made of shapes. Only elements that draw plain shapes are let in: nothing that reaches outside, refers to itself or
//! looks otherwise on another machine.

use crate::brand::Colour;
use crate::logo::Logo;
use krilla::geom::{Path, PathBuilder, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, Stroke};
use usvg::roxmltree::{Document, ParsingOptions};
use usvg::tiny_skia_path::PathSegment;

/// Elements of a logo.
const ELEMENTS_MAX: u32 = 5_000;
/// `style` would let a style sheet in, `use` repeat itself.
const ELEMENTS: [&str; 13] = [
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title", "desc", "metadata", "defs",
];

/// A shape that is filled or stroked, in the logo's own coordinates.
pub(crate) struct Shape {
    pub(crate) path: Path,
    pub(crate) at: Transform,
    pub(crate) ink: Ink,
}

/// What it is drawn with.
pub(crate) enum Ink {
    Fill(Fill),
    Stroke(Stroke),
}

pub(super) fn read(bytes: &[u8]) -> Result<Logo, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "not UTF-8".to_owned())?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: ELEMENTS_MAX, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| error.to_string())?;
    for element in document.descendants().filter(|node| node.is_element()) {
        let name = element.tag_name();
        let svg = name.namespace() == Some("http://www.w3.org/2000/svg");
        let inside = element.ancestors().any(|node| node.tag_name().name() == "metadata");
        let fits = inside || svg && ELEMENTS.contains(&name.name());
        if !fits {
            return Err(format!("`{}` is not let into a logo", name.name()));
        }
    }
    let tree = usvg::Tree::from_xmltree(&document, &usvg::Options::default()).map_err(|error| error.to_string())?;
    let mut shapes = Vec::new();
    collect(tree.root(), &mut shapes)?;
    if shapes.is_empty() {
        return Err("nothing is drawn in it".to_owned());
    }
    Ok(Logo::Shapes { width: tree.size().width(), height: tree.size().height(), shapes })
}

fn collect(group: &usvg::Group, shapes: &mut Vec<Shape>) -> Result<(), String> {
    if group.opacity() != usvg::Opacity::ONE || group.clip_path().is_some() || group.mask().is_some() {
        return Err("a group with opacity, a clip or a mask".to_owned());
    }
    for node in group.children() {
        match node {
            usvg::Node::Group(inner) => collect(inner, shapes)?,
            usvg::Node::Path(path) if path.is_visible() => push(path, shapes)?,
            usvg::Node::Path(_) => {}
            usvg::Node::Image(_) | usvg::Node::Text(_) => return Err("a picture or a text".to_owned()),
        }
    }
    Ok(())
}

fn push(path: &usvg::Path, shapes: &mut Vec<Shape>) -> Result<(), String> {
    let t = path.abs_transform();
    let at = Transform::from_row(t.sx, t.ky, t.kx, t.sy, t.tx, t.ty);
    if let Some(fill) = path.fill() {
        let rule = match fill.rule() {
            usvg::FillRule::NonZero => FillRule::NonZero,
            usvg::FillRule::EvenOdd => FillRule::EvenOdd,
        };
        let ink = Ink::Fill(Fill { paint: paint(fill.paint())?, opacity: opacity(fill.opacity()), rule });
        shapes.extend(outline(path.data()).map(|path| Shape { path, at, ink }));
    }
    if let Some(stroke) = path.stroke() {
        if stroke.dasharray().is_some() {
            return Err("a dashed line".to_owned());
        }
        let line_cap = match stroke.linecap() {
            usvg::LineCap::Butt => LineCap::Butt,
            usvg::LineCap::Round => LineCap::Round,
            usvg::LineCap::Square => LineCap::Square,
        };
        let line_join = match stroke.linejoin() {
            usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => LineJoin::Miter,
            usvg::LineJoin::Round => LineJoin::Round,
            usvg::LineJoin::Bevel => LineJoin::Bevel,
        };
        let (paint, opacity) = (paint(stroke.paint())?, opacity(stroke.opacity()));
        let (width, miter_limit) = (stroke.width().get(), stroke.miterlimit().get());
        let ink = Ink::Stroke(Stroke { paint, width, miter_limit, line_cap, line_join, opacity, dash: None });
        shapes.extend(outline(path.data()).map(|path| Shape { path, at, ink }));
    }
    Ok(())
}

fn paint(paint: &usvg::Paint) -> Result<krilla::paint::Paint, String> {
    match paint {
        usvg::Paint::Color(colour) => Ok(Colour(colour.red, colour.green, colour.blue).into()),
        _ => Err("a gradient or a pattern".to_owned()),
    }
}

fn opacity(opacity: usvg::Opacity) -> NormalizedF32 {
    NormalizedF32::new(opacity.get()).unwrap_or(NormalizedF32::ONE)
}

fn outline(path: &usvg::tiny_skia_path::Path) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(p) => builder.move_to(p.x, p.y),
            PathSegment::LineTo(p) => builder.line_to(p.x, p.y),
            PathSegment::QuadTo(a, p) => builder.quad_to(a.x, a.y, p.x, p.y),
            PathSegment::CubicTo(a, b, p) => builder.cubic_to(a.x, a.y, b.x, b.y, p.x, p.y),
            PathSegment::Close => builder.close(),
        }
    }
    builder.finish()
}

impl From<Colour> for krilla::paint::Paint {
    fn from(colour: Colour) -> Self {
        krilla::color::rgb::Color::new(colour.0, colour.1, colour.2).into()
    }
}
