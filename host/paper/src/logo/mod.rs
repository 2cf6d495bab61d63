//! A tenant's logo: a picture or shapes, from outside and so read with care.

mod svg;

pub(crate) use svg::{Ink, Shape};

use crate::said::Refusal;
use data_encoding::BASE64;
use krilla::Data;
use krilla::image::Image;

/// Bytes of a logo.
const BYTES_MAX: usize = 256 * 1024;
/// Pixels of a side: twice what a printer can show in the place that a logo has.
const SIDE_MAX: u32 = 4_096;

/// What is drawn.
pub(crate) enum Logo {
    /// A picture of so many pixels.
    Picture(Image),
    /// Shapes in a box of so much.
    Shapes { width: f32, height: f32, shapes: Vec<Shape> },
}

impl Logo {
    /// Width and height, in whatever measure.
    pub(crate) fn size(&self) -> (f32, f32) {
        match self {
            Self::Picture(image) => (image.size().0 as f32, image.size().1 as f32),
            Self::Shapes { width, height, .. } => (*width, *height),
        }
    }
}

/// Reads a data URL.
pub(crate) fn read(url: &str) -> Result<Logo, Refusal> {
    let refusal = |message: &str, help| Refusal::new("paper_logo", "/brand/logo", message, help);
    let form =
        || refusal("not a data URL of a logo", "write `data:image/png;base64,…` or `data:image/svg+xml;base64,…`");
    let (kind, data) = url.strip_prefix("data:").and_then(|rest| rest.split_once(";base64,")).ok_or_else(form)?;
    if data.len() > BYTES_MAX / 3 * 4 + 4 {
        return Err(refusal("larger than 256 KiB", "make it smaller: it is printed 70 mm wide at most"));
    }
    let bytes = BASE64.decode(data.as_bytes()).map_err(|_| form())?;
    match kind {
        "image/png" => picture(bytes).map_err(|why| refusal(&why, "save it as a plain PNG")),
        "image/svg+xml" => {
            svg::read(&bytes).map_err(|why| refusal(&why, "turn texts, effects and pictures into paths"))
        }
        _ => Err(form()),
    }
}

/// The header is read now, the pixels when it is drawn: how many there are is known before any is.
fn picture(bytes: Vec<u8>) -> Result<Logo, String> {
    let image = Image::from_png(Data::from(bytes), false)?;
    let (width, height) = image.size();
    if width == 0 || height == 0 || width > SIDE_MAX || height > SIDE_MAX {
        return Err(format!("{width} by {height} pixels, of at most {SIDE_MAX} a side"));
    }
    Ok(Logo::Picture(image))
}
