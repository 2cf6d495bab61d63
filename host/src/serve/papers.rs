//! Documents as PDF: in the tenant's brand, by whoever asks for them so. Brands are kept, and checked before.

use super::caller::Caller;
use super::calls::{Body, blocking, json_body};
use super::documents::answer_of;
use super::problem::{Problem, Refusal};
use super::reading::{Reading, parse};
use super::routes::{JSON, Kind, Needs, Param, Route, Shape};
use crate::identity::Right;
use crate::paper::{self, Brand, Language};
use crate::{Reply, Status};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::value::RawValue;

pub(super) const PDF: &str = "application/pdf";
pub(super) const FORMAT: Param = Param {
    name: "format",
    kind: Kind::Word(&["json", "pdf"]),
    about: "JSON, or a page to print; `Accept: application/pdf` is that, too.",
};
pub(super) const LANGUAGE: Param = Param {
    name: "language",
    kind: Kind::Word(&["en", "de"]),
    about: "The language of the PDF; without it that of the brand.",
};

const EXAMPLE: &str = r##"{"name": "Acme", "accent": "#0f766e", "language": "de", "footer": ["Acme GmbH", "Lindenallee 1", "10115 Berlin"]}"##;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::put("/v1/brand", "putBrand", put)
            .told("Documents", "Say how PDF documents look: name, colour, logo, footer, language")
            .about(
                "A logo is a data URL of a PNG or of an SVG made of plain shapes, at most 256 KiB. Papers that are kept stay as \
                 they are.",
            )
            .needs(Needs::One(Right::Money))
            .takes(JSON, Shape::Host("Brand"), EXAMPLE)
            .answers(200, JSON, Shape::Host("Brand")),
        Route::get("/v1/brand", "readBrand", read)
            .told("Documents", "How PDF documents look")
            .needs(Needs::READ)
            .answers(200, JSON, Shape::Host("Brand")),
    ]
}

async fn read(caller: Caller) -> Result<Response, Refusal> {
    let brand = blocking(caller, |caller| brand(caller, None)).await?;
    Ok(axum::Json(brand).into_response())
}

async fn put(caller: Caller, headers: HeaderMap, body: Body) -> Result<Response, Refusal> {
    let brand = given(&json_body(&headers, body)?)?;
    let kept = blocking(caller, move |caller| {
        let at = |path: &str| path.strip_prefix("/brand").unwrap_or(path).to_owned();
        paper::check(&brand).map_err(|refused| refusal(refused, at))?;
        let text = serde_json::to_string(&brand).map_err(|error| Refusal::shape("", &error.to_string()))?;
        caller.books.put_brand(text)?;
        Ok(brand)
    });
    Ok(axum::Json(kept.await?).into_response())
}

/// A brand as it is sent, with all that is wrong with its shape at once.
fn given(body: &[u8]) -> Result<Brand, Refusal> {
    let mut read = Reading::of(body)?;
    let name = read.may("name", "a text");
    let accent = read.may("accent", "a colour of the web in a string");
    let language = read.may("language", "`en` or `de`").unwrap_or_default();
    let footer = read.may("footer", "a list of texts").unwrap_or_default();
    let logo = read.may("logo", "a data URL in a string");
    read.end()?;
    Ok(Brand { name, accent, language, footer, logo })
}

/// The tenant's brand, in the language that is asked for.
pub(super) fn brand(caller: &Caller, language: Option<Language>) -> Result<Brand, Refusal> {
    let kept: Option<Box<RawValue>> = caller.books.brand()?;
    let brand: Brand = kept.map(|kept| parse(kept.get().as_bytes())).transpose()?.unwrap_or_default();
    Ok(Brand { language: language.unwrap_or(brand.language), ..brand })
}

/// What a paper is kept as: the same in another language is another paper.
pub(super) fn kept_as(kind: &str, name: &str, brand: &Brand) -> String {
    let language = match brand.language {
        Language::En => "en",
        Language::De => "de",
    };
    format!("{kind}/{name}/{language}")
}

/// An invoice or credit note, with the XML of this answer inside where EN 16931 can say what it says.
pub(super) fn document(
    document: &RawValue,
    written: &Reply,
    brand: &Brand,
    at: impl Fn(&str) -> String,
) -> Result<Vec<u8>, Refusal> {
    #[derive(Deserialize)]
    struct Xml {
        xml: String,
    }
    let cii = match written.status {
        Status::Ok => Some(answer_of::<Xml>(written, str::to_owned)?.xml),
        Status::Problems => None,
    };
    paper::document(document.get().as_bytes(), brand, cii.as_deref()).map_err(|refused| refusal(refused, at))
}

/// Is a PDF asked for?
pub(super) fn wanted(format: Option<&str>, headers: &HeaderMap) -> bool {
    let accepts = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    format == Some("pdf") || format.is_none() && accepts.starts_with(PDF)
}

pub(super) fn refusal(refused: Vec<paper::Refusal>, at: impl Fn(&str) -> String) -> Refusal {
    let problem =
        |refused: paper::Refusal| Problem::new(refused.code, &at(&refused.path), &refused.message, refused.help);
    Refusal::of(refused.into_iter().map(problem).collect())
}

/// The answer, and what a browser saves it as.
pub(super) fn answer(pdf: Vec<u8>, name: &str) -> Response {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-');
    let name: String = name.chars().map(|letter| if plain(letter) { letter } else { '-' }).collect();
    let shown = format!("inline; filename=\"{name}.pdf\"");
    ([(header::CONTENT_TYPE, PDF.to_owned()), (header::CONTENT_DISPOSITION, shown)], pdf).into_response()
}
